/** Ways in from outside the cluster, in manifests that pass through. */
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

const linesOf = (...documents: string[]) =>
  renderManifests(readManifests(documents.join('---\n'), 'a.yaml'), {
    namespace: 'ns',
    settings: DEFAULT_SETTINGS,
  }).problems.map(problemLine);

const ingress = (name: string, path: string, { service = name, more = '', type = 'Prefix', annotations = '' } = {}) =>
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, annotations: {${annotations}}}
spec: {${more} rules: [{host: a.example.com, http: {paths: [{path: ${path}, pathType: ${type}, backend: {service: {name: ${service}, port: {number: 80}}}}]}}]}
`;
const route = (name: string, match: string, gateway = 'g') =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}}
spec: {parentRefs: [{name: ${gateway}}], hostnames: [a.example.com], rules: [{matches: [${match}], backendRefs: [{name: ${name}, port: 80}]}]}
`;
const PATH = 'path: {type: PathPrefix, value: /mcp}';

test.each([
  ['two Ingresses', ingress('a', '/mcp'), ingress('b', '/mcp/'), 'Ingress "a" at a.yaml:4'],
  ['two HTTPRoutes', route('a', `{${PATH}}`), route('b', `{${PATH}}`), 'HTTPRoute "a" at a.yaml:4'],
])('%s of one host and path are warned of, and both are named', (_, one, two, earlier) => {
  const lines = linesOf(one, two);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^warning: a\.yaml:\d+: \w+ "b": spec\.rules: "a\.example\.com\/mcp" leads somewhere else in /,
  );
  expect(lines[0]).toContain(earlier);
  expect(lines[0]).toContain('[way-shared]');
});

test.each([
  ['a longer prefix, which wins', ingress('a', '/mcp'), ingress('b', '/mcp/more')],
  ['an exact path beside a prefix', ingress('a', '/mcp'), ingress('b', '/mcp', { type: 'Exact' })],
  ['another controller', ingress('a', '/mcp'), ingress('b', '/mcp', { more: 'ingressClassName: other,' })],
  ['the same Service', ingress('a', '/mcp'), ingress('b', '/mcp', { service: 'a' })],
  [
    'a canary',
    ingress('a', '/mcp'),
    ingress('b', '/mcp', { annotations: 'nginx.ingress.kubernetes.io/canary: "true"' }),
  ],
  ['another Gateway', route('a', `{${PATH}}`), route('b', `{${PATH}}`, 'h')],
  ['a header', route('a', `{${PATH}}`), route('b', `{${PATH}, headers: [{name: x, value: y}]}`)],
])('%s is another way', (_, one, two) => {
  expect(linesOf(one, two)).toEqual([]);
});

test('objects of another shape say nothing', () => {
  const odd = ['null', '{rules: text}', '{rules: [null, {http: 1}]}', '{parentRefs: [1], rules: [{matches: [2]}]}'];
  const of = (kind: string, group: string) =>
    odd.map((spec, i) => `apiVersion: ${group}\nkind: ${kind}\nmetadata: {name: x${i}}\nspec: ${spec}\n`);
  expect(linesOf(...of('Ingress', 'networking.k8s.io/v1'))).toEqual([]);
  expect(linesOf(...of('HTTPRoute', 'gateway.networking.k8s.io/v1'))).toEqual([]);
});
