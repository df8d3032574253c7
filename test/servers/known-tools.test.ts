import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { DeployTarget, KnownTools, McpGroup, McpRemoteProxy, McpServer, McpServerEntry } from '../../src';
import { chartIn } from '../util';

const folder = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: unknown): string {
  const path = join(folder, 'tools.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('are named', () => {
  expect(KnownTools.of(['search', 'get']).names).toEqual(['search', 'get']);
});

test('are described', () => {
  const tools = [{ name: 'get', description: 'Gets it', annotations: { readOnlyHint: true }, inputSchema: {} }];
  expect(KnownTools.described(tools)._tools).toEqual(tools);
});

test('may be unknown', () => {
  expect(KnownTools.unknown().names).toEqual([]);
  expect(KnownTools.unknown()._tools).toBeUndefined();
});

test.each([
  ['the answer of tools/list', { tools: [{ name: 'search', description: null }] }],
  ['a message of JSON-RPC', { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'search' }] } }],
  ['a list alone', [{ name: 'search', annotations: { readOnlyHint: 'yes' }, outputSchema: {} }]],
  ['a file with a byte order mark', '\uFEFF{"tools":[{"name":"search"}]}'],
])('are read from %s', (_, content) => {
  expect(KnownTools.fromFile(file(content))._tools).toEqual([{ name: 'search' }]);
});

test('keep what a file says of them', () => {
  const tool = {
    name: 'get',
    description: 'Gets it',
    inputSchema: { type: 'object' },
    annotations: { title: 'Get', readOnlyHint: true, destructiveHint: false },
  };
  expect(KnownTools.fromFile(file({ tools: [tool] }))._tools).toEqual([tool]);
});

describe('fails', () => {
  test.each<[string, () => KnownTools, string]>([
    ['without a name', () => KnownTools.of([]), 'names no tool; name all tools of the server, or take'],
    ['with an empty name', () => KnownTools.of(['get', '']), 'a name is empty; leave it out'],
    ['with a name twice', () => KnownTools.of(['get', 'get']), '"get" is there twice; name it once'],
    ['with names that are none', () => KnownTools.of([1 as any]), 'text belongs here'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test.each<[string, unknown, string]>([
    ['with a file that is no JSON', 'tools: []', 'is no JSON: '],
    ['with a file that is no answer', { servers: {} }, 'has no list of tools; what is read: the answer of tools/list'],
    ['with no tool in the file', { tools: [] }, 'has no tool in it'],
    ['with a text for a tool', { tools: ['get'] }, 'tools[0]: must be a tool, { "name": "search" }, not "get"'],
    ['with a tool without a name', { tools: [{ title: 'x' }] }, 'tools[0].name: is missing'],
    ['with an empty name', [{ name: '' }], '[0].name: must be a text that isn\'t empty, not ""'],
    ['with a number for a description', [{ name: 'a', description: 1 }], '[0].description: must be a text, not 1'],
    ['with a list for a schema', [{ name: 'a', inputSchema: [] }], '[0].inputSchema: must be a map, not []'],
    ['with a name twice', { result: { tools: [{ name: 'a' }, { name: 'a' }] } }, 'result.tools[1].name: "a" is in'],
  ])('%s', (_, content, message) => {
    expect(() => KnownTools.fromFile(file(content))).toThrow(message);
  });

  test('without the file', () => {
    expect(() => KnownTools.fromFile('none.json')).toThrow('KnownTools: "none.json" can\'t be read: ENOENT');
  });
});

test.each([DeployTarget.WORKLOADS, DeployTarget.CUSTOM_RESOURCES])('change no YAML: %s', (target) => {
  const yaml = (knownTools?: KnownTools) => {
    const chart = chartIn(Testing.app(), { target });
    const group = new McpGroup(chart, 'g');
    new McpServer(chart, 's', { image: 'i', knownTools });
    new McpRemoteProxy(chart, 'p', { remoteUrl: 'https://mcp.example.com', knownTools });
    new McpServerEntry(chart, 'e', { remoteUrl: 'https://mcp.example.com', group, knownTools });
    return Testing.synth(chart);
  };
  expect(yaml(KnownTools.of(['search', '[object Object]']))).toEqual(yaml());
});
