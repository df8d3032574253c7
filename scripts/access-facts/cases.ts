/** What ToolHive's authorizer is asked about: tokens, tools, and policies at random, always the same. */

/** Something that a client asks for. */
export interface Item {
  readonly feature: 'tool' | 'prompt' | 'resource';
  readonly name: string;
  readonly annotations?: Readonly<Record<string, boolean>>;
  /** Of the calls that have some. */
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** Policies, and how ToolHive is told to read tokens. */
export interface AccessCase {
  /** `cedar` of an authorizer's document. */
  readonly cedar: {
    readonly policies: readonly string[];
    readonly entities_json: string;
    readonly group_claim_name?: string;
    readonly role_claim_name?: string;
    readonly group_entity_type?: string;
    readonly multi_valued_claims?: readonly string[];
  };
  readonly server: string;
}

/** The claims of those who ask. */
export const CLAIMS: readonly Record<string, unknown>[] = [
  {
    sub: 'alice',
    groups: ['eng', 'ops'],
    email: 'alice@example.com',
    scp: 'read  write',
    age: 7.25,
    admin: true,
    org: { team: 'core', tags: ['a', 'b'], none: null },
  },
  { sub: 'bob', groups: [], roles: ['admin', 'eng'], scp: ['read', 3, 'write'], age: 7, email: 'bob@example.net' },
  { sub: 'carol', 'https://x.example/groups': ['eng', 5], realm_access: { roles: ['ops', 'eng'] }, scp: [] },
  { sub: 'dave' },
  { sub: 'eve::x', groups: 'eng', admin: 'yes', age: -0.00019, org: ['core'], scp: null },
  { groups: ['eng'] },
];

/** What they ask for. */
export const ITEMS: readonly Item[] = [
  {
    feature: 'tool',
    name: 'get_issue',
    annotations: { readOnlyHint: true },
    arguments: { repo: 'a/b', count: 3, dry: true },
  },
  {
    feature: 'tool',
    name: 'delete_repo',
    annotations: { readOnlyHint: false, destructiveHint: true },
    arguments: { repo: 'c/d', list: [1], nothing: null },
  },
  { feature: 'tool', name: 'search', arguments: { name: 'x', readOnlyHint: true, repo: 5 } },
  { feature: 'prompt', name: 'greeting', arguments: { repo: 'a/b' } },
  { feature: 'resource', name: 'file:///etc/motd' },
  { feature: 'resource', name: 'get_issue' },
];

const ENTITIES = [
  '',
  '[]',
  JSON.stringify([
    { uid: { type: 'THVGroup', id: 'eng' }, parents: [{ type: 'Role', id: 'writer' }] },
    { uid: { type: 'Role', id: 'writer' }, attrs: {}, parents: [{ type: 'Role', id: 'reader' }] },
    { uid: { type: 'Group', id: 'ops' }, attrs: {}, parents: [{ type: 'Role', id: 'reader' }] },
    { uid: { type: 'MCP', id: 'github' }, attrs: { tier: 'gold', level: 3 }, parents: [{ type: 'Zone', id: 'eu' }] },
    { uid: { type: 'Client', id: 'alice' }, attrs: { boss: true }, parents: [{ type: 'Role', id: 'boss' }] },
    { uid: { type: 'Tool', id: 'search' }, attrs: { owner: 'ops' }, parents: [{ type: 'Zone', id: 'us' }] },
  ]),
];

/** Numbers from 0 to 1, the same at each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

class Generator {
  private readonly roll = dice(20_261_128);

  case(): AccessCase {
    const count = 1 + Math.floor(this.roll() * 4);
    return {
      cedar: {
        policies: Array.from({ length: count }, () => this.policy()),
        entities_json: this.of(ENTITIES),
        group_claim_name: this.of([undefined, undefined, 'https://x.example/groups', 'realm_access.roles', 'absent']),
        role_claim_name: this.of([undefined, undefined, 'roles', 'realm_access.roles']),
        group_entity_type: this.of([undefined, undefined, 'Group']),
        multi_valued_claims: this.of([undefined, undefined, ['scp'], ['groups', 'scp', 'absent']]),
      },
      server: this.of(['github', 'github', 'gitlab']),
    };
  }

  private of<T>(list: readonly T[]): T {
    return list[Math.floor(this.roll() * list.length)];
  }

  private policy(): string {
    // Heads that leave everything open are as frequent as all others, so that policies meet.
    const part = (parts: readonly string[]) => (this.roll() < 0.5 ? parts[0] : this.of(parts));
    const head = [part(PRINCIPALS), part(ACTIONS), part(RESOURCES)].join(', ');
    const effect = this.of(['permit', 'permit', 'permit', 'permit', 'forbid']);
    const clauses = Array.from({ length: this.of([0, 0, 1, 1, 2]) }, () => {
      return ` ${this.of(['when', 'when', 'unless'])} { ${this.condition(2)} }`;
    });
    return `${effect}(${head})${clauses.join('')};`;
  }

  private condition(depth: number): string {
    const kind = depth ? this.roll() : 1;
    if (kind < 0.15) return `${this.condition(depth - 1)} && ${this.condition(0)}`;
    if (kind < 0.3) return `(${this.condition(depth - 1)} || ${this.condition(0)})`;
    if (kind < 0.36) return `!(${this.condition(depth - 1)})`;
    if (kind < 0.42) {
      return `(if ${this.condition(0)} then ${this.condition(depth - 1)} else ${this.condition(0)})`;
    }
    // Most are guarded, as policies that work are.
    return this.roll() < 0.85 ? this.of(GUARDED) : this.of(UNGUARDED);
  }
}

const PRINCIPALS = [
  'principal',
  'principal in THVGroup::"eng"',
  'principal in THVGroup::"ops"',
  'principal in Group::"eng"',
  'principal in Role::"reader"',
  'principal == Client::"alice"',
  'principal == Client::"eve::x"',
  'principal is Client',
  'principal is Client in THVGroup::"eng"',
  'principal is THVGroup',
];

const ACTIONS = [
  'action',
  'action == Action::"call_tool"',
  'action == Action::"call_tool"',
  'action == Action::"get_prompt"',
  'action == Action::"list_tools"',
  'action in [Action::"call_tool", Action::"read_resource"]',
  'action in Action::"read_resource"',
];

const RESOURCES = [
  'resource',
  'resource == Tool::"get_issue"',
  'resource == Tool::"delete_repo"',
  'resource in MCP::"github"',
  'resource in Zone::"eu"',
  'resource in Tool::"search"',
  'resource is Tool',
  'resource is Tool in MCP::"github"',
  'resource is Prompt',
  'resource == Prompt::"greeting"',
  'resource == Resource::"file:///etc/motd"',
];

const GUARDED = [
  'principal has claim_email && principal.claim_email like "*@example.com"',
  'context has claim_email && context.claim_email == "bob@example.net"',
  'principal has claim_groups && principal.claim_groups == ["ops", "eng"]',
  'context has claimset_scp && context.claimset_scp.contains("read")',
  'context has claim_scp && context.claim_scp == "read write"',
  'principal has claimset_scp && principal.claimset_scp.containsAll(["read", "write"])',
  'principal has claim_org && principal.claim_org has team && principal.claim_org.team == "core"',
  'resource has readOnlyHint && resource.readOnlyHint',
  'resource has destructiveHint && resource.destructiveHint',
  'resource.name like "get_*"',
  '["search", "greeting"].contains(resource.name)',
  'resource.feature == "tool"',
  'resource has uri && resource.uri like "file:*"',
  'action.operation == "call_tool"',
  'context has arg_repo && context.arg_repo == "a/b"',
  'resource has arg_repo && resource.arg_repo == "a/b"',
  'context has arg_list_present',
  'context has arg_count && context.arg_count == decimal("3.0")',
  'resource == Tool::"search"',
  'Tool::"get_issue" == resource',
  'resource in [Tool::"search", Zone::"eu"]',
  'principal in [THVGroup::"ops", Role::"admin"]',
  'action in [Action::"call_tool"]',
  'resource != Tool::"search"',
  '[Tool::"search", Prompt::"greeting"].contains(resource)',
  'principal has claim_admin && principal.claim_admin == true',
  'true',
  'false',
];

const UNGUARDED = [
  'principal.claim_sub == "alice"',
  'principal.claim_email == "alice@example.com"',
  'principal.claim_age.greaterThan(decimal("7.0"))',
  'principal.claim_age == decimal("-0.0001")',
  'principal.claim_age > 5',
  'context.claim_groups.contains("eng")',
  'context.arg_repo == "a/b"',
  'resource.arg_dry',
  'resource.readOnlyHint',
  'principal.claim_admin',
  'principal.claim_org.team == "core"',
  'principal has claim_org.team',
  'principal.claim_org.tags.isEmpty()',
  'MCP::"github".tier == "gold"',
  'Tool::"search".name == "search"',
  'Tool::"search" has owner',
  'Tool::"search" in Zone::"us"',
  'Client::"alice" in Role::"boss"',
  'ip("10.0.0.1").isInRange(ip("10.0.0.0/8"))',
  '1 + 2 == 3',
  'resource.owner == "ops"',
  '{ name: resource.name, n: 1 } == { n: 1, name: "search" }',
];

const CASES = 240;

export function randomCases(): AccessCase[] {
  const generator = new Generator();
  return Array.from({ length: CASES }, () => generator.case());
}
