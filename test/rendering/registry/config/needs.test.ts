import { parse } from 'yaml';
import { Findings } from '../../../../src/findings';
import { Obj } from '../../../../src/plain/objects';
import { checkConfigText } from '../../../../src/rendering/registry/config/check';
import { needsOf, RegistryNeeds } from '../../../../src/rendering/registry/config/needs';

const BASE = `
sources: [{name: own, managed: {}}]
registries: [{name: default, sources: [own]}]
database: {host: postgres, port: 5433, user: u, database: d}
auth: {mode: anonymous}
`;

function needs(changes: string = ''): RegistryNeeds {
  const findings = new Findings();
  const config = checkConfigText(JSON.stringify({ ...parse(BASE), ...parse(changes) }), findings);
  expect(findings.errors).toEqual([]);
  return needsOf(config as Obj);
}

const places = ({ destinations }: RegistryNeeds) => destinations.map(({ host, port, field }) => [host, port, field]);
const oauth = (providers: string) =>
  `auth: {mode: oauth, oauth: {resourceUrl: 'https://registry.example.com', providers: ${providers}}}`;

test('a plain registry needs its database, and nothing else', () => {
  expect(needs()).toEqual({
    files: [],
    watchedNamespaces: [],
    destinations: [{ host: 'postgres', port: 5433, field: 'database.host', isDatabase: true, isPrivate: true }],
    database: { host: 'postgres', port: 5433, user: 'u', database: 'd' },
    exportsTelemetry: false,
    servesMetrics: false,
  });
});

describe('destinations', () => {
  test('are what sources are fetched from, at the port of the address or of its scheme', () => {
    const found = needs(`
sources:
  - {name: git, git: {repository: 'https://git.example.com/r.git'}, syncPolicy: {interval: 30m}}
  - {name: api, api: {endpoint: 'http://api.tools.svc:8080/x'}, syncPolicy: {interval: 30m}}
  - {name: url, file: {url: 'http://files.tools.svc/r.json'}, syncPolicy: {interval: 30m}}
  - {name: own, managed: {}}
`);
    expect(places(found).slice(1)).toEqual([
      ['git.example.com', 443, 'sources[0].git.repository'],
      ['api.tools.svc', 8080, 'sources[1].api.endpoint'],
      ['files.tools.svc', 80, 'sources[2].file.url'],
    ]);
  });

  test('are not where a repository or a file is in the container itself', () => {
    const found = needs(`
sources:
  - {name: own, git: {repository: 'file:///srv/r.git'}, syncPolicy: {interval: 30m}}
  - {name: file, file: {path: /data/r.json}, syncPolicy: {interval: 30m}}
`);
    expect(places(found)).toHaveLength(1);
  });

  test('are issuers, or only their keys where the address of those is known', () => {
    const found = needs(
      oauth(`[
  {name: a, issuerUrl: 'https://a.example.com', audience: x},
  {name: b, issuerUrl: 'https://b.example.com', audience: x, jwksUrl: 'https://keys.example.com:8443/jwks'}]`),
    );
    expect(places(found).slice(1)).toEqual([
      ['a.example.com', 443, 'auth.oauth.providers[0].issuerUrl'],
      ['keys.example.com', 8443, 'auth.oauth.providers[1].jwksUrl'],
    ]);
  });

  test('are no issuers where nobody asks for tokens', () => {
    const found = needs(`
auth: {mode: anonymous, oauth: {providers: [{name: a, issuerUrl: 'https://a.example.com', audience: x, caCertPath: /ca.crt}]}}
`);
    expect(places(found)).toHaveLength(1);
    expect(found.files).toEqual([]);
  });

  test('are where opaque tokens are looked up', () => {
    const found = needs(
      oauth(`[{name: a, issuerUrl: 'https://a.example.com', audience: x, clientId: c, clientSecretFile: /s/c,
  introspectionUrl: 'https://look.example.com/up'}]`),
    );
    expect(places(found)).toContainEqual(['look.example.com', 443, 'auth.oauth.providers[0].introspectionUrl']);
  });

  test.each([
    ['endpoint: "otel.monitoring.svc:4317"', 'otel.monitoring.svc', 4317],
    ['endpoint: otel', 'otel', 4318],
    ['insecure: true', 'localhost', 4318],
  ])('are where telemetry goes: %s', (endpoint, host, port) => {
    const found = needs(`telemetry: {enabled: true, tracing: {enabled: true}, ${endpoint}}`);
    expect(places(found).at(-1)).toEqual([host, port, 'telemetry.endpoint']);
  });

  test('are not where telemetry that is off would go', () => {
    expect(places(needs('telemetry: {enabled: false, endpoint: "otel:4318"}'))).toHaveLength(1);
  });
});

test('files are those that sources and providers name, with the fields', () => {
  const found = needs(`
sources:
  - name: own
    git: {repository: 'https://git.example.com/r.git', auth: {username: u, passwordFile: /s/token}}
    syncPolicy: {interval: 30m}
  - {name: file, file: {path: /data/r.json}, syncPolicy: {interval: 30m}}
${oauth(`[{name: a, issuerUrl: 'https://a.example.com', audience: x, caCertPath: /c/ca.crt, authTokenFile: /c/token,
  clientId: c, clientSecretFile: /c/secret}]`)}`);
  expect(found.files).toEqual([
    { path: '/s/token', field: 'sources[0].git.auth.passwordFile' },
    { path: '/data/r.json', field: 'sources[1].file.path' },
    { path: '/c/secret', field: 'auth.oauth.providers[0].clientSecretFile' },
    { path: '/c/ca.crt', field: 'auth.oauth.providers[0].caCertPath' },
    { path: '/c/token', field: 'auth.oauth.providers[0].authTokenFile' },
  ]);
});

test('a file at a relative path is not looked for in volumes', () => {
  expect(needs('sources: [{name: own, file: {path: r.json}, syncPolicy: {interval: 30m}}]').files).toEqual([]);
});

test('namespaces are those of all kubernetes sources, each once', () => {
  const found = needs(`
sources:
  - {name: own, kubernetes: {namespaces: [a]}}
  - {name: again, kubernetes: {namespaces: [a]}}
  - {name: other, kubernetes: {namespaces: [b]}}
`);
  expect(found.watchedNamespaces).toEqual(['a', 'b']);
});

test.each(['{}', '{namespaces: []}'])(
  'a source that names no namespace stands for one without a name: %s',
  (source) => {
    expect(needs(`sources: [{name: own, kubernetes: ${source}}]`).watchedNamespaces).toEqual(['']);
  },
);

test.each([
  ['{enabled: true, metrics: {enabled: true}}', { exportsTelemetry: true, servesMetrics: true }],
  ['{enabled: true, tracing: {enabled: true}}', { exportsTelemetry: true, servesMetrics: false }],
  ['{enabled: false, metrics: {enabled: true}}', { exportsTelemetry: false, servesMetrics: false }],
  ['{metrics: {enabled: true}}', { exportsTelemetry: false, servesMetrics: false }],
])('metrics are served where they and telemetry are on: %s', (telemetry, expected) => {
  expect(needs(`telemetry: ${telemetry}`)).toMatchObject(expected);
});

test('the audit log needs its folder', () => {
  expect(needs('audit: {enabled: true, logFile: /var/log/registry/audit.log}').logFolder).toBe('/var/log/registry');
  expect(needs('audit: {enabled: true}')).not.toHaveProperty('logFolder');
});

test('a region is needed where AWS makes the passwords', () => {
  const database = (region: string) =>
    `database: {host: h, port: 1, user: u, database: d, dynamicAuth: {awsRdsIam: {region: ${region}}}}`;
  expect(needs(database('eu-west-1')).awsRegion).toBe('eu-west-1');
  expect(needs(database('detect')).awsRegion).toBe('detect');
});

test("clients are told the registry's address where tokens are asked for", () => {
  const found = needs(oauth(`[{name: a, issuerUrl: 'https://a.example.com', audience: x}]`));
  expect(found.resourceUrl).toBe('https://registry.example.com');
});
