/** What an app can't hold, or may not: refused, or left out, with file and line. */
import { imported, linesOf, objectsOf } from './app';

const SERVER =
  'apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: s}\nspec: {image: "i:1"}\n';

function beside(document: string) {
  return imported(`${SERVER}---\n${document}`);
}

const widget = (data: string) => `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\ndata: ${data}\n`;

test.each([
  ['{num: 12345678901234567890}', 'input.yaml:9: data.num: 12345678901234567890 is a number that code in TypeScript'],
  ['{num: [9007199254740993]}', 'input.yaml:9: data.num: 9007199254740993 is a number that code in TypeScript'],
  ['{constructor: a}', 'input.yaml:6: Widget "w": can\'t be made by an ApiObject of cdk8s'],
])('fails for data %s', (data, error) => {
  const app = beside(widget(data));
  expect(linesOf(app)).toEqual([expect.stringContaining(`error: ${error}`)]);
  expect(app.files.size).toBe(0);
});

test.each(['9007199254740992', '-9007199254740991', '1e20', '0x1fffffffffffff', '"12345678901234567890"', '-0.0'])(
  'the number %s is the same in code',
  (data) => {
    const app = beside(widget(`{num: ${data}}`));
    const made = objectsOf(app).find(({ kind }) => kind === 'Widget')!;
    expect(made.data.num + 0).toBe(JSON.parse(data.replace('0x1fffffffffffff', '9007199254740991')) + 0);
  },
);

test('fails for an object without a name, which an app applies by', () => {
  const app = beside('apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: w-}\n');
  expect(linesOf(app)).toEqual([
    'error: input.yaml:6: ConfigMap: has no metadata.name; the objects of an app are applied by name, so give it one',
  ]);
});

test.each([
  ['a list in a list', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - SECRET'],
  ['a list of Secrets', 'apiVersion: v1\nkind: SecretList\nitems:\n- {metadata: {name: t}, stringData: {a: hush}}'],
  ['a template', 'apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: t}\nobjects:\n- SECRET'],
  [
    'another spelling',
    'SECRET'.replace('SECRET', '{apiVersion: v1, kind: secret, metadata: {name: t}, data: {a: hush}}'),
  ],
])('a Secret never gets into code: %s', (_, document) => {
  const secret = '{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {a: hush}}';
  const app = beside(document.replace('SECRET', secret));
  expect(linesOf(app)).toEqual([expect.stringMatching(/^note: .* "t": is left out of the app/)]);
  expect([...app.files.values()].join('')).not.toContain('hush');
  expect(app.files.size).toBeGreaterThan(0);
});

test('objects of names that differ only in what ids leave out are both there', () => {
  const role = (name: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: "${name}"}\n`;
  const app = beside(`${role('a b')}---\n${role('a-b')}---\n${role('a:b')}`);
  const names = objectsOf(app).flatMap(({ kind, metadata }) => (kind === 'ClusterRole' ? metadata.name : []));
  expect(names).toEqual(['a b', 'a-b', 'a:b']);
});
