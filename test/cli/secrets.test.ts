import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const input = file(
  'input.yaml',
  `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: github, namespace: mcp }
spec:
  image: registry.example.com/github:1
  secrets: [{ name: github, key: token, targetEnvName: GITHUB_TOKEN }]
---
apiVersion: v1
kind: Pod
metadata: { name: probe }
spec: { imagePullSecrets: [{ name: regcred }, { name: own }] }
---
apiVersion: v1
kind: Secret
metadata: { name: own }
`,
);

const cluster = (name: string, ...items: object[]) => file(name, JSON.stringify({ kind: 'List', items }));
const github = (data: object) => ({ kind: 'Secret', metadata: { name: 'github', namespace: 'mcp' }, data });
const regcred = {
  kind: 'Secret',
  type: 'kubernetes.io/dockerconfigjson',
  metadata: { name: 'regcred', namespace: 'default' },
};

test('lists the Secrets that have to exist, and how to make them', () => {
  expect(run('secrets', input)).toEqual({
    status: 0,
    stdout: `Secrets that have to exist
  default/regcred (kubernetes.io/dockerconfigjson)
    for Pod probe
    kubectl create secret docker-registry regcred --namespace default --docker-server='<registry>' --docker-username='<user>' --docker-password='<password>'
  mcp/github (Opaque): token
    for MCPServer github
    kubectl create secret generic github --namespace mcp --from-literal='token=<value>'
`,
    stderr: '',
  });
});

test('finds in what render writes the Secrets that it finds in the manifests', () => {
  const manifests = file(
    'server.yaml',
    `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: github, namespace: mcp }
spec:
  image: registry.example.com/github:1
  secrets: [{ name: github, key: token, targetEnvName: GITHUB_TOKEN }]
  podTemplateSpec:
    spec:
      imagePullSecrets: [{ name: regcred }]
      containers: [{ name: mcp, envFrom: [{ secretRef: { name: more } }] }]
`,
  );
  const rendered = file('rendered.yaml', run('render', manifests).stdout);
  const found = (path: string) => run('secrets', path).stdout.match(/^ {2}\S.*$/gm);
  expect(found(rendered)).toEqual([
    '  mcp/github (Opaque): token',
    '  mcp/more (Opaque)',
    '  mcp/regcred (kubernetes.io/dockerconfigjson)',
  ]);
  expect(found(manifests)).toEqual(found(rendered));
});

test.each(['--k8s-pod-patch={', '--k8s-pod-patch=[1]', '--k8s-pod-patch=null', '7'])(
  'finds nothing in the argument %s of a proxy',
  (argument) => {
    const args = JSON.stringify([argument, 7, null]);
    const pod = `{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: c, args: ${args} }] } }`;
    expect(run('secrets', file('pod.yaml', pod))).toMatchObject({ status: 0, stdout: 'No Secret has to exist.\n' });
  },
);

test('places what names no namespace as render does', () => {
  expect(run('secrets', '--namespace', 'tools', input).stdout).toContain('  tools/regcred (');
});

test('adds the pull secrets of its options', () => {
  expect(run('secrets', '--image-pull-secrets', 'mirror', input).stdout).toContain('  mcp/mirror (');
});

test('says that there is none', () => {
  const none = file('none.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: mcp }\n');
  expect(run('secrets', none).stdout).toBe('No Secret has to exist.\n');
});

test('finds that the cluster has all of them', () => {
  expect(run('secrets', '--check', cluster('all.json', github({ token: 'dg==' }), regcred), input)).toEqual({
    status: 0,
    stdout: '',
    stderr: 'note: all 2 Secrets exist, with their keys\n',
  });
});

test('counts what exists in words that fit', () => {
  const one = file(
    'one.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { imagePullSecrets: [{ name: regcred }] }\n',
  );
  const none = file('namespace.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: mcp }\n');
  const of = (path: string) => run('secrets', '--check', cluster('two.json', regcred), path).stderr;
  expect(of(one)).toBe('note: the one Secret that has to exist is there, with its keys\n');
  expect(of(none)).toBe('note: no Secret has to exist\n');
});

test('fails with what the cluster lacks, and shows no value', () => {
  const { status, stdout, stderr } = run(
    'secrets',
    '--check',
    cluster('some.json', github({ tokn: 'c2VjcmV0' })),
    input,
  );
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('error: Secret default/regcred is missing, which Pod probe needs; make it: kubectl create');
  expect(stderr).toContain('error: Secret mcp/github lacks token, which MCPServer github needs; it has tokn\n');
  expect(stderr).not.toContain('c2VjcmV0');
});

test('fails with a check of something else, and shows nothing of it', () => {
  const wrong = file('wrong.txt', 'token: c2VjcmV0');
  expect(run('secrets', '--check', wrong, input)).toEqual({
    status: 1,
    stdout: '',
    stderr: `error: ${wrong}: is no list of Secrets; write it with kubectl get secret --all-namespaces -o json\n`,
  });
});

test('fails with input that is refused', () => {
  const bad = file('bad.yaml', 'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: { name: a }\n');
  expect(run('secrets', bad)).toMatchObject({ status: 1, stdout: '' });
});

test.each([
  [['secrets', '--check', '-', '-'], 'standard input is given twice; name a file for --check or for PATH'],
  [['secrets', '--output', 'x', input], 'secrets takes no --output'],
  [['render', '--check', 'x', input], '--check is an option of secrets and lock, not of render'],
])('fails with %j', (argv, message) => {
  const { status, stderr } = run(...argv);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
