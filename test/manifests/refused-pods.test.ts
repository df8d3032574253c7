/** Pods of the operator's own shape in a namespace that enforces the restricted Pod Security Standard. */
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

const rendered = (text: string) =>
  renderManifests(readManifests(text, 'a.yaml'), { namespace: 'ns', settings: DEFAULT_SETTINGS });
const of = (kind: string, name: string, spec: string) =>
  `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

test('render says once for a kind that its pods would be refused, and for no kind whose pods pass', () => {
  const { problems } = rendered(
    [
      of('EmbeddingServer', 'one', '{model: m}'),
      of('EmbeddingServer', 'two', '{model: m}'),
      of('MCPServer', 's', '{image: "i:1"}'),
    ].join('---\n'),
  );
  const said = problems.filter(({ id }) => id === 'pod-not-restricted');
  expect(said.map(({ resource }) => resource)).toEqual(['EmbeddingServer "one"']);
  expect(said[0].message).toContain('container "embedding": securityContext.allowPrivilegeEscalation');
});

test.each([
  ['MCPServer', '{image: "i:1", sessionStorage: {provider: redis, address: "redis://redis:6379"}}'],
  [
    'MCPRemoteProxy',
    '{remoteUrl: "https://e.com/mcp", sessionStorage: {provider: redis, address: "rediss://redis:6379"}}',
  ],
  [
    'VirtualMCPServer',
    '{groupRef: {name: g}, incomingAuth: {type: anonymous}, sessionStorage: {provider: redis, address: "tcp://redis:6379"}}',
  ],
])('fails on a scheme in the address of Redis in %s', (kind, spec) => {
  const { problems } = rendered(of(kind, 's', spec));
  const messages = problems.filter(({ severity }) => severity === 'error').map((one) => `${one.field}: ${one.message}`);
  expect(messages).toContainEqual(
    expect.stringMatching(/^spec\.sessionStorage\.address: begins with (rediss?|tcp):\/\/, .*; write HOST:PORT, /),
  );
});
