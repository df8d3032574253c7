import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { commandsOf, imported, importedFiles, linesOf, objectsOf } from './app';
import { mistakesIn, programOf } from '../../scripts/jest/compiler';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { MISSING } from '../../src/rendering/model/references';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { VERSION_NAMES } from '../../src/resources/versions';
import { byName, commandLineOf, inputOf, renderCase } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';

const GROUP = 'apiVersion: toolhive.stacklok.dev/v1beta1';

function resource(kind: string, name: string, spec = '{}', metadata = ''): string {
  return `${GROUP}\nkind: ${kind}\nmetadata: {name: ${name}${metadata}}\nspec: ${spec}\n`;
}

/** The statements between the chart and the end. */
function body(text: string): string {
  const main = imported(text).files.get('main.ts')!;
  return main.slice(main.indexOf('});\n\n') + 5, main.indexOf('\napp.synth'));
}

test('the example in docs/import.md is what comes out', () => {
  const document = readFileSync(resolve(__dirname, '../../docs/import.md'), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(document)![1];
  expect(imported(block('yaml')).files.get('main.ts')).toBe(block('ts'));
});

test('the example of a client in docs/import.md is what comes out', () => {
  const document = readFileSync(resolve(__dirname, '../../docs/import.md'), 'utf8');
  const [, part] = document.split('## From the files of clients and catalogues');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(part)![1];
  const app = importedFiles({ '.mcp.json': block('json') });
  expect(app.files.get('main.ts')).toBe(block('ts'));
  expect(commandsOf(app)).toEqual(
    block('sh')
      .trim()
      .replace(/ \\\n */g, ' ')
      .split('\n'),
  );
});

test('references are variables, declared before they are used', () => {
  const server = resource('MCPServer', 'search', '{image: "i:1", oidcConfigRef: {name: sso, audience: search}}');
  const oidc = resource('MCPOIDCConfig', 'sso', '{type: inline, inline: {issuer: "https://sso.example.com"}}');
  expect(body(`${server}---\n${oidc}`)).toBe(`const sso = new McpOidcConfig(chart, 'sso', {
  provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }),
});

new McpServer(chart, 'search', {
  image: 'i:1',
  oidc: {
    config: sso,
    audience: 'search',
    resourceUrl: 'http://search.default.svc.cluster.local:8080',
  },
});
`);
});

test('what is not in the input is referred to by name, and a note says so', () => {
  const text = resource('MCPServer', 's', '{image: "i:1", toolConfigRef: {name: read-only}}');
  expect(body(text)).toContain(
    "const readOnly = McpToolConfig.fromMcpToolConfigName(chart, 'read-only', 'read-only');\n",
  );
  expect(body(text)).toContain('tools: McpTools.fromConfig(readOnly)');
  expect(linesOf(imported(text))).toEqual([
    'note: input.yaml:4: MCPServer "s": spec.toolConfigRef: MCPToolConfig "read-only" is not in the input, so the app refers to it by name; as long as it is not in the app, the app needs DeployTarget.CUSTOM_RESOURCES',
  ]);
});

test('a Secret is referred to once, and its values are in no file', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {a: hush}\n';
  const spec =
    '{image: "i:1", secrets: [{name: tokens, key: a, targetEnvName: A}], resourceOverrides: {proxyDeployment: {imagePullSecrets: [{name: tokens}]}}}';
  const app = imported(`${secret}---\n${resource('MCPServer', 's', spec)}`);
  const all = [...app.files.values()].join('');
  expect(all.match(/Secret\.fromSecretName/g)).toHaveLength(1);
  expect(all).toContain("env: { A: tokens.envValue('a') }");
  expect(all).not.toContain('hush');
  expect(linesOf(app)).toEqual([expect.stringMatching(/^note: input.yaml:1: Secret "tokens": is left out of the app/)]);
});

test('comments stay with their fields, and those of fields that are gone stand before the construct', () => {
  const text = `# The server that searches.\n${GROUP}\nkind: MCPServer # of ours
metadata:
  name: s
spec:
  # pinned
  image: i:1
  args:
    - a # first
    # second
    - b
`;
  expect(body(text)).toBe(`// The server that searches.
// of ours
new McpServer(chart, 's', {
  // pinned
  image: 'i:1',
  args: [
    // first
    'a',
    // second
    'b',
  ],
});
`);
});

test('no comment becomes code, whatever ends its lines', () => {
  const server = 'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: a}\nspec: {image: i}\n';
  for (const end of ['\r', '\u2028', '\u2029']) {
    expect(() => objectsOf(imported(`# a${end}throw new Error('it ran');\n${server}`))).not.toThrow();
  }
});

test('what no prop says is an override', () => {
  const volumes = '[{name: data, hostPath: /data, mountPath: /data}]';
  expect(body(resource('MCPServer', 's', `{image: "i:1", volumes: ${volumes}}`))).toContain(
    "s.addSpecOverride('volumes', [{ name: 'data', hostPath: '/data', mountPath: '/data' }]);\n",
  );
});

test.each([
  ['the name of its key', '{name: k, key: TOKEN, targetEnvName: TOKEN}'],
  ['no name', "{name: k, key: TOKEN, targetEnvName: ''}"],
])('a Secret that becomes a variable of %s is no override', (_, secret) => {
  const code = body(resource('MCPServer', 's', `{image: "i:1", secrets: [${secret}]}`));
  expect(code).toContain("TOKEN: k.envValue('TOKEN')");
  expect(code).not.toContain('addSpecOverride');
});

test('what ToolHive takes and the construct would refuse is an override too', () => {
  const bearer = '{type: bearerToken, bearerToken: {tokenSecretRef: {name: t, key: k}}}';
  const text = `${resource('MCPExternalAuthConfig', 'bearer', bearer)}---\n${resource('MCPServer', 's', '{image: "i:1", externalAuthConfigRef: {name: bearer}}')}`;
  expect(body(text)).toContain("s.addSpecOverride('externalAuthConfigRef', { name: 'bearer' });\n");
  expect(() => objectsOf(imported(text))).not.toThrow();
});

test('labels, annotations and the generation of a resource are kept, what the cluster wrote is not', () => {
  const metadata = `, generation: 3, uid: x, labels: {team: a}, annotations: {note: b, kubectl.kubernetes.io/last-applied-configuration: "{}"}`;
  const text = body(resource('MCPServer', 's', '{image: "i:1"}', metadata));
  expect(text).toContain('generation: 3');
  expect(text).toContain("s.addResourceMetadata({ labels: { team: 'a' }, annotations: { note: 'b' } });\n");
  expect(text).not.toMatch(/uid|last-applied/);
});

test('each namespace has a chart in a file of its own, and what has none a chart without', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n';
  const servers = ['a', 'b-2'].map((ns) => resource('MCPServer', 's', '{image: "i:1"}', `, namespace: ${ns}`));
  const app = imported([namespace, ...servers].join('---\n'));
  expect([...app.files.keys()]).toEqual(expect.arrayContaining(['charts/others.ts', 'charts/a.ts', 'charts/b-2.ts']));
  expect(app.files.get('main.ts')).toBe(`import { App } from 'cdk8s';
import { OthersChart } from './charts/others';
import { AChart } from './charts/a';
import { B2Chart } from './charts/b-2';

const app = new App();

new OthersChart(app);
new AChart(app);
new B2Chart(app);

app.synth();
`);
  const made = objectsOf(app);
  expect(made.find(({ kind }) => kind === 'Namespace')!.metadata).toEqual({ name: 'a' });
  expect(made.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.namespace)).toEqual([
    'a',
    'b-2',
  ]);
});

test('names that are taken, reserved or no identifiers get others', () => {
  const text = ['MCPToolConfig', 'MCPGroup', 'MCPOIDCConfig'].map((kind) =>
    resource(kind, 'class', kind === 'MCPOIDCConfig' ? '{type: inline, inline: {issuer: "https://a.example"}}' : '{}'),
  );
  const server = resource(
    'MCPServer',
    'class',
    '{image: "i:1", toolConfigRef: {name: class}, groupRef: {name: class}, oidcConfigRef: {name: class, audience: a}}',
  );
  const app = imported(
    [
      ...text,
      server,
      resource('MCPServer', '1-2', '{image: i, volumes: [{name: v, hostPath: /a, mountPath: /a}]}'),
    ].join('---\n'),
  );
  const main = app.files.get('main.ts')!;
  expect(main).toContain("new McpServer(chart, 'class', {");
  expect(main).toContain("const classToolConfig = new McpToolConfig(chart, 'class-tool-config', { name: 'class' });");
  expect(main).toContain('_12.addSpecOverride');
  expect(() => objectsOf(app)).not.toThrow();
});

test('a registry of the early documents becomes what render reads it as', () => {
  const text = `apiVersion: mcp.stacklok.com/v1alpha1
kind: MCPRegistry
metadata: {name: r}
spec: {source: {type: configmap, configmap: {name: data}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: data}
data: {registry.json: "{}"}
`;
  expect(linesOf(imported(text))).toContainEqual(
    expect.stringContaining('LegacyRegistryConfig), which lets everybody in'),
  );
  expect(body(text)).toContain('LegacyRegistryConfig.fromYaml(');
  const rendered = renderManifests(readManifests(text, 'a'), { namespace: 'default', settings: DEFAULT_SETTINGS });
  const made = rendered.documents.flatMap(({ manifests = [] }) => manifests);
  expect(byName(objectsOf(imported(text)))).toMatchObject(byName(made));
});

describe('how an imported virtual server finds its members', () => {
  const gateway = `${resource('VirtualMCPServer', 'v', '{groupRef: {name: g}, incomingAuth: {type: anonymous}}')}---
${resource('MCPGroup', 'g', '{}')}`;

  test('is by its configuration, without a word in the code', () => {
    const app = imported(`${gateway}---\n${resource('MCPServer', 's', '{image: "i:1", groupRef: {name: g}}')}`);
    expect(app.problems).toEqual([]);
    expect(app.files.get('main.ts')).not.toContain('MemberDiscovery');
    const config = objectsOf(app).find(({ metadata }) => metadata.name === 'v-vmcp-config')!.data['config.yaml'];
    expect(config).toContain('url: http://mcp-s-proxy.default.svc.cluster.local:8080/');
  });

  test('is in the cluster where none of them is in the input, and a note says so', () => {
    const app = imported(gateway);
    expect(linesOf(app)).toEqual([expect.stringMatching(/^note: .*no member of its group is in the input/)]);
    expect(app.files.get('main.ts')).toContain('discovery: MemberDiscovery.CLUSTER');
    expect(() => objectsOf(app)).not.toThrow();
  });
});

test('fails with file, line, kind, name and field, and writes nothing', () => {
  const app = imported(resource('MCPServer', 's', '{image: "i:1", proxyPrt: 1}'));
  expect(linesOf(app)).toEqual([
    'error: input.yaml:4: MCPServer "s": spec.proxyPrt: is not a field of MCPServer; did you mean "proxyPort"?',
  ]);
  expect(app.files.size).toBe(0);
});

test('the version of ToolHive stands in the code where it is not the default', () => {
  const server = resource('MCPServer', 's', '{image: "i:1"}');
  expect(imported(server, 'ns', '0.44.0').files.get('main.ts')).toContain('toolhiveVersion: ToolhiveVersion.V0_44_0');
  expect(imported(server, 'ns', DEFAULT_VERSION).files.get('main.ts')).toBe(
    imported(server, 'ns').files.get('main.ts'),
  );
  expect(imported(server, 'ns').files.get('main.ts')).not.toContain('toolhiveVersion');
});

// What is referred to and isn't there may be in the cluster.
test.each(VERSION_NAMES.flatMap((version) => recordingsOf('refused', version)))(
  'fails as render does for $version: $name',
  (recording) => {
    const { problems } = renderCase(recording);
    const wanted = problems.filter(({ severity, id }) => severity === 'error' && id !== MISSING);
    const { namespace } = commandLineOf(recording);
    const found = imported(inputOf(recording), namespace, recording.version).problems;
    expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual(
      wanted.map(({ message }) => message),
    );
  },
);

describe('the code of all recorded cases', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'import-'));
    for (const recording of recordingsOf('cases')) {
      const { name } = recording;
      for (const [path, text] of imported(inputOf(recording)).files) {
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), text);
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has the form that Prettier gives it', () => {
    const prettier = require.resolve('prettier/bin/prettier.cjs');
    const options = ['--no-config', '--single-quote', '--print-width=100', '--list-different'];
    const { stdout, stderr } = spawnSync(process.execPath, [prettier, ...options, `${folder}/**/*.ts`], {
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  }, 60_000);

  test('is right in the eyes of the compiler', () => {
    const roots = recordingsOf('cases').map(({ name }) => join(folder, name, 'main.ts'));
    const program = programOf(roots, { noUnusedLocals: true });
    const files = program.getSourceFiles().map(({ fileName }) => fileName);
    expect(
      mistakesIn(
        program,
        files.filter((path) => path.startsWith(folder)),
      ),
    ).toEqual([]);
  }, 120_000);
});
