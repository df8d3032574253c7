/** Files that are neither manifests nor a client's: ToolHive's own, catalogues, Compose, other operators, Helm. */
import { load } from 'js-yaml';
import { bodyOf, commandsOf, importedFiles, linesOf, objectsOf } from '../app';
import { SAMPLES } from './samples';

const sample = (name: string, images?: Record<string, string>) => importedFiles({ [name]: SAMPLES[name] }, images);

describe("a configuration of ToolHive's proxy", () => {
  test('becomes a server with all that it refers to', () => {
    const body = bodyOf(sample('runconfig.json'));
    expect(body).toContain(`// From runconfig.json.
new McpServer(chart, 'search', {
  image: 'registry.example.com/mcp/search:1',
  transport: McpTransport.STREAMABLE_HTTP,
  mcpPort: 3000,
  args: ['--limit', '5'],
  env: {
    REGION: EnvValue.fromValue('eu'),
    API_KEY: searchSecrets.envValue('API_KEY'),
    TOKEN: searchSecrets.envValue('TOKEN'),
  },
  permissionProfile: PermissionProfile.allow({
    name: 'mine',
    allowHost: ['api.example.com'],
    allowPort: [443],
  }),
  group: team,
  tools: McpTools.fromConfig(searchTools),
  oidc: { config: searchOidc, audience: 'search' },
  authz: McpAuthz.cedar(['permit(principal, action, resource);']),
  audit: true,
});
`);
    expect(body).toContain("clientSecret: { secret: searchProxySecrets, key: 'oidc-client-secret' },");
  });

  const remote = {
    schema_version: 'v0.1.0',
    image: '',
    remote_url: 'https://mcp.example.com/mcp',
    name: 'far',
    transport: 'sse',
  };

  test('of a remote server becomes its proxy', () => {
    const header_forward = { add_plaintext_headers: { 'X-A': 'b' }, add_headers_from_secret: { 'X-Key': 'far-key' } };
    const body = bodyOf(importedFiles({ 'far.json': { ...remote, header_forward } }));
    expect(body).toContain("remoteUrl: 'https://mcp.example.com/mcp',\n  transport: RemoteTransport.SSE,");
    expect(body).toContain(
      "headers: { 'X-A': 'b' },\n  secretHeaders: { 'X-Key': { secret: farSecrets, key: 'X-Key' } },",
    );
  });

  test('of a package is left out, unless its image is given', () => {
    const config = { schema_version: 'v0.1.0', image: 'npx://notes', name: 'notes', transport: 'stdio' };
    expect(linesOf(importedFiles({ 'n.json': config }))[0]).toContain('thv build --tag IMAGE npx://notes');
    expect(bodyOf(importedFiles({ 'n.json': config }, { notes: 'notes:1' }))).toContain("{ image: 'notes:1' }");
  });

  const configMap = (name: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${name}-runconfig`, namespace: 'tools' },
    data: { 'runconfig.json': JSON.stringify({ ...remote, name, host: '0.0.0.0', port: 9000 }) },
  });

  test('in the ConfigMap of a running proxy is read there', () => {
    const app = importedFiles({ 'cm.json': configMap('far') });
    expect(app.files.get('main.ts')).toContain("new ToolhiveChart(app, 'tools', { namespace: 'tools' });");
    expect(bodyOf(app)).toContain('proxyPort: 9000,');
    expect(bodyOf(app)).not.toContain('ApiObject');
    expect(linesOf(app)[0]).toContain('what it takes from Secrets stands in its Deployment');
  });

  test('is left out with authorization that nobody knows, for it would do without', () => {
    const authz_config = { version: '1.0', type: 'opa', opa: { url: 'https://opa.example.com' } };
    const app = importedFiles({ 'far.json': { ...remote, authz_config, tools_filter: ['a'] } });
    expect(linesOf(app)[0]).toContain('"far": is left out: its authorization is none that is known');
    expect(app.files.get('main.ts')).not.toContain('new Mcp');
  });

  test('is left out with a credential in what it refers to', () => {
    const tools_override = { a: { description: `ghp_${'a1B2'.repeat(9)}` } };
    const app = importedFiles({ 'far.json': { ...remote, tools_override } });
    expect(linesOf(app)[0]).toContain('"far": is left out: what looks like a credential stands where none can be put');
    expect(app.files.get('main.ts')).not.toContain('new Mcp');
  });

  test('of two servers of one name makes a login for each', () => {
    const config = (Issuer: string) => ({ ...remote, oidc_config: { Issuer, Audience: 'a' } });
    const body = bodyOf(
      importedFiles({ 'a.json': config('https://a.example.com'), 'b.json': config('https://b.example.com') }),
    );
    expect(body).toContain("new McpOidcConfig(chart, 'far-oidc', {");
    expect(body).toContain("new McpOidcConfig(chart, 'far-oidc-2', {");
  });

  test('lets the proxy use a private address, and tells of it', () => {
    const app = importedFiles({ 'far.json': { ...remote, remote_url: 'http://10.1.2.3:8080/mcp' } });
    expect(bodyOf(app)).toContain('allowPrivateEndpoint: true,');
    expect(linesOf(app).join('\n')).toContain('its address is a private one');
  });

  test('beside its own resource is left out, for that makes it', () => {
    const resource =
      'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: far, namespace: tools}\nspec: {image: "i:1"}\n';
    const app = importedFiles({ 'a.yaml': resource, 'cm.json': configMap('far') });
    expect(bodyOf(app)).not.toMatch(/ConfigMap|far-2/);
    expect(linesOf(app)[0]).toContain('its ConfigMap is left out, for its resource is in the input and makes it');
  });
});

describe('a catalogue', () => {
  test("of Docker's has entries that become servers", () => {
    const app = sample('server.yaml');
    expect(bodyOf(app)).toContain(`// Keeps notes
// From server.yaml.
new McpServer(chart, 'notes', {
  image: 'mcp/notes:1.0',
  args: ['--user=$(USER)', 'serve'],
`);
    expect(commandsOf(app)[0]).toContain("--from-literal='HEADERS=<HEADERS>'");
    expect(linesOf(app).join('\n')).toContain('wants files of the machine that it runs on at /data');
  });

  test("of the official registry's has entries that become servers", () => {
    const app = sample('server.json');
    expect(bodyOf(app)).toContain("args: ['--root=$(ROOT)', 'serve-a'],");
    expect(bodyOf(app)).toContain('mcpPort: 5000,');
  });

  test('of many servers is refused, with what to do', () => {
    const servers = { a: { image: 'i:1', transport: 'stdio' } };
    expect(linesOf(importedFiles({ 'registry.json': { servers } }))[0]).toContain('is a catalogue of MCP servers');
  });
});

describe('Compose', () => {
  const service = (value: object) =>
    importedFiles({ 'compose.yaml': { services: { search: { image: 'search:1', ...value } } } });

  test('has services that become servers', () => {
    expect(bodyOf(sample('compose.yaml'))).toContain(`new McpServer(chart, 'search', {
  // \${VERSION:-1}
  image: 'registry.example.com/mcp/search:1',
  transport: McpTransport.STREAMABLE_HTTP,
  mcpPort: 3000,
  args: ['--limit', '5', '$HOME'],
`);
  });

  test.each([
    [['3000'], 3000],
    [['8080:3000/tcp'], 3000],
    [['127.0.0.1:9000:3000'], 3000],
    [[{ target: 3000, published: '80' }], 3000],
  ])('takes the port of %j in the container', (ports, port) => {
    expect(bodyOf(service({ ports }))).toContain(`mcpPort: ${port}`);
  });

  test.each([
    [{ image: 'postgres:16', ports: ['5432'] }, 'its image is of a program that speaks no MCP'],
    [{ image: 'registry.example.com:5000/library/redis@sha256:ab', ports: ['1'] }, 'its image is of a program'],
    [{ image: undefined, build: '.', ports: ['1'] }, 'it is built where it runs'],
    [{}, 'it has neither stdin_open nor a port'],
  ])('leaves %j out', (value, reason) => {
    expect(linesOf(service(value))[0]).toContain(`MCP server "search": is left out: ${reason}`);
  });

  test('cuts a command as a shell does', () => {
    expect(bodyOf(service({ stdin_open: true, command: `a "b c" --x='d e'` }))).toContain(
      "args: ['a', 'b c', '--x=d e']",
    );
  });
});

describe("other operators' MCPServer", () => {
  test("of kmcp keeps its pod's particulars in the template", () => {
    const app = sample('kmcp.yaml');
    expect(bodyOf(app)).toContain("command: ['python'],");
    expect(bodyOf(app)).toContain("envFrom: [{ secretRef: { name: 'search-env' } }],");
    expect(bodyOf(app)).toContain(
      "{ name: 'cm-search-files', mountPath: '/configmaps/search-files', readOnly: true },",
    );
    const kinds = objectsOf(app).map(({ kind }) => kind);
    expect(kinds).toContain('Deployment');
  });

  test('of kmcp without an image is left out, with what to build', () => {
    const value: any = load(JSON.stringify(SAMPLES['kmcp.yaml']));
    const deployment = { ...value.spec.deployment, image: undefined, cmd: 'uvx', args: ['notes', '--fast'] };
    const files = { 'kmcp.yaml': { ...value, spec: { ...value.spec, deployment } } };
    expect(linesOf(importedFiles(files))[0]).toContain('thv build --tag IMAGE uvx://notes');
    expect(bodyOf(importedFiles(files, { search: 'notes:1' }))).toContain("args: ['--fast'],");
  });

  test('of mcp-lifecycle-operator speaks streamable HTTP', () => {
    const body = bodyOf(sample('lifecycle.yaml'));
    expect(body).toContain("transport: McpTransport.STREAMABLE_HTTP,\n  mcpPort: 3000,\n  args: ['--limit', '5'],");
    expect(body).toContain("{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'search-token', key: 'token' } } },");
    expect(body).toContain("volumes: [{ name: 'storage-0', emptyDir: { sizeLimit: '1Gi' } }],");
  });
});

describe("the registry server's Helm chart", () => {
  test('has values that become a registry, with the passwords of its database in a Secret', () => {
    const app = sample('values.yaml');
    expect(bodyOf(app)).toContain("new McpRegistry(chart, 'registry', {");
    expect(bodyOf(app)).toContain("secretKeyRef: { name: 'registry-secrets', key: 'THV_REGISTRY_DATABASE_PASSWORD' },");
    expect(bodyOf(app)).toContain("volumeMounts: [{ name: 'certs', mountPath: '/certs' }],");
    expect(commandsOf(app)).toEqual([
      "kubectl create secret generic registry-secrets --namespace mcp --from-literal='THV_REGISTRY_DATABASE_PASSWORD=<THV_REGISTRY_DATABASE_PASSWORD>'",
    ]);
  });

  test('in a HelmRelease has its name and namespace', () => {
    const app = sample('release.yaml');
    expect(app.files.get('main.ts')).toContain("new ToolhiveChart(app, 'registry', { namespace: 'registry' });");
    expect(bodyOf(app)).toContain("new McpRegistry(chart, 'mcp-registry', {");
  });

  test.each([
    [
      { auth: { oauth: { providers: [{ clientSecret: 'hunter2' }] } } },
      'config.auth.oauth.providers[0].clientSecret is a credential',
    ],
    [{ sources: [{ git: { repository: 'https://me:hunter22@git.example.com/x' } }] }, 'what looks like a credential'],
  ])('with a credential elsewhere is left out: %j', (config, reason) => {
    const lines = linesOf(importedFiles({ 'values.yaml': { config: { registries: [], ...config } } }));
    expect(lines[0]).toContain(`registry "registry": is left out: ${reason}`);
    expect(lines.join()).not.toContain('hunter2');
  });

  test('of another HelmRelease passes through', () => {
    const release = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'x' },
      spec: { chart: { spec: { chart: 'nginx' } } },
    };
    expect(importedFiles({ 'x.json': release }).files.get('main.ts')).toContain('new ApiObject(');
  });
});
