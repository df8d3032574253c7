import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run as runProgram } from './run';
import { main } from '../../src/cli/main';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the program, with the temporary folder cut from what it prints. */
function run(...argv: string[]) {
  const { stderr, ...outcome } = runProgram(...argv);
  return { ...outcome, stderr: stderr.split(`${folder}/`).join('') };
}

const objectsIn = (text: string) => parseAllDocuments(text).map((document) => document.toJS());
const names = (text: string) => objectsIn(text).map((o) => `${o.kind}/${o.metadata.name}`);
const server = (name: string, spec = 'image: i:1.0') =>
  `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: ${name}}\nspec: {${spec}}\n`;

describe('render', () => {
  test('prints the objects in place of the resource, and passes everything else through as it was written', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s # mine\nstringData: {a: on}\n';
    const { status, stdout, stderr } = run('render', file('a.yaml', `${server('s')}---\n${secret}`));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(names(stdout)).toEqual([
      'ServiceAccount/s-proxy-runner',
      'ServiceAccount/s-sa',
      'Role/s-proxy-runner',
      'RoleBinding/s-proxy-runner',
      'ConfigMap/s-runconfig',
      'Deployment/s',
      'Service/mcp-s-proxy',
      'Secret/s',
    ]);
    expect(stdout).toContain(secret);
  });

  describe('of a virtual server', () => {
    const group = 'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPGroup\nmetadata: {name: g}\n---\n';
    const gateway = `---\n${server('v', 'groupRef: {name: g}, incomingAuth: {type: anonymous}').replace('MCPServer', 'VirtualMCPServer')}`;
    const input = () => file('v.yaml', `${group}${server('s', 'image: i:1.0, groupRef: {name: g}')}${gateway}`);
    const configIn = (stdout: string) =>
      objectsIn(stdout).find(({ metadata }) => metadata.name === 'v-vmcp-config').data['config.yaml'];

    test('writes its members down, so that it needs no operator', () => {
      const { status, stdout, stderr } = run('render', input());
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(configIn(stdout)).toContain('url: http://mcp-s-proxy.default.svc.cluster.local:8080/');
      expect(names(stdout)).not.toContain('Role/v-vmcp');
    });

    test('leaves them to the operator where that is asked for, and says what it needs', () => {
      const { status, stdout, stderr } = run('render', '--discovery', 'cluster', input());
      expect(status).toBe(0);
      expect(stderr).toMatch(
        /needs ToolHive's CRDs, MCPGroup "g" and the resources of its members .*\[cluster-discovery\]/,
      );
      expect(configIn(stdout)).not.toContain('backends:');
    });

    test('fails without any member, and says who could find them', () => {
      const { status, stderr } = run('render', file('v.yaml', `${group}${gateway.slice(4)}`));
      expect(status).toBe(1);
      expect(stderr).toContain('group "g" has no member here whose tools could be offered');
      expect(stderr).toContain('--discovery cluster');
    });
  });

  test('takes a folder with those below, its files in order of name, and nothing else in it', () => {
    for (const name of ['sub', 'sub/deep', '.git', 'node_modules']) mkdirSync(join(folder, name));
    const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
    file('z.yml', configMap('z'));
    file('a.json', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }));
    file('sub/c.yaml', configMap('c'));
    file('sub/deep/b.yaml', configMap('b'));
    file('.git/hidden.yaml', configMap('hidden'));
    file('.hidden.yaml', configMap('hidden'));
    file('node_modules/other.yaml', configMap('other'));
    file('note.txt', 'no');
    symlinkSync(folder, join(folder, 'sub', 'loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
    const { stdout, status } = run('render', folder);
    expect({ status, names: names(stdout) }).toEqual({
      status: 0,
      names: ['ConfigMap/a', 'ConfigMap/c', 'ConfigMap/b', 'ConfigMap/z'],
    });
  });

  test('finds what a resource refers to in another file', () => {
    file('1.yaml', server('s', 'image: i:1.0, toolConfigRef: {name: t}'));
    file(
      '2.yaml',
      'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPToolConfig\nmetadata: {name: t}\nspec: {toolsFilter: [a]}\n',
    );
    const { stdout, status } = run('render', folder);
    expect(status).toBe(0);
    expect(stdout).toContain('"tools_filter": [\n');
  });

  test('quotes what a YAML 1.1 parser would not read as text', () => {
    const { stdout } = run(
      'render',
      file(
        'a.yaml',
        server(
          's',
          'image: i:1.0, args: ["on", "0x10", "12:30:45", "1e3"], resourceOverrides: {proxyDeployment: {env: [{name: A, value: "yes"}]}}',
        ),
      ),
    );
    const [env] = objectsIn(stdout).find((o) => o.kind === 'Deployment').spec.template.spec.containers[0].env;
    expect(env.value).toBe('yes');
    expect(stdout).toMatch(/value: "yes"/);
    expect(stdout).not.toMatch(/[&*]a\d/);
  });

  test('uses its options', () => {
    const { stdout } = run(
      ...['render', '--namespace', 'ns', '--image-pull-secrets', 'a, b', '--platform', 'openshift'],
      ...['--proxyrunner-image', 'mirror/proxy:1', '--proxy-host', '127.0.0.1', '--redis-address', 'redis:6379'],
      file('a.yaml', server('s')),
    );
    const deployment = objectsIn(stdout).find((o) => o.kind === 'Deployment');
    expect(deployment.metadata.namespace).toBe('ns');
    expect(deployment.spec.template.spec.imagePullSecrets).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(deployment.spec.template.spec.containers[0].image).toBe('mirror/proxy:1');
    expect(deployment.spec.template.spec.securityContext).not.toHaveProperty('runAsUser');
    expect(stdout).toContain('"host": "127.0.0.1"');
    expect(stdout).toContain('"address": "redis:6379"');
  });

  test('keeps the namespace and the generation of a resource from a cluster, and ignores what the cluster added', () => {
    const exported = server('s').replace(
      'metadata: {name: s}',
      'metadata: {name: s, namespace: own, generation: 7, uid: x, resourceVersion: "1", ownerReferences: [], managedFields: [], creationTimestamp: 2026-01-01T00:00:00Z}\nstatus: {phase: Ready}',
    );
    const { stdout, status } = run('render', '--namespace', 'other', file('a.yaml', exported));
    expect(status).toBe(0);
    expect(stdout).toContain('"mcpserver_generation": 7');
    expect(objectsIn(stdout).every((o) => o.metadata.namespace === 'own')).toBe(true);
    expect(stdout).not.toContain('ownerReferences');
  });

  test('puts what passes through into the namespace that was asked for, if it lies in one and names none', () => {
    const others = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: listed}}
---
# kept with what names its own
apiVersion: v1
kind: Secret
metadata: {name: own, namespace: b}
---
apiVersion: v1
kind: Secret
metadata: {labels: {a: b}, name: x, namespace: ""}
stringData: {n: "1"}
---
{apiVersion: v1, kind: Namespace, metadata: {name: ns}}
---
{apiVersion: batch/v1, kind: Job, metadata: {generateName: j-}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: tls}}
`;
    const { stdout, stderr, status } = run('render', '--namespace', 'ns', file('a.yaml', others));
    expect(status).toBe(0);
    expect(objectsIn(stdout).map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['ConfigMap', { name: 'listed', namespace: 'ns' }],
      ['Secret', { name: 'own', namespace: 'b' }],
      ['Secret', { labels: { a: 'b' }, name: 'x', namespace: 'ns' }],
      ['Namespace', { name: 'ns' }],
      ['Job', { generateName: 'j-', namespace: 'ns' }],
      ['Certificate', { name: 'tls' }],
    ]);
    expect(stderr).toContain(
      'note: a.yaml:20: Certificate "tls": metadata: names no namespace and is left so, for whether a Certificate lies in one is not known here; write namespace: ns if it does',
    );
    const unchanged = objectsIn(run('render', file('b.yaml', others)).stdout);
    expect(unchanged.map(({ metadata }) => metadata.namespace || undefined)).toEqual([
      ...[undefined, 'b', undefined, undefined, undefined, undefined],
    ]);
  });

  test('writes one file a resource with --output', () => {
    const out = join(folder, 'out');
    const { status, stdout, stderr } = run(
      ...['render', '--output', out],
      file(
        'a.yaml',
        `${server('s')}---\n${server('s').replace('name: s', 'name: s, namespace: b')}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n`,
      ),
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'note: wrote 3 files to out\n'.replace('out', `${out}`).split(`${folder}/`).join(''),
    });
    expect(readdirSync(out).sort()).toEqual(['mcpserver-s-b.yaml', 'mcpserver-s.yaml', 'secret-x.yaml']);
    expect(names(readFileSync(join(out, 'mcpserver-s.yaml'), 'utf8'))).toHaveLength(7);
  });

  test('loses nothing when several documents would go into one file', () => {
    const out = join(folder, 'out');
    const kinds = ['a.example/v1', 'b.example/v1', 'c.example/v1'].map(
      (apiVersion) => `apiVersion: ${apiVersion}\nkind: Thing\nmetadata: {name: x, namespace: ns}\n`,
    );
    run('render', '--output', out, file('a.yaml', kinds.join('---\n')));
    expect(readdirSync(out).sort()).toEqual(['thing-x-3.yaml', 'thing-x-ns.yaml', 'thing-x.yaml']);
  });

  test('fails for names and namespaces that lead out of the folder, and writes nothing', () => {
    const path = file('a.yaml', 'apiVersion: a.example/v1\nkind: Thing\nmetadata: {name: ../x, namespace: ../../n}\n');
    const { status, stderr } = run('render', '--output', join(folder, 'out'), path);
    expect({ status, lines: stderr.split('\n') }).toEqual({
      status: 1,
      lines: [
        `error: a.yaml:3: Thing "../x": metadata.name: "../x" is no name that Kubernetes takes: must not hold '/', '%' or controls`,
        'error: a.yaml:3: Thing "../x": metadata.namespace: "../../n" is no namespace: must be lower case letters, digits and \'-\', and start and end with a letter or digit',
        '',
      ],
    });
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  test('without any resource it is no error, and a note says so', () => {
    const path = file('a.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n');
    expect(run('render', path)).toMatchObject({ status: 0, stderr: 'note: no ToolHive resource in a.yaml\n' });
    expect(run('render', file('b.yaml', ''))).toMatchObject({ status: 0, stdout: '' });
  });
});

describe('import', () => {
  test('writes an app into a new folder, and prints nothing', () => {
    const out = join(folder, 'app');
    const { status, stdout, stderr } = run('import', '--output', out, '--namespace', 'ns', file('a.yaml', server('s')));
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'note: wrote package.json, cdk8s.yaml, tsconfig.json, .gitignore, main.ts to app\n',
    });
    expect(readFileSync(join(out, 'main.ts'), 'utf8')).toContain("namespace: 'ns',");
    expect(JSON.parse(readFileSync(join(out, 'package.json'), 'utf8')).dependencies).toHaveProperty('cdk8s-toolhive');
    expect(run('import', '--output', out, join(folder, 'a.yaml'))).toMatchObject({
      status: 1,
      stderr: 'error: --output: app is not empty; name a folder that is, or a new one\n',
    });
  });

  test('reads the file of a client, and says which Secrets to make', () => {
    const out = join(folder, 'app');
    const servers = {
      search: { command: 'docker', args: ['run', '-e', 'TOKEN', 'search:1'] },
      notes: { command: 'npx', args: ['notes'] },
    };
    const path = file('.mcp.json', JSON.stringify({ mcpServers: servers }));
    const { status, stderr } = run('import', '--output', out, '--image', 'notes=notes:1', path);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: [
        'note: wrote package.json, cdk8s.yaml, tsconfig.json, .gitignore, main.ts to app',
        'note: the app refers to these Secrets; make them, with values in place of what is in angle brackets:',
        "  kubectl create secret generic search-secrets --namespace default --from-literal='TOKEN=<TOKEN>'",
        '',
      ].join('\n'),
    });
    expect(readFileSync(join(out, 'main.ts'), 'utf8')).toContain(
      "new McpServer(chart, 'notes', { image: 'notes:1' });",
    );
  });

  test('fails where no server of the files can be made', () => {
    const path = file('.mcp.json', '{"mcpServers": {"notes": {"command": "npx", "args": ["notes"]}}}');
    const { status, stderr } = run('import', '--output', join(folder, 'app'), path);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^warning: \.mcp\.json:1: .*thv build.*\nerror: no server of the files can be made, so nothing is written\n$/,
    );
    expect(readdirSync(folder)).toEqual(['.mcp.json']);
  });

  test('fails with all messages where the input is refused, and makes no folder', () => {
    const out = join(folder, 'app');
    const { status, stderr } = run('import', '--output', out, file('a.yaml', server('s', 'image: i:1.0, proxyprt: 1')));
    expect(status).toBe(1);
    expect(stderr).toContain('error: a.yaml:4: MCPServer "s": spec.proxyprt: is not a field of MCPServer');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  test.each([
    [['import', 'a.yaml'], 'import needs --output DIR, the folder of the app'],
    [['import', '--output', 'x', '--image', 'notes', 'a.yaml'], '--image: "notes" names no server; write NAME=IMAGE'],
    [['import', '--output', 'x', '--image', 'a=B', 'a.yaml'], '--image: "B" is no image; write registry/name:tag'],
    [['render', '--image', 'a=b', 'a.yaml'], '--image is an option of import, not of render'],
    [
      ['import', '--output', 'x', '--proxy-host', 'h', 'a.yaml'],
      'import takes --namespace, --toolhive-version, --image and --output, and no --proxy-host; say that in the code it writes',
    ],
  ])('fails where it is used wrongly: %j', (argv, message) => {
    expect(run(...argv)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });
});

describe('refused input: status 1, nothing printed, and each message has file, line, kind, name and field', () => {
  test.each([
    [
      'an unknown field',
      server('s', 'image: i:1.0, proxyprt: 1'),
      'error: a.yaml:4: MCPServer "s": spec.proxyprt: is not a field of MCPServer; did you mean "proxyPort"?\n',
    ],
    [
      'an unknown field beside spec',
      server('s').replace('spec:', 'specs: {}\nspec:'),
      'error: a.yaml:4: MCPServer "s": specs: is not a field of MCPServer; did you mean "spec"?\n',
    ],
    [
      'an unknown kind',
      server('s').replace('MCPServer', 'McpServer'),
      'error: a.yaml:2: McpServer "s": kind: "McpServer" is no ToolHive kind; did you mean "MCPServer"?\n',
    ],
    [
      'a version that is not served',
      server('s').replace('v1beta1', 'v1'),
      'error: a.yaml:1: MCPServer "s": apiVersion: "toolhive.stacklok.dev/v1" has no MCPServer; write toolhive.stacklok.dev/v1beta1\n',
    ],
    [
      'a reference that leads nowhere, naming both ends',
      server('s', 'image: i:1.0, toolConfigRef: {name: t}'),
      'error: a.yaml:4: MCPServer "s": spec.toolConfigRef: there is no MCPToolConfig "t" in namespace "default", and its content is needed here; add it, or correct the name\n',
    ],
    ['no name', server('s').replace('{name: s}', '{generateName: s-}'), 'metadata.name: must be a name, not null'],
    [
      'the same resource twice',
      `${server('s')}---\n${server('s')}`,
      'metadata.name: is in the input twice, first at a.yaml:3; drop or rename one\n',
    ],
    [
      'an object that stands beside the resource that makes it',
      `${server('s')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: s-runconfig}\n`,
      'makes the ConfigMap "s-runconfig", which MCPServer "s" at a.yaml:3 makes too; rename one\n',
    ],
    [
      'something that is no manifest',
      'a: 1\n',
      'error: a.yaml:1: is neither a Kubernetes manifest, which has apiVersion and kind, nor a configuration of the registry server, which has sources and registries\n',
    ],
    [
      'the file of a client',
      '{"mcpServers": {}}',
      'error: a.yaml:1: is the configuration of an MCP client (mcpServers, or servers) and no Kubernetes manifest; use import: cdk8s-toolhive import FILE --output DIR writes an app that makes its servers\n',
    ],
    [
      'the file of a client with comments',
      '{\n  // mine\n  "servers": {"a": {"command": "npx"}}}',
      'error: a.yaml:1: is the configuration of an MCP client',
    ],
    [
      'a catalogue',
      '{"servers": {"a": {"image": "i:1", "transport": "stdio"}}}',
      'error: a.yaml:1: is a catalogue of MCP servers and no Kubernetes manifest; use add: cdk8s-toolhive add NAME --catalog FILE --output DIR writes an app with servers of it\n',
    ],
    ['something that is no YAML', 'a: [', 'error: a.yaml:1:'],
    [
      'a quantity that is none',
      server('s', 'image: i:1.0, resources: {limits: {cpu: lots}}'),
      'spec.resources.limits.cpu: "lots" is no quantity',
    ],
  ])('%s', (_, text, message) => {
    const { status, stdout, stderr } = run('render', file('a.yaml', text));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a Cedar policy that does not parse, by file, server, index and position', () => {
    const policies = "['permit(principal, action, resource);', 'permit(principal, action);']";
    const input = server('s', `image: i:1.0, authzConfig: {type: inline, inline: {policies: ${policies}}}`);
    const { status, stderr } = run('render', file('a.yaml', input));
    expect(status).toBe(1);
    expect(stderr).toBe(
      'error: a.yaml:4: MCPServer "s": spec.authzConfig.inline.policies[1]: line 1, column 25: ' +
        'this policy is missing the `resource` variable in the scope; policy scopes must contain a `principal`, `action`, and `resource` element in that order\n',
    );
  });

  test('every problem of every resource at once', () => {
    const { stderr } = run('render', file('a.yaml', `${server('a', 'replicas: -1')}---\n${server('b', 'image: ""')}`));
    expect(stderr.split('\n').filter(Boolean)).toHaveLength(3);
  });

  test('a file that is not there', () => {
    expect(run('render', join(folder, 'none.yaml'))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: none.yaml: there is no such file or folder\n',
    });
  });
});

test.each([
  [
    'a list with an item that is no map',
    'apiVersion: v1\nkind: List\nitems: [null]\n',
    'error: a.yaml:3: items[0] of the List',
  ],
  [
    'a resource whose parts are of the wrong type',
    'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: s, namespace: 5, annotations: x}\nspec: []\n',
    'error: a.yaml:3: MCPServer "s": metadata.namespace',
  ],
  ['a ConfigMap without a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'note: no ToolHive resource'],
])('%s is no reason to fall over', (_, text, message) => {
  expect(run('render', file('a.yaml', text)).stderr).toContain(message);
});

test('a folder that can not be written to is named, without a stack trace', () => {
  const taken = file('taken', '');
  const { status, stderr } = run('render', '--output', taken, file('a.yaml', server('s')));
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'error: taken: there is a file of that name\n' });
});

describe('warnings', () => {
  const doubtful = () => file('a.yaml', server('s', 'image: i:1.0, transport: sse, replicas: 2, groupRef: {name: g}'));

  test('go to standard error with their id and leave the status at 0', () => {
    const { status, stdout, stderr } = run('render', doubtful());
    expect(status).toBe(0);
    expect(names(stdout)).toContain('Deployment/s');
    expect(stderr).toContain(
      'warning: a.yaml:4: MCPServer "s": spec.replicas: 2 proxies without a shared session store',
    );
    expect(stderr).toContain('[group-missing]\n');
  });

  test('are errors with --strict', () => {
    const { status, stdout, stderr } = run('render', '--strict', doubtful());
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\[replicas-without-session-storage\]$/m);
  });
});

describe('validate', () => {
  test('prints nothing when all is well', () => {
    expect(run('validate', file('a.yaml', server('s')))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('refuses a registry configuration that the server would refuse, which render deploys with a warning', () => {
    const registry = file(
      'a.yaml',
      'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPRegistry\nmetadata: {name: r}\nspec: {configYAML: "auth: {mode: anonymous}"}\n',
    );
    expect(run('render', registry)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^warning: .*sources/) });
    expect(run('validate', registry)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: .*sources/),
    });
  });
});

describe('validate of a registry server configuration, a document without apiVersion and kind', () => {
  const config = `sources: [{name: a, managed: {}, claims: {team: x}}]
registries: [{name: default, sources: [a], claims: {team: x}}]
database: {host: h, port: 5432, user: u, database: d}
auth: {mode: oauth, authz: {roles: {}}, oauth: {resourceUrl: "https://r.example.com", providers: [{name: p, issuerUrl: "http://sso.example.com", audience: a}]}}
`;

  test('says field and reason', () => {
    expect(run('validate', file('config.yaml', config))).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'error: config.yaml:4: auth.oauth.providers[0].issuerUrl: "http://sso.example.com" must begin with https; plain http takes THV_REGISTRY_INSECURE_URL=true in the server\'s environment\n',
    });
  });

  test('takes plain http with --insecure-url', () => {
    expect(run('validate', '--insecure-url', file('config.yaml', config))).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('warns of what the server takes and nobody means, and goes on', () => {
    const trap = config
      .replace('http://sso.example.com', 'https://sso.example.com')
      .replace('port: 5432', 'port: "5432"');
    expect(run('validate', file('config.yaml', trap))).toEqual({
      status: 0,
      stdout: '',
      stderr:
        'warning: config.yaml:3: database.port: "5432" is read as 5432; write that [registry-config-loose-type]\n',
    });
  });

  test('reads it as the server does, which is not how Kubernetes reads manifests', () => {
    const on = config.replace('http://sso.example.com', 'https://sso.example.com').replace('user: u', 'user: on');
    expect(run('validate', file('config.yaml', on))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('refuses an empty file, in which the server would find no source', () => {
    expect(run('validate', file('config.yaml', '# nothing\n'))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: config.yaml: is empty: there is no manifest in it, and no configuration of the registry server\n',
    });
  });

  test('and render refuses it', () => {
    expect(run('render', file('config.yaml', config)).stderr).toContain(
      'config.yaml:1: is a configuration of the registry server and no Kubernetes manifest; validate',
    );
  });
});

describe('wrong usage: status 2, and how it is right', () => {
  test.each([
    [[], 'no command given'],
    [['rendr', 'x'], 'there is no command "rendr"; did you mean "render"?'],
    [['render'], 'render needs a PATH'],
    [['render', '--namspace', 'x', 'y'], 'there is no option --namspace; did you mean --namespace?'],
    [['render', '--platform', 'k8s', 'y'], '--platform: "k8s" is not allowed; use kubernetes or openshift'],
    [['render', '--redis-password-secret', 'a', 'y'], '--redis-password-secret needs --redis-address'],
    [['render', '--proxyrunner-image', 'a b', 'y'], '--proxyrunner-image: "a b" is no image'],
    [['validate', '--output', 'x', 'y'], 'validate writes nothing'],
  ])('%j', (argv, message) => {
    const { status, stdout, stderr } = run(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain('Run cdk8s-toolhive --help');
  });
});

test('--help and --version answer and end with 0', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: cdk8s-toolhive COMMAND') });
  expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe('graph', () => {
  test('prints the resources as a flowchart, what they refer to need not be there', () => {
    const path = file('a.yaml', server('s', 'image: i:1.0, groupRef: {name: g}'));
    expect(run('graph', '--namespace', 'tools', path)).toEqual({
      status: 0,
      stderr: '',
      stdout: `flowchart LR
  MCPServer_tools_s["MCPServer<br/>s"]
  MCPGroup_tools_g(["MCPGroup<br/>g<br/>not described here"])
  MCPGroup_tools_g --> MCPServer_tools_s
`,
    });
  });

  test('refuses what render refuses in a resource itself, and prints nothing then', () => {
    const { status, stdout, stderr } = run('graph', file('a.yaml', server('s', 'imag: i')));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('did you mean "image"');
  });

  test('takes no option that makes no difference', () => {
    const { status, stderr } = run('graph', '--strict', file('a.yaml', server('s')));
    expect(status).toBe(2);
    expect(stderr).toContain('graph takes no --strict');
  });

  test('of input without resources, is an empty flowchart and a note', () => {
    const { status, stdout, stderr } = run('graph', file('a.yaml', ''));
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'flowchart LR\n',
      stderr: 'note: no ToolHive resource in a.yaml\n',
    });
  });
});

describe('files that lie beside manifests', () => {
  test('those for tools of the machine are left out, with a note', () => {
    file('kustomization.yaml', 'resources: [a.yaml]\n');
    file('k.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n');
    file('Chart.yaml', 'apiVersion: v2\nname: c\nversion: 0.1.0\n');
    file('values-prod.yaml', 'image: {tag: v1}\n');
    file('package.json', '{"name": "app"}');
    file('config.yaml', 'apiVersion: v1\nkind: Config\nclusters: []\nusers: [{user: {token: t}}]\n');
    file('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
    const note = (path: string, tool: string) =>
      `note: ${path}:1: ${path === 'k.yaml' ? 'Component: ' : path === 'config.yaml' ? 'Config: ' : ''}is left out: it is no manifest for a cluster, but a file for ${tool}`;
    for (const command of ['render', 'validate']) {
      const { status, stdout, stderr } = run(command, folder);
      expect(status).toBe(0);
      expect(stderr.split('\n').slice(0, -1)).toEqual([
        note('Chart.yaml', 'Helm'),
        note('config.yaml', 'kubectl'),
        note('k.yaml', 'Kustomize'),
        note('kustomization.yaml', 'Kustomize'),
        note('package.json', 'npm'),
        note('values-prod.yaml', 'Helm'),
        `note: no ToolHive resource in ${folder}`,
      ]);
      if (command === 'render') expect(names(stdout)).toEqual(['ConfigMap/a']);
    }
  });

  test.each(['render', 'validate'])('%s fails for what is neither manifest nor registry configuration', (command) => {
    const { status, stderr } = run(command, file('notes.yaml', 'title: x\n'));
    expect(status).toBe(1);
    expect(stderr).toContain(
      'error: notes.yaml:1: is neither a Kubernetes manifest, which has apiVersion and kind, nor',
    );
  });
});

describe('a misspelt API group', () => {
  test.each(['toolhive.stacklok.io', 'toolhive.stacklok.com', 'toolhiv.stacklok.dev', 'toolhive.dev'])(
    'fails, and is given the right one: %s',
    (group) => {
      const { status, stderr } = run('render', file('a.yaml', server('s').replace('toolhive.stacklok.dev', group)));
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: `error: a.yaml:1: MCPServer "s": apiVersion: "${group}" is no API group of ToolHive; write toolhive.stacklok.dev/v1beta1\n`,
      });
    },
  );

  test('fails at what refers to the resource, too, with the reason', () => {
    const config =
      'apiVersion: toolhive.stacklok.io/v1beta1\nkind: MCPToolConfig\nmetadata: {name: t}\nspec: {toolsFilter: [a]}\n';
    const path = file('a.yaml', `${config}---\n${server('s', 'image: "i:1.0", toolConfigRef: {name: t}')}`);
    expect(run('render', path).stderr).toContain(
      'MCPServer "s": spec.toolConfigRef: MCPToolConfig "t" is refused itself; see the messages about it',
    );
  });

  test('is none where another project has the kind', () => {
    const { status } = run(
      'render',
      file('a.yaml', 'apiVersion: kagent.dev/v1alpha1\nkind: MCPServer\nmetadata: {name: a}\n'),
    );
    expect(status).toBe(0);
  });
});

describe('values of options', () => {
  test.each([
    [['--image-pull-secrets', 'a b'], '--image-pull-secrets: "a b" is no name of a Secret'],
    [['--namespace', 'A_b'], '--namespace: "A_b" is no namespace'],
    [['--redis-address', 'redis://user:hunter2@redis:6379'], '--redis-address '],
    [['--redis-address', ':hunter2@redis:6379'], '--redis-address '],
    [
      ['--redis-address', 'redis://redis:6379'],
      '--redis-address takes no scheme such as redis://; write HOST or HOST:PORT',
    ],
    [['--redis-address', 'redis:0'], '--redis-address: "redis:0" is no address'],
    [['--redis-address', 'r', '--redis-password-secret', 'a:b:c'], '--redis-password-secret: "a:b:c" names no Secret'],
    [['--proxy-host', 'localhost'], '--proxy-host: "localhost" is no IP address'],
    [['--proxyrunner-image', 'https://x/y:1'], '--proxyrunner-image: "https://x/y:1" is no image'],
    [['--vmcp-image', ':tag'], '--vmcp-image: ":tag" is no image'],
    [['--registry-image', 'X/Y'], '--registry-image: "X/Y" is no image'],
    [['-R'], 'there is no option -R; folders are read with those below'],
  ])('fails for %j', (options, message) => {
    const { status, stderr } = run('render', ...options, file('a.yaml', server('s')));
    expect(status).toBe(2);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).not.toContain('hunter2');
  });

  test.each([
    ['--redis-address', 'redis.cache.svc:6379'],
    ['--redis-address', '10.0.0.1'],
    ['--redis-address', '[fd00::1]:6379'],
    ['--proxyrunner-image', `localhost:5000/a/b:v1@sha256:${'0'.repeat(64)}`],
    ['--vmcp-image', 'vmcp:v0.63.0'],
    ['--proxy-host', '::'],
  ])('takes %s %s', (option, value) => {
    expect(run('validate', option, value, file('a.yaml', server('s'))).stderr).toBe('');
  });

  test('fails for an unknown command, with those that there are', () => {
    expect(run('apply', 'x').stderr).toContain(
      'error: there is no command "apply"; commands: render, validate, import, graph, clients, add',
    );
    expect(run('rendr', 'x').stderr).toContain('did you mean "render"');
  });
});

describe('a fault of the program', () => {
  test('is called that, with how to report it and without a trace', () => {
    const thrown = () => {
      throw new TypeError('x is not a function');
    };
    let stderr = '';
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += text)));
    const status = main(['--version'], thrown);
    spy.mockRestore();
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^error: a fault of this program, and not of what you gave it: x is not a function\nPlease report it at https:.*\n$/,
    );
  });
});
