import { Chart, Duration, Testing } from 'cdk8s';
import {
  McpBackend,
  McpProtocol,
  McpRemoteProxy,
  McpRemoteProxyProps,
  McpServer,
  McpServerProps,
  McpTransport,
  ProxyMode,
  RemoteTransport,
  SessionAffinity,
  SessionStorage,
  ToolhiveChartProps,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

const REDIS = { redis: { address: 'redis.cache.svc:6379' } };

type Way = (chart: Chart, props?: Partial<McpServerProps> & Partial<McpRemoteProxyProps>) => McpServer | McpRemoteProxy;

const server: Way = (chart, { transport, ...props } = {}) =>
  new McpServer(chart, 's', {
    image: 'i:1.0',
    transport: McpTransport.STREAMABLE_HTTP,
    protocol: McpProtocol.STATELESS,
    ...(props as Partial<McpServerProps>),
  });

const remote: Way = (chart, { transport, ...props } = {}) =>
  new McpRemoteProxy(chart, 's', {
    remoteUrl: 'https://mcp.example.com/mcp',
    protocol: McpProtocol.STATELESS,
    ...(props as Partial<McpRemoteProxyProps>),
  });

const WAYS: [string, Way, string][] = [
  ['an MCP server', server, 'mcp-s-proxy'],
  ['a remote proxy', remote, 'mcp-s-remote-proxy'],
];

describe.each(WAYS)('%s without sessions', (_, make, service) => {
  const made = (props: Parameters<Way>[1] = {}, settings: ToolhiveChartProps = {}): Record<string, Obj> => {
    const chart = chartIn(undefined, settings);
    make(chart, props);
    return objects(chart);
  };
  const runConfigOf = (all: Record<string, Obj>): Obj =>
    JSON.parse(Object.values(all).find(({ data }) => data?.['runconfig.json'])!.data['runconfig.json']);

  test('is reached at any replica, unless one says otherwise', () => {
    const affinityOf = (all: Record<string, Obj>) => all[`Service/${service}`].spec.sessionAffinity;
    expect(affinityOf(made())).toBe('None');
    expect(affinityOf(made({ sessionAffinity: SessionAffinity.CLIENT_IP }))).toBe('ClientIP');
    expect(affinityOf(made({ protocol: McpProtocol.SESSIONS }))).toBe('ClientIP');
  });

  test('takes no Redis that it wasn’t given itself', () => {
    const redisOf = (...of: Parameters<typeof made>) => runConfigOf(made(...of)).scaling_config?.session_redis?.address;
    expect(redisOf({}, REDIS)).toBeUndefined();
    expect(redisOf({ protocol: McpProtocol.SESSIONS }, REDIS)).toBe('redis.cache.svc:6379');
    expect(redisOf({ sessionStorage: SessionStorage.redis('own:6379') }, REDIS)).toBe('own:6379');
  });

  test('may have replicas, and an autoscaler, without one', () => {
    const chart = chartIn();
    make(chart, { replicas: 3 });
    Testing.synth(chart);
    expect(Warnings.of(chart)).toEqual([]);
    const scaled = chartIn();
    make(scaled).autoscale({ maxReplicas: 4 });
    expect(objects(scaled)['HorizontalPodAutoscaler/s-hpa'].spec.maxReplicas).toBe(4);
  });
});

test('requests are counted in the Redis of the chart all the same', () => {
  const chart = chartIn(undefined, REDIS);
  const limit = { shared: { maxTokens: 5, refillPeriod: Duration.minutes(1) } };
  server(chart, { rateLimiting: limit });
  const { data } = objects(chart)['ConfigMap/s-runconfig'];
  expect(JSON.parse(data['runconfig.json']).scaling_config.session_redis.address).toBe('redis.cache.svc:6379');
});

test('the Service of a declared backend leads to any of its pods', () => {
  const backendOf = (protocol: McpProtocol) => {
    const chart = chartIn();
    server(chart, { protocol, backend: McpBackend.declared() });
    return objects(chart)['Service/mcp-s'].spec;
  };
  expect(backendOf(McpProtocol.STATELESS).sessionAffinity).toBe('None');
  expect(backendOf(McpProtocol.STATELESS).sessionAffinityConfig).toBeUndefined();
  expect(backendOf(McpProtocol.SESSIONS).sessionAffinity).toBe('ClientIP');
});

test('fails with a transport that is a session by itself', () => {
  const { STATELESS: protocol } = McpProtocol;
  const sse = { image: 'i:1.0', protocol, transport: McpTransport.SSE };
  expect(() => new McpServer(chartIn(), 's', sse)).toThrow(
    `[chart/s] McpServer "s": protocol: McpProtocol.STATELESS doesn't go with transport "sse"`,
  );
  const mode = { image: 'i:1.0', protocol, proxyMode: ProxyMode.SSE };
  expect(() => new McpServer(chartIn(), 's', mode)).toThrow(`doesn't go with proxyMode "sse"`);
  const far = { remoteUrl: 'https://mcp.example.com/sse', protocol, transport: RemoteTransport.SSE };
  expect(() => new McpRemoteProxy(chartIn(), 's', far)).toThrow(`McpRemoteProxy "s": protocol`);
});
