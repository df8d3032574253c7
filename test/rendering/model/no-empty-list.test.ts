/** Lists of what is let through: an empty one means "all" to ToolHive, and is refused. */
import { Aggregation, McpGroup, McpServer, McpTools, McpTransport, VirtualMcpServer } from '../../../src';
import { Findings } from '../../../src/findings';
import { checkConfigText } from '../../../src/rendering/registry/config/check';
import { chartIn } from '../../util';
import { render } from '../render';

const EMPTY = /is empty, with which ToolHive lets all .* through; name those that are meant, or leave it out for all$/;

describe('fails in a manifest on an empty', () => {
  test.each([
    ['filter of tools', 'kind: MCPToolConfig\nmetadata: {name: t}\nspec: {toolsFilter: []}', 'spec.toolsFilter'],
    [
      'filter of a member',
      `kind: MCPGroup
metadata: {name: g}
spec: {}
---
kind: VirtualMCPServer
metadata: {name: v}
spec: {groupRef: {name: g}, incomingAuth: {type: anonymous}, config: {aggregation: {tools: [{workload: a, filter: []}]}}}`,
      'spec.config.aggregation.tools[0].filter',
    ],
  ])('%s', (_, yaml, field) => {
    const { errors } = render(yaml);
    expect(errors).toEqual([expect.stringMatching(EMPTY)]);
    expect(errors[0]).toContain(`${field}: `);
  });

  test.each(['names', 'tags'])('list of %s that a registry includes', (which) => {
    const findings = new Findings();
    const config = `
sources: [{name: a, git: {repository: "https://example.com/r.git"}, syncPolicy: {interval: 1h}, filter: {${which}: {include: []}}}]
registries: [{name: default, sources: [a]}]
auth: {mode: anonymous}
database: {host: h, port: 5432, user: u, database: d}
`;
    checkConfigText(config, findings);
    expect(findings.list).toEqual([
      expect.objectContaining({ field: `sources[0].filter.${which}.include`, message: expect.stringMatching(EMPTY) }),
    ]);
  });
});

describe('the values of a claim that a registry asks for', () => {
  const found = (claims: string, roles = '{superAdmin: [{sub: a}]}') => {
    const findings = new Findings();
    const config = `
sources: [{name: a, git: {repository: "https://example.com/r.git"}, syncPolicy: {interval: 1h}, claims: ${claims}}]
registries: [{name: default, sources: [a], claims: ${claims}}]
auth: {mode: oauth, authz: {roles: ${roles}}, oauth: {resourceUrl: "https://r.example.com", providers: [{name: p, audience: a, issuerUrl: "https://sso.example.com"}]}}
database: {host: h, port: 5432, user: u, database: d}
`;
    checkConfigText(config, findings);
    return findings.list.map(({ severity, id, field, message }) => `${severity} ${id ?? ''} ${field}: ${message}`);
  };

  test('are warned of where there are none, because the server then takes any', () => {
    expect(found('{groups: []}')).toEqual([
      expect.stringMatching(
        /^warning registry-claim-empty sources\[0\]\.claims\.groups: is empty, with which .* lets all/,
      ),
      expect.stringMatching(/^warning registry-claim-empty registries\[0\]\.claims\.groups: is empty/),
    ]);
    expect(found('{groups: [a]}')).toEqual([]);
  });

  test('fails in a role, which nobody would have', () => {
    expect(found('{groups: [a]}', '{superAdmin: [{groups: []}]}')).toEqual([
      'error  auth.authz.roles.superAdmin[0].groups: is empty and matches nobody; name the values that have the role',
    ]);
  });

  test('are nobody in a role without rules, which is what it says', () => {
    expect(found('{groups: [a]}', '{superAdmin: []}')).toEqual([]);
  });
});

describe('fails in code on an empty', () => {
  const chart = () => chartIn();

  test('McpTools.allow()', () => {
    expect(() => McpTools.allow()).toThrow('McpTools.allow: names no tool, with which ToolHive lets all through');
  });

  test('toolsFilter', () => {
    const tools = McpTools.select({ toolsFilter: [] });
    expect(() => new McpServer(chart(), 's', { image: 'i', tools })).toThrow('toolsFilter: is empty, with which');
  });

  test('filter of a member', () => {
    const app = chart();
    const group = new McpGroup(app, 'g');
    const member = new McpServer(app, 's', { image: 'i', transport: McpTransport.STREAMABLE_HTTP, group });
    const aggregation = Aggregation.prefix({ tools: [{ member, filter: [] }] });
    expect(() => new VirtualMcpServer(app, 'v', { group, aggregation })).toThrow(/filter: is empty, with which/);
  });
});
