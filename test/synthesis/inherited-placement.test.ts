import { Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  DeployTarget,
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  PodTemplate,
  Toolhive,
  ToolhiveChart,
  ToolhiveSettings,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { objects } from '../util';

const POOL = { pool: 'gateways' };
const TAINT = [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }];
const APART = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
    ],
  },
};
const EVERYTHING = { nodeSelector: POOL, tolerations: TAINT, affinity: APART };

const chartWith = (settings: ToolhiveSettings) =>
  new ToolhiveChart(Testing.app(), 'chart', { namespace: 'ns', ...settings });

function placementOf(chart: Chart, object: string) {
  const { nodeSelector, tolerations, affinity } = objects(chart)[object].spec.template.spec;
  return { nodeSelector, tolerations, affinity };
}

function oneOfEach(chart: Construct): void {
  const group = new McpGroup(chart, 'group');
  new McpServer(chart, 'server', { image: 'i', group });
  new McpRemoteProxy(chart, 'remote', { remoteUrl: 'https://mcp.example.com/mcp', group });
  new VirtualMcpServer(chart, 'virtual', { group });
}

test.each([ToolhiveVersion.V0_44_0, ToolhiveVersion.V0_63_0])(
  'proxies and virtual servers of %s run where the chart says',
  (toolhiveVersion) => {
    const chart = chartWith({ toolhiveVersion, proxyPlacement: EVERYTHING });
    oneOfEach(chart);
    for (const name of ['server', 'remote', 'virtual']) {
      expect(placementOf(chart, `Deployment/${name}`)).toEqual(EVERYTHING);
    }
  },
);

test('MCP servers and embedding servers are no proxies', () => {
  const chart = chartWith({ proxyPlacement: EVERYTHING });
  new McpServer(chart, 's', { image: 'i', transport: McpTransport.STREAMABLE_HTTP, backend: McpBackend.declared() });
  new EmbeddingServer(chart, 'e');
  for (const name of ['StatefulSet/s', 'StatefulSet/e']) expect(placementOf(chart, name)).toEqual({});
  expect(placementOf(chart, 'Deployment/s')).toEqual(EVERYTHING);
});

describe('each field is inherited for itself', () => {
  test('from the nearest scope that says it, as a whole', () => {
    const chart = chartWith({ proxyPlacement: EVERYTHING });
    Toolhive.configure(chart, { proxyPlacement: { tolerations: [] } });
    const team = new Construct(chart, 'team');
    Toolhive.configure(team, { proxyPlacement: { nodeSelector: { zone: 'a' } } });
    new McpServer(team, 's', { image: 'i' });
    expect(placementOf(chart, 'Deployment/s')).toEqual({ nodeSelector: { zone: 'a' }, affinity: APART });
  });

  test("unless the server's own overrides say it", () => {
    const chart = chartWith({ proxyPlacement: EVERYTHING });
    new McpServer(chart, 's', {
      image: 'i',
      resourceOverrides: { proxyDeployment: { nodeSelector: { zone: 'a' }, tolerations: [] } },
    });
    expect(placementOf(chart, 'Deployment/s')).toEqual({ nodeSelector: { zone: 'a' }, affinity: APART });
  });

  test('unless the pod template of a remote proxy or virtual server says it', () => {
    const chart = chartWith({ proxyPlacement: EVERYTHING });
    const podTemplateSpec = PodTemplate.fromJson({ spec: { nodeSelector: { zone: 'a' }, affinity: {} } });
    new McpRemoteProxy(chart, 'remote', { remoteUrl: 'https://mcp.example.com/mcp', podTemplateSpec });
    const group = new McpGroup(chart, 'group');
    new McpServer(chart, 'server', { image: 'i', group });
    new VirtualMcpServer(chart, 'virtual', { group, podTemplateSpec });
    for (const name of ['remote', 'virtual']) {
      const { nodeSelector, tolerations, affinity } = placementOf(chart, `Deployment/${name}`);
      expect({ nodeSelector, tolerations }).toEqual({ nodeSelector: { zone: 'a' }, tolerations: TAINT });
      expect(affinity ?? {}).toEqual({});
    }
  });

  test('unless a field of the custom resource is overridden', () => {
    const chart = chartWith({ proxyPlacement: EVERYTHING });
    const server = new McpServer(chart, 's', { image: 'i' });
    server.addSpecOverride('resourceOverrides.proxyDeployment.nodeSelector', { zone: 'a' });
    expect(placementOf(chart, 'Deployment/s')).toEqual({ ...EVERYTHING, nodeSelector: { zone: 'a' } });
  });

  test('and the pod template of an MCP server says nothing of its proxy', () => {
    const chart = chartWith({ proxyPlacement: EVERYTHING });
    const podTemplateSpec = PodTemplate.fromJson({ spec: { nodeSelector: { zone: 'a' } } });
    new McpServer(chart, 's', { image: 'i', podTemplateSpec });
    expect(placementOf(chart, 'Deployment/s')).toEqual(EVERYTHING);
  });
});

test('settings may come after the constructs', () => {
  const chart = chartWith({});
  oneOfEach(chart);
  Toolhive.configure(chart, { proxyPlacement: { nodeSelector: POOL } });
  expect(placementOf(chart, 'Deployment/virtual')).toEqual({ nodeSelector: POOL });
});

describe('as custom resources', () => {
  const target = DeployTarget.CUSTOM_RESOURCES;

  test('it stands in each resource, for the operator', () => {
    const chart = chartWith({ target, proxyPlacement: EVERYTHING });
    oneOfEach(chart);
    const made = objects(chart);
    expect(made['MCPServer/server'].spec.resourceOverrides).toEqual({ proxyDeployment: EVERYTHING });
    expect(made['MCPRemoteProxy/remote'].spec.resourceOverrides).toEqual({ proxyDeployment: EVERYTHING });
    expect(made['VirtualMCPServer/virtual'].spec.podTemplateSpec.spec).toMatchObject(EVERYTHING);
  });

  test('it stands in the pod template of a remote proxy whose version has no other place', () => {
    const chart = chartWith({ target, toolhiveVersion: ToolhiveVersion.V0_44_0, proxyPlacement: EVERYTHING });
    new McpRemoteProxy(chart, 'remote', { remoteUrl: 'https://mcp.example.com/mcp' });
    expect(objects(chart)['MCPRemoteProxy/remote'].spec.podTemplateSpec.spec).toMatchObject(EVERYTHING);
  });

  const wrong =
    '[chart/s] McpServer "s": proxyPlacement: the MCPServer resource of ToolHive 0.44.0 has no nodeSelector for its proxy, which it has from 0.63.0 on, as far as we know; use a newer toolhiveVersion or DeployTarget.WORKLOADS, or leave it out of the settings around it';

  test('fails where the version of an McpServer has no place for it', () => {
    const proxyPlacement = { nodeSelector: POOL };
    const chart = chartWith({ target, toolhiveVersion: ToolhiveVersion.V0_44_0, proxyPlacement });
    expect(() => new McpServer(chart, 's', { image: 'i' })).toThrow(wrong);
  });

  test('fails in the same way when it is configured later', () => {
    const chart = chartWith({ target, toolhiveVersion: ToolhiveVersion.V0_44_0 });
    new McpServer(chart, 's', { image: 'i' });
    Toolhive.configure(chart, { proxyPlacement: { nodeSelector: POOL } });
    expect(() => Testing.synth(chart)).toThrow(wrong);
  });
});

test.each<[string, ToolhiveSettings['proxyPlacement'], string]>([
  ['a label', { nodeSelector: { pool: 'a b' } }, 'proxyPlacement.nodeSelector: "pool": "a b" is no label: '],
  [
    'a toleration',
    { tolerations: [{ key: 'a', effect: 'Never' }] },
    'proxyPlacement.tolerations[0].effect: "Never" must be one of NoSchedule, PreferNoSchedule, NoExecute',
  ],
  [
    'an affinity',
    { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } } },
    'proxyPlacement.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: is required',
  ],
  ['a field', { affinity: { nodeAffinty: {} } }, 'proxyPlacement.affinity.nodeAffinty: '],
])('fails on %s that the API server would refuse', (_, proxyPlacement, message) => {
  expect(() => chartWith({ proxyPlacement })).toThrow(`[chart] ${message}`);
});
