/** Servers in objects of cdk8s-plus-28. */
import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { made, serverIn } from './util';
import {
  AutoscaleOptions,
  DeployTarget,
  EmbeddingServer,
  McpGroup,
  McpServer,
  McpTransport,
  NetworkIsolation,
  RegistryApi,
  SessionStorage,
  VirtualMcpServer,
} from '../../src';
import { configIn } from '../registry/util';
import { chartIn, objects } from '../util';

const RESOURCES = { cpu: { request: kplus.Cpu.millis(100) }, memory: { limit: Size.mebibytes(128) } };

const autoscaler = (chart: Chart, target: kplus.IScalable) =>
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 5 });

describe('a HorizontalPodAutoscaler of cdk8s-plus-28', () => {
  const scaled = made(
    () => ({ proxyResources: RESOURCES }),
    (server) => autoscaler(Chart.of(server), server),
  );

  test('has a server as its target, whose Deployment then says no number', () => {
    const [hpa] = Object.values(scaled).filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(hpa.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 's' });
    expect(scaled['Deployment/s'].spec).not.toHaveProperty('replicas');
  });

  test('spreads the pods, and makes no budget, for nobody knows how many there are', () => {
    expect(scaled['Deployment/s'].spec.template.spec.topologySpreadConstraints).toHaveLength(2);
    expect(scaled).not.toHaveProperty('PodDisruptionBudget/s-pdb');
  });

  test('goes with a budget that is asked for', () => {
    const made2 = made(
      () => ({ proxyResources: RESOURCES, minAvailable: 2 }),
      (server) => autoscaler(Chart.of(server), server),
    );
    expect(made2['PodDisruptionBudget/s-pdb'].spec.minAvailable).toBe(2);
  });

  test('is told what the containers request', () => {
    const server = serverIn(chartIn(), { proxyResources: RESOURCES });
    const [{ name, resources }] = server.toScalingTarget().containers;
    expect(name).toBe('toolhive');
    expect(resources?.cpu?.request?.amount).toBe('100m');
    expect(resources?.memory?.limit?.toMebibytes()).toBe(128);
  });

  test('has virtual servers, embedding servers and registries as targets', () => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'group');
    const sessionStorage = SessionStorage.redis('redis:6379');
    serverIn(chart, { group });
    const targets = [
      new VirtualMcpServer(chart, 'virtual', { group, sessionStorage }),
      new EmbeddingServer(chart, 'embeddings', { resources: RESOURCES }),
      new RegistryApi(chart, 'registry', { config: configIn(chart), resources: RESOURCES }),
    ];
    targets.forEach((target, i) => new kplus.HorizontalPodAutoscaler(chart, `hpa-${i}`, { target, maxReplicas: 2 }));
    const all = objects(chart);
    for (const name of ['Deployment/virtual', 'StatefulSet/embeddings', 'Deployment/registry']) {
      expect(all[name].spec).not.toHaveProperty('replicas');
    }
    expect(targets.map((target) => target.toScalingTarget().kind)).toEqual(['Deployment', 'StatefulSet', 'Deployment']);
  });

  test('has the Deployment of the operator as its target', () => {
    const chart = chartIn(undefined, { target: DeployTarget.CUSTOM_RESOURCES });
    autoscaler(chart, serverIn(chart, { proxyResources: RESOURCES }));
    const all = objects(chart);
    expect(all['MCPServer/s'].spec).not.toHaveProperty('replicas');
    const [hpa] = Object.values(all).filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(hpa.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 's' });
  });

  test('fails where the operator sets the number itself', () => {
    const chart = chartIn(undefined, { target: DeployTarget.CUSTOM_RESOURCES });
    expect(() => autoscaler(chart, new EmbeddingServer(chart, 'e'))).toThrow(
      "HorizontalPodAutoscaler: ToolHive's operator sets the number of replicas again and again; give replicas, or deploy it without the operator",
    );
  });

  test.each<[string, Parameters<typeof serverIn>[1], string]>([
    [
      'without a session store',
      { sessionStorage: undefined },
      'sessionStorage: is not given, but its autoscaler changes',
    ],
    ['with replicas', { replicas: 2 }, 'replicas: 2 and a HorizontalPodAutoscaler exclude each other'],
    ['with stdio', { transport: McpTransport.STDIO }, 'is of no use to a stdio server'],
  ])('fails %s', (_, props, message) => {
    const chart = chartIn();
    expect(() => autoscaler(chart, serverIn(chart, props))).toThrow(message);
  });

  const TWO = 'an autoscaler is there already, and two would not agree; make one of them';

  test('fails beside another', () => {
    const chart = chartIn();
    const server = serverIn(chart);
    server.autoscale();
    expect(() => autoscaler(chart, server)).toThrow(`[chart/s] McpServer "s": HorizontalPodAutoscaler: ${TWO}`);
  });

  test('fails before another', () => {
    const chart = chartIn();
    const server = serverIn(chart);
    autoscaler(chart, server);
    const options: AutoscaleOptions = {};
    expect(() => server.autoscale(options)).toThrow(`[chart/s] McpServer "s": autoscale: ${TWO}`);
  });
});

test('whether there is an autoscaler can be asked, and said', () => {
  const chart = chartIn();
  const server = serverIn(chart);
  expect(server.hasAutoscaler).toBe(false);
  server.hasAutoscaler = true;
  expect(server.hasAutoscaler).toBe(true);
  server.hasAutoscaler = false;
  expect(objects(chart)['Deployment/s'].spec.template.spec).not.toHaveProperty('topologySpreadConstraints');
});

test('an Ingress leads to the Service of a server', () => {
  const chart = chartIn();
  const ingress = new kplus.Ingress(chart, 'ingress');
  ingress.addHostRule('a.example.com', '/mcp', serverIn(chart, { proxyPort: 9000 }).toIngressBackend());
  const registry = new RegistryApi(chart, 'registry', { config: configIn(chart) });
  ingress.addHostRule('b.example.com', '/', registry.toIngressBackend());
  const all = objects(chart);
  const [{ spec }] = Object.values(all).filter(({ kind }) => kind === 'Ingress');
  const backends = spec.rules.map((rule: any) => rule.http.paths[0].backend.service);
  expect(backends).toEqual([
    { name: 'mcp-s-proxy', port: { number: 9000 } },
    { name: 'registry', port: { number: all['Service/registry'].spec.ports[0].port } },
  ]);
});

test('a Service and a NetworkPolicy select the pods of a server', () => {
  const chart = chartIn();
  const server: McpServer = serverIn(chart, { networkIsolation: NetworkIsolation.on() });
  new kplus.Service(chart, 'more', { selector: server, ports: [{ port: 80, targetPort: server.port }] });
  new kplus.NetworkPolicy(chart, 'clients', { selector: server });
  const all = Object.values(objects(chart));
  const labels = all.find(({ kind }) => kind === 'Deployment')!.spec.selector.matchLabels;
  const more = all.find(({ kind, metadata }) => kind === 'Service' && metadata.name !== 'mcp-s-proxy')!;
  expect(more.spec.selector).toEqual(labels);
  const policy = all.find(({ kind, metadata }) => kind === 'NetworkPolicy' && /clients/.test(metadata.name))!;
  expect(policy.spec.podSelector.matchLabels).toEqual(labels);
});
