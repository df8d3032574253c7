import {
  McpBackend,
  McpServer,
  McpServerProps,
  McpTransport,
  NetworkIsolation,
  PermissionProfile,
  PodSecurity,
  ToolhiveVersion,
  Warnings,
} from '../../../src';
import { parseCommandLine } from '../../../src/cli/options';
import { Obj } from '../../../src/plain/objects';
import { chartIn, objects } from '../../util';

const { V0_44_0, V0_63_0 } = ToolhiveVersion;

function resourcesOf(toolhiveVersion: ToolhiveVersion, podSecurity: PodSecurity, transport: McpTransport): string[] {
  const chart = chartIn(undefined, { toolhiveVersion, podSecurity });
  new McpServer(chart, 's', { image: 'i', transport });
  return objects(chart)['Role/s-proxy-runner'].rules.flatMap(({ resources }: Obj) => resources);
}

const MOST = ['statefulsets', 'services', 'pods', 'pods/log'];

test.each([
  [V0_44_0, PodSecurity.OPERATOR, McpTransport.SSE, [...MOST, 'pods/attach', 'configmaps']],
  [V0_44_0, PodSecurity.RESTRICTED, McpTransport.SSE, MOST],
  [V0_63_0, PodSecurity.OPERATOR, McpTransport.SSE, [...MOST, 'configmaps']],
  // Nobody outside has that version's source, so the recorded operator's rules hold.
  [V0_63_0, PodSecurity.RESTRICTED, McpTransport.SSE, [...MOST, 'configmaps']],
  [V0_63_0, PodSecurity.RESTRICTED, McpTransport.STDIO, [...MOST, 'configmaps', 'pods/attach']],
])('under %s and %s pods the Role of an MCP server over %s reaches this', (version, security, transport, reached) => {
  expect(resourcesOf(version, security, transport)).toEqual(reached);
});

const DECLARED = { transport: McpTransport.STREAMABLE_HTTP, backend: McpBackend.declared() };

test.each<[ToolhiveVersion, Partial<McpServerProps>, string[]]>([
  [V0_44_0, {}, []],
  [V0_63_0, {}, ['field-without-effect']],
  [V0_63_0, DECLARED, ['field-without-effect']],
  [V0_63_0, { networkIsolation: NetworkIsolation.on() }, []],
  [V0_63_0, { ...DECLARED, networkIsolation: NetworkIsolation.on() }, []],
  // It is what holds without one.
  [V0_63_0, { permissionProfile: PermissionProfile.network() }, []],
])('under %s a permission profile with %j is warned of where nothing keeps to it', (toolhiveVersion, more, ids) => {
  const chart = chartIn(undefined, { toolhiveVersion });
  new McpServer(chart, 's', { image: 'i', permissionProfile: PermissionProfile.none(), ...more });
  chart.node.root.node.findAll().forEach((one) => one.node.validate());
  const found = Warnings.of(chart).filter(({ id }) => id === 'field-without-effect');
  expect(found.map(({ id }) => id)).toEqual(ids);
});

const redisOf = (...args: string[]) =>
  parseCommandLine(
    ['render', 'x.yaml', ...args],
    () => '0',
    () => {},
  )!.settings.redis;

describe('TLS of the default Redis', () => {
  const newest = ['--toolhive-version', '0.63.0', '--redis-address', 'r:6379'];

  test('is asked for by itself, or with the Secret of its authority', () => {
    expect(redisOf(...newest, '--redis-tls')).toMatchObject({ address: 'r:6379', tls: {} });
    expect(redisOf(...newest, '--redis-tls-ca', 'ca')!.tls).toEqual({ caCertSecretRef: { name: 'ca', key: 'ca.crt' } });
    expect(redisOf(...newest, '--redis-tls-ca', 'ca:root')!.tls!.caCertSecretRef!.key).toBe('root');
    expect(redisOf(...newest)!.tls).toBeUndefined();
  });

  test('fails for a version without it, without an address, and for what names no Secret', () => {
    expect(() => redisOf('--toolhive-version', '0.44.0', '--redis-address', 'r', '--redis-tls')).toThrow(
      '--redis-tls: ToolHive 0.44.0 speaks no TLS to Redis; set --toolhive-version',
    );
    expect(() => redisOf('--redis-tls')).toThrow('--redis-tls needs --redis-address');
    expect(() => redisOf(...newest, '--redis-tls-ca', 'a:b:c')).toThrow('--redis-tls-ca: "a:b:c" names no Secret');
  });
});

test('empty lists in the affinity of a proxy are left out, as Go leaves them out', () => {
  const affinity = {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [],
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: [] }], matchFields: [] }],
      },
    },
  };
  const chart = chartIn();
  new McpServer(chart, 's', { image: 'i', resourceOverrides: { proxyDeployment: { affinity } } });
  expect(objects(chart)['Deployment/s'].spec.template.spec.affinity).toEqual({
    podAffinity: {},
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
      },
    },
  });
});
