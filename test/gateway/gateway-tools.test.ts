import { App, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Aggregation,
  CompositeStep,
  CompositeTool,
  DeployTarget,
  IGroupMember,
  KnownTools,
  McpAuthz,
  McpCatalog,
  McpGroup,
  McpServer,
  McpServerEntry,
  McpToolConfig,
  McpTools,
  MemberDiscovery,
  SessionStorage,
  StepErrorHandling,
  ToolhiveChartProps,
  ToolVisibility,
  VirtualMcpServer,
  VirtualMcpServerProps,
  Warnings,
} from '../../src';
import { shared } from '../shared';
import { chartIn } from '../util';

interface Made {
  readonly app: App;
  readonly chart: ReturnType<typeof chartIn>;
  readonly group: McpGroup;
  readonly github: McpServer;
  readonly wiki: McpServerEntry;
}

const GITHUB = [
  { name: 'search', description: 'Searches code', annotations: { readOnlyHint: true } },
  { name: 'merge' },
];

/** Two members that both have a tool "search". */
function members(settings: ToolhiveChartProps = {}, github = KnownTools.described(GITHUB), tools?: McpTools): Made {
  const app = Testing.app();
  const chart = chartIn(app, settings);
  const group = new McpGroup(chart, 'g');
  return {
    ...{ app, chart, group },
    github: new McpServer(chart, 'github', { image: 'i:1.0.0', group, knownTools: github, tools }),
    wiki: new McpServerEntry(chart, 'wiki', {
      ...{ group, remoteUrl: 'https://mcp.example.com/mcp' },
      knownTools: KnownTools.of(['search', 'page']),
    }),
  };
}

function gatewayOf(made: Made, props: Partial<VirtualMcpServerProps> = {}): VirtualMcpServer {
  return new VirtualMcpServer(made.chart, 'gateway', { group: made.group, ...props });
}

const namesOf = (gateway: VirtualMcpServer) => gateway.tools().map(({ name }) => name);

function errorOf(app: App): string {
  try {
    app.synth();
    return '';
  } catch (e) {
    return (e as Error).message;
  }
}

const step = (tool: string, id = 's') => CompositeStep.tool(id, { tool });
const composite = (name: string, ...steps: CompositeStep[]) => ({ name, description: 'Does it', steps });

describe('the tools that clients see', () => {
  test('have the name that they are called by, the member that they are from, and what is said of them', () => {
    const gateway = gatewayOf(members(), { compositeTools: [composite('both', step('github.search'))] });
    expect(gateway.tools()).toEqual([
      { name: 'both', description: 'Does it' },
      { name: 'github_merge', member: 'github', memberTool: 'merge' },
      {
        ...{ name: 'github_search', member: 'github', memberTool: 'search' },
        ...{ description: 'Searches code', annotations: { readOnlyHint: true } },
      },
      { name: 'wiki_page', member: 'wiki', memberTool: 'page' },
      { name: 'wiki_search', member: 'wiki', memberTool: 'search' },
    ]);
  });

  test('are those that the proxy of a member lets through, by its names', () => {
    const tools = McpTools.select({
      toolsFilter: ['find'],
      toolsOverride: { search: { name: 'find', description: 'x' } },
    });
    const made = members({}, KnownTools.of(['search', 'merge']), tools);
    expect(gatewayOf(made).tools()[0]).toEqual({
      ...{ name: 'github_find', member: 'github', memberTool: 'find', description: 'x' },
    });
    expect(namesOf(new VirtualMcpServer(made.chart, 'other', { group: made.group }))).toHaveLength(3);
  });

  test.each<[string, (made: Made) => Aggregation, string[]]>([
    ['another prefix', () => Aggregation.prefix({ prefixFormat: '{workload}.' }), ['github.merge', 'github.search']],
    [
      'a filter',
      ({ github }) => Aggregation.prefix({ tools: [{ member: github, filter: ['merge'] }] }),
      ['github_merge'],
    ],
    [
      'a new name',
      ({ github }) => Aggregation.prefix({ tools: [{ member: github, overrides: { merge: { name: 'join' } } }] }),
      ['github_join', 'github_search'],
    ],
    [
      'a filter of a new name',
      ({ github }) =>
        Aggregation.prefix({ tools: [{ member: github, filter: ['join'], overrides: { merge: { name: 'join' } } }] }),
      ['github_join'],
    ],
    ['a hidden member', ({ github }) => Aggregation.prefix({ tools: [{ member: github, excludeAll: true }] }), []],
    [
      'members hidden by default',
      ({ wiki }) => Aggregation.prefix({ tools: [{ member: wiki }], defaultToolVisibility: ToolVisibility.DENY }),
      [],
    ],
    ['all hidden', () => Aggregation.prefix({ excludeAllTools: true }), []],
    ['priority', ({ github, wiki }) => Aggregation.priority([wiki, github]), ['merge']],
  ])('with %s', (_, aggregation, names) => {
    const made = members();
    const gateway = gatewayOf(made, { aggregation: aggregation(made) });
    const ofGithub = gateway.tools().filter(({ member }) => member === 'github');
    expect(ofGithub.map(({ name }) => name)).toEqual(names);
  });

  test('have the hints that the virtual server sends in place of the own', () => {
    const made = members();
    const overrides = { search: { name: 'find', annotations: { readOnlyHint: false, title: 'Find' } } };
    const gateway = gatewayOf(made, {
      aggregation: Aggregation.prefix({ tools: [{ member: made.github, overrides }] }),
    });
    expect(gateway.tools()[0].annotations).toEqual({ readOnlyHint: false, title: 'Find' });
  });

  test('leave out members of which nothing is known, and these can be asked for', () => {
    const gateway = gatewayOf(members({}, KnownTools.unknown()));
    expect(namesOf(gateway)).toEqual(['wiki_page', 'wiki_search']);
    expect(gateway.membersOfUnknownTools()).toEqual(['github']);
  });

  test('follow members that are added later', () => {
    const made = members();
    const gateway = gatewayOf(made);
    new McpServer(made.chart, 'later', { image: 'i:1.0.0', group: made.group, knownTools: KnownTools.of(['x']) });
    expect(namesOf(gateway)).toContain('later_x');
  });
});

describe('tools of the same name', () => {
  test('get the prefix of their member each, without a warning', () => {
    const made = members();
    const gateway = gatewayOf(made);
    expect(gateway.toolConflicts()).toEqual([
      {
        ...{ name: 'search', members: ['github', 'wiki'], outcome: 'prefixed' },
        shownAs: ['github_search', 'wiki_search'],
        explanation: '"search" is a tool of github and wiki; clients see github_search, wiki_search',
      },
    ]);
    expect(errorOf(made.app)).toBe('');
    expect(Warnings.of(made.chart)).toEqual([]);
  });

  test('are dropped but for the first in the order, with a warning', () => {
    const made = members();
    const gateway = gatewayOf(made, { aggregation: Aggregation.priority([made.wiki, made.github]) });
    expect(gateway.toolConflicts()).toMatchObject([
      {
        ...{ outcome: 'priority', shownAs: ['search'] },
        explanation: '"search" is a tool of github and wiki; clients see that of wiki, and the others are not there',
      },
    ]);
    expect(gateway.tools().find(({ name }) => name === 'search')!.member).toBe('wiki');
    expect(errorOf(made.app)).toBe('');
    expect(Warnings.of(made.chart)).toMatchObject([
      {
        id: 'tool-conflict',
        message: expect.stringContaining(
          'aggregation.conflictResolution: "search" is a tool of github and wiki: clients',
        ),
      },
    ]);
  });

  test('get prefixes where no member of the order has one', () => {
    const made = members();
    const third = new McpServer(made.chart, 'third', {
      image: 'i:1.0.0',
      group: made.group,
      knownTools: KnownTools.of(['x']),
    });
    const gateway = gatewayOf(made, { aggregation: Aggregation.priority([third]) });
    expect(namesOf(gateway)).toEqual(['github_search', 'merge', 'page', 'wiki_search', 'x']);
    expect(gateway.toolConflicts()[0].outcome).toBe('prefixed');
  });

  test('are random with a prefix that is the same for all', () => {
    const made = members();
    const gateway = gatewayOf(made, { aggregation: Aggregation.prefix({ prefixFormat: 'mcp_' }) });
    expect(gateway.toolConflicts().map(({ name, outcome }) => [name, outcome])).toEqual([
      ['search', 'prefixed'],
      ['mcp_search', 'random'],
    ]);
    expect(errorOf(made.app)).toBe('');
    expect(Warnings.of(made.chart)).toMatchObject([
      { id: 'tool-conflict', message: expect.stringContaining('put {workload} into prefixFormat') },
    ]);
  });

  test('fail with manual aggregation, at synthesis and not in each session', () => {
    const made = members();
    const tools = [{ member: made.github, overrides: { merge: { name: 'join' } } }];
    const gateway = gatewayOf(made, { aggregation: Aggregation.manual({ tools }) });
    expect(gateway.toolConflicts()[0]).toMatchObject({ outcome: 'failing', shownAs: [] });
    expect(errorOf(made.app)).toContain(
      'aggregation.conflictResolution: "search" is a tool of github and wiki: with "manual", every session ends with an error; give each of these tools a name of its own, in overrides',
    );
  });

  test('are right with manual aggregation once they have other names', () => {
    const made = members();
    const tools = [{ member: made.github, overrides: { search: { name: 'find' } } }];
    const gateway = gatewayOf(made, { aggregation: Aggregation.manual({ tools }) });
    expect(gateway.toolConflicts()).toEqual([]);
    expect(namesOf(gateway)).toEqual(['find', 'merge', 'page', 'search']);
    expect(errorOf(made.app)).toBe('');
  });

  test('fail as a composite tool, for clients would be offered none', () => {
    const made = members();
    gatewayOf(made, { compositeTools: [composite('wiki_page', step('wiki.page'))] });
    expect(errorOf(made.app)).toContain(
      'compositeTools: "wiki_page" is a tool of wiki too, and with one such name clients are offered no composite tool at all; rename one',
    );
  });
});

const limits = (name: string) => ({
  rateLimiting: { tools: [{ name, shared: { maxTokens: 1, refillPeriod: Duration.minutes(1) } }] },
  sessionStorage: SessionStorage.redis('redis:6379'),
});

const permit = (tool: string) =>
  McpAuthz.cedar([`permit(principal, action == Action::"call_tool", resource == Tool::"${tool}");`]);

type Props = (made: Made) => Partial<VirtualMcpServerProps>;

const rules = (member: IGroupMember, own: object) => ({
  aggregation: Aggregation.prefix({ tools: [{ member, ...own }] }),
});

describe('names of tools', () => {
  test.each<[string, Props]>([
    ['a filter', ({ github }) => rules(github, { filter: ['search'] })],
    ['a filter of new names', ({ github }) => rules(github, { filter: ['f'], overrides: { search: { name: 'f' } } })],
    ['a policy', () => ({ authz: permit('github_search') })],
    [
      'a policy about a composite tool',
      () => ({ authz: permit('c'), compositeTools: [composite('c', step('wiki.page'))] }),
    ],
    ['a policy about the optimizer', () => ({ authz: permit('find_tool') })],
    ['a rate limit', () => limits('wiki_page')],
    ['a step by member and tool', () => ({ compositeTools: [composite('c', step('github.search'))] })],
    ['a step by the name of clients', () => ({ compositeTools: [composite('c', step('github_search'))] })],
    [
      'a step that calls a hidden tool, by its own name',
      ({ github }) => ({
        ...rules(github, { filter: ['merge'], overrides: { search: { name: 'find' } } }),
        compositeTools: [composite('c', step('github.search'), step('github_find', 't'))],
      }),
    ],
  ])('are taken in %s', (_, props) => {
    const made = members();
    gatewayOf(made, props(made));
    expect(errorOf(made.app)).toBe('');
    expect(Warnings.of(made.chart)).toEqual([]);
  });

  const WRONG: [string, Props, string][] = [
    [
      'a filter',
      ({ github }) => rules(github, { filter: ['merge', 'serch'] }),
      'aggregation.tools[0].filter[1]: no tool of github is called "serch"; did you mean "search"?',
    ],
    [
      'an override',
      ({ github }) => rules(github, { overrides: { serch: { name: 'find' } } }),
      'aggregation.tools[0].overrides.serch: no tool of github is called "serch"; did you mean "search"?',
    ],
    [
      'a shared selection',
      ({ github, chart }) =>
        rules(github, { toolConfig: new McpToolConfig(chart, 'shared', { toolsFilter: ['serch'] }) }),
      'aggregation.tools[0].toolConfig: MCPToolConfig "shared": toolsFilter: "serch": no tool of github is called "serch"; did',
    ],
    [
      'a policy',
      () => ({ authz: permit('github_serch') }),
      'no tool of github is called "serch"; did you mean "github_search"?; it permits nothing',
    ],
    [
      'a rate limit',
      () => limits('github_serch'),
      'rateLimiting.tools[0].name: no tool of github is called "serch"; did you mean "github_search"?',
    ],
    [
      'a step by member and tool',
      () => ({ compositeTools: [composite('c', step('github.search', 'a'), step('github.serch', 'b'))] }),
      'compositeTools[0].steps[1].tool: no tool of github is called "serch"; did you mean "github.search"? (clients are not offered "c" until then)',
    ],
    [
      'a step by the name of clients',
      () => ({ compositeTools: [composite('c', step('github_serch'))] }),
      'compositeTools[0].steps[0].tool: no tool of the members is called "github_serch"; did you mean "github_search"?',
    ],
    [
      'a step of a loop',
      () => ({
        compositeTools: [
          composite(
            'c',
            CompositeStep.forEach('each', {
              collection: '["a"]',
              tool: 'wiki.pag',
              onError: StepErrorHandling.proceed(),
            }),
          ),
        ],
      }),
      'compositeTools[0].steps[0].step.tool: no tool of wiki is called "pag"; did you mean "wiki.page"?',
    ],
    [
      'a shared composite tool',
      ({ chart }) => ({ compositeToolRefs: [new CompositeTool(chart, 'c', composite('c', step('wiki.pag')))] }),
      'compositeToolRefs[0]: step "s" of "c": no tool of wiki is called "pag"; did you mean "wiki.page"?',
    ],
    [
      'a policy with priorities',
      ({ github, wiki }) => ({ authz: permit('serch'), aggregation: Aggregation.priority([github, wiki]) }),
      'clients see no tool "serch" here; did you mean "search"?; it permits nothing',
    ],
  ];

  test.each(WRONG)('fail in %s where no tool has them', (_, props, message) => {
    const made = members();
    gatewayOf(made, props(made));
    expect(errorOf(made.app)).toContain(message);
  });

  test.each(WRONG.slice(0, 6))('fail in %s under the operator', (_, props, message) => {
    const made = members({ target: DeployTarget.CUSTOM_RESOURCES });
    gatewayOf(made, props(made));
    expect(errorOf(made.app)).toContain(message);
  });

  test.each(WRONG.slice(0, 6))('are not checked in %s where the tools of the member are not known', (_, props) => {
    const made = members({}, KnownTools.unknown());
    gatewayOf(made, props(made));
    expect(errorOf(made.app)).toBe('');
  });

  test('of members that are found in the cluster may be those of others', () => {
    const made = members();
    gatewayOf(made, {
      discovery: MemberDiscovery.CLUSTER,
      compositeTools: [composite('c', step('other_tool'))],
    });
    expect(errorOf(made.app)).toBe('');
  });

  test('are not the old ones: that is said once', () => {
    const made = members();
    gatewayOf(made, rules(made.github, { filter: ['search'], overrides: { search: { name: 'find' } } }));
    expect(errorOf(made.app)).toBe('');
    expect(Warnings.of(made.chart).map(({ id }) => id)).toEqual(['filter-names-overridden-tool']);
  });
});

const catalogue = shared('catalogs', 'toolhive-2026-02-18.json');

catalogue.tests('of a catalogue that people have', () => {
  test('a virtual server of all servers lists every name that two of them have', () => {
    const catalog = McpCatalog.fromFile(catalogue.path);
    const chart = chartIn();
    const group = new McpGroup(chart, 'all');
    const named = new Map<string, Set<string>>();
    for (const name of catalog.names()) {
      const entry = catalog.entry(name);
      const secretsFrom = kplus.Secret.fromSecretName(chart, `secret-${name}`, 's');
      const asked = entry.inputs.filter(
        ({ isRequired, isSecret, defaultValue }) => isRequired && !isSecret && !defaultValue,
      );
      const values = Object.fromEntries(
        asked.map((input) => [input.name, input.choices?.[0] ?? 'https://x.example.com']),
      );
      try {
        const server = catalog[entry.isRemote ? 'remoteProxy' : 'server'](chart, name, { group, secretsFrom, values });
        for (const tool of entry.tools) named.set(tool, (named.get(tool) ?? new Set()).add(server.name));
      } catch {
        // It can't be made without more than values.
      }
    }
    const gateway = new VirtualMcpServer(chart, 'gateway', { group });
    const due = [...named]
      .filter(([, servers]) => servers.size > 1)
      .map(([tool, servers]) => [tool, [...servers].sort()]);
    const found = gateway.toolConflicts().map(({ name, members: of }) => [name, [...of].sort()]);
    expect(found.sort()).toEqual(due.sort());
    expect(due.length).toBeGreaterThan(20);
    expect(gateway.tools().length).toBeGreaterThan(500);
  });
});
