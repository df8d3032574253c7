import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runLater } from './run';
import { KnownTools } from '../../src';
import { serve, TOOLS } from '../tools/mcp-servers';

const folder = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const path = (name: string) => join(folder, `${(count += 1)}-${name}`);

test('prints what a running server answers, which KnownTools reads', async () => {
  const { url } = await serve();
  const { status, stdout, stderr } = await runLater('tools', '--from', url);
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ tools: TOOLS });
  const file = path('tools.json');
  writeFileSync(file, stdout);
  expect(KnownTools.fromFile(file).names).toEqual(['search', 'get']);
});

test('writes the answer into a file', async () => {
  const file = path('tools.json');
  const { url } = await serve({ way: 'sse' });
  expect(await runLater('tools', '--from', url, '--output', file)).toEqual({
    ...{ status: 0, stdout: '', stderr: `note: wrote 2 tools to ${file}\n` },
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ tools: TOOLS });
});

describe('a token', () => {
  afterEach(() => delete process.env.MCP_TOKEN);

  test('is that of a variable', async () => {
    process.env.MCP_TOKEN = 'abc';
    const { url, asked } = await serve();
    await runLater('tools', '--from', url, '--token-variable', 'MCP_TOKEN');
    expect(asked[0].headers.authorization).toBe('Bearer abc');
  });

  test('is in no message', async () => {
    process.env.MCP_TOKEN = 'a-token-of-somebody';
    const { url } = await serve({
      intercept: ({ headers }, response) => {
        const error = { message: `no ${headers.authorization}` };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 0, error }));
        return true;
      },
    });
    const { status, stderr } = await runLater('tools', '--from', url, '--token-variable', 'MCP_TOKEN');
    expect(status).toBe(1);
    expect(stderr).not.toContain('a-token-of');
  });

  test('fails where the variable is not set', async () => {
    const { url } = await serve();
    expect(await runLater('tools', '--from', url, '--token-variable', 'MCP_TOKEN')).toEqual({
      ...{ status: 1, stdout: '', stderr: 'error: --token-variable: MCP_TOKEN is not set\n' },
    });
  });
});

test.each([
  ['wants a token', { status: 401 }, ' wants a token, or another one (401)\n'],
  ['lists what is no tool', { tools: [{ title: 'x' }] }, ': tools/list: tools[0].name: is missing\n'],
  ['lists none', { tools: [] }, ': tools/list: has no tool in it\n'],
])('fails where the server %s', async (_, { status: code, tools }: { status?: number; tools?: object[] }, message) => {
  const { url } = await serve({
    tools,
    intercept: (__, response) => Boolean(code && response.writeHead(code).end()),
  });
  const { status, stdout, stderr } = await runLater('tools', '--from', url);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
});

describe('lock tools', () => {
  async function locked(): Promise<string> {
    const file = path('tools.lock.json');
    await runLater('lock', 'tools', '--from', (await serve()).url, '--output', file);
    return file;
  }

  test('writes a hash of each tool', async () => {
    const lock = JSON.parse(readFileSync(await locked(), 'utf8'));
    expect(Object.keys(lock.tools)).toEqual(['get', 'search']);
    expect(lock.tools.get).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('says what changed since the last lock', async () => {
    const file = await locked();
    const { url } = await serve({ tools: [TOOLS[0], { name: 'new' }] });
    const { status, stderr } = await runLater('lock', 'tools', '--from', url, '--output', file);
    expect([status, stderr]).toEqual([
      0,
      `note: tool "new" is new\nnote: tool "get" is gone\nnote: wrote 2 tools to ${file}\n`,
    ]);
  });

  test('checks a server, and writes nothing', async () => {
    const file = await locked();
    const same = await serve({ way: 'stream', pages: true });
    const checked = await runLater('lock', 'tools', '--from', same.url, '--check', file);
    expect(checked).toEqual({ status: 0, stdout: '', stderr: `note: all 2 tools are as in ${file}\n` });
    const { url } = await serve({ tools: [TOOLS[0], { ...TOOLS[1], description: 'Gets, and sends it on' }] });
    const before = readFileSync(file, 'utf8');
    const { status, stderr } = await runLater('lock', 'tools', '--from', url, '--check', file);
    expect(status).toBe(1);
    expect(stderr).toContain('error: tool "get" is not what it was: its description, schema or hints changed\n');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test.each<[string, string | undefined, string]>([
    ['a lock that is none', '{"images":{}}', 'is no lock of tools; write it with'],
    ['no lock', undefined, 'no such file'],
  ])('fails with %s to check', async (_, text, message) => {
    const file = path('tools.lock.json');
    if (text !== undefined) writeFileSync(file, text);
    const { status, stderr } = await runLater('lock', 'tools', '--from', (await serve()).url, '--check', file);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  test('locks images of a folder "tools" where no server is named', () => {
    expect(run('lock', 'tools').stderr).not.toContain('--from');
    expect(existsSync('tools')).toBe(false);
  });
});

test.each([
  [['tools'], 'tools needs --from URL, the address of a running MCP server'],
  [['tools', 'a.yaml', '--from', 'http://x'], 'tools takes no PATH such as "a.yaml"; it asks --from URL'],
  [['tools', '--from', 'localhost:8080'], '--from is no address; write it like http://localhost:8080/mcp'],
  [['tools', '--from', 'ftp://x'], '--from is no address'],
  [['tools', '--from', 'http://u:pass@x/mcp'], '--from has a credential before the @'],
  [['tools', '--from', 'http://x', '--strict'], 'tools takes --from, --token-variable, --output, and no --strict'],
  [['tools', '--from', 'http://x', '--check', 'f'], 'and no --check'],
  [
    ['tools', '--from', 'http://x', '--token-variable', 'A-B'],
    '--token-variable: "A-B" must be the name of a variable',
  ],
  [['render', 'x.yaml', '--from', 'http://x'], '--from is an option of tools and lock tools, not of render'],
  [['lock', 'x.yaml', '--from', 'http://x'], '--from is an option of tools and lock tools, not of lock'],
  [['lock', 'tools', '--from', 'http://x', '--check', 'a', '--output', 'b'], 'lock tools writes nothing with --check'],
])('fails with %j', (argv, message) => {
  const { status, stderr } = run(...argv);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('pass');
});
