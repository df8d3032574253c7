import { parse } from 'yaml';
import { Findings } from '../../../../src/findings';
import { checkServer } from '../../../../src/rendering/servers/mcp-server/checks';

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
