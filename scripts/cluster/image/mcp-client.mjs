/**
 * An MCP client for one plan, given as JSON: `{url, sse, headers, patience, steps, load, login, spoilt}`. It prints as JSON
 * what came of it; with `clients`, that many do it at once, and it is a list. `login` is the file of a user who logs in if
 * the server wants it, `spoilt` whether the access token in it has run out.
 *
 * A step is `{list: true}` or `{call: NAME, args}`. `load` calls one tool, `{call, args, every, until}`, every so many
 * milliseconds until the file `until` is there. `patience` is how many seconds a server has to come up.
 */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Login } from './login.mjs';

const plan = JSON.parse(process.argv[2]);
const { url, sse = false, headers = {}, patience = 0, steps = [], load, clients = 1 } = plan;
const authProvider = plan.login && new Login(plan.login);
if (plan.spoilt) authProvider.spoil();
const timeout = 20_000;

/** What time heals: nobody listens yet, or a gateway has nobody behind it. */
const isPassing = (error) =>
  !/\b(401|403)\b|unauthorized|forbidden|invalid_|no login/i.test(`${error.code} ${error.message}`);

async function connect() {
  const until = Date.now() + patience * 1000;
  for (;;) {
    const transport = new (sse ? SSEClientTransport : StreamableHTTPClientTransport)(new URL(url), {
      requestInit: { headers },
      authProvider,
      ...(sse && {
        eventSourceInit: { fetch: (to, init) => fetch(to, { ...init, headers: { ...init.headers, ...headers } }) },
      }),
    });
    const client = new Client({ name: 'cluster-test', version: '1.0.0' });
    try {
      await client.connect(transport, { timeout });
      return { client, transport };
    } catch (error) {
      await client.close().catch(() => {});
      // The user has logged in meanwhile.
      if (authProvider?.code) {
        await transport.finishAuth(authProvider.code);
        delete authProvider.code;
        continue;
      }
      if (Date.now() > until || !isPassing(error)) throw error;
      await setTimeout(1000);
    }
  }
}

/** A tool's result: an object if it returns one. */
async function call(client, name, args = {}) {
  const { content, isError } = await client.callTool({ name, arguments: args }, undefined, { timeout });
  const said = content.map((part) => part.text ?? '').join('');
  if (isError) throw new Error(said);
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}

const refusal = (error) => ({
  refused: String(error.message ?? error).slice(0, 500),
  ...(error.code && { code: error.code }),
});

async function take(client, { list, call: name, args }) {
  try {
    return list
      ? (await client.listTools({}, { timeout })).tools.map((tool) => tool.name).sort()
      : await call(client, name, args);
  } catch (error) {
    return refusal(error);
  }
}

async function loaded(client) {
  const outcome = { ok: 0, refused: [], by: {} };
  for (const end = Date.now() + 600_000; !existsSync(load.until) && Date.now() < end; await setTimeout(load.every)) {
    try {
      const said = await call(client, load.call, load.args);
      outcome.ok++;
      if (said?.pod) outcome.by[said.pod] = (outcome.by[said.pod] ?? 0) + 1;
    } catch (error) {
      outcome.refused.push(`${new Date().toISOString().slice(11, 19)} ${refusal(error).refused}`);
    }
  }
  return outcome;
}

async function visit() {
  try {
    const { client, transport } = await connect();
    const results = [];
    for (const step of steps) results.push(await take(client, step));
    const user = authProvider && { logins: authProvider.logins, token: authProvider.tokens()?.access_token };
    const outcome = { session: transport.sessionId, results, ...user, ...(load && { load: await loaded(client) }) };
    await Promise.race([transport.terminateSession?.().catch(() => {}), setTimeout(3000)]);
    return outcome;
  } catch (error) {
    return { ...refusal(error), cause: error.cause && String(error.cause.code ?? error.cause.message) };
  }
}

const visits = await Promise.all(Array.from({ length: clients }, visit));
console.log(JSON.stringify(clients === 1 ? visits[0] : visits));
process.exit(0);
