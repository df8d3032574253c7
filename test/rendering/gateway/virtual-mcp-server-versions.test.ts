/** What versions of ToolHive do differently with a virtual server. The recorded cases hold the texts whole. */
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { Obj } from '../../../src/plain/objects';
import { Settings } from '../../../src/rendering/model/settings';
import { VersionName } from '../../../src/rendering/model/versions';
import { render, Rendered } from '../render';

const GROUP = 'kind: MCPGroup\nmetadata: { name: g }\nspec: {}\n---\n';

function virtualServer(version: VersionName, spec: Obj = {}, settings: Partial<Settings> = {}, more = ''): Rendered {
  const resource = {
    kind: 'VirtualMCPServer',
    metadata: { name: 'v' },
    spec: { groupRef: { name: 'g' }, incomingAuth: { type: 'anonymous' }, ...spec },
  };
  return render(`${GROUP}${more}${JSON.stringify(resource)}`, { ...settings, version });
}

const configOf = ({ objects }: Rendered): Obj => parse(objects['ConfigMap/v-vmcp-config'].data['config.yaml']);
const podOf = ({ objects }: Rendered): Obj => objects['Deployment/v'].spec.template.spec;
const hashOf = ({ objects }: Rendered): string | undefined =>
  objects['Deployment/v'].metadata.annotations?.['toolhive.stacklok.io/podvolumes-hash'];

const ENTRY = `kind: MCPServerEntry
metadata: { name: e }
spec: { groupRef: { name: g }, remoteUrl: https://e.example.com/mcp, transport: streamable-http }
---
`;

describe('the hash of volumes and mounts', () => {
  test('is written from 0.63.0 on, over the compact JSON of both lists', () => {
    const text =
      '{"Volumes":[{"name":"vmcp-config","configMap":{"name":"v-vmcp-config"}}],' +
      '"VolumeMounts":[{"name":"vmcp-config","readOnly":true,"mountPath":"/etc/vmcp-config"}]}';
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(hashOf(virtualServer('0.63.0', {}, {}, ENTRY))).toBe(sha256);
    expect(hashOf(virtualServer('0.44.0', {}, {}, ENTRY))).toBeUndefined();
  });

  test('changes with a volume of the server, and not with one of the pod template', () => {
    const redis = { provider: 'redis', address: 'r:6379', tls: { caCertSecretRef: { name: 's', key: 'k' } } };
    const podTemplateSpec = { spec: { volumes: [{ name: 'mine', emptyDir: {} }] } };
    const [plain, own, template] = [{}, { sessionStorage: redis }, { podTemplateSpec }].map((spec) =>
      hashOf(virtualServer('0.63.0', spec, {}, ENTRY)),
    );
    expect(own).not.toBe(plain);
    expect(template).toBe(plain);
  });
});

describe('TLS to the Redis of the sessions', () => {
  const address = 'r:6379';

  test.each<[string, Obj, Obj]>([
    ['with the usual certificates', {}, {}],
    ['unchecked', { insecureSkipVerify: true }, { insecureSkipVerify: true }],
    [
      'with an authority of its own',
      { caCertSecretRef: { name: 's', key: 'root.pem' } },
      { caCertFile: '/etc/toolhive/session-redis-tls/ca.crt' },
    ],
  ])('%s', (_, tls, expected) => {
    const sessionStorage = { provider: 'redis', address, tls };
    const own = virtualServer('0.63.0', { sessionStorage }, {}, ENTRY);
    expect(own.errors).toEqual([]);
    expect(configOf(own).sessionStorage).toEqual({ provider: 'redis', address, tls: expected });
    const inherited = virtualServer('0.63.0', {}, { redis: { address, tls } }, ENTRY);
    expect(configOf(inherited).sessionStorage).toEqual(configOf(own).sessionStorage);
    expect(podOf(inherited).volumes).toEqual(podOf(own).volumes);
  });

  test('mounts the one key of the Secret, for its owner alone', () => {
    const tls = { caCertSecretRef: { name: 's', key: 'root.pem' } };
    const { volumes, containers } = podOf(virtualServer('0.63.0', {}, { redis: { address, tls } }, ENTRY));
    expect(volumes).toContainEqual({
      name: 'session-redis-tls-ca',
      secret: { secretName: 's', items: [{ key: 'root.pem', path: 'ca.crt' }], defaultMode: 0o400 },
    });
    expect(containers[0].volumeMounts).toContainEqual({
      name: 'session-redis-tls-ca',
      mountPath: '/etc/toolhive/session-redis-tls/ca.crt',
      subPath: 'ca.crt',
      readOnly: true,
    });
  });

  test('of the default Redis is not for a server with a session storage of its own', () => {
    const tls = { caCertSecretRef: { name: 's', key: 'k' } };
    for (const sessionStorage of [{ provider: 'memory' }, { provider: 'redis', address: 'own:6379' }]) {
      const made = virtualServer('0.63.0', { sessionStorage }, { redis: { address, tls } }, ENTRY);
      expect(configOf(made).sessionStorage).not.toHaveProperty('tls');
      expect(podOf(made).volumes).toHaveLength(1);
    }
  });

  test('fails before 0.63.0, which is named', () => {
    const sessionStorage = { provider: 'redis', address, tls: {} };
    const { errors } = virtualServer('0.44.0', { sessionStorage }, {}, ENTRY);
    expect(errors.join()).toMatch(/sessionStorage\.tls.*0\.63\.0 on.*0\.44\.0/);
  });
});

test('the limit on the start of a session and what is told of changes stand in the configuration as they are said', () => {
  const operational = {
    timeouts: { backendInit: '90s' },
    listChanged: { enabled: false, disabledWorkloads: ['e', 'E'] },
  };
  const made = virtualServer('0.63.0', { config: { operational } }, {}, ENTRY);
  expect(configOf(made).operational).toMatchObject({
    timeouts: { default: '30s', backendInit: '1m30s' },
    listChanged: { enabled: false, disabledWorkloads: ['e', 'E'] },
  });
  expect(made.warnings.filter((warning) => warning.includes('"E"'))).toEqual([
    expect.stringContaining('spec.config.operational.listChanged.disabledWorkloads[1]'),
  ]);
  expect(
    configOf(virtualServer('0.63.0', { config: { operational: { listChanged: {} } } }, {}, ENTRY)).operational,
  ).toMatchObject({ listChanged: {} });
});
