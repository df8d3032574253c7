import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { configIn, made, registryIn } from './util';
import {
  ExposeViaHttpRouteOptions,
  ExposeViaIngressOptions,
  IngressController,
  NetworkIsolation,
  OAuthProvider,
  RegistryApi,
  RegistryAuth,
  Warnings,
} from '../../src';
import { chartIn, objects } from '../util';

const LABELS = { app: 'r', 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': 'r' };

describe('an Ingress', () => {
  test('leads a host to the port of the Service', () => {
    const { 'Ingress/r': ingress, 'Service/r': service } = made(undefined, (r) => r.exposeViaIngress('r.example.com'));
    const backend = { service: { name: 'r', port: { name: 'http' } } };
    expect(ingress).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'r', namespace: 'ns', labels: LABELS },
      spec: { rules: [{ host: 'r.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    });
    expect(service.spec.ports[0].name).toBe('http');
  });

  test('has path, class, TLS and annotations', () => {
    const chart = chartIn();
    const object = registryIn(chart).exposeViaIngress('r.example.com', {
      paths: ['/registry'],
      className: 'nginx',
      tlsSecret: kplus.Secret.fromSecretName(chart, 'tls', 'r-tls'),
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    });
    const { metadata, spec } = objects(chart)['Ingress/r'];
    expect(object.kind).toBe('Ingress');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    expect(spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['r.example.com'], secretName: 'r-tls' }],
      rules: [{ http: { paths: [{ path: '/registry' }] } }],
    });
  });

  const notAlone = 'must be a host name alone, such as "registry.example.com": must';
  test.each<[string, string, ExposeViaIngressOptions, string]>([
    ['an address for a host', 'https://r.example.com', {}, `host: "https://r.example.com" ${notAlone}`],
    ['a host with a port', 'r.example.com:8443', {}, `host: "r.example.com:8443" ${notAlone}`],
    ['an IP for a host', '10.0.0.1', {}, `host: "10.0.0.1" ${notAlone} not be an address`],
    ['no host', '', {}, `host: "" ${notAlone} not be empty`],
    [
      'a path without a slash',
      'r.example.com',
      { paths: ['registry'] },
      'paths[0]: \"registry" must begin with a slash and be',
    ],
    [
      'a path with a query',
      'r.example.com',
      { paths: ['/registry?x'] },
      'paths[0]: \"/registry?x" must begin with a slash',
    ],
    [
      'a path that climbs',
      'r.example.com',
      { paths: ['/registry/../v1'] },
      'paths[0]: \"/registry/../v1" must begin with',
    ],
    [
      'a class that is none',
      'r.example.com',
      { className: 'My Class' },
      'className: "My Class" is no name that Kubernetes',
    ],
    [
      'an annotation that is none',
      'r.example.com',
      { annotations: { 'a b': 'c' } },
      'annotations["a b"]: is no key that Kubernetes takes',
    ],
  ])('fails on %s', (_, host, options, message) => {
    expect(() => registryIn(chartIn()).exposeViaIngress(host, options)).toThrow(
      `[chart/r] RegistryApi "r": exposeViaIngress.${message}`,
    );
  });

  test('fails when asked for twice', () => {
    const registry = registryIn(chartIn());
    registry.exposeViaIngress('a.example.com');
    expect(() => registry.exposeViaIngress('b.example.com')).toThrow('exposeViaIngress was called before');
  });
});

describe('an HTTPRoute', () => {
  test('leads from a Gateway to the port of the Service', () => {
    const { 'HTTPRoute/r': route, 'Service/r': service } = made(undefined, (r) =>
      r.exposeViaHttpRoute({ parentRefs: [{ name: 'public' }] }),
    );
    expect(route).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'r', namespace: 'ns', labels: LABELS },
      spec: {
        parentRefs: [{ name: 'public' }],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'r', port: 80 }] }],
      },
    });
    expect(service.spec.ports[0].port).toBe(80);
  });

  test('has listeners, hosts and a path', () => {
    const parentRefs = [{ name: 'public', namespace: 'gateways', sectionName: 'https' }];
    const hostnames = ['r.example.com', '*.registry.example.com'];
    const options = { parentRefs, hostnames, paths: ['/registry'] };
    const { spec } = made(undefined, (r) => r.exposeViaHttpRoute(options))['HTTPRoute/r'];
    expect(spec).toMatchObject({ parentRefs, hostnames, rules: [{ matches: [{ path: { value: '/registry' } }] }] });
  });

  const parentRefs = [{ name: 'public' }];
  test.each<[string, ExposeViaHttpRouteOptions, string]>([
    ['no Gateway', { parentRefs: [] }, 'parentRefs: is empty; name the Gateway that leads here'],
    ['a Gateway without a name', { parentRefs: [{ name: '' }] }, 'parentRefs[0].name: "" is no name'],
    ['no namespace', { parentRefs: [{ name: 'g', namespace: 'a.b' }] }, 'parentRefs[0].namespace: "a.b" is no name'],
    ['no host', { parentRefs, hostnames: ['a', 'B'] }, 'hostnames[1]: "B" must be a host name alone'],
    ['no path', { parentRefs, paths: ['//'] }, 'paths[0]: \"//" must begin with a slash'],
  ])('fails on %s', (_, options, message) => {
    expect(() => registryIn(chartIn()).exposeViaHttpRoute(options)).toThrow(`exposeViaHttpRoute.${message}`);
  });
});

describe('a registry behind a path', () => {
  const oauth = (chart: Chart) => {
    const sso = OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'r' });
    return configIn(chart, { auth: RegistryAuth.oauth({ resourceUrl: 'https://example.com/reg', providers: [sso] }) });
  };

  test('gets its own paths, and clients the document that tells them whom to ask for tokens', () => {
    const { 'HTTPRoute/r': route } = made(
      (chart) => ({ config: oauth(chart) }),
      (r) => r.exposeViaHttpRoute({ parentRefs: [{ name: 'public' }], pathPrefix: '/reg', paths: ['/registry'] }),
    );
    const ways = route.spec.rules.map(({ matches, filters }: any) => [
      matches[0].path.value,
      filters[0].urlRewrite.path.replacePrefixMatch,
    ]);
    expect(ways).toEqual([
      ['/reg/registry', '/registry'],
      ['/reg/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource'],
    ]);
  });

  test('has a public address', () => {
    const registry = registryIn(chartIn());
    expect(registry.publicUrl).toBeUndefined();
    registry.exposeViaIngress('example.com', { pathPrefix: '/reg', controller: IngressController.NGINX });
    expect(registry.publicUrl).toBe('https://example.com/reg');
  });
});

test('a registry that is isolated from who serves its Ingress is warned of', () => {
  const chart = chartIn();
  registryIn(chart, { networkIsolation: NetworkIsolation.on() }).exposeViaIngress('r.example.com');
  Testing.synth(chart);
  expect(Warnings.of(chart).map(({ id }) => id)).toEqual(['network-policy-blocks-exposure']);
});

describe('the address that clients ask tokens for', () => {
  function warnings(expose: (registry: RegistryApi, chart: Chart) => unknown): string[] {
    const chart = chartIn();
    const sso = OAuthProvider.issuer({ name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'r' });
    const auth = RegistryAuth.oauth({ resourceUrl: 'https://registry.example.com', providers: [sso] });
    expose(registryIn(chart, { config: configIn(chart, { auth }) }), chart);
    Testing.synth(chart);
    const others = Warnings.of(chart).filter(({ id }) => id !== 'registry-roles-open');
    return others.map(({ id, message }) => `${id}: ${message}`);
  }

  test('should be what leads here', () => {
    expect(warnings((r) => r.exposeViaIngress('other.example.com'))).toEqual([
      'public-url-not-exposed: RegistryApi "r": config.auth.oauth.resourceUrl: "https://registry.example.com" is the address that clients ask tokens for, but "other.example.com" is what leads here; make them agree',
    ]);
  });

  const parentRefs = [{ name: 'public' }];
  test.each<[string, (registry: RegistryApi) => unknown]>([
    ['it is the host of the Ingress', (r) => r.exposeViaIngress('registry.example.com')],
    ['it is below the host of the Ingress', (r) => r.exposeViaIngress('*.example.com')],
    [
      'it is one of several',
      (r) => r.exposeViaHttpRoute({ parentRefs, hostnames: ['a.example.com', 'registry.example.com'] }),
    ],
    ['only the Gateway knows the host', (r) => r.exposeViaHttpRoute({ parentRefs })],
    ['it is exposed by other means', () => undefined],
  ])('is right where %s', (_, expose) => {
    expect(warnings(expose)).toEqual([]);
  });
});
