import { ServerResponse } from 'node:http';
import { serve, TOOLS } from './mcp-servers';
import { askForTools } from '../../src/tools/ask-server';

const TOKEN = 'a-token-of-somebody';
const ask = (url: string, timeout = 5_000) => askForTools({ url, token: TOKEN, timeout });

test.each(['json', 'stream', 'sse'] as const)('a server that answers with %s lists its tools', async (way) => {
  expect(await ask((await serve({ way })).url)).toEqual(TOOLS);
});

test.each(['json', 'stream', 'sse'] as const)('all pages of a list are read: %s', async (way) => {
  expect(await ask((await serve({ way, pages: true })).url)).toEqual(TOOLS);
});

test('the session and the revision that the server names are those of later messages, and the session is ended', async () => {
  const { url, asked } = await serve();
  await ask(url);
  expect(asked.map(({ http, method, headers }) => [http, method, headers['mcp-session-id']])).toEqual([
    ['POST', 'initialize', undefined],
    ['POST', 'notifications/initialized', 'abc'],
    ['POST', 'tools/list', 'abc'],
    ['DELETE', undefined, 'abc'],
  ]);
  expect(asked[2].headers).toMatchObject({ 'mcp-protocol-version': '2025-06-18', authorization: `Bearer ${TOKEN}` });
});

test('no token is sent where none is given', async () => {
  const { url, asked } = await serve();
  await askForTools({ url, timeout: 5_000 });
  expect(asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

const status = (code: number, headers = {}) => ({
  intercept: (_: unknown, response: ServerResponse) => (response.writeHead(code, headers).end('secret text'), true),
});
const body = (text: string, type = 'application/json') => ({
  intercept: (_: unknown, response: ServerResponse) => (
    response.writeHead(200, { 'content-type': type }).end(text),
    true
  ),
});

describe('fails', () => {
  test.each([
    ['where a token is due', status(401), 'wants a token, or another one (401)'],
    ['where the token is refused', status(403), 'refuses the token (403)'],
    ['where the address is another', status(307, { location: 'http://other.example.com' }), 'leads to another address'],
    ['where nothing is', status(404), 'answered with status 404'],
    ['where the server is down', status(502), 'answered with status 502'],
    ['where a page for people is', body('<html>', 'text/html'), 'answered with what is no JSON; is it the address'],
    ['where the answer is no message', body('7'), 'answered with what is no message of MCP'],
    ['where the server refuses', body('{"id":0,"error":{"code":-1,"message":"no\\u001b[2J"}}'), 'refused: no [2J (-1)'],
    ['where there is no list', body('{"id":0,"result":{"protocolVersion":"1"}}'), 'without a list of tools'],
    [
      'where a stream ends early',
      body('data: {"id":9}\n\n', 'text/event-stream'),
      'ended its stream without an answer',
    ],
  ])('%s', async (_, answering, message) => {
    await expect(ask((await serve(answering)).url)).rejects.toThrow(message);
  });

  test('where nobody listens', async () => {
    await expect(ask('http://127.0.0.1:1/mcp')).rejects.toThrow(/^can't be reached: /);
  });

  test('where no answer comes', async () => {
    const { url } = await serve({ intercept: () => true });
    await expect(ask(url, 200)).rejects.toThrow('gave no complete answer in 0.2 seconds');
  });

  test('where no end comes', async () => {
    const { url } = await serve({ tools: [...Array(1_002).keys()].map((i) => ({ name: `t${i}` })), pages: true });
    await expect(ask(url, 30_000)).rejects.toThrow('more than 1000 pages of tools');
  }, 30_000);

  test('where messages are to go to another server, which gets no token', async () => {
    const other = await serve();
    const { url } = await serve({
      way: 'sse',
      intercept: ({ method }, response) => {
        if (method !== 'GET') return false;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`event: endpoint\ndata: ${other.url}\n\n`);
        return true;
      },
    });
    await expect(ask(url)).rejects.toThrow('wants its messages at another server, which gets none');
    expect(other.asked).toEqual([]);
  });

  test('where a stream names no endpoint', async () => {
    const { url } = await serve({
      way: 'sse',
      intercept: ({ method }, response) => {
        if (method === 'GET') response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: x\n\n');
        return method === 'GET';
      },
    });
    await expect(ask(url)).rejects.toThrow('named no endpoint in its stream');
  });
});
