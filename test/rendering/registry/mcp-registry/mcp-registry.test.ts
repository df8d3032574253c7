import { Settings } from '../../../../src/rendering/model/settings';
import { render } from '../../render';

const REGISTRY = `
kind: MCPRegistry
metadata: {name: reg}
spec:
  configYAML: |
    sources: [{name: a, managed: {}}]
    registries: [{name: default, sources: [a]}]
    database: {host: h, port: 5432, user: u, database: d}
    auth: {mode: anonymous}
`;

const deprecationUnder = (version: Settings['version']) =>
  render(REGISTRY, { version }).warnings.filter((warning) => warning.includes('deprecated'));

test('a resource that ToolHive will remove is warned of from that version on, with where to go', () => {
  expect(deprecationUnder('0.44.0')).toEqual([]);
  expect(deprecationUnder('0.63.0')).toEqual([
    expect.stringMatching(/ToolHive 0\.63\.0 has deprecated the resource MCPRegistry .* deploy that by RegistryApi/),
  ]);
});

test.each([
  ['another namespace', '[tools]', ['"tools"']],
  ['all namespaces', '[]', ['all namespaces']],
  ['its own namespace', '[test]', []],
])('a source that lists custom resources of %s', (_, namespaces, named) => {
  const source = `kubernetes: {namespaces: ${namespaces}}`;
  const { warnings } = render(
    REGISTRY.replace('{name: reg}', '{name: reg, namespace: test}').replace('managed: {}', source),
    { version: '0.44.0' },
  );
  expect(warnings.filter((warning) => warning.includes('has its Role in'))).toEqual(
    named.map((name) =>
      expect.stringContaining(`the custom resources of ${name} are not listed, because the server of an MCPRegistry`),
    ),
  );
});
