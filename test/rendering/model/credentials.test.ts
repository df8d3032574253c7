import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as T from '../../../src';
import { main } from '../../../src/cli/main';
import { Findings, shown } from '../../../src/findings';
import { readManifests } from '../../../src/manifests/read';
import { renderManifests } from '../../../src/manifests/render-manifests';
import { Obj } from '../../../src/plain/objects';
import { DEFAULT_SETTINGS } from '../../../src/rendering/model/settings';
import { DEFAULT_VERSION } from '../../../src/rendering/model/versions';
import { checkResource } from '../../../src/rendering/render';
import { crdOf, TOOLHIVE_KINDS } from '../../../src/resources/crd';
import { Schema } from '../../../src/resources/crd/types';
import { chartIn, objects } from '../../util';

/** No known form, and random enough. */
const S = 'S3CR3Tghp0123456789abcdef';

let secrets = 0;
const secret = (chart: Chart) => ({
  secret: kplus.Secret.fromSecretName(chart, `secret${secrets++}`, 'secret'),
  key: 'key',
});
const server = (chart: Chart, props: Partial<T.McpServerProps>) =>
  new T.McpServer(chart, 's', { image: 'x/y:1', transport: T.McpTransport.STREAMABLE_HTTP, ...props });
const remote = (chart: Chart, props: Partial<T.McpRemoteProxyProps>) =>
  new T.McpRemoteProxy(chart, 'r', { remoteUrl: 'https://mcp.example.com/mcp', ...props });
const oidc = (chart: Chart, options: Partial<T.OidcIssuerOptions>) =>
  new T.McpOidcConfig(chart, 'o', { provider: T.OidcProvider.issuer({ issuer: 'https://h', ...options }) });
const telemetry = (chart: Chart, options: Partial<T.OpenTelemetryOptions>) =>
  new T.McpTelemetryConfig(chart, 't', { openTelemetry: { endpoint: 'https://o:4318', tracing: true, ...options } });
const external = (chart: Chart, auth: T.ExternalAuth) => new T.McpExternalAuthConfig(chart, 'x', { auth });
const upstream = (chart: Chart, options: Partial<T.OAuth2UpstreamOptions>) =>
  external(
    chart,
    T.ExternalAuth.embeddedAuthServer({
      issuer: 'https://auth.example.com',
      upstreamProviders: [
        T.UpstreamProvider.oauth2('a', {
          authorizationEndpoint: 'https://h/a',
          tokenEndpoint: 'https://h/t',
          clientId: 'x',
          ...options,
        }),
      ],
    }),
  );
const virtual = (chart: Chart, props: Partial<T.VirtualMcpServerProps>) =>
  new T.VirtualMcpServer(chart, 'v', { group: new T.McpGroup(chart, 'g'), ...props });
const optimizer = (options: Partial<T.OpenAiOptimizerOptions>) =>
  T.Optimizer.openAi({ embeddingService: 'https://api.openai.com/v1', embeddingModel: 'm', ...options });
const registry = (chart: Chart, options: Partial<T.RegistryConfigOptions>) =>
  new T.RegistryApi(chart, 'reg', {
    config: T.RegistryConfig.fromParts({
      sources: [T.RegistrySource.git({ name: 'g', repository: 'https://github.com/a/b.git', path: 'p.json' })],
      database: T.RegistryDatabase.pgpass({ host: 'pg.db.svc', database: 'd', user: 'u', pgpass: secret(chart) }),
      auth: T.RegistryAuth.anonymous(),
      ...options,
    }),
  });
const source = (of: T.RegistrySource) => ({ sources: [of] });
const database = (chart: Chart, options: Obj) => ({
  database: T.RegistryDatabase.pgpass({
    host: 'pg.db.svc',
    database: 'd',
    user: 'u',
    ...options,
    pgpass: secret(chart),
  }),
});
const provider = (options: Obj) => ({
  auth: T.RegistryAuth.oauth({
    resourceUrl: 'https://r',
    providers: [T.OAuthProvider.issuer({ name: 'x', issuerUrl: 'https://h', audience: 'a', ...options })],
  }),
});

const REFUSED: Record<string, (chart: Chart) => unknown> = {
  'an image': (c) => server(c, { image: `user:${S}@reg.example.com/x:1` }),
  'an issuer': (c) => oidc(c, { issuer: `https://u:${S}@h/x` }),
  'an introspection address': (c) => oidc(c, { introspectionUrl: `https://u:${S}@h/x` }),
  'a parameter of an introspection address': (c) => oidc(c, { introspectionUrl: `https://h/x?access_token=${S}` }),
  'the address of keys': (c) => oidc(c, { jwksUrl: `https://${S}@h/x` }),
  'a resource address': (c) =>
    server(c, { oidc: { config: oidc(c, {}), audience: 'a', resourceUrl: `https://u:${S}@h/x` } }),
  'a remote address': (c) => remote(c, { remoteUrl: `https://u:${S}@mcp.example.com/mcp` }),
  'a parameter of a remote address': (c) => remote(c, { remoteUrl: `https://mcp.example.com/mcp?api_key=${S}` }),
  'a fragment of a remote address': (c) => remote(c, { remoteUrl: `https://mcp.example.com/mcp#token=${S}` }),
  'the short parameter key': (c) => remote(c, { remoteUrl: `https://mcp.example.com/mcp?key=${S}` }),
  'the header Authorization': (c) => remote(c, { headers: { Authorization: `Bearer ${S}` } }),
  'the header X-Api-Key': (c) => remote(c, { headers: { 'X-Api-Key': S } }),
  'the header Cookie': (c) => remote(c, { headers: { cookie: `session=${S}` } }),
  'the header Private-Token': (c) => remote(c, { headers: { 'PRIVATE-TOKEN': S } }),
  'a header of any name with a known token': (c) => remote(c, { headers: { 'X-Forward': `Bearer ${S}` } }),
  'a header of an entry': (c) =>
    new T.McpServerEntry(c, 'e', {
      group: new T.McpGroup(c, 'g'),
      remoteUrl: 'https://mcp.example.com/mcp',
      headers: { Authorization: S },
    }),
  'the address of an entry': (c) =>
    new T.McpServerEntry(c, 'e', { group: new T.McpGroup(c, 'g'), remoteUrl: `https://u:${S}@mcp.example.com/mcp` }),
  'the header Authorization of telemetry': (c) => telemetry(c, { headers: { Authorization: `Bearer ${S}` } }),
  'the header x-honeycomb-team of telemetry': (c) => telemetry(c, { headers: { 'x-honeycomb-team': S } }),
  'the header api-key of telemetry': (c) => telemetry(c, { headers: { 'api-key': S } }),
  'the endpoint of telemetry': (c) => telemetry(c, { endpoint: `https://u:${S}@o:4318` }),
  'the address of a webhook': (c) =>
    new T.McpWebhookConfig(c, 'w', { validating: [{ name: 'a', url: `https://u:${S}@h/x` }] }),
  'a parameter of a webhook': (c) =>
    new T.McpWebhookConfig(c, 'w', { mutating: [{ name: 'a', url: `https://h/x?token=${S}` }] }),
  'a Redis': (c) => server(c, { sessionStorage: T.SessionStorage.redis(`:${S}@redis:6379`) }),
  'a Redis as URL': (c) => server(c, { sessionStorage: T.SessionStorage.redis(`redis://:${S}@redis:6379/0`) }),
  'the Redis of the settings': (c) => T.Toolhive.configure(c, { redis: { address: `:${S}@redis:6379` } }),
  'an image of the settings': (c) => T.Toolhive.configure(c, { images: { vmcp: `u:${S}@reg.example.com/vmcp:1` } }),
  'the registry of the settings': (c) => T.Toolhive.configure(c, { imageRegistry: `u:${S}@reg.example.com` }),
  'the address for tokens': (c) =>
    external(c, T.ExternalAuth.tokenExchange({ tokenUrl: `https://u:${S}@h/x`, audience: 'a' })),
  'an endpoint of an upstream': (c) => upstream(c, { tokenEndpoint: `https://u:${S}@h/t` }),
  'a parameter of an upstream': (c) => upstream(c, { additionalAuthorizationParams: { client_secret: S } }),
  'a header of an upstream': (c) =>
    upstream(c, { userInfo: { endpointUrl: 'https://h/u', additionalHeaders: { Authorization: `Bearer ${S}` } } }),
  'the address of an authorizer': (c) =>
    new T.McpAuthzConfig(c, 'z', {
      authorizer: T.Authorizer.http({ url: `https://u:${S}@pdp/x`, claimMapping: T.ClaimMapping.STANDARD }),
    }),
  'an embedding service': (c) => virtual(c, { optimizer: optimizer({ embeddingService: `https://u:${S}@h/v1` }) }),
  'a header of an embedding service': (c) =>
    virtual(c, { optimizer: optimizer({ embeddingHeaders: { 'x-api-key': S } }) }),
  'a git repository': (c) =>
    registry(c, source(T.RegistrySource.git({ name: 'g', repository: `https://u:${S}@h/b.git`, path: 'p.json' }))),
  'a git repository, as its user': (c) =>
    registry(c, source(T.RegistrySource.git({ name: 'g', repository: `https://${S}@h/b.git`, path: 'p.json' }))),
  'a registry API': (c) => registry(c, source(T.RegistrySource.api({ name: 'g', endpoint: `https://u:${S}@h/x` }))),
  'a file address': (c) => registry(c, source(T.RegistrySource.url({ name: 'g', url: `https://u:${S}@h/x.json` }))),
  'a parameter of a file address': (c) =>
    registry(c, source(T.RegistrySource.url({ name: 'g', url: `https://h/x.json?token=${S}` }))),
  'a database host': (c) => registry(c, database(c, { host: `u:${S}@pg.db.svc` })),
  'a database name': (c) => registry(c, database(c, { database: `d?password=${S}` })),
  'a database user': (c) => registry(c, database(c, { user: `u:${S}` })),
  "a provider's issuer": (c) => registry(c, provider({ issuerUrl: `https://u:${S}@h` })),
  "a provider's introspection": (c) => registry(c, provider({ introspectionUrl: `https://u:${S}@h/i` })),
  'a raw configuration': (c) =>
    new T.McpRegistry(c, 'reg', {
      config: T.RegistryConfig.fromYaml(`database: {host: h, Password: ${S}}\n`),
    }),
  'an unchecked configuration': (c) =>
    new T.McpRegistry(c, 'reg', { config: T.RegistryConfig.unchecked(`database: {host: h, password: ${S}}\n`) }),
  'an unchecked repository': (c) =>
    new T.McpRegistry(c, 'reg', {
      config: T.RegistryConfig.unchecked(`sources: [{name: a, git: {repository: "https://u:${S}@h/x"}}]\n`),
    }),
};

describe('fails on a credential in', () => {
  test.each(Object.entries(REFUSED))('%s, and does not repeat it', (_, build) => {
    let message = '';
    try {
      build(chartIn());
    } catch (e) {
      message = (e as Error).message;
    }
    expect(message).toMatch(/credential|password behind the name/);
    expect(message).toContain('everybody can read');
    expect(message).not.toContain(S);
  });
});

const value = kplus.EnvValue.fromValue(S);
const container = (members: Obj) => T.PodTemplate.fromJson({ spec: { containers: [{ name: 'mcp', ...members }] } });

const SUSPECTED: Record<string, (chart: Chart) => unknown> = {
  'a variable': (c) => server(c, { env: { GITHUB_TOKEN: value } }),
  'a variable whose name tells nothing': (c) => server(c, { env: { WHATEVER: value } }),
  'a short password': (c) => server(c, { env: { DB_PASSWORD: kplus.EnvValue.fromValue(`x${S.slice(0, 4)}`) } }),
  'a connection string': (c) => server(c, { env: { DATABASE_URL: kplus.EnvValue.fromValue(`postgres://u:${S}@h/d`) } }),
  'an argument after its flag': (c) => server(c, { args: ['--token', S] }),
  'an argument with its flag': (c) => server(c, { args: [`--password=${S}`] }),
  'an argument that sets a variable': (c) => server(c, { args: ['-e', `API_KEY=${S}`] }),
  'an argument that is a header': (c) => server(c, { args: ['--header', `Authorization: Bearer ${S}`] }),
  'a variable of the proxy': (c) => server(c, { resourceOverrides: { proxyDeployment: { env: { API_KEY: S } } } }),
  'an annotation': (c) => server(c, { resourceOverrides: { proxyService: { annotations: { 'x/y': S } } } }),
  'a variable of a pod template': (c) =>
    server(c, { podTemplateSpec: container({ env: [{ name: 'PASSWORD', value: S }] }) }),
  'an argument of a pod template': (c) => server(c, { podTemplateSpec: container({ args: ['--token', S] }) }),
  'an attribute of telemetry': (c) => telemetry(c, { resourceAttributes: { token: S } }),
  'an overridden variable': (c) => server(c, {}).addSpecOverride('env', [{ name: 'TOKEN', value: S }]),
  'overridden headers': (c) => remote(c, {}).addSpecOverride('headerForward.addPlaintextHeaders', { Authorization: S }),
  'an overridden address': (c) => remote(c, {}).addSpecOverride('remoteUrl', `https://u:${S}@mcp.example.com/mcp`),
  'overridden headers of telemetry': (c) =>
    telemetry(c, {}).addSpecOverride('openTelemetry.headers', { 'x-api-key': S }),
  'an annotation of the resource': (c) => {
    T.Toolhive.configure(c, { target: T.DeployTarget.CUSTOM_RESOURCES });
    server(c, {}).addResourceMetadata({ annotations: { t: S } });
  },
  'an argument of an embedding server': (c) => new T.EmbeddingServer(c, 'e', { model: 'm', args: ['--api-key', S] }),
  'a variable of an embedding server': (c) => new T.EmbeddingServer(c, 'e', { model: 'm', env: { HF_TOKEN: value } }),
  'an argument of a composite tool': (c) =>
    new T.CompositeTool(c, 'ct', {
      description: 'd',
      steps: [T.CompositeStep.tool('a', { tool: 'x', arguments: { token: S } })],
    }),
  'a variable of a declared backend': (c) => server(c, { backend: T.McpBackend.declared(), env: { PASSWORD: value } }),
};

describe('warns of what may be a credential in', () => {
  test.each(Object.entries(SUSPECTED))('%s, without repeating it, until it is acknowledged', (_, build) => {
    const app = new App();
    const chart = chartIn(app);
    build(chart);
    objects(chart);
    const warnings = T.Warnings.of(app).filter(({ id }) => id.startsWith('credential-'));
    expect(warnings).not.toEqual([]);
    expect(JSON.stringify(T.Warnings.of(app))).not.toContain(S);
    for (const { id } of warnings) T.Warnings.acknowledge(chart, id, 'it is public');
    expect(T.Warnings.of(app).filter(({ id }) => id.startsWith('credential-'))).toEqual([]);
  });
});

test('a reference, a path and a placeholder are no credentials', () => {
  const app = new App();
  const chart = chartIn(app);
  const env = {
    GITHUB_TOKEN: '$(FROM_SECRET)',
    API_KEY: '<your-key>',
    PASSWORD_FILE: '/run/secrets/password',
    TOKEN: '/var/run/secrets/token',
    SECRET: '',
    MAX_TOKENS: '4096',
    CLIENT_ID: 'Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv',
  };
  server(chart, {
    env: Object.fromEntries(Object.entries(env).map(([name, text]) => [name, kplus.EnvValue.fromValue(text)])),
    args: ['--token-file', '/run/secrets/token', '--api-key', '$(API_KEY)', '--max-tokens', '4096'],
    externalAuth: undefined,
  });
  remote(chart, { headers: { 'X-Tenant': 'a', Authorization: 'Bearer ${TOKEN}' } });
  objects(chart);
  expect(T.Warnings.of(app).filter(({ id }) => id.startsWith('credential-'))).toEqual([]);
});

/** Every way into a schema that ends in a text, with that text in it. */
function* texts(schema: Schema, text: string, path: string): Generator<[string, unknown]> {
  if (schema.type === 'string') yield [path, text];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    for (const [at, inner] of texts(field, text, `${path}.${name}`)) yield [at, { [name]: inner }];
  }
  if (schema.items) for (const [at, inner] of texts(schema.items, text, `${path}[]`)) yield [at, [inner]];
  if (schema.additionalProperties) {
    for (const [at, inner] of texts(schema.additionalProperties, text, `${path}{}`)) yield [at, { any: inner }];
  }
}

describe.each([`https://u:${S}@h/x`, `ghp_${S.repeat(2).slice(0, 36)}`])('%s in any field of a kind', (text) => {
  test.each(TOOLHIVE_KINDS.map((kind) => [kind]))('%s is found there, and never repeated', (kind) => {
    const missed: string[] = [];
    const repeated: string[] = [];
    for (const [path, spec] of texts(crdOf(kind).spec, text, 'spec')) {
      const findings = new Findings();
      checkResource({ kind, name: 'x', namespace: 'ns', spec: spec as Obj }, findings, DEFAULT_VERSION);
      if (!findings.warnings.some(({ id }) => /^credential-|password-in-config/.test(id!))) missed.push(path);
      if (findings.list.some(({ message, field }) => (message + field).includes(S.slice(0, 12)))) repeated.push(path);
    }
    expect(missed.filter((path) => !/configYAML$|softwareStatement$/.test(path))).toEqual([]);
    expect(repeated).toEqual([]);
  });
});

const MANIFEST = `apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPRemoteProxy
metadata: {name: r}
spec:
  remoteUrl: https://u:${S}@mcp.example.com/mcp?token=${S}
  headerForward: {addPlaintextHeaders: {Authorization: "Bearer ${S}"}}
  proxyPort: ${S}
`;

test('a manifest renders with a warning, and no message repeats what was found', () => {
  const render = (text: string) =>
    renderManifests(readManifests(text, 'x.yaml'), { namespace: 'ns', settings: DEFAULT_SETTINGS }).problems;
  const problems = render(MANIFEST.replace(/ *proxyPort.*\n/, ''));
  expect(problems.map(({ severity, id, field }) => [severity, id, field])).toEqual([
    ['warning', 'credential-exposed', 'spec.remoteUrl'],
    ['warning', 'credential-exposed', 'spec.remoteUrl'],
    ['warning', 'credential-exposed', 'spec.headerForward.addPlaintextHeaders.Authorization'],
  ]);
  expect(JSON.stringify(render(MANIFEST))).toContain('must be a whole number, not \\"***\\"');
  expect(JSON.stringify(render(MANIFEST))).not.toContain(S);
});

test('a long credential that a message cuts is not begun either', () => {
  const long = `correct-horse-battery-staple-${'and-so-on-'.repeat(10)}`;
  const findings = new Findings();
  findings.hide(long);
  findings.error('spec.x', `must be a number, not ${shown({ a: long })}`);
  expect(findings.errors[0].message).toBe('must be a number, not {"a":"***');
});

test.each([
  ['--redis-address', `:${S}@redis:6379`],
  ['--vmcp-image', `u:${S}@reg.example.com/vmcp:1`],
])('fails on a credential in %s, and does not repeat it', (option, text) => {
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line)) > 0);
  expect(main(['render', option, text, 'x.yaml'], () => {})).toBe(2);
  write.mockRestore();
  expect(written.join('')).toContain(`${option} has a credential before the @`);
  expect(written.join('')).not.toContain(S);
});
