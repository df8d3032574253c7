import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExternalAuth,
  KnownTools,
  McpExternalAuthConfig,
  McpGroup,
  McpServerEntry,
  McpServerEntryProps,
  RemoteTransport,
} from '../../src';
import { chartIn, eachOptionCounts } from '../util';

const chart = chartIn();
const group = new McpGroup(chart, 'g');
const remoteUrl = 'https://mcp.example.com/mcp';
const key = { secret: kplus.Secret.fromSecretName(chart, 'secret', 'remote'), key: 'key' };

function entryIn(scope: Chart, props: McpServerEntryProps) {
  return new McpServerEntry(scope, 'e', props)._checked();
}

eachOptionCounts<McpServerEntryProps>(
  { remoteUrl, group },
  {
    remoteUrl: 'https://other.example.com/mcp',
    group: new McpGroup(chart, 'other'),
    transport: RemoteTransport.SSE,
    headers: { 'X-Tenant': 'acme' },
    secretHeaders: { 'X-Key': key },
    externalAuth: new McpExternalAuthConfig(chart, 'key', {
      auth: ExternalAuth.headerInjection({ headerName: 'X-Key', value: key }),
    }),
    caBundle: { configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ca', 'company-ca'), key: 'ca.crt' },
    allowPrivateEndpoint: true,
    knownTools: KnownTools.of(['search']),
    name: 'other',
  },
  (props) => entryIn(chartIn(), props),
);

test('speaks streamable HTTP unless told otherwise', () => {
  expect(entryIn(chartIn(), { remoteUrl, group }).spec).toMatchObject({ transport: 'streamable-http' });
});

test('makes no object', () => {
  const own = chartIn();
  entryIn(own, { remoteUrl, group });
  expect(own.toJson()).toEqual([]);
});

test('is refused with an address that is none', () => {
  expect(() => entryIn(chartIn(), { remoteUrl: 'ftp://x', group })).toThrow('McpServerEntry "e": remoteUrl: "ftp://x"');
});

test('can be read back', () => {
  const entry = new McpServerEntry(chartIn(), 'e', { remoteUrl, group });
  expect(entry).toMatchObject({ remoteUrl, group, transport: RemoteTransport.STREAMABLE_HTTP });
});
