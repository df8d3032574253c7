import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RegistryApi, RegistrySource, Warnings } from '../../../src';
import { problemLine } from '../../../src/manifests/problem';
import { readManifests } from '../../../src/manifests/read';
import { renderManifests } from '../../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../../src/rendering/model/settings';
import { configIn } from '../../registry/util';
import { CERTIFICATE, chartIn, configMap } from '../../util';

const DATA = JSON.stringify({
  version: '1.0.0',
  meta: { last_updated: '2026-01-31T12:00:00Z' },
  data: { servers: [{ name: 'io.github.example/fetch', description: 'Fetches', version: '1.0.0' }] },
});

/** What `render` says of the content of ConfigMap "cm" beside a resource. */
function said(resource: object, data: Record<string, string>): string[] {
  const configMap_ = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cm' }, data };
  const text = [resource, configMap_].map((value) => JSON.stringify(value)).join('\n---\n');
  const { problems } = renderManifests(readManifests(text, 'in.yaml'), { namespace: 'ns', settings: DEFAULT_SETTINGS });
  return problems
    .map(problemLine)
    .filter((line) => line.includes('[config-map-content]'))
    .map((line) => line.replace(/^.*?": /, '').replace(' [config-map-content]', ''));
}

const resource = (kind: string, spec: object) => ({
  apiVersion: 'toolhive.stacklok.dev/v1beta1',
  kind,
  metadata: { name: 'x' },
  spec,
});
const caBundleRef = { configMapRef: { name: 'cm', key: 'ca.crt' } };

const TRUSTING: [string, string, object][] = [
  [
    'MCPOIDCConfig',
    'spec.inline.caBundleRef',
    { type: 'inline', inline: { issuer: 'https://sso.example.com', caBundleRef } },
  ],
  [
    'MCPTelemetryConfig',
    'spec.openTelemetry.caBundleRef',
    { openTelemetry: { enabled: true, endpoint: 'otel:4318', tracing: { enabled: true }, caBundleRef } },
  ],
  [
    'MCPServerEntry',
    'spec.caBundleRef',
    { remoteUrl: 'https://mcp.example.com', transport: 'sse', groupRef: { name: 'g' }, caBundleRef },
  ],
];

describe.each(TRUSTING)('certificates of an %s', (kind, field, spec) => {
  test('are taken where they are PEM', () => {
    expect(said(resource(kind, spec), { 'ca.crt': `# company\n${CERTIFICATE}` })).toEqual([]);
  });

  test.each([
    ['another text', 'TODO', 'holds no certificates'],
    ['no text', '', 'holds no certificates'],
    ['a cut block', CERTIFICATE.slice(0, 200), 'holds no certificates'],
    ['a spoilt block', CERTIFICATE.replace('MIIB', 'AAAA'), 'holds certificates that cannot be read'],
  ])('are warned of where they are %s', (_, text, message) => {
    expect(said(resource(kind, spec), { 'ca.crt': text })).toEqual([
      expect.stringMatching(new RegExp(`^${field}: ConfigMap "cm", key "ca.crt": ${message}`)),
    ]);
  });

  test('are warned of where the key is another', () => {
    expect(said(resource(kind, spec), { 'tls.crt': CERTIFICATE })).toEqual([
      `${field}: ConfigMap "cm" has no key "ca.crt"; it has "tls.crt"`,
    ]);
  });

  test('are not judged in a ConfigMap that another program fills', () => {
    expect(said(resource(kind, spec), {})).toEqual([]);
  });
});

describe('the file of a registry', () => {
  const configYAML = [
    'sources: [{name: a, file: {path: /data/registry.json}, syncPolicy: {interval: 5m}}]',
    'registries: [{name: r, sources: [a]}]',
    'auth: {mode: anonymous}',
    'database: {host: pg, port: 5432, user: u, database: d}',
  ].join('\n');
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const PLACES: [string, object][] = [
    ['a whole ConfigMap', { configMap: { name: 'cm' } }],
    ['an item', { configMap: { name: 'cm', items: [{ key: 'registry.json', path: 'registry.json' }] } }],
    ['a projected volume', { projected: { sources: [{ configMap: { name: 'cm' } }] } }],
  ];

  test.each(PLACES)('is read from %s of an MCPRegistry', (_, volume) => {
    const registry = resource('MCPRegistry', { configYAML, volumes: [{ name: 'data', ...volume }], volumeMounts });
    expect(said(registry, { 'registry.json': DATA })).toEqual([]);
    expect(said(registry, { 'registry.json': '{"servers": {}}' })).toEqual([
      expect.stringMatching(
        /^spec.configYAML: sources\[0\].file.path: ConfigMap "cm", key "registry.json": the registry/,
      ),
    ]);
    expect(said(registry, { 'other.json': DATA })).toEqual([
      'spec.configYAML: sources[0].file.path: ConfigMap "cm" has no key "registry.json"; it has "other.json"',
    ]);
  });

  test.each([
    ['kplus.ConfigMap', true],
    ['ApiObject', false],
  ])('is read from a %s of the app', (_, isPlus) => {
    const chart = chartIn();
    const data = { 'registry.json': '{"servers": {}}' };
    if (isPlus) new kplus.ConfigMap(chart, 'cm', { metadata: { name: 'cm' }, data });
    else configMap(chart, 'cm', data);
    const ref = kplus.ConfigMap.fromConfigMapName(chart, 'ref', 'cm');
    new RegistryApi(chart, 'r', {
      config: configIn(chart, { sources: [RegistrySource.configMap({ name: 'o', configMap: ref })] }),
    });
    Testing.synth(chart);
    expect(Warnings.of(chart).map(({ id, message }) => `${id} ${message}`)).toContainEqual(
      expect.stringMatching(
        /^config-map-content .*config\.sources\[0\]\.file\.path: ConfigMap "cm", key "registry.json": .*ToolHive's older format/,
      ),
    );
  });
});
