/** Policies that Cedar takes and that never do what they say. The questions are those of ToolHive's pkg/authz. */
import { parentsIn } from '../../src/cedar/hierarchy';
import { warnOfPolicies } from '../../src/cedar/lints';
import { ANY_WORLD, World } from '../../src/cedar/world';
import { Findings } from '../../src/findings';

/** Permits something, so that nothing is said of all policies together. */
const SOMETHING = 'permit(principal, action == Action::"get_prompt", resource);';

function lints(policy: string, world: Partial<World> = {}): string[] {
  const findings = new Findings();
  warnOfPolicies([policy, SOMETHING], 'policies', { ...ANY_WORLD, ...world }, findings);
  return findings.warnings.map(({ id, message }) => `${id} ${message}`);
}

const when = (condition: string) => `permit(principal, action, resource) when { ${condition} };`;

describe('says nothing of', () => {
  test.each([
    'permit(principal, action, resource);',
    'permit(principal == Client::"alice", action == Action::"call_tool", resource == Tool::"x");',
    'permit(principal is Client in THVGroup::"a", action in [Action::"get_prompt"], resource is Prompt);',
    'forbid(principal, action == Action::"read_resource", resource == Resource::"file:///etc");',
    'permit(principal, action, resource in MCP::"any");',
    'permit(principal, action == Action::"list_tools", resource);',
    when('principal has claim_a && principal.claim_a == context.claim_a && principal["claim_b:c"].contains("x")'),
    when('context has arg_path && context.arg_path like "/data/*" && resource.arg_path != "/data/x"'),
    when('resource has readOnlyHint && resource.readOnlyHint || resource.destructiveHint == false'),
    when('resource.idempotentHint && resource.openWorldHint && resource.feature == "tool" && action.operation == "x"'),
    when('resource has uri && resource.uri like "https://*" && resource.name != "x" && resource.operation == "read"'),
    when('context has arg_list_present && [THVGroup::"a"].contains(principal) == false || true'),
    when('if resource is Tool then resource.name == "a" else true'),
  ])('%s', (policy) => {
    expect(lints(policy).filter((text) => !text.includes('no principal is THVGroup'))).toEqual([]);
  });
});

describe('a name in no question', () => {
  test.each([
    ['permit(principal, action == Action::"call_tol", resource);', 'for Action::"call_tol"; did you mean "call_tool"?'],
    ['permit(principal, action == Action::"tools/call", resource);', 'it asks for "call_tool", "get_prompt", "read_'],
    ['permit(principal, action in Action::"write", resource);', 'ToolHive never asks for Action::"write"; it asks for'],
    ['permit(principal == User::"a", action, resource);', 'no principal is User::"a": it is a Client, whose id is'],
    ['permit(principal == THVGroup::"a", action, resource);', 'write principal in THVGroup::"a"'],
    ['permit(principal in THVGrop::"a", action, resource);', 'groups are of type THVGroup; did you mean THVGroup?'],
    ['permit(principal is User, action, resource);', 'no principal is of type User; it is of type Client'],
    ['permit(principal, action, resource == Tol::"a");', 'no resource is Tol::"a"; did you mean Tool?'],
    ['permit(principal, action, resource == MCP::"a");', 'no resource is MCP::"a"; write resource in MCP::"a"'],
    ['permit(principal, action, resource in Server::"a");', 'a resource is in its server, MCP::"NAME"'],
    [
      'permit(principal, action, resource is MCP);',
      'no resource is of type MCP; it is of type Tool or Prompt or Resource',
    ],
    ['permit(principal, action, resource == FeatureType::"tool");', 'which is for lists'],
    [when('principal has email && principal.email == "a"'), 'principal never has "email": claims of the token begin'],
    [when('context has url'), 'write "claim_url" for a claim, "arg_url" for an argument of the call'],
    [when('resource has readonlyHint'), 'resource never has "readonlyHint": did you mean "readOnlyHint"?'],
    [when('action has name'), 'an action has "operation" alone'],
    [when('[Tol::"a"].contains(resource)'), 'no resource is Tol::"a"'],
    [when('Action::"x" == action'), 'ToolHive never asks for Action::"x"'],
  ])('permits nothing: %s', (policy, message) => {
    expect(lints(policy)).toEqual([expect.stringContaining(message)]);
    expect(lints(policy)[0]).toMatch(/^cedar-never-matches line 1, column \d+: .*; it permits nothing$/);
  });

  test('leaves open what a forbid is to close, and says so', () => {
    expect(lints('forbid(principal, action == Action::"call-tool", resource == Tool::"rm");')).toEqual([
      'cedar-leaves-open line 1, column 37: ToolHive never asks for Action::"call-tool"; did you mean "call_tool"?; it forbids nothing, and what it is to close stays OPEN',
    ]);
    expect(lints('forbid(principal, action == Action::"list_tools", resource);')).toEqual([
      expect.stringMatching(
        /^cedar-leaves-open .* everybody may list, and a list leaves out what its reader may not use/,
      ),
    ]);
  });

  test.each([
    'permit(principal, action, resource) unless { resource == Tol::"rm" };',
    when('!(resource == Tol::"rm")'),
    when('resource != Tol::"rm"'),
  ])('leaves open what the exception of a permit is to close: %s', (policy) => {
    expect(lints(policy)).toEqual([expect.stringMatching(/^cedar-leaves-open .*no resource is Tol.* stays OPEN$/)]);
  });

  test('forbids more as the exception of a forbid', () => {
    expect(
      lints('forbid(principal, action == Action::"call_tool", resource) unless { resource == Tol::"a" };'),
    ).toEqual([expect.stringMatching(/^cedar-never-matches .*; the exception is never made, and more is forbidden$/)]);
  });

  test('may be a part of a policy that otherwise matches', () => {
    expect(lints('forbid(principal, action in [Action::"call_tool", Action::"get_promt"], resource);')).toEqual([
      expect.stringMatching(
        /^cedar-leaves-open .*"get_promt"; did you mean "get_prompt"\?; this part of it forbids nothing/,
      ),
    ]);
  });

  test('ends every request in an error where it is read without being asked for', () => {
    expect(lints(when('principal.email == "a"')).slice(0, 1)).toEqual([
      expect.stringMatching(
        /^cedar-never-matches .*write "claim_email"; reading it is an error, with which ToolHive ref/,
      ),
    ]);
  });

  test('is named once, where it first stands', () => {
    expect(lints('permit(principal, action, resource) when { resource == Tol::"a" || resource == Tol::"a" };')).toEqual(
      [expect.stringContaining('line 1, column 61')],
    );
  });
});

describe('names that never come together', () => {
  test.each([
    'permit(principal, action == Action::"read_resource", resource == Tool::"a");',
    'permit(principal, action == Action::"call_tool", resource) when { resource is Prompt };',
    'permit(principal, action, resource is Prompt) when { resource has readOnlyHint };',
    when('resource is Tool && resource is Prompt'),
  ])('permit nothing: %s', (policy) => {
    expect(lints(policy)).toEqual([
      expect.stringMatching(/^cedar-never-matches .*no request of ToolHive can match all of it.*; it permits nothing$/),
    ]);
  });
});

describe('groups', () => {
  test('may be of another type, and in what the entities put them in', () => {
    const entities = JSON.stringify([
      { uid: { type: 'Team', id: 'a' }, attrs: {}, parents: [{ __entity: { type: 'Role', id: 'admin' } }] },
      { uid: { type: 'Role', id: 'admin' }, attrs: {}, parents: [{ type: 'Role', id: 'all' }] },
    ]);
    const world = { groupType: 'Team', parents: parentsIn(entities) };
    expect(lints('permit(principal in Team::"b", action, resource);', world)).toEqual([]);
    expect(lints('permit(principal in Role::"all", action, resource);', world)).toEqual([]);
    expect(lints('permit(principal in Role::"other", action, resource);', world)).toHaveLength(1);
    expect(lints('permit(principal in THVGroup::"a", action, resource);', world)).toEqual([
      expect.stringContaining('groups are of type Team'),
    ]);
  });

  test('of tools are none: ToolHive overwrites what the entities say of a tool', () => {
    const entities = '[{"uid": {"type": "Tool", "id": "a"}, "attrs": {}, "parents": [{"type": "Set", "id": "safe"}]}]';
    const world = { parents: parentsIn(entities) };
    expect(lints('permit(principal, action, resource in Set::"safe");', world)).toHaveLength(1);
  });

  test('of servers are what the entities put a server in', () => {
    const entities = '[{"uid": {"type": "MCP", "id": "a"}, "attrs": {}, "parents": [{"type": "Zone", "id": "dmz"}]}]';
    const policy = 'permit(principal, action, resource in Zone::"dmz");';
    expect(lints(policy, { parents: parentsIn(entities), server: 'a' })).toEqual([]);
    expect(lints(policy, { parents: parentsIn(entities), server: 'b' })).toHaveLength(1);
  });
});

describe('policies that together permit nothing', () => {
  function all(...policies: string[]): string[] {
    const findings = new Findings();
    warnOfPolicies(policies, 'policies', ANY_WORLD, findings);
    return findings.warnings.filter(({ id }) => id === 'cedar-permits-nothing').map(({ message }) => message);
  }

  test.each([
    [
      'forbid alone',
      ['forbid(principal, action == Action::"call_tool", resource == Tool::"rm");'],
      /only policies that forb/,
    ],
    [
      'permit lists alone',
      ['permit(principal, action == Action::"list_tools", resource);'],
      /lists alone are permitted/,
    ],
    ['never match', ['permit(principal, action == Action::"x", resource);'], /no permit can match/],
    ['are overruled', [when('true'), 'forbid(principal, action, resource);'], /a forbid matches everything/],
    ['end in an error', [SOMETHING, when('principal.email == "a"')], /no permit can match/],
  ])('are warned of: they %s', (_, policies, message) => {
    expect(all(...policies)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['permit something', [SOMETHING]],
    ['forbid with a condition', [when('true'), 'forbid(principal, action, resource) when { context has arg_a };']],
    ['forbid one of three', [when('true'), 'forbid(principal, action == Action::"call_tool", resource);']],
    ['do not parse, of which more is said', ['permit(']],
  ])('are not those that %s', (_, policies) => expect(all(...policies)).toEqual([]));
});
