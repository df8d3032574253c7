import { render } from '../render';

const entry = (spec = '') => `
kind: MCPServerEntry
metadata: {name: e}
spec: {remoteUrl: "https://mcp.example.com/sse", transport: sse, groupRef: {name: g}${spec}}
---
kind: MCPGroup
metadata: {name: g}
spec: {}
`;

test('makes no object, whatever the ConfigMaps and Secrets it names', () => {
  const references =
    ', caBundleRef: {configMapRef: {name: ca, key: k}}, headerForward: {addHeadersFromSecret: [{headerName: X-A, valueSecretRef: {name: s, key: k}}]}';
  expect(render(entry(references))).toEqual({ objects: {}, errors: [], warnings: [] });
});

test('is refused with authentication that is nowhere', () => {
  expect(render(entry(', externalAuthConfigRef: {name: nowhere}')).errors).toEqual([
    expect.stringContaining('spec.externalAuthConfigRef: there is no MCPExternalAuthConfig "nowhere"'),
  ]);
});

test('of a group that is missing is warned of', () => {
  const { errors, warnings } = render(
    entry().replace('kind: MCPGroup\nmetadata: {name: g}', 'kind: MCPGroup\nmetadata: {name: h}'),
  );
  expect(errors).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('there is no MCPGroup "g"')]);
});

test.each(['https://mcp.example.com', 'https://mcp.example.com/', 'https://mcp.example.com?key=1'])(
  'at %s is warned of, for nobody puts a path there',
  (url) => {
    const { errors, warnings } = render(entry().replace('https://mcp.example.com/sse', url));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      `spec.remoteUrl: "${url}" has no path: virtual servers ask the remote server at "/"; give the whole address, such as "https://mcp.example.com/sse"`,
    ]);
  },
);
