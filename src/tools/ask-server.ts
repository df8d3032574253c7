/**
 * Asks an MCP server for its tools, over streamable HTTP or SSE. It is part of a script that runs in a cluster too, so it
 * imports nothing. Sources: MCP 2025-06-18 (basic/transports, basic/lifecycle, server/tools), and 2024-11-05 for SSE.
 */

/** What went wrong, in words for people. No credential is in it. */
export class AskError extends Error {}

/** Whom to ask, and how long. */
export interface Asked {
  readonly url: string;
  /** Sent as bearer token. */
  readonly token?: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
}

/** Newer revisions are answered with one that the server speaks. */
const REVISION = '2025-06-18';
/** Bytes of one answer: no server has more to say of its tools. */
const MOST = 32 * 1024 * 1024;
/** Pages of a list. A server whose cursor never ends has no more tools for that. */
const PAGES = 1_000;

interface Message {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: unknown; readonly code?: unknown };
}

/** Sends one message, and waits for the answer where it has an id. */
type Send = (message: { readonly id?: number; readonly method: string; readonly params?: object }) => Promise<unknown>;

/**
 * The tools, as the server lists them.
 *
 * @throws AskError
 */
export async function askForTools(asked: Asked): Promise<unknown[]> {
  const signal = AbortSignal.timeout(asked.timeout);
  try {
    const session = new StreamableHttp(asked, signal);
    try {
      return await toolsBy(session.send);
    } catch (e) {
      if (!(e instanceof NoStreamableHttp)) throw e;
      return await new Sse(asked, signal).with(toolsBy);
    } finally {
      await session.end();
    }
  } catch (e) {
    if (e instanceof NoStreamableHttp) throw new AskError(e.why);
    if (e instanceof AskError) throw e;
    if (signal.aborted) throw new AskError(`gave no complete answer in ${asked.timeout / 1000} seconds`);
    throw new AskError(`can't be reached: ${reasonOf(e)}`);
  }
}

async function toolsBy(send: Send): Promise<unknown[]> {
  const clientInfo = { name: 'cdk8s-toolhive', version: '1' };
  await send({ id: 0, method: 'initialize', params: { protocolVersion: REVISION, capabilities: {}, clientInfo } });
  await send({ method: 'notifications/initialized' });
  const tools: unknown[] = [];
  let cursor: unknown;
  for (let page = 1; page <= PAGES; page++) {
    const params = cursor === undefined ? {} : { cursor };
    const result = (await send({ id: page, method: 'tools/list', params })) as {
      tools?: unknown;
      nextCursor?: unknown;
    };
    if (!Array.isArray(result?.tools)) throw new AskError('answered tools/list without a list of tools');
    tools.push(...(result.tools as unknown[]));
    cursor = result.nextCursor;
    if (typeof cursor !== 'string' || !cursor) return tools;
  }
  throw new AskError(`has more than ${PAGES} pages of tools, or its list never ends`);
}

/** The server doesn't speak streamable HTTP, or not at this address. */
class NoStreamableHttp extends Error {
  constructor(readonly why: string) {
    super(why);
  }
}

class StreamableHttp {
  private session?: string;
  private revision?: string;

  constructor(
    private readonly asked: Asked,
    private readonly signal: AbortSignal,
  ) {}

  readonly send: Send = async (message) => {
    const isFirst = message.method === 'initialize';
    const response = await request(this.asked, this.asked.url, {
      method: 'POST',
      headers: { ...this.headers(), 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      signal: this.signal,
    });
    if (isFirst && [400, 404, 405, 406, 415].includes(response.status)) {
      await response.body?.cancel();
      throw new NoStreamableHttp(statusText(response.status));
    }
    await checkStatus(response);
    this.session ??= response.headers.get('mcp-session-id') ?? undefined;
    if (message.id === undefined) {
      await response.body?.cancel();
      return undefined;
    }
    const result = await answerIn(response, message.id);
    if (isFirst) this.revision = revisionOf(result);
    return result;
  };

  /** Servers that keep sessions are told that this one is over. */
  async end(): Promise<void> {
    if (this.session === undefined || this.signal.aborted) return;
    try {
      const { body } = await request(this.asked, this.asked.url, {
        method: 'DELETE',
        headers: this.headers(),
        signal: this.signal,
      });
      await body?.cancel();
    } catch {
      // It ends by itself.
    }
  }

  private headers(): Record<string, string> {
    return {
      ...(this.session !== undefined && { 'mcp-session-id': this.session }),
      ...(this.revision !== undefined && { 'mcp-protocol-version': this.revision }),
    };
  }
}

const revisionOf = (result: unknown): string | undefined => {
  const { protocolVersion } = (result ?? {}) as { protocolVersion?: unknown };
  return typeof protocolVersion === 'string' && /^[\w.-]{1,32}$/.test(protocolVersion) ? protocolVersion : undefined;
};

/** The answer with that id: the whole body, or one of the events of a stream. */
async function answerIn(response: Response, id: number): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream')) return resultOf(parsed(await textOf(response)));
  for await (const { data } of eventsOf(response)) {
    const message = parsed(data);
    if (message.id === id) return resultOf(message);
  }
  throw new AskError('ended its stream without an answer');
}

/** The older way: answers come over a stream of their own, which says where to send messages. */
class Sse {
  private readonly waiting = new Map<unknown, (message: Message) => void>();

  constructor(
    private readonly asked: Asked,
    private readonly signal: AbortSignal,
  ) {}

  async with<T>(action: (send: Send) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const signal = AbortSignal.any([this.signal, stop.signal]);
    const headers = { accept: 'text/event-stream' };
    const response = await request(this.asked, this.asked.url, { headers, signal });
    await checkStatus(response);
    if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
      await response.body?.cancel();
      throw new AskError('speaks neither streamable HTTP nor SSE at this address; is it the path of the MCP server?');
    }
    const events = eventsOf(response);
    try {
      const endpoint = await this.endpointIn(events);
      const closed = this.listen(events);
      const send: Send = (message) => this.send(endpoint, message);
      return await Promise.race([action(send), closed]);
    } finally {
      stop.abort();
    }
  }

  private async endpointIn(events: AsyncGenerator<Event>): Promise<string> {
    const first = await events.next();
    if (first.done || first.value.event !== 'endpoint') throw new AskError('named no endpoint in its stream');
    const base = new URL(this.asked.url);
    const endpoint = new URL(first.value.data, base);
    // The token is for this server alone.
    if (endpoint.origin !== base.origin) throw new AskError('wants its messages at another server, which gets none');
    return endpoint.href;
  }

  /** Never resolves; rejects where the stream ends. */
  private async listen(events: AsyncGenerator<Event>): Promise<never> {
    for await (const { data } of events) {
      const message = parsed(data);
      this.waiting.get(message.id)?.(message);
    }
    throw new AskError('ended its stream without an answer');
  }

  private async send(endpoint: string, message: Parameters<Send>[0]): Promise<unknown> {
    const answer = new Promise<Message>((resolve) => this.waiting.set(message.id, resolve));
    const response = await request(this.asked, endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      signal: this.signal,
    });
    await checkStatus(response);
    await response.body?.cancel();
    return message.id === undefined ? undefined : resultOf(await answer);
  }
}

interface Event {
  readonly event: string;
  readonly data: string;
}

async function* eventsOf(response: Response): AsyncGenerator<Event> {
  let event = 'message';
  let data: string[] = [];
  for await (const line of linesOf(response)) {
    if (line === '') {
      if (data.length) yield { event, data: data.join('\n') };
      [event, data] = ['message', []];
      continue;
    }
    const [, field, value] = /^([^:]*)(?:: ?)?([^]*)$/.exec(line)!;
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  let rest = '';
  for await (const text of piecesOf(response)) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest) yield rest;
}

async function* piecesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let size = 0;
  for await (const piece of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > MOST) throw new AskError(`answered with more than ${MOST / 1024 / 1024} MiB`);
    yield decoder.decode(piece, { stream: true });
  }
}

async function textOf(response: Response): Promise<string> {
  let text = '';
  for await (const piece of piecesOf(response)) text += piece;
  return text;
}

function parsed(text: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AskError('answered with what is no JSON; is it the address of an MCP server?');
  }
  if (typeof value !== 'object' || value === null) throw new AskError('answered with what is no message of MCP');
  return value as Message;
}

function resultOf({ result, error }: Message): unknown {
  if (error) throw new AskError(`refused: ${oneLine(error.message)} (${oneLine(error.code)})`);
  return result;
}

/** What a server says may be anything. */
function oneLine(text: unknown): string {
  return String(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .slice(0, 200);
}

async function request({ token }: Asked, url: string, { headers, ...init }: RequestInit): Promise<Response> {
  const all: Record<string, string> = { ...(headers as Record<string, string>) };
  if (token !== undefined) all.authorization = `Bearer ${token}`;
  // Another address would get the token, or be somebody else's server.
  return fetch(url, { ...init, headers: all, redirect: 'manual' });
}

async function checkStatus(response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  throw new AskError(statusText(response.status));
}

function statusText(status: number): string {
  if (status === 401) return 'wants a token, or another one (401)';
  if (status === 403) return 'refuses the token (403)';
  if (status >= 300 && status < 400) {
    return `leads to another address (${status}), which is not followed; give that one`;
  }
  return `answered with status ${status}`;
}

/** The cause within: fetch itself says "fetch failed". */
function reasonOf(e: unknown): string {
  const { cause, message } = e as { cause?: { code?: unknown; message?: unknown }; message?: unknown };
  return oneLine(cause?.code ?? cause?.message ?? message);
}
