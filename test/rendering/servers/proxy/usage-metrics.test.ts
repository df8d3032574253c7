/** The middleware by which proxies report how they are used: as an operator with its default settings writes it. */
import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import { McpServer, McpRemoteProxy, ToolhiveChart } from '../../../../src';
import { parseCommandLine } from '../../../../src/cli/options';
import { Obj } from '../../../../src/plain/objects';
import { render } from '../../render';

const SERVER = `
kind: MCPServer
metadata: {name: s}
spec:
  image: i:1
  audit: {enabled: true}
  authzConfig: {type: inline, inline: {policies: ['permit(principal, action, resource);']}}
`;
const PROXY = `
kind: MCPRemoteProxy
metadata: {name: p}
spec: {remoteUrl: "https://mcp.example.com/mcp", headerForward: {addPlaintextHeaders: {X-A: b}}}
`;

const chainOf = (configMap: Obj) =>
  parse(configMap.data['runconfig.json']).middleware_configs as { type: string; parameters: Obj }[];
const typesOf = (objects: Record<string, Obj>, name: string) =>
  chainOf(objects[`ConfigMap/${name}-runconfig`]).map(({ type }) => type);

test('is not there unless it is asked for: nothing phones home', () => {
  const { objects } = render(`${SERVER}---${PROXY}`);
  expect(typesOf(objects, 's')).toEqual(['bodylimit', 'audit', 'auth', 'mcp-parser', 'authorization', 'recovery']);
});

test('stands where the operator puts it, before authorization and headers', () => {
  const { objects } = render(`${SERVER}---${PROXY}`, { usageMetrics: true });
  expect(typesOf(objects, 's')).toEqual([
    'bodylimit',
    'audit',
    'auth',
    'mcp-parser',
    'usagemetrics',
    'authorization',
    'recovery',
  ]);
  expect(typesOf(objects, 'p')).toEqual([
    'bodylimit',
    'auth',
    'mcp-parser',
    'usagemetrics',
    'header-forward',
    'recovery',
  ]);
  expect(objects['ConfigMap/p-runconfig'].data['runconfig.json']).toContain(
    '"type": "usagemetrics",\n      "parameters": {}\n',
  );
});

test('is an option of the command line', () => {
  const settings = (...args: string[]) =>
    parseCommandLine(
      ['render', ...args, 'x.yaml'],
      () => '',
      () => {},
    )!.settings;
  expect(settings().usageMetrics).toBe(false);
  expect(settings('--usage-metrics').usageMetrics).toBe(true);
});

test('is a setting of a scope', () => {
  const chart = new ToolhiveChart(Testing.app(), 'c', { namespace: 'ns', usageMetrics: true });
  new McpServer(chart, 's', { image: 'i:1' });
  new McpRemoteProxy(chart, 'p', { remoteUrl: 'https://mcp.example.com/mcp' });
  const configs = (Testing.synth(chart) as Obj[]).filter(({ data }) => data?.['runconfig.json']);
  expect(configs.map((config) => chainOf(config).some(({ type }) => type === 'usagemetrics'))).toEqual([true, true]);
});
