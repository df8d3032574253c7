import { isNamespaced } from '../../src/kubernetes/scope';

test.each([
  ['v1', 'Secret', true],
  ['v1', 'Namespace', false],
  ['v1', 'PersistentVolume', false],
  ['apps/v1', 'Deployment', true],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', true],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', false],
  ['storage.k8s.io/v1', 'StorageClass', false],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', false],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', true],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', false],
  ['cert-manager.io/v1', 'Certificate', undefined],
  ['snapshot.storage.k8s.io/v1', 'VolumeSnapshot', undefined],
  ['constructor/v1', 'Secret', undefined],
])('%s %s lies in a namespace: %s', (apiVersion, kind, expected) => {
  expect(isNamespaced(apiVersion, kind)).toBe(expected);
});
