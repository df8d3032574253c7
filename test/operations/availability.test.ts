import { Duration, Testing } from 'cdk8s';
import { made, serverIn, warningsOf } from './util';
import {
  EmbeddingServer,
  McpGroup,
  McpServerProps,
  McpTransport,
  AutoscaleOptions,
  SessionStorage,
  VirtualMcpServer,
} from '../../src';
import { chartIn, objects } from '../util';

const LABELS = {
  app: 'mcpserver',
  'app.kubernetes.io/name': 'mcpserver',
  'app.kubernetes.io/instance': 's',
  toolhive: 'true',
  'toolhive-name': 's',
};

describe('a server that is scaled', () => {
  const scaled = made(undefined, (server) => server.autoscale());

  test('has an autoscaler for its Deployment, which says no number of replicas itself', () => {
    expect(scaled['HorizontalPodAutoscaler/s-hpa'].spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 's' },
      minReplicas: 2,
      maxReplicas: 10,
    });
    expect(scaled['Deployment/s'].spec).not.toHaveProperty('replicas');
  });

  test('keeps one of its replicas while nodes are drained', () => {
    expect(scaled['PodDisruptionBudget/s-pdb'].spec).toEqual({
      minAvailable: 1,
      selector: { matchLabels: LABELS },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('is spread over nodes and zones', () => {
    const { topologySpreadConstraints } = scaled['Deployment/s'].spec.template.spec;
    expect(topologySpreadConstraints).toEqual(
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) =>
        expect.objectContaining({ topologyKey, labelSelector: { matchLabels: LABELS } }),
      ),
    );
  });

  test.each<[string, Partial<McpServerProps>, AutoscaleOptions, string]>([
    [
      'without a session store',
      { sessionStorage: undefined },
      {},
      'McpServer "s": sessionStorage: is not given, but autoscale changes the number of replicas, and clients would lose their sessions; give SessionStorage.redis, or redis in the settings of the chart',
    ],
    [
      'with sessions in memory',
      { sessionStorage: SessionStorage.memory() },
      {},
      'sessionStorage: is "memory", but autoscale',
    ],
    ['beside replicas', { replicas: 2 }, {}, 'replicas: 2 and autoscale exclude each other'],
    ['below itself', {}, { minReplicas: 3, maxReplicas: 2 }, 'autoscale.maxReplicas: 2 is below minReplicas'],
    ['on stdio', { transport: McpTransport.STDIO }, {}, 'autoscale: is of no use to a stdio server'],
  ])('fails %s', (_, props, options, message) => {
    expect(() => serverIn(chartIn(), props).autoscale(options)).toThrow(message);
  });

  test('fails where all replicas have to stay', () => {
    const chart = chartIn();
    serverIn(chart, { minAvailable: 2 }).autoscale();
    expect(() => objects(chart)).toThrow('McpServer "s": minAvailable: 2 of 2 replicas must stay');
  });

  test('needs no session store where there is one replica at most', () => {
    expect(() =>
      serverIn(chartIn(), { sessionStorage: undefined }).autoscale({ minReplicas: 1, maxReplicas: 1 }),
    ).not.toThrow();
  });

  test('takes the Redis of the settings', () => {
    const chart = chartIn(undefined, { redis: { address: 'redis.cache.svc' } });
    expect(() => serverIn(chart, { sessionStorage: undefined }).autoscale()).not.toThrow();
  });

  test('fails when it was scaled before', () => {
    const server = serverIn(chartIn());
    server.autoscale();
    expect(() => server.autoscale()).toThrow(
      '[chart/s] McpServer "s": autoscale was called before; say all in one call',
    );
  });

  test('is warned of where its pod requests nothing', () => {
    const chart = chartIn();
    serverIn(chart).autoscale();
    expect(warningsOf(chart, 'autoscaling')).toEqual([
      expect.stringContaining('container "toolhive" requests no cpu and no memory'),
    ]);
  });
});

describe('an embedding server', () => {
  test('is scaled by its StatefulSet, without a session store, and loses the number that the CRD gives it', () => {
    const chart = chartIn();
    new EmbeddingServer(chart, 'e').autoscale({ maxReplicas: 3 });
    const { 'HorizontalPodAutoscaler/e-hpa': autoscaler, 'StatefulSet/e': statefulSet } = objects(chart);
    expect(autoscaler.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'e' });
    expect(statefulSet.spec).not.toHaveProperty('replicas');
  });

  test('fails to be scaled beside replicas', () => {
    const server = new EmbeddingServer(chartIn(), 'e', { replicas: 2 });
    expect(() => server.autoscale()).toThrow('replicas: 2 and autoscale exclude each other');
  });
});

test('a virtual server is scaled by its Deployment', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  serverIn(chart, { group });
  new VirtualMcpServer(chart, 'v', { group, sessionStorage: SessionStorage.redis('redis.cache.svc') }).autoscale();
  const { 'HorizontalPodAutoscaler/v-hpa': autoscaler, 'Deployment/v': deployment } = objects(chart);
  expect(autoscaler.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'v' });
  expect(deployment.spec.template.spec.topologySpreadConstraints).toHaveLength(2);
});

describe('replicas of a fixed number', () => {
  test('get no object that the operator would not make, and no constraint', () => {
    const { 'Deployment/s': deployment, ...others } = made(() => ({ replicas: 3 }));
    expect(Object.keys(others)).not.toContain('PodDisruptionBudget/s-pdb');
    expect(deployment.spec.replicas).toBe(3);
    expect(deployment.spec.template.spec).not.toHaveProperty('topologySpreadConstraints');
  });

  test('get a budget and constraints where asked for', () => {
    const all = made(() => ({ replicas: 3, minAvailable: 2, topologySpread: true }));
    expect(all['PodDisruptionBudget/s-pdb'].spec.minAvailable).toBe(2);
    expect(all['Deployment/s'].spec.template.spec.topologySpreadConstraints).toHaveLength(2);
  });
});

describe('the pods', () => {
  test('have the priority class', () => {
    expect(made(() => ({ priorityClassName: 'high' }))['Deployment/s'].spec.template.spec.priorityClassName).toBe(
      'high',
    );
  });

  test("keep of ToolHive's probes what isn't given", () => {
    const probes = { liveness: { failureThreshold: 9 }, startup: { periodSeconds: Duration.minutes(1) } };
    const [container] = made(() => ({ probes }))['Deployment/s'].spec.template.spec.containers;
    const [stock] = made()['Deployment/s'].spec.template.spec.containers;
    expect(container.livenessProbe).toEqual({ ...stock.livenessProbe, failureThreshold: 9 });
    expect(container.startupProbe).toEqual({ ...stock.startupProbe, periodSeconds: 60 });
    expect(container.readinessProbe).toEqual(stock.readinessProbe);
  });

  test('get no probe that ToolHive has none of', () => {
    const chart = chartIn();
    new EmbeddingServer(chart, 'e', {
      probes: { startup: { failureThreshold: 60 }, readiness: { failureThreshold: 9 } },
    });
    const [container] = objects(chart)['StatefulSet/e'].spec.template.spec.containers;
    expect(container).not.toHaveProperty('startupProbe');
    expect(container.readinessProbe).toMatchObject({ failureThreshold: 9, periodSeconds: 10 });
  });
});

test('without any of it, nothing changes', () => {
  const chart = chartIn();
  serverIn(chart);
  expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual([
    'ServiceAccount',
    'ServiceAccount',
    'Role',
    'RoleBinding',
    'ConfigMap',
    'Deployment',
    'Service',
  ]);
});
