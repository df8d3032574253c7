import { serverIn } from './util';
import { Toolhive, DeployTarget, EmbeddingServer, McpGroup, NetworkIsolation, VirtualMcpServer } from '../../src';
import { chartIn, objects } from '../util';

function operatedChart() {
  const chart = chartIn(undefined, { networkIsolation: NetworkIsolation.on() });
  Toolhive.configure(chart, { target: DeployTarget.CUSTOM_RESOURCES });
  return chart;
}

describe('beside a custom resource', () => {
  test('stand the objects that the operator knows nothing of', () => {
    const chart = operatedChart();
    const server = serverIn(chart, { minAvailable: 1 });
    server.autoscale();
    server.exposeViaIngress('mcp.example.com');
    expect(Object.keys(objects(chart)).sort()).toEqual([
      'HorizontalPodAutoscaler/s-hpa',
      'Ingress/s',
      'MCPServer/s',
      'NetworkPolicy/s-netpol',
      'NetworkPolicy/s-netpol-backend',
      'PodDisruptionBudget/s-pdb',
    ]);
    expect(objects(chart)['MCPServer/s'].spec.trustProxyHeaders).toBe(true);
  });

  test('a virtual server reaches the Kubernetes API, as the operator has it report how it is', () => {
    const chart = operatedChart();
    const group = new McpGroup(chart, 'g');
    serverIn(chart, { group });
    new VirtualMcpServer(chart, 'v', { group });
    expect(JSON.stringify(objects(chart)['NetworkPolicy/v-netpol'].spec.egress)).toContain('6443');
  });

  test('a pod template says what is wanted of the pods', () => {
    const chart = operatedChart();
    const probes = { readiness: { failureThreshold: 9 }, startup: { failureThreshold: 9 } };
    new EmbeddingServer(chart, 'e', { priorityClassName: 'high', topologySpread: true, probes });
    const { spec } = objects(chart)['EmbeddingServer/e'].spec.podTemplateSpec;
    expect(spec).toMatchObject({ priorityClassName: 'high', topologySpreadConstraints: [{}, {}] });
    const [container] = spec.containers;
    expect(container.readinessProbe).toEqual({ failureThreshold: 9 });
    expect(container).not.toHaveProperty('startupProbe');
  });
});

describe('a custom resource fails', () => {
  test("on what an MCPServer can't say of its proxy's pod", () => {
    expect(() => serverIn(operatedChart(), { priorityClassName: 'high' })).toThrow(
      'McpServer "s": topologySpread, priorityClassName, probes, shutdownDelay and monitoring by annotations are about the proxy\'s pod, which an MCPServer can\'t describe',
    );
  });

  test('on the scaling of an embedding server, whose number of replicas the operator sets', () => {
    const server = new EmbeddingServer(operatedChart(), 'e');
    expect(() => server.autoscale()).toThrow(
      `autoscale: ToolHive's operator sets the number of replicas again and again`,
    );
  });
});
