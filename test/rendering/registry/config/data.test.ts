import { legacyDataProblem, registryDataProblem } from '../../../../src/rendering/registry/config/data';

const server = { name: 'io.github.example/fetch', description: 'Fetches', version: '1.0.0' };
const document = { version: '1.0.0', meta: { last_updated: '2026-01-31T12:00:00Z' }, data: { servers: [server] } };
const problem = (change: object) => registryDataProblem(JSON.stringify({ ...document, ...change }));
const ofServer = (change: object) => problem({ data: { servers: [{ ...server, ...change }] } });

test('a document of the MCP registry is taken', () => expect(problem({})).toBeUndefined());

test.each<[string, string | undefined, string]>([
  ['no text', registryDataProblem(' \n'), 'is empty'],
  ['YAML', registryDataProblem('version: 1.0.0'), 'is not JSON'],
  ['a list', registryDataProblem('[]'), 'must be an object'],
  ["ToolHive's older format", registryDataProblem('{"version": "1.0.0", "servers": {}}'), "ToolHive's older format"],
  ['no version', problem({ version: undefined }), 'version must be a text such as "1.0.0", not null'],
  ['a version of two parts', problem({ version: '1.0' }), 'not "1.0"'],
  ['no time', problem({ meta: {} }), 'meta.last_updated must be a time'],
  ['no list', problem({ data: { servers: {} } }), 'data.servers must be a list, not {}'],
  ['an empty list', problem({ data: { servers: [] } }), 'data.servers must have one server at least'],
  ['an entry that is none', problem({ data: { servers: ['a'] } }), 'data.servers[0] must be an object'],
  ['a name alone', ofServer({ name: 'fetch' }), 'data.servers[0].name must be a reversed domain and a name'],
  ['no description', ofServer({ description: '' }), 'data.servers[0].description must be'],
  ['a long description', ofServer({ description: 'a'.repeat(101) }), 'data.servers[0].description must be'],
  ['a server without version', ofServer({ version: undefined }), 'data.servers[0].version must be'],
])('fails with %s', (_, given, message) => {
  expect(given).toContain(message);
});

test('the older server takes any JSON object, and nothing else', () => {
  expect(legacyDataProblem('{"servers": {}}')).toBeUndefined();
  expect(legacyDataProblem('[]')).toContain('is no JSON object');
  expect(legacyDataProblem('')).toContain('is no JSON object');
});
