import { Testing } from 'cdk8s';
import { EmbeddingServer, McpRemoteProxy, McpServer, PodSecurity, PodTemplate, Warnings } from '../../../src';
import { Obj } from '../../../src/findings';
import { chartIn } from '../../util';

function warned(pod: Obj | undefined, podSecurity?: PodSecurity, override?: Obj): string[] {
  const chart = chartIn(undefined, { podSecurity });
  const podTemplateSpec = pod && PodTemplate.fromJson({ spec: pod });
  const server = new McpServer(chart, 's', { image: 'i:1', podTemplateSpec });
  if (override) server.addSpecOverride('podTemplateSpec', { spec: override });
  new McpRemoteProxy(chart, 'r', { remoteUrl: 'https://a.example.com/mcp' });
  new EmbeddingServer(chart, 'e');
  Testing.synth(chart);
  return Warnings.of(chart)
    .filter(({ id }) => id === 'pod-not-restricted')
    .map(({ message }) => message);
}

test('pods of constructs meet the restricted standard, and nothing is warned of', () => {
  expect(warned(undefined)).toEqual([]);
});

test.each<[Obj, string]>([
  [{ hostNetwork: true, containers: [] }, 'hostNetwork'],
  [{ volumes: [{ name: 'h', hostPath: { path: '/h' } }], containers: [] }, 'volume "h": hostPath'],
  [
    { containers: [{ name: 'mcp', securityContext: { allowPrivilegeEscalation: true, privileged: true } }] },
    'container "mcp": securityContext.privileged',
  ],
  [
    { containers: [{ name: 'mcp', securityContext: { capabilities: { add: ['NET_ADMIN'] } } }] },
    'securityContext.capabilities',
  ],
  [{ containers: [{ name: 'mcp', ports: [{ containerPort: 1, hostPort: 1 }] }] }, 'ports.hostPort'],
  [{ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] }, containers: [] }, 'sysctl kernel.msgmax'],
])('a template with %j is warned of', (pod, field) => {
  expect(warned(pod)).toEqual([expect.stringContaining(field)]);
  expect(warned(pod, PodSecurity.OPERATOR)).toEqual([]);
});

test('a template that replaces the hardened one is warned of', () => {
  const sidecar = { containers: [{ name: 'sidecar', image: 'i:1' }] };
  expect(warned(undefined, undefined, sidecar)).toEqual([
    expect.stringContaining('container "sidecar": securityContext.allowPrivilegeEscalation'),
  ]);
});
