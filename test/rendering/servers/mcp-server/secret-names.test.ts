import { parse } from 'yaml';
import { Findings } from '../../../../src/findings';
import { readManifests } from '../../../../src/manifests/read';
import { renderManifests } from '../../../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../../../src/rendering/model/settings';
import { checkServer } from '../../../../src/rendering/servers/mcp-server/checks';

function warningsOf(spec: string): string[] {
  const { problems } = rendered(spec);
  return problems.filter(({ id }) => id === 'env-overwritten').map(({ field, message }) => `${field}: ${message}`);
}

function rendered(spec: string) {
  const text = `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: MCPServer\nmetadata: {name: s}\nspec: ${spec}\n`;
  return renderManifests(readManifests(text, 'a.yaml'), { namespace: 'ns', settings: DEFAULT_SETTINGS });
}

function errorsOf(spec: string): string[] {
  const findings = new Findings();
  const resource = { kind: 'MCPServer', name: 's', namespace: 'ns', spec: { image: 'i:1', ...parse(spec) } } as const;
  checkServer(resource, findings);
  return findings.errors.map(({ field, message }) => `${field}: ${message}`);
}

test('fails for two Secrets that become the same variable', () => {
  expect(errorsOf('secrets: [{name: a, key: k, targetEnvName: T}, {name: b, key: T}]')).toEqual([
    'spec.secrets[1].key: "T" is the variable of spec.secrets[0] too; drop one, or give this one another targetEnvName',
  ]);
});

test('fails for a Secret and plain text that become the same variable', () => {
  expect(errorsOf('{env: [{name: T, value: "1"}], secrets: [{name: a, key: k, targetEnvName: T}]}')).toEqual([
    'spec.secrets[0].targetEnvName: "T" is the variable of spec.env[0] too; drop one, or give this one another targetEnvName',
  ]);
});

test('one key of two Secrets is no duplicate where the variables differ', () => {
  expect(errorsOf('secrets: [{name: a, key: k, targetEnvName: A}, {name: b, key: k, targetEnvName: B}]')).toEqual([]);
});

test.each(['MCP_PORT', 'FASTMCP_PORT'])('a Secret that says where a stdio server listens is warned of: %s', (name) => {
  expect(warningsOf(`{image: "i:1", secrets: [{name: a, key: k, targetEnvName: ${name}}]}`)).toEqual([
    `spec.secrets[0].targetEnvName: "${name}" says where a server listens, and one behind stdio listens nowhere; drop it`,
  ]);
  expect(warningsOf(`{image: "i:1", secrets: [{name: a, key: k, targetEnvName: MINE_${name}}]}`)).toEqual([]);
});

test.each([
  ['sse', 'MCP_PORT'],
  ['streamable-http', 'FASTMCP_PORT'],
  ['sse', 'MCP_TRANSPORT'],
  ['stdio', 'MCP_TRANSPORT'],
  ['stdio', 'MCP_HOST'],
])('fails for a Secret that becomes a variable of ToolHive: %s, %s', (transport, name) => {
  const { problems } = rendered(`{image: "i:1", transport: ${transport}, secrets: [{name: a, key: ${name}}]}`);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual([
    `spec.secrets[0].key: "${name}" reaches container "mcp" twice, from this Secret and from the pod template or ToolHive; drop one`,
  ]);
});
