import { fileStem, isKind, isObjectName } from '../../src/kubernetes/file-name';

test('a file is named after kind and name', () => {
  expect(fileStem('ConfigMap', 'fetch.settings')).toBe('configmap-fetch.settings');
  expect(fileStem('ClusterRole', 'system:Auth_x')).toBe('clusterrole-system-auth-x');
  expect(fileStem('ConfigMap', 'a', 'tools')).toBe('configmap-a-tools');
  expect(fileStem('Job')).toBe('job');
});

test('a name is cut where file systems have no room', () => {
  expect(fileStem('C'.repeat(63), 'n'.repeat(253), '12')).toHaveLength(63 + 1 + 180);
});

test.each(['../x', '', 'A b', 'a/b', 'ä', '1a', 'C'.repeat(64), {}, undefined, null])(
  'fails for what is no kind: %p',
  (kind) => {
    expect(isKind(kind)).toBe(false);
    expect(() => fileStem(kind, 'a')).toThrow('no kind');
  },
);

test.each(['', '.', '..', 'a/b', '../../outside', 'a%2fb', 'a\nb', 'a\0', 'n'.repeat(254)])(
  'fails for what is no name of an object: %j',
  (name) => {
    expect(isObjectName(name)).toMatch(/^must /);
    expect(() => fileStem('ConfigMap', name)).toThrow('no name');
    expect(() => fileStem('ConfigMap', 'a', name)).toThrow('no name');
  },
);
