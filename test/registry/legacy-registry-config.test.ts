import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  LegacyRegistry,
  LegacyRegistryConfig,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryFormat,
} from '../../src';
import { chartIn, objects } from '../util';

const CURRENT = `
sources: [{name: a, managed: {}}]
registries: [{name: default, sources: [a]}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: anonymous}
`;
const LEGACY = `
registryName: mine
registries: [{name: a, format: upstream, file: {url: "https://example.com/r.json"}, syncPolicy: {interval: 1h}}]
auth: {mode: anonymous}
`;

const made = (text: string) => {
  const chart = chartIn();
  new RegistryApi(chart, 'r', { config: LegacyRegistryConfig.fromYaml(text) });
  return objects(chart);
};

test("deploys the older server: the guide's image, one port, probes on it, and less memory without a database", () => {
  const [container] = made(LEGACY)['Deployment/r'].spec.template.spec.containers;
  expect(container.image).toBe('ghcr.io/stacklok/toolhive/thv-registry-api:latest');
  expect(container.ports).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
  expect(container.readinessProbe.httpGet).toEqual({ path: '/readiness', port: 'http' });
  expect(container.livenessProbe.httpGet).toEqual({ path: '/health', port: 'http' });
  expect(container.resources.requests.memory).toBe('128Mi');
});

test('says with types what the file says', () => {
  const chart = chartIn();
  const configMap = kplus.ConfigMap.fromConfigMapName(chart, 'data', 'data');
  const { UPSTREAM, TOOLHIVE } = RegistryFormat;
  new RegistryApi(chart, 'r', {
    config: LegacyRegistryConfig.fromParts({
      registryName: 'mine',
      registries: [
        LegacyRegistry.git({ format: TOOLHIVE, name: 'git', repository: 'https://example.com/r.git' }),
        LegacyRegistry.api({ name: 'api', endpoint: 'https://registry.example.com' }),
        LegacyRegistry.url({ format: UPSTREAM, name: 'url', url: 'https://example.com/r.json' }),
        LegacyRegistry.path({ format: UPSTREAM, name: 'path', path: '/srv/r.json' }),
        LegacyRegistry.configMap({ format: TOOLHIVE, name: 'map', configMap }),
      ],
      auth: RegistryAuth.anonymous(),
    }),
  });
  const synced = (name: string, format: string, kind: object) => ({
    name,
    format,
    ...kind,
    syncPolicy: { interval: '30m' },
  });
  expect(parse(objects(chart)['ConfigMap/r-config'].data['config.yaml'])).toEqual({
    registryName: 'mine',
    registries: [
      synced('git', 'toolhive', { git: { repository: 'https://example.com/r.git' } }),
      synced('api', 'upstream', { api: { endpoint: 'https://registry.example.com' } }),
      synced('url', 'upstream', { file: { url: 'https://example.com/r.json' } }),
      synced('path', 'upstream', { file: { path: '/srv/r.json' } }),
      synced('map', 'toolhive', { file: { path: '/etc/registry-files/configmaps/data/registry.json' } }),
    ],
    auth: { mode: 'anonymous' },
  });
});

test.each([
  [
    "a configuration of today's server",
    CURRENT,
    'config.sources: is of a configuration of the current registry server, which the older one refuses; give it as RegistryConfig',
  ],
  ['no format', LEGACY.replace('format: upstream, ', ''), 'config.registries[0].format: is required'],
  ['an unknown format', LEGACY.replace('upstream', 'mcp'), '"mcp" is not allowed; use one of "toolhive", "upstream"'],
  ['no registry', 'auth: {mode: anonymous}', 'config.registries: is required; describe at least one registry'],
  ['a password in the file', `${LEGACY}database: {password: x}`, 'config.database.password: is no field of'],
  ['roles, which the older server has not', LEGACY.replace('anonymous', 'anonymous, authz: {}'), 'config.auth.authz'],
  [
    'a kubernetes registry',
    LEGACY.replace('file: {url: "https://example.com/r.json"}', 'kubernetes: {}'),
    "config.registries[0].kubernetes: needs rights all over the cluster in the older server; use RegistryConfig and today's server",
  ],
])('fails on %s', (_, text, message) => {
  expect(() => made(text)).toThrow(message);
});

test('fails as the configuration of the current server, and says how to change it', () => {
  const chart = chartIn();
  expect(() => new RegistryApi(chart, 'r', { config: RegistryConfig.fromYaml(LEGACY) })).toThrow(
    'config.registryName: is of a configuration of the registry server before 1.0, which a current one refuses: move what stands below registries to sources, drop registryName and format',
  );
});

test('fails on a password that is not in a pgpass file, which the older server would not see', () => {
  const chart = chartIn();
  const secret = kplus.Secret.fromSecretName(chart, 's', 's');
  const database = RegistryDatabase.password({ host: 'h', database: 'd', user: 'u', password: { secret, key: 'k' } });
  const registries = [LegacyRegistry.api({ name: 'a', endpoint: 'https://a.example.com' })];
  expect(() => LegacyRegistryConfig.fromParts({ registries, database, auth: RegistryAuth.anonymous() })).toThrow(
    'reads passwords from a pgpass file only; use RegistryDatabase.pgpass',
  );
});
