import * as kplus from 'cdk8s-plus-28';
import { chartIn } from './util';
import {
  Access,
  AccessFeature,
  AccessPrincipal,
  AccessVerdict,
  Authorizer,
  KnownTools,
  McpAuthz,
  McpAuthzConfig,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerProps,
  McpTools,
  OidcProvider,
  ToolhiveChart,
  VirtualMcpServer,
} from '../src';

const READ = 'permit(principal in THVGroup::"eng", action == Action::"call_tool", resource == Tool::"search");';
const OPS = 'permit(principal in THVGroup::"ops", action == Action::"call_tool", resource);';
const NO_DELETE = 'forbid(principal, action == Action::"call_tool", resource == Tool::"delete");';

function oidcIn(chart: ToolhiveChart) {
  const config = new McpOidcConfig(chart, 'login', {
    provider: OidcProvider.issuer({ issuer: 'https://login.example.com' }),
  });
  return { config, audience: 'mcp' };
}

function serverIn(chart: ToolhiveChart, props: Partial<McpServerProps> = {}, id = 'github'): McpServer {
  return new McpServer(chart, id, {
    image: 'registry.example.com/github:1.0.0',
    knownTools: KnownTools.of(['search', 'delete', 'list']),
    ...props,
  });
}

const verdictsOf = (chart: ToolhiveChart, groups: string[]) =>
  Access.of(chart)
    .decisions({ groups })
    .map(({ name, principal, verdict }) => `${principal} ${name}: ${verdict}`);

test('each group may call what policies permit it', () => {
  const chart = chartIn();
  serverIn(chart, { oidc: oidcIn(chart), authz: McpAuthz.cedar([READ, OPS, NO_DELETE]) });
  expect(verdictsOf(chart, ['eng', 'ops', 'sales']).filter((line) => !line.includes('any other'))).toEqual([
    'eng delete: denied',
    'eng list: denied',
    'eng search: permitted',
    'ops delete: denied',
    'ops list: permitted',
    'ops search: permitted',
    'sales delete: denied',
    'sales list: denied',
    'sales search: denied',
  ]);
});

test('a decision names the policy, its place and its text', () => {
  const chart = chartIn();
  const server = serverIn(chart, { oidc: oidcIn(chart), authz: McpAuthz.cedar([READ, OPS, NO_DELETE]) });
  const ask = (group: string, name: string) =>
    Access.of(chart).decide({ server, principal: AccessPrincipal.group(group), name }).reason;
  expect(ask('eng', 'search')).toBe(
    `policy 1 permits it; MCPServer github, spec.authzConfig.inline.policies[0]: ${READ}`,
  );
  expect(ask('ops', 'delete')).toBe(
    `policy 3 forbids it; MCPServer github, spec.authzConfig.inline.policies[2]: ${NO_DELETE}`,
  );
  expect(ask('sales', 'search')).toBe('no policy permits it');
});

test('the policies of a shared configuration and of a ConfigMap have their place there', () => {
  const chart = chartIn();
  const config = new McpAuthzConfig(chart, 'shared', { authorizer: Authorizer.cedar([READ]) });
  const document = { version: '1.0', type: 'cedarv1', cedar: { policies: [READ], entities_json: '[]' } };
  const policies = new kplus.ConfigMap(chart, 'policies', { data: { 'authz.json': JSON.stringify(document) } });
  const oidc = oidcIn(chart);
  const shared = serverIn(chart, { oidc, authz: McpAuthz.fromConfig(config) });
  const other = serverIn(chart, { oidc, authz: McpAuthz.fromConfigMap({ configMap: policies }) }, 'other');
  const reasonOf = (server: McpServer) =>
    Access.of(chart).decide({ server, principal: AccessPrincipal.group('eng'), name: 'search' }).reason;
  expect(reasonOf(shared)).toContain('MCPAuthzConfig shared, spec.config.policies[0]: ');
  expect(reasonOf(other)).toContain(`ConfigMap ${policies.name}, data["authz.json"]: `);
});

describe('somebody', () => {
  const OPEN = 'permit(principal, action, resource);';
  const decide = (principal: AccessPrincipal, props: Partial<McpServerProps>, chart = chartIn()) => {
    const { verdict, reason } = Access.of(chart).decide({ server: serverIn(chart, props), principal, name: 'search' });
    return `${verdict}: ${reason}`;
  };

  test('may do everything at a server without policies that asks for no login', () => {
    expect(decide(AccessPrincipal.anonymous(), {})).toBe(
      'permitted: everybody may, for there are no policies, and nobody logs in',
    );
  });

  test('has to log in where a server asks for it', () => {
    const chart = chartIn();
    const oidc = oidcIn(chart);
    expect(decide(AccessPrincipal.anonymous(), { oidc, authz: McpAuthz.cedar([OPEN]) }, chart)).toBe(
      'denied: nobody gets in without logging in',
    );
  });

  test('who logs in may do everything at a server without policies', () => {
    const chart = chartIn();
    expect(decide(AccessPrincipal.group('eng'), { oidc: oidcIn(chart) }, chart)).toBe(
      'permitted: there are no policies: whoever logs in may',
    );
  });

  test('is the user of the proxy where nobody logs in', () => {
    const authz = McpAuthz.cedar(['permit(principal in THVGroup::"eng", action, resource);']);
    expect(decide(AccessPrincipal.group('eng'), { authz })).toBe('denied: no policy permits it');
    const named = McpAuthz.cedar(['permit(principal == Client::"nonroot", action, resource);']);
    expect(decide(AccessPrincipal.anonymous(), { authz: named })).toBe(
      'depends: it depends: the name of the user that the proxy runs as',
    );
    const made = McpAuthz.cedar([
      'permit(principal, action, resource) when { principal.claim_iss == "toolhive-local" };',
    ]);
    expect(decide(AccessPrincipal.anonymous(), { authz: made })).toMatch(/^permitted: policy 1 permits it/);
  });

  test('shows the token of a ServiceAccount where only the cluster logs in', () => {
    const chart = chartIn();
    const config = new McpOidcConfig(chart, 'login', { provider: OidcProvider.kubernetesServiceAccount({}) });
    const authz = McpAuthz.cedar(['permit(principal == Client::"system:serviceaccount:ns:agent", action, resource);']);
    const server = serverIn(chart, { oidc: { config }, authz });
    const verdictOf = (principal: AccessPrincipal) =>
      Access.of(chart).decide({ server, principal, name: 'search' }).verdict;
    expect(verdictOf(AccessPrincipal.serviceAccount({ name: 'agent', namespace: 'ns' }))).toBe('permitted');
    expect(verdictOf(AccessPrincipal.serviceAccount({ name: 'agent', namespace: 'other' }))).toBe('denied');
    expect(verdictOf(AccessPrincipal.group('eng'))).toBe('denied');
  });

  test('is known by groups and roles in the claims that the server reads', () => {
    const chart = chartIn();
    const authz = McpAuthz.cedar([READ], { groupClaimName: 'realm_access.groups', roleClaimName: 'roles' });
    const oidc = oidcIn(chart);
    const server = serverIn(chart, { oidc, authz });
    const verdictOf = (principal: AccessPrincipal) =>
      Access.of(chart).decide({ server, principal, name: 'search' }).verdict;
    expect(verdictOf(AccessPrincipal.of({ groups: ['eng'] }))).toBe('permitted');
    expect(verdictOf(AccessPrincipal.of({ roles: ['eng'] }))).toBe('permitted');
    expect(verdictOf(AccessPrincipal.of({ claims: { realm_access: { groups: ['eng'] } } }))).toBe('permitted');
    expect(verdictOf(AccessPrincipal.of({ claims: { cognito: ['eng'] } }))).toBe('denied');
  });

  test('is refused where a policy reads a claim that the token has not', () => {
    const chart = chartIn();
    const authz = McpAuthz.cedar([
      OPEN,
      'forbid(principal, action, resource) when { principal.claim_level == "low" };',
    ]);
    const oidc = oidcIn(chart);
    expect(decide(AccessPrincipal.group('eng'), { oidc, authz }, chart)).toMatch(
      /^denied: policy 2 can't be evaluated, and then ToolHive refuses: .*claim_level/,
    );
  });
});

describe('arguments of a call', () => {
  const BY_REPO =
    'permit(principal, action == Action::"call_tool", resource == Tool::"search") when { context has arg_repo && context.arg_repo == "a/b" };';
  const askWith = (policies: string[], args?: Record<string, unknown>) => {
    const chart = chartIn();
    const server = serverIn(chart, { authz: McpAuthz.cedar(policies) });
    const principal = AccessPrincipal.anonymous();
    const question = { server, principal, name: 'search', ...(args && { arguments: args }) };
    const { verdict, isListed, reason } = Access.of(chart).decide(question);
    return { verdict, isListed, reason: reason.split(';')[0] };
  };

  test('decide where a policy looks at them', () => {
    expect(askWith([BY_REPO])).toEqual({
      verdict: AccessVerdict.DEPENDS,
      isListed: false,
      reason: 'it depends on the argument repo, by policy 1',
    });
    expect(askWith([BY_REPO], { repo: 'a/b' }).verdict).toBe('permitted');
    expect(askWith([BY_REPO], { repo: 'c/d' }).verdict).toBe('denied');
    expect(askWith([BY_REPO], {}).verdict).toBe('denied');
  });

  test('leave open what is forbidden with some of them', () => {
    const forbid = BY_REPO.replace('permit', 'forbid');
    expect(askWith(['permit(principal, action, resource);', forbid])).toMatchObject({
      verdict: 'depends',
      isListed: true,
    });
    expect(askWith([forbid]).verdict).toBe('denied');
  });

  test('are of no account where others decide', () => {
    expect(askWith(['permit(principal, action, resource);', BY_REPO]).verdict).toBe('permitted');
    expect(askWith(['forbid(principal, action, resource);', BY_REPO]).verdict).toBe('denied');
    expect(askWith([BY_REPO.replace('"search"', '"other"')]).verdict).toBe('denied');
  });
});

test('tools that a filter hides are left out, and policies know renamed ones by their own names', () => {
  const chart = chartIn();
  const tools = McpTools.select({ toolsFilter: ['find', 'list'], toolsOverride: { search: { name: 'find' } } });
  serverIn(chart, { tools, authz: McpAuthz.cedar(['permit(principal, action, resource == Tool::"search");']) });
  expect(Access.of(chart).table({ principals: [AccessPrincipal.anonymous()] })).toBe(`## MCPServer github (namespace ns)

| | anonymous |
|---|---|
| list | no |
| search (clients see find) | yes (1) |

- (1) MCPServer github, spec.authzConfig.inline.policies[0]: \`permit(principal, action, resource == Tool::"search");\`
`);
});

test('a virtual server decides by the names that clients see', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'group');
  serverIn(chart, { group });
  const gateway = new VirtualMcpServer(chart, 'gateway', {
    group,
    oidc: oidcIn(chart),
    authz: McpAuthz.cedar([
      'permit(principal in THVGroup::"eng", action == Action::"call_tool", resource == Tool::"github_search");',
    ]),
  });
  const decide = (name: string) =>
    Access.of(chart).decide({ server: gateway, principal: AccessPrincipal.group('eng'), name }).verdict;
  expect([decide('github_search'), decide('search')]).toEqual(['permitted', 'denied']);
});

test('prompts and resources are asked about, too', () => {
  const chart = chartIn();
  const server = serverIn(chart, {
    authz: McpAuthz.cedar([
      'permit(principal, action == Action::"read_resource", resource) when { resource.uri like "file:*" };',
    ]),
  });
  const principal = AccessPrincipal.anonymous();
  const decide = (feature: AccessFeature, name: string) =>
    Access.of(chart).decide({ server, principal, feature, name }).verdict;
  expect(decide(AccessFeature.RESOURCE, 'file:///x')).toBe('permitted');
  expect(decide(AccessFeature.RESOURCE, 'http://x')).toBe('denied');
  expect(decide(AccessFeature.PROMPT, 'file:///x')).toBe('denied');
});

describe('findings name', () => {
  const findingsOf = (policies: string[], props: Partial<McpServerProps> = {}) => {
    const chart = chartIn();
    serverIn(chart, { oidc: oidcIn(chart), authz: McpAuthz.cedar(policies), ...props });
    return Access.of(chart)
      .findings()
      .map(({ message }) => message);
  };

  test('tools that nobody may call', () => {
    expect(findingsOf([READ])).toEqual(['nobody of those asked about may use delete, list']);
  });

  test('policies that no request meets', () => {
    const met = 'permit(principal, action == Action::"call_tool", resource) when { resource.name like "x*" };';
    expect(findingsOf([OPS, met])).toContainEqual(
      expect.stringMatching(/^no request of those asked about meets policy 2 \(MCPServer github, .*policies\[1\]/),
    );
  });

  test('policies that others make needless', () => {
    const narrow = OPS.replace('resource)', 'resource == Tool::"list")');
    expect(findingsOf([narrow, OPS])).toContainEqual(expect.stringMatching(/^policy 1 .* adds nothing to policy 2/));
    expect(findingsOf([OPS, OPS])).toContainEqual(expect.stringMatching(/^policy 2 .* adds nothing to policy 1/));
    expect(findingsOf([NO_DELETE, OPS.replace('resource)', 'resource == Tool::"delete")')])).toContainEqual(
      expect.stringMatching(/^policy 2 .* has no effect: all that it permits, others forbid/),
    );
  });

  test('tools that lists hide, because policies ask for arguments', () => {
    const found = findingsOf([OPS.replace(';', ' when { context has arg_x && context.arg_x == "y" };')]);
    expect(found).toContainEqual(expect.stringMatching(/^lists hide delete from ops: they are made without arguments/));
  });

  test('what is open until the proxy has seen the hints of tools', () => {
    const policies = [
      OPS,
      'forbid(principal, action, resource) when { resource has destructiveHint && resource.destructiveHint };',
    ];
    const knownTools = KnownTools.described([
      { name: 'delete', annotations: { destructiveHint: true } },
      { name: 'list' },
    ]);
    expect(findingsOf(policies, { knownTools })).toContainEqual(
      expect.stringMatching(/^ops may call delete until a list has passed the proxy/),
    );
    expect(findingsOf([OPS, NO_DELETE], { knownTools }).filter((message) => message.includes('until'))).toEqual([]);
  });

  test('nothing where all is well', () => {
    expect(findingsOf([OPS])).toEqual([]);
  });
});

test('changes since an earlier version are listed', () => {
  const app = (policies: string[]) => {
    const chart = chartIn();
    serverIn(chart, { oidc: oidcIn(chart), authz: McpAuthz.cedar(policies) });
    return Access.of(chart);
  };
  const options = { groups: ['eng', 'ops'] };
  const before = app([READ]).decisions(options);
  expect(app([READ]).changesSince(before, options)).toEqual([]);
  const changes = app([READ, OPS]).changesSince(before, options);
  expect(
    changes.map(({ before: old, after }) => `${after!.principal} ${after!.name}: ${old!.verdict} → ${after!.verdict}`),
  ).toEqual(['ops delete: denied → permitted', 'ops list: denied → permitted', 'ops search: denied → permitted']);
});

describe('fails', () => {
  test('about a server of another scope', () => {
    const chart = chartIn();
    const server = serverIn(chart);
    const other = chartIn();
    const principal = AccessPrincipal.anonymous();
    expect(() => Access.of(other).decide({ server, principal, name: 'search' })).toThrow(
      '[chart] Access: chart/github is no server of this scope; give an McpServer, McpRemoteProxy or VirtualMcpServer in it',
    );
  });

  test('with claims that no token has', () => {
    expect(() => AccessPrincipal.of({ claims: { x: [{ __entity: { type: 'THVGroup', id: 'eng' } }] } })).toThrow(
      'AccessPrincipal: claims.x[0]: "__entity" can\'t be looked at in a claim; leave it out',
    );
    expect(() => AccessPrincipal.of({ subject: '' })).toThrow('AccessPrincipal: subject: is empty');
  });
});

test('twenty groups and two hundred tools take seconds with twenty-one policies', () => {
  const chart = chartIn();
  const names = Array.from({ length: 200 }, (_, i) => `tool_${i}`);
  const policies = Array.from(
    { length: 21 },
    (_, i) =>
      `permit(principal in THVGroup::"group${i}", action == Action::"call_tool", resource) when { resource.name like "tool_${i}*" };`,
  );
  serverIn(chart, { oidc: oidcIn(chart), authz: McpAuthz.cedar(policies), knownTools: KnownTools.of(names) });
  const groups = Array.from({ length: 20 }, (_, i) => `group${i}`);
  const start = process.cpuUsage();
  const decisions = Access.of(chart)
    .decisions({ groups })
    .filter(({ feature }) => feature === AccessFeature.TOOL);
  expect(decisions).toHaveLength(4000);
  expect(decisions.filter(({ verdict }) => verdict === AccessVerdict.PERMITTED)).toHaveLength(
    groups.reduce((sum, _, i) => sum + names.filter((name) => name.startsWith(`tool_${i}`)).length, 0),
  );
  // It takes less than three seconds; a call of Cedar for each decision takes eight at least. Time of the processor: others may be busy.
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(5_000_000);
});
