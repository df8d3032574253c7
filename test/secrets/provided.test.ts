import { isProvider, providedBy } from '../../src/secrets/provided';

const object = (apiVersion: string, kind: string, spec: object, annotations = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'own', annotations },
  spec,
});

test.each([
  ['a Secret', object('v1', 'Secret', {}), ['own']],
  ['an ExternalSecret', object('external-secrets.io/v1', 'ExternalSecret', {}), ['own']],
  ['an older one', object('external-secrets.io/v1beta1', 'ExternalSecret', { target: { name: 't' } }), ['t']],
  ['a SealedSecret', object('bitnami.com/v1alpha1', 'SealedSecret', {}), ['own']],
  [
    'a SealedSecret of another name',
    object('bitnami.com/v1alpha1', 'SealedSecret', { template: { metadata: { name: 't' } } }),
    ['t'],
  ],
  ['a Certificate', object('cert-manager.io/v1', 'Certificate', { secretName: 't' }), ['t']],
  ['an Issuer', object('cert-manager.io/v1', 'Issuer', { acme: { privateKeySecretRef: { name: 't' } } }), ['t']],
  ['an item of 1Password', object('onepassword.com/v1', 'OnePasswordItem', {}), ['own']],
  [
    'a class of the CSI driver',
    object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', { secretObjects: [{ secretName: 't' }] }),
    ['t'],
  ],
  [
    "a secret of Vault's operator",
    object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', { destination: { name: 't', create: true } }),
    ['t'],
  ],
])('%s makes a Secret', (_, given, names) => {
  expect(providedBy(given)).toEqual(names);
  expect(isProvider(given)).toBe(true);
});

test('the Secrets of an Ingress are made where cert-manager is told to', () => {
  const spec = { tls: [{ secretName: 'a' }, {}] };
  const ingress = (annotations = {}) => object('networking.k8s.io/v1', 'Ingress', spec, annotations);
  expect(providedBy(ingress())).toEqual([]);
  expect(providedBy(ingress({ 'cert-manager.io/cluster-issuer': 'public' }))).toEqual(['a']);
});

test('a kind of the same name in another group makes none', () => {
  expect(providedBy(object('example.com/v1', 'Certificate', { secretName: 't' }))).toEqual([]);
});
