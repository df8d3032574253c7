/** A topic's part of the cluster: its namespaces, what is applied there, and who asks. */
import { randomUUID } from 'node:crypto';
import { App, Testing } from 'cdk8s';
import { TEST_IMAGE } from './images';
import { eventually, get, kubectl, kubectlOutcome } from './kubectl';
import { NAMESPACE_LABEL, NAMESPACE_OF_WORLD, nameOfNamespace } from './names';
import { ToolhiveChart, ToolhiveChartProps, ToolhiveVersion } from '../../src';
import { Obj } from '../../src/plain/objects';

/** The newest version whose programs can be built by anybody. */
export const VERSION = (process.env.TOOLHIVE_VERSION ?? ToolhiveVersion.V0_44_0) as ToolhiveVersion;

/** What a step of a client's plan is. */
export type Step = { readonly list: true } | { readonly call: string; readonly args?: Obj };

/** How a client comes to a server. */
export interface ClientOptions {
  /** Whether the server uses the older HTTP with SSE. */
  readonly sse?: boolean;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** Seconds that the server has to come up. */
  readonly patience?: number;
  /** A user who logs in where a server wants it: the file in the client's pod that keeps what he was given. */
  readonly login?: string;
  /** Whether the user's token has run out. */
  readonly spoilt?: boolean;
}

/** What came of a client's plan: a result for each step, or why there was no session. */
export interface Visit {
  readonly session?: string;
  readonly results: any[];
  /** Why the server let nobody in. */
  readonly refused?: string;
  /** How often a user was sent to log in, and what he has now. */
  readonly logins?: number;
  readonly token?: string;
}

/** What came of calls one after the other. */
export interface Load {
  readonly ok: number;
  readonly refused: readonly string[];
  /** Calls by the pod that answered. */
  readonly by: Record<string, number>;
}

/** An answer by HTTP; of status 0, with the reason as text, where there was no answer. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
}

/** What a topic has to work with. */
export class Cluster {
  public readonly namespace: string;
  private namespaces: string[] = [];

  /**
   * @param topic its name
   * @param ca the certificate by which the world's TLS is trusted
   * @param isRestricted whether its namespaces enforce the restricted standard
   */
  constructor(
    public readonly topic: string,
    public readonly ca: string,
    private readonly isRestricted = true,
  ) {
    this.namespace = nameOfNamespace(topic);
  }

  /** Makes a namespace, the topic's own or one more. @returns its name */
  public async makeNamespace(suffix = '', { restricted = this.isRestricted } = {}): Promise<string> {
    const name = this.namespace + (suffix && `-${suffix}`);
    const standard = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    this.namespaces.push(name);
    await this.apply([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { [NAMESPACE_LABEL]: 'true', ...(restricted && standard) } },
      },
    ]);
    return name;
  }

  /** A part of the topic, in a namespace of its own that is made. It ends with the topic's. */
  public async part(name: string): Promise<Cluster> {
    const part = new Cluster(`${this.topic}-${name}`, this.ca, this.isRestricted);
    part.namespaces = this.namespaces;
    await part.makeNamespace();
    return part;
  }

  /** Asks for the end of the topic's namespaces, without waiting for it. */
  public async remove(): Promise<void> {
    await kubectlOutcome(['delete', 'namespace', '--ignore-not-found', '--wait=false', ...this.namespaces]);
  }

  /** A chart of the version that is tested, in the topic's namespace. */
  public chart(props: ToolhiveChartProps = {}): ToolhiveChart {
    return new ToolhiveChart(new App(), this.topic, { namespace: this.namespace, toolhiveVersion: VERSION, ...props });
  }

  /** Applies a chart or objects, as docs/declared-backends.md and docs/gitops.md do: on the server's side. */
  public async apply(what: ToolhiveChart | readonly Obj[], ...options: string[]): Promise<void> {
    await kubectl(['apply', '--server-side', '-f', '-', ...options], listOf(objectsOf(what)));
  }

  /** What another apply would change; empty for nothing. */
  public async diff(what: ToolhiveChart | readonly Obj[], ...options: string[]): Promise<string> {
    const list = listOf(objectsOf(what));
    const { status, stdout, stderr } = await kubectlOutcome(['diff', '--server-side', '-f', '-', ...options], list);
    if (status > 1) throw new Error(`kubectl diff: ${stderr}`);
    return stdout;
  }

  /** Waits for Deployments and StatefulSets: `deploy/NAME`. */
  public async ready(...workloads: string[]): Promise<void> {
    await Promise.all(
      workloads.map(async (workload) => {
        // A StatefulSet may be made by a proxy that is still to start.
        await eventually(`${workload} is there`, () => this.kubectl('get', '-o', 'name', workload));
        await this.kubectl('rollout', 'status', '--timeout=300s', workload);
      }),
    );
  }

  /** kubectl in the topic's namespace. */
  public kubectl(...args: string[]): Promise<string> {
    return kubectl(['-n', this.namespace, ...args]);
  }

  /** Objects of the topic's namespace. */
  public get(...args: string[]): Promise<Obj> {
    return get('-n', this.namespace, ...args);
  }

  /** Pods that nothing is ending, by a selector. */
  public async pods(selector: string): Promise<Obj[]> {
    const { items } = await this.get('pods', '-l', selector);
    return items.filter(({ metadata }: Obj) => !metadata.deletionTimestamp);
  }

  /** One visit of an MCP client. */
  public visit(
    url: string,
    steps: readonly Step[],
    { token, headers, ...options }: ClientOptions = {},
  ): Promise<Visit> {
    return this.plan({ url, steps, headers: withToken(headers, token), ...options });
  }

  /** Visits of several clients at once. */
  public async visits(clients: number, url: string, steps: readonly Step[]): Promise<Visit[]> {
    return JSON.parse(await this.inClient('node', '/app/mcp-client.mjs', JSON.stringify({ url, steps, clients })));
  }

  /** What a tool answers, within a session of its own. */
  public async call(url: string, tool: string, args: Obj = {}, options: ClientOptions = {}): Promise<any> {
    const { refused, results } = await this.visit(url, [{ call: tool, args }], options);
    if (refused) throw new Error(`no session at ${url}: ${refused}`);
    return results[0];
  }

  /** Calls a tool four times a second in one session, while something happens. */
  public async loadDuring(
    { url, tool, args = {}, token }: { url: string; tool: string; args?: Obj; token?: string },
    happening: () => Promise<unknown>,
  ): Promise<Load> {
    const until = `/tmp/${randomUUID()}`;
    const load = { call: tool, args, every: 250, until };
    const running = this.plan({ url, headers: withToken({}, token), patience: 60, load });
    // A failed start is reported below, not by an unhandled rejection.
    running.catch(() => {});
    try {
      await new Promise((passes) => setTimeout(passes, 4000));
      await happening();
      await new Promise((passes) => setTimeout(passes, 4000));
    } finally {
      await this.inClient('touch', until);
    }
    const outcome = await running;
    if (!outcome.load) throw new Error(`no session at ${url}: ${outcome.refused}`);
    return outcome.load;
  }

  /** Begins a session at one address, and calls a tool in it at another. */
  public async elsewhere(from: string, to: string, { call, args }: { call: string; args: Obj }): Promise<Reply> {
    const begun = await this.post(from, INITIALIZE);
    const session = begun.headers['mcp-session-id'];
    if (!session) throw new Error(`no session at ${from}: ${begun.status} ${begun.text}`);
    await this.post(from, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return this.post(to, requestOf(2, 'tools/call', { name: call, arguments: args }), session);
  }

  /** Calls a tool as fast as it answers, from sixteen clients, while something is waited for. */
  public async crowd(url: string, waiting: () => Promise<unknown>): Promise<void> {
    const until = `/tmp/${randomUUID()}`;
    const load = { call: 'echo', args: { message: 'x'.repeat(2000) }, every: 1, until };
    const clients = Array.from({ length: 16 }, () => this.plan({ url, headers: {}, patience: 60, load }));
    const ended = Promise.allSettled(clients);
    try {
      await waiting();
    } finally {
      await this.inClient('touch', until);
      await ended;
    }
  }

  private post(url: string, body: Obj, session?: string): Promise<Reply> {
    const accept = 'application/json, text/event-stream';
    const headers = { accept, 'content-type': 'application/json', ...(session && { 'mcp-session-id': session }) };
    return this.http(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** What an HTTP request from the client's pod gives. */
  public async http(
    url: string,
    request: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Reply> {
    const program = `fetch(${JSON.stringify(url)}, ${JSON.stringify({ redirect: 'manual', ...request })})
      .then(async (r) => console.log(JSON.stringify({ status: r.status, text: await r.text(), headers: Object.fromEntries(r.headers) })),
        (e) => console.log(JSON.stringify({ status: 0, text: String(e.cause?.code ?? e.message), headers: {} })))`;
    return JSON.parse(await this.inClient('node', '-e', program));
  }

  /** The same, once somebody answers: a Service leads to new pods a moment after these are ready. */
  public answer(url: string, request: { method?: string } = {}): Promise<Reply> {
    const ask = () => this.http(url, request);
    return eventually(`${url} answers`, ask, ({ status }) => status !== 0, 60);
  }

  /**
   * Requests four times a second, while something happens: what is no success is refused. As HTTP lets clients do, it
   * repeats a GET whose connection was closed before the answer.
   */
  public async requestsDuring(
    url: string,
    token: string,
    happening: () => Promise<unknown>,
  ): Promise<Pick<Load, 'ok' | 'refused'>> {
    const until = `/tmp/${randomUUID()}`;
    const program = `const load = { ok: 0, refused: [] };
      const headers = ${JSON.stringify(withToken({}, token))};
      (async () => {
        while (!require('fs').existsSync('${until}')) {
          const ask = () => fetch(${JSON.stringify(url)}, { headers });
          await ask().catch((e) => (e.cause?.code === 'UND_ERR_SOCKET' ? ask() : Promise.reject(e))).then(
            (r) => (r.ok ? load.ok++ : load.refused.push(String(r.status)), r.text()),
            (e) => load.refused.push(String(e.cause?.code ?? e.message)));
          await new Promise((passes) => setTimeout(passes, 250));
        }
        console.log(JSON.stringify(load));
      })();`;
    const running = this.inClient('node', '-e', program);
    running.catch(() => {});
    try {
      await happening();
    } finally {
      await this.inClient('touch', until);
    }
    return JSON.parse(await running);
  }

  /** A token of the issuer. */
  public async token(subject: string, audience: string, claims: Record<string, string> = {}): Promise<string> {
    const query = new URLSearchParams({ sub: subject, aud: audience, ...claims });
    const { status, text } = await this.http(`${ISSUER}/mint?${query}`);
    if (status !== 200) throw new Error(`no token: ${status} ${text}`);
    return text;
  }

  private async plan(plan: Obj): Promise<any> {
    const printed = await this.inClient('node', '/app/mcp-client.mjs', JSON.stringify(plan));
    return { results: [], ...JSON.parse(printed) };
  }

  private inClient(...command: string[]): Promise<string> {
    return kubectl(['-n', NAMESPACE_OF_WORLD, 'exec', 'deploy/client', '--', ...command]);
  }
}

/** The issuer of the test's world. */
export const ISSUER = `https://issuer.${NAMESPACE_OF_WORLD}.svc.cluster.local:8443`;
/** The same without TLS, for those that can't be given its certificate. */
export const PLAIN_ISSUER = `http://issuer.${NAMESPACE_OF_WORLD}.svc.cluster.local:8080`;
/** Its other addresses. */
export const WEBHOOKS = `https://webhooks.${NAMESPACE_OF_WORLD}.svc.cluster.local:8443`;
export const COLLECTOR = `collector.${NAMESPACE_OF_WORLD}.svc.cluster.local:4318`;
export const REDIS = `redis.${NAMESPACE_OF_WORLD}.svc.cluster.local:6379`;
/** A remote MCP server. Not in cluster.local, which ToolHive takes no remote servers in before 0.63.0. */
export const REMOTE = `http://remote.${NAMESPACE_OF_WORLD}.svc:8080/mcp`;

/** The default image of servers. */
export const SERVER = { image: TEST_IMAGE };

const requestOf = (id: number, method: string, params: Obj) => ({ jsonrpc: '2.0', id, method, params });

/** What begins a session. */
export const INITIALIZE = requestOf(1, 'initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'cluster-test', version: '1.0.0' },
});

/** The objects of a chart. */
export function objectsOf(what: ToolhiveChart | readonly Obj[]): readonly Obj[] {
  return what instanceof ToolhiveChart ? Testing.synth(what) : what;
}

function listOf(items: readonly Obj[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function withToken(headers: Record<string, string> = {}, token?: string): Record<string, string> {
  return { ...headers, ...(token && { Authorization: `Bearer ${token}` }) };
}
