/** Policies on the server that uses them: who logs in, which tools there are, what the server is called. */
import { render } from '../render';

const NOBODY_MAY = 'nobody may do anything here';

function warningsOf(yaml: string, ...others: string[]): string[] {
  const { errors, warnings } = render([yaml, ...others].join('\n---\n'));
  expect(errors).toEqual([]);
  return warnings.filter((text) => !text.includes(NOBODY_MAY) && !text.includes('hmac-secret'));
}

const inline = (policy: string) => `authzConfig: {type: inline, inline: {policies: ['${policy}']}}`;
const server = (spec: string, name = 'a') =>
  `kind: MCPServer\nmetadata: {name: ${name}}\nspec: {image: i:1.0, ${spec}}`;

const SSO =
  'kind: MCPOIDCConfig\nmetadata: {name: sso}\nspec: {type: inline, inline: {issuer: "https://sso.example.com"}}';
const ACCOUNTS =
  'kind: MCPOIDCConfig\nmetadata: {name: k8s}\nspec: {type: kubernetesServiceAccount, kubernetesServiceAccount: {}}';
const oidc = (name: string) => `oidcConfigRef: {name: ${name}, audience: x, resourceUrl: "https://x"}`;

describe('who logs in', () => {
  const GROUP = 'permit(principal in THVGroup::"eng", action, resource);';
  const ALICE = 'permit(principal == Client::"alice", action, resource);';
  const ROLES = 'permit(principal, action, resource) when { principal has claim_roles };';

  test.each([GROUP, ALICE, ROLES])('with a provider may have anything: %s', (policy) => {
    expect(warningsOf(server(`${oidc('sso')}, ${inline(policy)}`), SSO)).toEqual([]);
  });

  test.each([
    [GROUP, 'no client is in a group: nobody logs in here'],
    [ALICE, 'no client is "alice": nobody logs in here, and all are the one client "local" or "nonroot"'],
    [ROLES, 'principal never has "claim_roles": nobody logs in here'],
  ])('is nobody without one: %s', (policy, message) => {
    expect(warningsOf(server(inline(policy)))).toEqual([expect.stringContaining(message)]);
    const remote = `kind: MCPRemoteProxy\nmetadata: {name: r}\nspec: {remoteUrl: "https://x.example.com/mcp", ${inline(policy)}}`;
    expect(warningsOf(remote)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    [GROUP, 'no client is in a group: clients show tokens of ServiceAccounts here'],
    [ALICE, 'no client is "alice": clients show tokens of ServiceAccounts here'],
    [ROLES, 'with the claims claim_aud, '],
  ])('are ServiceAccounts with the cluster as provider: %s', (policy, message) => {
    const warnings = warningsOf(server(`${oidc('k8s')}, ${inline(policy)}`), ACCOUNTS);
    expect(warnings).toEqual([expect.stringContaining(message)]);
  });

  test('has the claims that ToolHive makes up', () => {
    const policy = 'permit(principal, action, resource) when { principal.claim_email like "*@localhost" };';
    expect(warningsOf(server(inline(policy)))).toEqual([]);
  });

  test('has no claim for groups where one is named', () => {
    const authz =
      'authzConfig: {type: inline, groupClaimName: teams, inline: {policies: ["permit(principal, action, resource);"]}}';
    expect(warningsOf(server(authz))).toEqual([
      expect.stringContaining('spec.authzConfig.groupClaimName: no token has the claim "teams": nobody logs in here'),
    ]);
  });
});

describe('tools', () => {
  const FILTER =
    'kind: MCPToolConfig\nmetadata: {name: t}\nspec: {toolsFilter: [fetch, read], toolsOverride: {get: {name: read}}}';
  const may = (tool: string) =>
    inline(`permit(principal, action == Action::"call_tool", resource == Tool::"${tool}");`);

  test.each(['fetch', 'get'])('that the filter lets through may be named: %s', (tool) => {
    expect(warningsOf(server(`toolConfigRef: {name: t}, ${may(tool)}`), FILTER)).toEqual([]);
  });

  test.each([
    ['ftch', 'the tool filter of this server hides "ftch"; did you mean "fetch"?'],
    ['delete', 'the tool filter of this server hides "delete"; it lets through "fetch", "read", "get"'],
    ['read', 'clients see the tool "get" as "read", but policies know it by its own name'],
  ])('that it hides may not: %s', (tool, message) => {
    expect(warningsOf(server(`toolConfigRef: {name: t}, ${may(tool)}`), FILTER)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});

describe('policies that servers share', () => {
  const rules = (...policies: string[]) =>
    `kind: MCPAuthzConfig\nmetadata: {name: rules}\nspec: {type: cedarv1, config: {policies: ${JSON.stringify(policies)}}}`;
  const use = 'authzConfigRef: {name: rules}';

  test('are judged once where no server has to be known', () => {
    const policy = rules('permit(principal, action == Action::"call_tol", resource);');
    expect(warningsOf(policy, server(use, 'a'), server(use, 'b'))).toEqual([
      expect.stringMatching(
        /^spec.config.policies\[0\]: line 1, column 37: ToolHive never asks for Action::"call_tol"/,
      ),
    ]);
  });

  test('may be for some of them', () => {
    const ofA = rules(
      'permit(principal, action, resource in MCP::"a");',
      'permit(principal, action, resource in MCP::"b");',
    );
    expect(warningsOf(ofA, server(use, 'a'), server(use, 'b'))).toEqual([]);
    expect(warningsOf(ofA, server(use, 'a'))).toEqual([
      expect.stringMatching(
        /^spec.authzConfigRef \(MCPAuthzConfig "rules"\): config.policies\[1\]: .*nothing is in MCP::"b" here/,
      ),
    ]);
  });

  test('are judged by who logs in at each', () => {
    const policy = rules('permit(principal in THVGroup::"eng", action, resource);');
    expect(warningsOf(policy, SSO, server(`${oidc('sso')}, ${use}`, 'a'), server(use, 'b'))).toEqual([
      expect.stringContaining('no client is in a group: nobody logs in here'),
    ]);
  });

  test('are read in a ConfigMap too', () => {
    const data = JSON.stringify({
      version: '1.0',
      type: 'cedarv1',
      cedar: { policies: ['permit(principal == User::"a", action, resource);'] },
    });
    const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm, namespace: ns}\ndata: {authz.json: '${data}'}`;
    const warnings = warningsOf(server('authzConfig: {type: configMap, configMap: {name: cm}}'), configMap);
    expect(warnings).toEqual([
      expect.stringContaining(
        'spec.authzConfig.configMap (ConfigMap "cm", key "authz.json"): cedar.policies[0]: line 1',
      ),
    ]);
  });
});

describe('a virtual server', () => {
  const group = 'kind: MCPGroup\nmetadata: {name: g}\nspec: {}';
  const virtual = (policy: string, config = '{}') =>
    warningsOf(
      group,
      server('transport: streamable-http, groupRef: {name: g}', 'backend-a'),
      server('transport: streamable-http, groupRef: {name: g}', 'b'),
      `kind: VirtualMCPServer\nmetadata: {name: v}\nspec: {groupRef: {name: g}, config: ${config}, incomingAuth: {type: anonymous, ${inline(policy)}}}`,
    ).filter((text) => /authzConfig/.test(text));
  const forbid = (tool: string) => `forbid(principal, action == Action::"call_tool", resource == Tool::"${tool}");`;

  test('is the one that everything is in, and its members are no entities', () => {
    expect(virtual('permit(principal, action, resource in MCP::"v");')).toEqual([]);
    expect(virtual('permit(principal, action, resource in MCP::"b");')).toEqual([
      expect.stringContaining(
        'nothing is in MCP::"b" here: members of a virtual server are no entities, and all is in MCP::"v"',
      ),
    ]);
  });

  test('has tools with the prefix of their member', () => {
    expect(virtual(forbid('backend-a_delete'))).toEqual([]);
    expect(virtual(forbid('delete'))).toEqual([
      expect.stringMatching(
        /clients see no tool "delete" here: names begin with their member's prefix, "b_", "backend-a_"; .* stays OPEN/,
      ),
    ]);
  });

  test.each([
    [
      'another prefix',
      '{aggregation: {conflictResolution: prefix, conflictResolutionConfig: {prefixFormat: "{workload}."}}}',
      'b.x',
      'b_x',
    ],
    ['a filter', '{aggregation: {conflictResolution: prefix, tools: [{workload: b, filter: [x]}]}}', 'b_x', 'b_y'],
    [
      'a member left out',
      '{aggregation: {conflictResolution: prefix, tools: [{workload: b, excludeAll: true}]}}',
      'backend-a_x',
      'b_x',
    ],
    ['composite tools', '{compositeTools: [{name: c, description: d, steps: [{id: s, tool: b.x}]}]}', 'c', 'd'],
  ])('has its own names: %s', (_, config, known, unknown) => {
    expect(virtual(forbid(known), config)).toEqual([]);
    expect(virtual(forbid(unknown), config)).toHaveLength(1);
  });

  test('may have any tool where names have no prefix', () => {
    const config =
      '{aggregation: {conflictResolution: priority, conflictResolutionConfig: {priorityOrder: [b, backend-a]}}}';
    expect(virtual(forbid('delete'), config)).toEqual([]);
  });

  test('sees no claims as sets', () => {
    expect(virtual('permit(principal, action, resource) when { principal has claimset_scp };')).toEqual([
      expect.stringContaining('no claims are seen as sets here; use "claim_NAME"'),
    ]);
  });
});
