import { App, Duration, Testing } from 'cdk8s';
import {
  Authorizer,
  DeployTarget,
  KnownTools,
  McpAuthz,
  McpAuthzConfig,
  McpRemoteProxy,
  McpServer,
  McpServerProps,
  McpToolConfig,
  McpTools,
  SessionStorage,
  ToolhiveVersion,
  Warnings,
} from '../../../src';
import { chartIn } from '../../util';

const knownTools = KnownTools.of(['search_repositories', 'list_issues', 'get_file_contents']);

/** What is wrong with a server of known tools. */
function errorsOf(props: Partial<McpServerProps>, settings = {}, app = Testing.app()): string {
  const chart = chartIn(app, settings);
  new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, ...props });
  return errorOf(app);
}

function errorOf(app: App): string {
  try {
    app.synth();
    return '';
  } catch (e) {
    return (e as Error).message;
  }
}

const limits = (name: string) => ({
  rateLimiting: { tools: [{ name, shared: { maxTokens: 1, refillPeriod: Duration.minutes(1) } }] },
  sessionStorage: SessionStorage.redis('redis:6379'),
});

const permit = (tool: string) =>
  McpAuthz.cedar([`permit(principal, action == Action::"call_tool", resource == Tool::"${tool}");`]);

const RIGHT: [string, Partial<McpServerProps>][] = [
  ['a filter', { tools: McpTools.allow('search_repositories') }],
  ['an override', { tools: McpTools.override({ search_repositories: { name: 'search' } }) }],
  [
    'a filter of a renamed tool',
    { tools: McpTools.select({ toolsFilter: ['search'], toolsOverride: { search_repositories: { name: 'search' } } }) },
  ],
  ['a policy', { authz: permit('list_issues') }],
  [
    'a policy about a renamed tool, by its own name',
    { tools: McpTools.override({ list_issues: { name: 'issues' } }), authz: permit('list_issues') },
  ],
  ['a rate limit', limits('list_issues')],
  [
    'a rate limit of a renamed tool, by its own name',
    { tools: McpTools.override({ list_issues: { name: 'issues' } }), ...limits('list_issues') },
  ],
];

test.each(RIGHT)('%s that names a tool of the server is taken', (_, props) => {
  const app = Testing.app();
  const chart = chartIn(app);
  new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, ...props });
  expect(errorOf(app)).toBe('');
  expect(Warnings.of(chart)).toEqual([]);
});

const SUGGESTED = 'no tool of github is called "serch_repositories"; did you mean "search_repositories"?';

const WRONG: [string, Partial<McpServerProps>, string][] = [
  [
    'a filter',
    { tools: McpTools.allow('list_issues', 'serch_repositories') },
    `McpServer "github": tools: MCPToolConfig "github-tools": toolsFilter[1]: ${SUGGESTED}`,
  ],
  [
    'a filter that has the old name of a tool with another',
    { tools: McpTools.select({ toolsFilter: ['serch'], toolsOverride: { search_repositories: { name: 'search' } } }) },
    'toolsFilter[0]: no tool of github is called "serch"; did you mean "search"?',
  ],
  [
    'an override',
    { tools: McpTools.override({ serch_repositories: { name: 'search' } }) },
    `McpServer "github": tools: MCPToolConfig "github-tools": toolsOverride.serch_repositories: ${SUGGESTED}`,
  ],
  [
    'a policy',
    { authz: permit('serch_repositories') },
    `McpServer "github": authz.inline.policies[0]: line 1, column 68: ${SUGGESTED}; it permits nothing`,
  ],
  ['a rate limit', limits('serch_repositories'), `McpServer "github": rateLimiting.tools[0].name: ${SUGGESTED}`],
];

describe('fails where no tool has the name in', () => {
  test.each(WRONG)('%s', (_, props, message) => {
    expect(errorsOf(props)).toContain(message);
  });

  test.each(WRONG)('%s of an older ToolHive', (_, props, message) => {
    expect(errorsOf(props, { toolhiveVersion: ToolhiveVersion.V0_44_0 })).toContain(message);
  });

  test.each(WRONG)('%s under the operator', (_, props, message) => {
    expect(errorsOf(props, { target: DeployTarget.CUSTOM_RESOURCES })).toContain(message);
  });

  test('all of these, at once', () => {
    const props = { ...limits('a_tool'), tools: McpTools.allow('b_tool', 'c_tool') };
    expect(errorsOf(props).match(/no tool of github/g)).toHaveLength(3);
  });

  test('a filter of a remote server', () => {
    const app = Testing.app();
    new McpRemoteProxy(chartIn(app), 'github', {
      remoteUrl: 'https://mcp.example.com',
      knownTools,
      tools: McpTools.allow('serch_repositories'),
    });
    expect(errorOf(app)).toContain(SUGGESTED);
  });
});

test.each([
  ['is short for a tool', 'search_repos', 'did you mean "search_repositories"?'],
  ['is written otherwise', 'getFileContents', 'did you mean "get_file_contents"?'],
  ['is like none', 'deploy', 'it has "search_repositories", "list_issues", "get_file_contents"'],
  ['is one of every object', 'constructor', 'it has "search_repositories"'],
  ['does something to a terminal', '\u001b[2J', 'is called "\\u001b[2J"; it has'],
])('a name that %s gets advice', (_, name, advice) => {
  expect(errorsOf(limits(name))).toContain(advice);
});

test('only the first of many tools are listed', () => {
  const many = KnownTools.of([...Array(20).keys()].map((i) => `${'abcdefghijklmnopqrst'[i]}`.repeat(9)));
  expect(errorsOf({ ...limits('other'), knownTools: many })).toMatch(/; it has ("\w+", ){7}"\w+" and 12 more/);
});

test('nothing is checked where the tools are not known', () => {
  for (const [, props] of WRONG) expect(errorsOf({ ...props, knownTools: KnownTools.unknown() })).toBe('');
});

test('an override makes it a warning', () => {
  const app = Testing.app();
  const chart = chartIn(app);
  const server = new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, ...limits('list_issues') });
  const limit = { shared: { maxTokens: 1, refillPeriod: '1m0s' } };
  server.addSpecOverride('rateLimiting.tools', [{ name: 'list_isues', ...limit }]);
  expect(errorOf(app)).toBe('');
  expect(Warnings.of(chart).map(({ id }) => id)).toEqual(['unknown-tool']);
});

test('a limit of a renamed tool has its own name, also where the tools are not known', () => {
  const tools = McpTools.override({ list_issues: { name: 'issues' } });
  expect(errorsOf({ tools, ...limits('issues'), knownTools: undefined })).toContain(
    'rateLimiting.tools[0].name: clients see the tool "list_issues" as "issues", but limits know it by its own name; write "list_issues"',
  );
});

test('a limit of a hidden tool has no effect', () => {
  const app = Testing.app();
  const chart = chartIn(app);
  const tools = McpTools.allow('list_issues');
  new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, tools, ...limits('search_repositories') });
  expect(errorOf(app)).toBe('');
  expect(Warnings.of(chart)).toMatchObject([
    { id: 'field-without-effect', message: expect.stringContaining('limits nothing: the tool filter of this server') },
  ]);
});

test('two tools that clients see under one name are a conflict', () => {
  const app = Testing.app();
  const chart = chartIn(app);
  const tools = McpTools.override({ list_issues: { name: 'search_repositories' } });
  new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, tools });
  expect(errorOf(app)).toBe('');
  expect(Warnings.of(chart)).toMatchObject([
    {
      id: 'tool-conflict',
      message: expect.stringContaining('clients see "search_repositories" and "list_issues" of github as'),
    },
  ]);
});

describe('what servers share', () => {
  /** Two servers with one selection and the same policies. */
  function shared(names: string[], other?: KnownTools): string {
    const app = Testing.app();
    const chart = chartIn(app);
    const config = new McpToolConfig(chart, 'selection', { toolsFilter: ['list_issues', ...names] });
    const tools = McpTools.fromConfig(config);
    new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, tools });
    new McpServer(chart, 'wiki', { image: 'i:1.0.0', knownTools: other, tools });
    return errorOf(app);
  }

  test('may name tools of one of them', () => {
    expect(shared(['get_page', 'list_issue'], KnownTools.of(['list_issues', 'list_issue', 'get_page']))).toBe('');
  });

  test('may name what the tools of another are not known to be', () => {
    expect(shared(['get_page'])).toBe('');
  });

  test('fails with what none of them has', () => {
    const message = shared(['get_page'], KnownTools.of(['list_issues']));
    expect(message).toContain(
      'McpServer "github": tools: MCPToolConfig "selection": toolsFilter[1]: no tool of github',
    );
    expect(message).toContain('McpServer "wiki": tools: MCPToolConfig "selection": toolsFilter[1]: no tool of wiki');
  });

  test('fails with a slip', () => {
    expect(shared(['serch_repositories'])).toContain(SUGGESTED);
  });

  test.each<[string, KnownTools, string]>([
    ['may be policies about tools of one of them', KnownTools.of(['serch_repositories']), ''],
    ['fails with policies about what none has', KnownTools.of(['get_page']), SUGGESTED],
  ])('%s', (_, other, message) => {
    const app = Testing.app();
    const chart = chartIn(app);
    const config = new McpAuthzConfig(chart, 'policies', {
      authorizer: Authorizer.cedar(['permit(principal, action, resource == Tool::"serch_repositories");']),
    });
    const authz = McpAuthz.fromConfig(config);
    new McpServer(chart, 'github', { image: 'i:1.0.0', knownTools, authz });
    new McpServer(chart, 'wiki', { image: 'i:1.0.0', knownTools: other, authz });
    if (message) expect(errorOf(app)).toContain(message);
    else expect(errorOf(app)).toBe('');
  });
});
