/**
 * Runs ToolHive's released programs on what the library writes for them, and asks whether they do what it promises. Run by
 * `npm run test:toolhive`, with the folder of the programs in TOOLHIVE_BIN. Everything is on the loopback address.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realAccess, toldAccess } from './access';
import { AUDIENCE, ISSUER, NAMESPACE, realApp } from './app';
import { READ_CLIENTS, targetsIn } from './client-files';
import { Claims, identityApp, keysAt, PROVIDERS } from './identity';
import { throughIngress } from './ingress';
import { Issuer, startIssuer } from './issuer';
import { connect, Target } from './mcp-client';
import { freePort, podOf, Running, start, startWorkload, stopAll, writeFiles } from './programs';
import { ToolhiveChart, ToolhiveVersion } from '../../src';

/** The newest version whose programs can be built by anybody. */
const version = (process.env.TOOLHIVE_VERSION ?? ToolhiveVersion.V0_44_0) as ToolhiveVersion;
const programs = process.env.TOOLHIVE_BIN;
const SERVER = '@modelcontextprotocol/server-everything@2026.8.31';

let [passed, failed, skipped] = [0, 0, 0];

async function promise(what: string, holds: () => Promise<unknown> | unknown, expected: unknown): Promise<void> {
  const given = JSON.stringify(await Promise.resolve().then(holds).catch(String));
  const isKept = given === JSON.stringify(expected);
  if (isKept) passed++;
  else failed++;
  console.log(
    `${isKept ? '✓' : '✗'} ${what}${isKept ? '' : `\n    expected ${JSON.stringify(expected)}\n    was ${given}`}`,
  );
}

function program(name: string): string {
  return join(programs!, name);
}

/** The folder of the server in place of a user's: that of TOOLHIVE_TEST_SERVER, or a new one. */
function testServer(folder: string): string {
  const given = process.env.TOOLHIVE_TEST_SERVER;
  if (given) return given;
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, SERVER], { stdio: 'ignore' });
  return folder;
}

async function startServer(modules: string, transport: 'sse' | 'streamableHttp', folder: string): Promise<Running> {
  const port = await freePort();
  const script = join(modules, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
  const env = { PORT: String(port) };
  // It answers 404 there as soon as it listens.
  return start(process.execPath, [script, transport], { port, path: '/health', cwd: folder, env });
}

/** Lines of a log about a tool's call. */
function auditEvents({ output }: Running): number {
  return output()
    .split('\n')
    .filter((line) => line.includes('audit_event') && line.includes('mcp_tool_call')).length;
}

async function metrics(port: number | string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const isText = (await response.text()).includes('# TYPE');
  return `${response.status}${isText ? ' with metrics' : ''}`;
}

async function main(folder: string): Promise<void> {
  const modules = testServer(folder);
  const { chart, objects } = realApp(version);
  const ports = {
    ...{ streamable: await freePort(), sse: await freePort(), virtual: await freePort() },
    ...{ orders: await freePort(), news: await freePort() },
  };
  const issuer = await startIssuer(await freePort());
  const [behindStreamable, behindSse] = [
    await startServer(modules, 'streamableHttp', folder),
    await startServer(modules, 'sse', folder),
  ];
  const inCluster = (service: string) => `${service}.${NAMESPACE}.svc.cluster.local:8080`;
  const addresses = new Map([
    [inCluster('mcp-streamable'), `127.0.0.1:${behindStreamable.port}`],
    [inCluster('mcp-sse'), `127.0.0.1:${behindSse.port}`],
    [inCluster('mcp-streamable-proxy'), `127.0.0.1:${ports.streamable}`],
    [inCluster('mcp-sse-proxy'), `127.0.0.1:${ports.sse}`],
    [inCluster('mcp-orders'), `127.0.0.1:${behindStreamable.port}`],
    [inCluster('mcp-news'), `127.0.0.1:${behindSse.port}`],
    [new URL(ISSUER).host, `127.0.0.1:${issuer.port}`],
  ]);
  const run = (name: keyof typeof ports, binary: string) =>
    startWorkload(program(binary), name, objects, folder, { port: ports[name], addresses });
  /** Ports of the cluster are other ones here; a port that isn't the clients' stays. */
  const scraped = (name: keyof typeof ports, clients: string) => {
    const port: string = podOf(name, objects).metadata.annotations['prometheus.io/port'];
    return port === clients ? ports[name] : port;
  };

  const proxy = await run('streamable', 'thv-proxyrunner');
  const client = await connect(modules, { url: `http://127.0.0.1:${proxy.port}/mcp`, transport: 'http' });
  await promise('a proxy lists what filter and override leave and Cedar permits', client.tools, ['say']);
  await promise('a proxy calls a tool by its new name', () => client.call('say', { message: 'hi' }), 'Echo: hi');
  await promise(
    'a proxy refuses what Cedar does not permit',
    async () => /^refused: .*403/.test(await client.call('get-sum', { a: 1, b: 2 })),
    true,
  );
  await promise('a proxy writes an audit event for each call', () => auditEvents(proxy), 2);
  await promise(
    'a proxy permits and lists what Access says',
    () => realAccess(client, { 'echo': 'say', 'get-sum': 'get-sum' }),
    toldAccess(chart, 'streamable', ['echo', 'get-sum']),
  );
  await promise(
    'a proxy serves metrics where monitoring looks',
    () => metrics(scraped('streamable', '8080')),
    '200 with metrics',
  );

  const ofSse = await run('sse', 'thv-proxyrunner');
  const sseClient = await connect(modules, { url: `http://127.0.0.1:${ofSse.port}/sse`, transport: 'sse' });
  await promise(
    'a proxy of an sse server passes calls on',
    () => sseClient.call('echo', { message: 'hi' }),
    'Echo: hi',
  );
  await promise('a proxy of a server without telemetry has no metrics', () => metrics(ofSse.port), '404');

  const config = join(writeFiles('virtual', objects, folder, { port: ports.virtual, addresses }), 'config.yaml');
  await promise(
    'vmcp validate accepts the configuration',
    () => execFileSync(program('vmcp'), ['validate', `--config=${config}`], { stdio: 'pipe' }) && 'valid',
    'valid',
  );
  const virtual = await run('virtual', 'vmcp');
  const virtualClient = await connect(modules, { url: `http://127.0.0.1:${virtual.port}/mcp`, transport: 'http' });
  await promise('a virtual server lists prefixed tools that Cedar permits', virtualClient.tools, [
    'sse_echo',
    'streamable_again',
  ]);
  await promise(
    'a virtual server calls a renamed tool of a renamed tool',
    () => virtualClient.call('streamable_again', { message: 'hi' }),
    'Echo: hi',
  );
  await promise(
    'a virtual server calls an sse member',
    () => virtualClient.call('sse_echo', { message: 'hi' }),
    'Echo: hi',
  );
  await promise(
    'a virtual server refuses what Cedar does not permit',
    async () => (await virtualClient.call('sse_get-sum', { a: 1, b: 2 })).startsWith('refused: '),
    true,
  );
  const ofVirtual = ['sse_echo', 'sse_get-sum', 'streamable_again'];
  await promise(
    'a virtual server permits and lists what Access says',
    () => realAccess(virtualClient, Object.fromEntries(ofVirtual.map((name) => [name, name]))),
    toldAccess(chart, 'virtual', ofVirtual),
  );
  await promise('a virtual server writes audit events', () => auditEvents(virtual) > 0, true);
  await promise(
    'a virtual server serves metrics where monitoring looks',
    () => metrics(scraped('virtual', '4483')),
    '200 with metrics',
  );
  await Promise.all([client, sseClient, virtualClient].map(({ close }) => close()));

  await run('orders', 'thv-proxyrunner');
  await run('news', 'thv-proxyrunner');
  const services = new Map([
    ['vmcp-virtual', ports.virtual],
    ['mcp-orders-proxy', ports.orders],
    ['mcp-news-proxy', ports.news],
  ]);
  await clientFiles(modules, chart, throughIngress(objects, services), issuer.token(AUDIENCE));
  await promise(
    'without a token, the public address of a server names its issuer',
    () => issuersAt('https://mcp.example.com/orders/mcp', throughIngress(objects, services)),
    { status: 401, issuers: [`http://127.0.0.1:${issuer.port}`] },
  );
  await identityProviders(modules, folder, behindStreamable.port, issuer);
  issuer.close();
}

/** Tokens of each provider's documented shape are accepted, and groups are where the preset says. */
async function identityProviders(modules: string, folder: string, behind: number, issuer: Issuer): Promise<void> {
  const objects = identityApp(version, NAMESPACE);
  for (const [name, { token, other }] of Object.entries(PROVIDERS)) {
    const port = await freePort();
    const addresses = new Map([
      [`mcp-${name}.${NAMESPACE}.svc.cluster.local:8080`, `127.0.0.1:${behind}`],
      ...keysAt(`http://127.0.0.1:${issuer.port}/keys`),
    ]);
    await startWorkload(program('thv-proxyrunner'), name, objects, folder, { port, addresses });
    const url = `http://127.0.0.1:${port}/mcp`;
    const headers = (claims: Claims) => ({ authorization: `Bearer ${issuer.token('', claims)}` });
    const tools = async (claims: Claims) => {
      const client = await connect(modules, { url, transport: 'http', headers: headers(claims) });
      const found = await client.tools();
      await client.close();
      return found;
    };
    await promise(`a token of ${name} is accepted, and its groups or claims count`, () => tools(token), ['echo']);
    await promise('one without them sees nothing', () => tools({ ...token, ...other }), []);
    await promise(
      'one for another audience is refused',
      async () => (await fetch(url, { method: 'POST', headers: headers({ ...token, aud: 'other' }) })).status,
      401,
    );
  }
}

/** What a client that is to log in finds out (RFC 9728). */
async function issuersAt(url: string, fetch: typeof globalThis.fetch): Promise<object> {
  const refused = await fetch(url, { method: 'POST' });
  const [, metadata] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
  const document = (await (await fetch(metadata)).json()) as { authorization_servers?: string[] };
  return { status: refused.status, issuers: document.authorization_servers };
}

/** What the clients' files have leads to the servers, with no other knowledge than what is in the file. */
async function clientFiles(
  modules: string,
  chart: ToolhiveChart,
  fetch: typeof globalThis.fetch,
  token: string,
): Promise<void> {
  const answer = async (target: Target | undefined, tool: string) => {
    const client = await connect(modules, { ...target!, fetch });
    const hasTool = (await client.tools()).includes(tool);
    const said = await client.call(tool, { message: 'hi' });
    await client.close();
    return hasTool && said;
  };
  for (const client of READ_CLIENTS) {
    const file = chart.clientConfig(client, { tokenVariable: 'MCP_TOKEN' }).text();
    const targets = targetsIn(client, file, { MCP_TOKEN: token });
    await promise(`the file of ${client} lists the virtual server in place of its members`, () => [...targets.keys()], [
      ...['virtual', 'orders', 'news'],
    ]);
    const leads = (name: string, tool: string, kind: string) =>
      promise(`the file of ${client} leads to ${kind}`, () => answer(targets.get(name), tool), 'Echo: hi');
    await leads('virtual', 'sse_echo', 'the virtual server');
    await leads('orders', 'echo', 'a server that requires a token');
    await leads('news', 'echo', 'a server of SSE below a prefix');
  }
}

async function guarded(): Promise<void> {
  const missing = ['thv-proxyrunner', 'vmcp'].filter((name) => !programs || !existsSync(program(name)));
  if (missing.length) {
    skipped++;
    console.log(
      `SKIPPED: TOOLHIVE_BIN ${programs ? `has no ${missing.join(', ')}` : 'names no folder'}; nothing was run`,
    );
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'real-runs-'));
  try {
    await main(folder);
  } catch (error) {
    failed++;
    console.log(`✗ ${String((error as Error)?.stack ?? error)}`);
  } finally {
    stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

void guarded().then(() => {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed ? 1 : 0);
});
