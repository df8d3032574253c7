import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  McpGroup,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  PodSecurity,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  ToolhiveChart,
  ToolhiveOperator,
  VirtualMcpServer,
  Warnings,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { chartIn } from '../../util';

interface Common {
  readonly podTemplateSpec?: PodTemplate;
  readonly volumes?: kplus.VolumeMount[];
}

const secret = (chart: ToolhiveChart, name: string) => ({
  secret: kplus.Secret.fromSecretName(chart, name, name),
  key: 'key',
});

function registryConfig(chart: ToolhiveChart): RegistryConfig {
  return RegistryConfig.fromParts({
    sources: [RegistrySource.git({ name: 'catalog', repository: 'https://git.example.com/catalog.git' })],
    database: RegistryDatabase.pgpass({ host: 'db', database: 'd', user: 'u', pgpass: secret(chart, 'pgpass') }),
    auth: RegistryAuth.anonymous(),
  });
}

const KINDS: Record<string, (chart: ToolhiveChart, common: Common) => void> = {
  McpServer: (chart, common) => new McpServer(chart, 'x', { image: 'i:1', ...common }),
  McpRemoteProxy: (chart, { podTemplateSpec }) =>
    new McpRemoteProxy(chart, 'x', { remoteUrl: 'https://a.example.com/mcp', podTemplateSpec }),
  VirtualMcpServer: (chart, { podTemplateSpec }) => {
    const group = new McpGroup(chart, 'g');
    new McpServer(chart, 'member', { image: 'i:1', group });
    new VirtualMcpServer(chart, 'x', { group, podTemplateSpec });
  },
  EmbeddingServer: (chart, { podTemplateSpec }) => new EmbeddingServer(chart, 'x', { podTemplateSpec }),
  McpRegistry: (chart, common) => new McpRegistry(chart, 'x', { config: registryConfig(chart), ...common }),
  RegistryApi: (chart, common) => new RegistryApi(chart, 'x', { config: registryConfig(chart), ...common }),
  ToolhiveOperator: (chart, common) => new ToolhiveOperator(chart, 'x', common),
};
const WITH_VOLUMES = ['McpServer', 'McpRegistry', 'RegistryApi', 'ToolhiveOperator'];

function warnedOf(chart: ToolhiveChart): string[] {
  Testing.synth(chart);
  const warnings = Warnings.of(chart).filter(({ id }) => id === 'pod-not-restricted');
  return warnings.map(({ message }) => message);
}

function warned(kind: string, common: Common | ((chart: ToolhiveChart) => Common), podSecurity?: PodSecurity) {
  const chart = chartIn(undefined, { podSecurity });
  KINDS[kind](chart, typeof common === 'function' ? common(chart) : common);
  return warnedOf(chart);
}

const template = (spec: Obj): Common => ({
  podTemplateSpec: PodTemplate.fromJson({ spec: { containers: [], ...spec } }),
});

describe.each(Object.keys(KINDS))('the pod of %s', (kind) => {
  test('meets the restricted standard, and nothing is warned of', () => {
    expect(warned(kind, {})).toEqual([]);
  });

  test.each<[Obj, string]>([
    [{ hostNetwork: true }, 'hostNetwork'],
    [{ volumes: [{ name: 'h', hostPath: { path: '/h' } }] }, 'volume "h": hostPath'],
    [{ securityContext: { seLinuxOptions: { type: 'spc_t' } } }, 'securityContext.seLinuxOptions'],
    [{ securityContext: { appArmorProfile: { type: 'Unconfined' } } }, 'securityContext.appArmorProfile'],
    [{ containers: [{ name: 'more', image: 'i:1', ports: [{ containerPort: 1, hostPort: 1 }] }] }, 'ports.hostPort'],
  ])('is warned of with %j in its template', (pod, field) => {
    expect(warned(kind, template(pod))).toEqual([expect.stringContaining(field)]);
    expect(warned(kind, template(pod), PodSecurity.OPERATOR)).toEqual([]);
  });
});

test.each(WITH_VOLUMES)('a folder of the host among the volumes of %s is warned of', (kind) => {
  const volumes = (chart: ToolhiveChart): Common => ({
    volumes: [{ path: '/h', volume: kplus.Volume.fromHostPath(chart, 'h', 'h', { path: '/h' }) }],
  });
  expect(warned(kind, volumes)).toEqual([expect.stringContaining('volume "h": hostPath')]);
});

test('a template that replaces the hardened one is warned of', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image: 'i:1' });
  server.addSpecOverride('podTemplateSpec', { spec: { containers: [{ name: 'sidecar', image: 'i:1' }] } });
  expect(warnedOf(chart)).toEqual([
    expect.stringContaining('container "sidecar": securityContext.allowPrivilegeEscalation'),
  ]);
});

test('so is one of a registry', () => {
  const chart = chartIn();
  const registry = new McpRegistry(chart, 'r', { config: registryConfig(chart) });
  registry.addSpecOverride('podTemplateSpec', {});
  expect(warnedOf(chart)).toEqual([expect.stringContaining('securityContext.seccompProfile')]);
});

test('the pods of Jobs that prepare a database are looked at', () => {
  const chart = chartIn();
  const migration = RegistryMigration.job();
  const podTemplateSpec = PodTemplate.fromJson({
    spec: {
      initContainers: [{ name: 'i', image: 'i:1', securityContext: { capabilities: { add: ['NET_ADMIN'] } } }],
      containers: [],
    },
  });
  new RegistryApi(chart, 'r', { config: registryConfig(chart), migration, podTemplateSpec });
  expect(warnedOf(chart)).toEqual([
    expect.stringContaining('the pod of the registry server'),
    expect.stringContaining('the pod of the Job'),
  ]);
});
