/** Filters and new names of tools, of servers and of the members of virtual servers. */
import { render } from '../render';

const TOOL_CONFIG = `
kind: MCPToolConfig
metadata: {name: shared}
spec: {toolsFilter: [echo], toolsOverride: {echo: {name: say}}}
---
`;

test('annotations are warned of on a server, whose proxy has no place for them', () => {
  const config =
    'kind: MCPToolConfig\nmetadata: {name: t}\nspec: {toolsOverride: {get: {name: read, annotations: {readOnlyHint: true}}}}\n---\n';
  const { warnings } = render(
    `${config}kind: MCPServer\nmetadata: {name: s}\nspec: {image: i:1.0, toolConfigRef: {name: t}}`,
  );
  expect(warnings).toEqual([
    'spec.toolConfigRef: MCPToolConfig "t": toolsOverride of "get" has annotations, and a proxy changes name and description only; ' +
      'a virtual server shows them, where spec.config.aggregation.tools refers to the MCPToolConfig',
  ]);
});

const HIDDEN = 'the filter compares new names, so "echo" matches nothing and the tool is hidden; write "say"';

describe('a filter that names a tool by the name that it had', () => {
  test('is warned of on a server', () => {
    const server = 'kind: MCPServer\nmetadata: {name: s}\nspec: {image: i:1.0, toolConfigRef: {name: shared}}';
    const { errors, warnings } = render(TOOL_CONFIG + server);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([`spec.toolConfigRef: MCPToolConfig "shared": ${HIDDEN}`]);
  });

  test.each([
    ['its own', 'filter: [echo, add], overrides: {echo: {name: say}}'],
    ['its own, before shared names', 'filter: [echo], toolConfigRef: {name: shared}'],
    ['a shared one', 'toolConfigRef: {name: shared}'],
    ['a shared one, before its own names', 'toolConfigRef: {name: shared}, overrides: {echo: {name: say}}'],
  ])('is warned of on a member of a virtual server: %s', (_, tools) => {
    expect(aggregated(`tools: [{workload: m, ${tools}}]`)).toEqual([`spec.config.aggregation.tools[0]: ${HIDDEN}`]);
  });

  test.each([
    ['the new one', 'filter: [say], overrides: {echo: {name: say}}'],
    ['both, for another tool may have taken the old one', 'filter: [say, echo], overrides: {echo: {name: say}}'],
    ['one that only its description changes', 'filter: [echo], overrides: {echo: {description: Says}}'],
    ['one that every object has', 'filter: [constructor], overrides: {echo: {name: say}}'],
  ])('is not %s', (_, tools) => {
    expect(aggregated(`tools: [{workload: m, ${tools}}]`)).toEqual([]);
  });
});

describe('names that are told apart by hand', () => {
  const manual = (tools: string) => aggregated(`conflictResolution: manual, tools: [{workload: m, ${tools}}]`);
  const warning = [expect.stringContaining('spec.config.aggregation.conflictResolution: "manual" leaves names')];

  test.each(['filter: [a]', 'overrides: {a: {description: A}}', 'excludeAll: true'])(
    'are warned of without any new name: %s',
    (tools) => expect(manual(tools)).toEqual(warning),
  );

  test.each(['overrides: {a: {name: b}}', 'filter: [say], toolConfigRef: {name: shared}'])(
    'are fine with one: %s',
    (tools) => expect(manual(tools)).toEqual([]),
  );

  test('are none without rules, with which the server does not start', () => {
    expect(aggregated('conflictResolution: manual')).toEqual([
      expect.stringContaining('aggregation.tools: is required'),
    ]);
  });
});

/** Warnings about a virtual server with that aggregation. */
function aggregated(aggregation: string): string[] {
  const { errors, warnings } = render(`${TOOL_CONFIG}
kind: VirtualMCPServer
metadata: {name: v}
spec: {incomingAuth: {type: anonymous}, groupRef: {name: g}, config: {aggregation: {${aggregation}}}}
---
kind: MCPServer
metadata: {name: m}
spec: {image: i:1.0, groupRef: {name: g}}
---
kind: MCPGroup
metadata: {name: g}
spec: {}
`);
  expect(errors).toEqual([]);
  return warnings;
}

describe('a policy that names a renamed tool', () => {
  const config = `
kind: MCPToolConfig
metadata: {name: renamed}
spec: {toolsOverride: {echo: {name: say}}}
---
`;
  const withPolicy = (policy: string): string[] =>
    render(`${config}kind: MCPServer
metadata: {name: s}
spec:
  image: i:1.0
  toolConfigRef: {name: renamed}
  authzConfig: {type: inline, inline: {policies: ['permit(principal, action, resource == Tool::"${policy}");']}}
`).warnings;

  test('is warned of when it names it as clients do', () => {
    expect(withPolicy('say').slice(0, 1)).toEqual([
      'spec.authzConfig.inline.policies[0]: line 1, column 45: clients see the tool "echo" as "say", but policies know it by its own name; write Tool::"echo"; it permits nothing',
    ]);
  });

  test('is right when it names it as the server does', () => {
    expect(withPolicy('echo')).toEqual([]);
  });
});

test.each([
  'incomingAuth: {type: oidc}',
  'outgoingAuth: {source: inline}',
  'sessionStorage: {provider: memory}',
  'telemetry: {endpoint: "o:4318"}',
])('what the operator writes anew into the configuration of a virtual server is warned of: %s', (given) => {
  const { errors, warnings } = render(
    `kind: MCPGroup\nmetadata: {name: g}\n---\nkind: MCPServer\nmetadata: {name: m}\nspec: {image: i:1.0, groupRef: {name: g}}\n---\nkind: VirtualMCPServer\nmetadata: {name: v}\nspec: {groupRef: {name: g}, incomingAuth: {type: anonymous}, config: {${given}}}`,
  );
  const [member] = given.split(':');
  expect(errors).toEqual([]);
  expect(warnings).toContainEqual(expect.stringContaining(`spec.config.${member}: has no effect`));
});
