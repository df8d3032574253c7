import { KnownTools, McpCatalog, McpServer } from '../../src';
import { chartIn } from '../util';

const HINTS = { title: 'Find', readOnlyHint: true };
const SERVER = { description: 'Orders', image: 'registry.example.com/orders:1', transport: 'stdio' };
const catalog = McpCatalog.fromText(
  JSON.stringify({
    servers: {
      orders: {
        ...SERVER,
        tools: ['find', 'list', 'list'],
        tool_definitions: [{ name: 'find', description: 'Finds', annotations: HINTS, inputSchema: { type: 'object' } }],
      },
      defined: { ...SERVER, tool_definitions: [{ name: 'get', outputSchema: {}, description: 'Gets' }] },
      silent: SERVER,
    },
    remote_servers: {
      search: { description: 'Searches', url: 'https://mcp.example.com', transport: 'sse', tools: ['search'] },
    },
  }),
);

const toolsOf = (server: { _checked(): { knownTools?: readonly object[] } }) => server._checked().knownTools;

test('a server of a catalogue has the tools that the catalogue names, with what it says of them', () => {
  expect(toolsOf(catalog.server(chartIn(), 'orders'))).toEqual([
    { name: 'find', description: 'Finds', annotations: HINTS, inputSchema: { type: 'object' } },
    { name: 'list' },
  ]);
  expect(toolsOf(catalog.server(chartIn(), 'defined'))).toEqual([{ name: 'get', description: 'Gets' }]);
  expect(toolsOf(catalog.remoteProxy(chartIn(), 'search'))).toEqual([{ name: 'search' }]);
});

test('nothing is known of the tools of a server whose catalogue names none', () => {
  expect(toolsOf(catalog.server(chartIn(), 'silent'))).toBeUndefined();
  expect(catalog.entry('silent').knownTools.names).toEqual([]);
});

test('what the app says of the tools takes the place of the catalogue', () => {
  const own = (knownTools: KnownTools) => toolsOf(catalog.server(chartIn(), 'orders', { knownTools }));
  expect(own(KnownTools.of(['other']))).toEqual([{ name: 'other' }]);
  expect(own(KnownTools.unknown())).toBeUndefined();
});

test('an entry has its tools for servers that the app describes itself', () => {
  const { tools, knownTools } = catalog.entry('orders');
  expect(knownTools.names).toEqual(tools);
  expect(toolsOf(new McpServer(chartIn(), 's', { image: 'i', knownTools }))).toHaveLength(2);
});

test('fails with a definition without a name', () => {
  const text = JSON.stringify({ servers: { s: { ...SERVER, tool_definitions: [{ description: 'x' }] } } });
  expect(() => McpCatalog.fromText(text)).toThrow('servers.s.tool_definitions[0].name: is missing');
});
