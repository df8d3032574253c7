import { Findings } from '../../../../src/findings';
import { ManifestCatalog } from '../../../../src/manifests/catalog';
import { loadPermissionProfile, withVolumes } from '../../../../src/rendering/servers/proxy/permission-profile';

function load(reference: object | undefined, data: Record<string, string> = {}) {
  const catalog = new ManifestCatalog();
  catalog.addConfigMap('ns', 'profiles', { data });
  const findings = new Findings();
  return { loaded: loadPermissionProfile(reference as any, 'ns', catalog, findings), findings };
}

test('without a profile it is the network profile, which names no path', () => {
  expect(load(undefined).loaded).toEqual({
    profile: { name: 'network', network: { outbound: { insecure_allow_all: true }, inbound: {} } },
  });
});

test('a profile from a ConfigMap is read, and named by the path where it is mounted', () => {
  const { loaded } = load(
    { type: 'configmap', name: 'profiles', key: 'p.json' },
    { 'p.json': '{"network":{"outbound":{"allow_port":[443],"allow_host":["a.b"]}},"read":["/etc"],"name":"mine"}' },
  );
  expect(loaded!.nameOrPath).toBe('/etc/toolhive/profiles/p.json');
  // In the order in which ToolHive writes it.
  expect(JSON.stringify(loaded!.profile)).toBe(
    '{"name":"mine","read":["/etc"],"network":{"outbound":{"allow_host":["a.b"],"allow_port":[443]}}}',
  );
});

test.each([
  ['an unknown built-in name', { type: 'builtin', name: 'host' }, '"host" is no built-in profile'],
  ['a missing key', { type: 'configmap', name: 'profiles' }, 'is required with type "configmap"'],
  ['a ConfigMap that is not there', { type: 'configmap', name: 'nowhere', key: 'k' }, 'add the ConfigMap'],
  ['a profile that is no JSON', { type: 'configmap', name: 'profiles', key: 'text' }, 'is not JSON'],
  [
    'a field that no profile has',
    { type: 'configmap', name: 'profiles', key: 'typo' },
    '"netwrk" is not a field of a profile',
  ],
  ['a list of the wrong kind', { type: 'configmap', name: 'profiles', key: 'list' }, 'read must be a list of strings'],
])('fails on %s', (_, reference, message) => {
  const { findings } = load(reference, { text: 'read: []', typo: '{"netwrk":{}}', list: '{"read":"/a"}' });
  expect(findings.errors.map((e) => e.message).join()).toContain(message);
});

test('volumes are added to what may be read or written, one for each target', () => {
  expect(
    withVolumes({ name: 'p', read: ['/a'], privileged: true }, ['/h:/b', '/h:/c:ro', '/other:/b/', '/x:/a']),
  ).toEqual({
    name: 'p',
    read: ['/a', '/h:/c'],
    write: ['/h:/b'],
    privileged: true,
  });
});
