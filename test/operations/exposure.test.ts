import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { made, namespacePods, Props, serverIn, warningsOf } from './util';
import {
  EmbeddingServer,
  ExposeViaIngressOptions,
  IngressController,
  McpGroup,
  McpOidcConfig,
  McpTelemetryConfig,
  McpTransport,
  NetworkIsolation,
  OidcProvider,
  ProxyMode,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  SessionAffinity,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects, runConfigOf } from '../util';

const oidcIn = (chart: Chart) => ({
  config: new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }) }),
});

const pathsOf = ({ spec }: Obj) => spec.rules[0].http.paths.map(({ path }: Obj) => path);

describe('an Ingress', () => {
  test('leads to the paths that clients need, at the port of the Service, and not to health or metrics', () => {
    const { 'Ingress/s': ingress, 'Service/mcp-s-proxy': service } = made(undefined, (s) =>
      s.exposeViaIngress('mcp.example.com'),
    );
    const backend = { service: { name: 'mcp-s-proxy', port: { name: 'http' } } };
    expect(ingress.spec.rules).toEqual([
      { host: 'mcp.example.com', http: { paths: [{ path: '/mcp', pathType: 'Prefix', backend }] } },
    ]);
    expect(service.spec.ports[0].name).toBe('http');
    expect(ingress.metadata).not.toHaveProperty('annotations');
  });

  test.each<[string, Props, string[]]>([
    [
      'an SSE proxy before stdio',
      () => ({ transport: McpTransport.STDIO, proxyMode: ProxyMode.SSE }),
      ['/sse', '/messages'],
    ],
    ['an SSE server, which has paths of its own', () => ({ transport: McpTransport.SSE }), ['/']],
    [
      'a server that wants tokens',
      (chart) => ({ oidc: oidcIn(chart) }),
      ['/mcp', '/.well-known/oauth-protected-resource'],
    ],
  ])('leads to what clients need of %s', (_, props, paths) => {
    expect(pathsOf(made(props, (s) => s.exposeViaIngress('mcp.example.com'))['Ingress/s'])).toEqual(paths);
  });

  test('has class, TLS and annotations', () => {
    const chart = chartIn();
    const object = serverIn(chart).exposeViaIngress('mcp.example.com', {
      className: 'nginx',
      tlsSecret: kplus.Secret.fromSecretName(chart, 'tls', 'mcp-tls'),
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    });
    const { metadata, spec } = objects(chart)['Ingress/s'];
    expect(object.kind).toBe('Ingress');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    expect(spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['mcp.example.com'], secretName: 'mcp-tls' }],
    });
  });

  const nginx = (options: ExposeViaIngressOptions = {}, props?: Props) =>
    made(props, (s) => s.exposeViaIngress('mcp.example.com', { controller: IngressController.NGINX, ...options }))[
      'Ingress/s'
    ];
  const annotation = (ingress: Obj, name: string) =>
    ingress.metadata.annotations[`nginx.ingress.kubernetes.io/${name}`];

  test('of nginx lets answers flow, and keeps a client with one replica', () => {
    const ingress = nginx();
    expect(annotation(ingress, 'proxy-buffering')).toBe('off');
    expect(annotation(ingress, 'upstream-hash-by')).toBe('$remote_addr');
    expect(ingress.metadata.annotations).not.toHaveProperty('nginx.ingress.kubernetes.io/rewrite-target');
  });

  test('of nginx keeps no client where the server has no affinity', () => {
    expect(
      annotation(
        nginx({}, () => ({ sessionAffinity: SessionAffinity.NONE })),
        'upstream-hash-by',
      ),
    ).toBeUndefined();
  });

  test("leaves the user's annotations as they are", () => {
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '60' };
    expect(annotation(nginx({ annotations }), 'proxy-read-timeout')).toBe('60');
  });

  /** What a request becomes on its way through nginx; undefined where the Ingress has no place for it. */
  function rewritten(ingress: Obj, path: string): string | undefined {
    for (const { path: pattern, pathType } of ingress.spec.rules[0].http.paths) {
      expect(pathType).toBe('ImplementationSpecific');
      const [, group] = new RegExp(`^${pattern}`).exec(path) ?? [];
      if (group !== undefined) return annotation(ingress, 'rewrite-target').replace('$1', group);
    }
    return undefined;
  }

  test.each<[string, Props, Record<string, string | undefined>]>([
    [
      'streamable HTTP',
      (chart) => ({ oidc: oidcIn(chart) }),
      {
        '/a.b/mcp': '/mcp',
        '/a.b/mcp?x=1': '/mcp?x=1',
        '/a.b/.well-known/oauth-protected-resource': '/.well-known/oauth-protected-resource',
        '/.well-known/oauth-protected-resource/a.b': '/.well-known/oauth-protected-resource/a.b',
        '/a.b/metrics': undefined,
        '/a.b/health': undefined,
        '/mcp': undefined,
        '/axb/mcp': undefined,
      },
    ],
    [
      'SSE',
      () => ({ transport: McpTransport.SSE }),
      { '/a.b/sse': '/sse', '/a.b': '/', '/a.b/message?id=1': '/message?id=1', '/a.bc': undefined },
    ],
  ])('of nginx strips the path from %s', (_, props, expected) => {
    const ingress = nginx({ pathPrefix: '/a.b' }, props);
    const paths = Object.keys(expected);
    expect(Object.fromEntries(paths.map((path) => [path, rewritten(ingress, path)]))).toEqual(expected);
    expect(annotation(ingress, 'use-regex')).toBe('true');
    expect(annotation(ingress, 'x-forwarded-prefix')).toBe('/a.b');
  });

  test.each<[string, string, ExposeViaIngressOptions, string]>([
    ['an address for a host', 'https://e.com', {}, 'exposeViaIngress.host: "https://e.com" must be a host name alone'],
    [
      'a path without a slash',
      'e.com',
      { pathPrefix: 'mcp' },
      'exposeViaIngress.pathPrefix: "mcp" must begin with a slash',
    ],
    [
      'a path that nobody takes away',
      'e.com',
      { pathPrefix: '/fetch' },
      'exposeViaIngress.pathPrefix: "/fetch" would reach the server, which knows only /mcp; give the controller that strips it, or rewriteAnnotations',
    ],
  ])('fails on %s', (_, host, options, message) => {
    expect(() => serverIn(chartIn()).exposeViaIngress(host, options)).toThrow(`[chart/s] McpServer "s": ${message}`);
  });

  const behindPath = (controller: IngressController, props?: Props) =>
    made(props, (s) => s.exposeViaIngress('mcp.example.com', { controller, pathPrefix: '/a.b' }));

  test('of Traefik strips a path by a Middleware beside it', () => {
    const { 'Ingress/s': ingress, 'Middleware/s-strip-prefix': middleware } = behindPath(IngressController.TRAEFIK);
    expect(middleware.spec).toEqual({ stripPrefix: { prefixes: ['/a.b'] } });
    expect(ingress.metadata.annotations).toEqual({
      'traefik.ingress.kubernetes.io/router.middlewares': 'ns-s-strip-prefix@kubernetescrd',
    });
    expect(pathsOf(ingress)).toEqual(['/a.b/mcp']);
  });

  test('of Traefik needs no Middleware where there is nothing to strip', () => {
    const controller = IngressController.TRAEFIK;
    const objectsOfRoot = made(undefined, (s) => s.exposeViaIngress('mcp.example.com', { controller }));
    expect(objectsOfRoot).not.toHaveProperty('Middleware/s-strip-prefix');
    expect(objectsOfRoot['Ingress/s'].metadata).not.toHaveProperty('annotations');
  });

  test('of HAProxy strips a path from the start of what clients ask for, and nowhere else', () => {
    const { 'Ingress/s': ingress } = behindPath(IngressController.HAPROXY, (chart) => ({ oidc: oidcIn(chart) }));
    const { annotations } = ingress.metadata;
    expect(annotations).toMatchObject({
      'haproxy.org/load-balance': 'source',
      'haproxy.org/timeout-server': '3600s',
      'haproxy.org/request-set-header': 'X-Forwarded-Prefix /a.b',
    });
    const [pattern, target] = annotations['haproxy.org/path-rewrite'].split(' ');
    const replaced = (path: string) => path.replace(new RegExp(pattern), target.replace('\\1', '$1'));
    expect(pathsOf(ingress).map(replaced)).toEqual([
      '/mcp',
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/a.b',
    ]);
  });

  test("of OpenShift's router strips the one path that clients need", () => {
    expect(behindPath(IngressController.OPENSHIFT)['Ingress/s'].metadata.annotations).toEqual({
      'haproxy.router.openshift.io/balance': 'source',
      'haproxy.router.openshift.io/rewrite-target': '/mcp',
      'haproxy.router.openshift.io/timeout': '3600s',
    });
  });

  test('of Contour waits for answers', () => {
    const controller = IngressController.CONTOUR;
    const { 'Ingress/s': ingress } = made(undefined, (s) => s.exposeViaIngress('mcp.example.com', { controller }));
    expect(ingress.metadata.annotations).toEqual({ 'projectcontour.io/response-timeout': 'infinity' });
  });

  test.each<[IngressController, string]>([
    [IngressController.CONTOUR, 'Contour strips no path of an Ingress; give the server a host of its own, or use'],
    [
      IngressController.OPENSHIFT,
      "OpenShift's router puts one path in place of all, and clients need /a.b/mcp, /a.b/.w",
    ],
  ])('fails on a path that %s would leave, and takes annotations that strip it', (controller, message) => {
    const expose = (rewriteAnnotations?: Record<string, string>) =>
      made(
        (chart) => ({ oidc: oidcIn(chart) }),
        (s) => s.exposeViaIngress('mcp.example.com', { controller, pathPrefix: '/a.b', rewriteAnnotations }),
      );
    expect(() => expose()).toThrow(`exposeViaIngress.pathPrefix: "/a.b" reaches the server: ${message}`);
    const { metadata } = expose({ 'example.com/strip': '/a.b' })['Ingress/s'];
    expect(metadata.annotations).toMatchObject({ 'example.com/strip': '/a.b' });
  });

  test('fails on a path that annotations about something else leave as it is', () => {
    const options = { pathPrefix: '/fetch', annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } };
    expect(() => serverIn(chartIn()).exposeViaIngress('mcp.example.com', options)).toThrow(
      'exposeViaIngress.pathPrefix: "/fetch" would reach the server',
    );
  });

  test('leads to the paths that are named, and to what tells clients whom to ask for tokens', () => {
    const props: Props = (chart) => ({ transport: McpTransport.SSE, oidc: oidcIn(chart) });
    const { 'Ingress/s': ingress } = made(props, (s) =>
      s.exposeViaIngress('mcp.example.com', { paths: ['/sse', '/messages'] }),
    );
    expect(pathsOf(ingress)).toEqual(['/sse', '/messages', '/.well-known/oauth-protected-resource']);
  });

  test('fails when asked for twice', () => {
    const server = serverIn(chartIn());
    server.exposeViaIngress('a.example.com');
    expect(() => server.exposeViaIngress('b.example.com')).toThrow('exposeViaIngress was called before');
  });
});

describe('an HTTPRoute', () => {
  const route = (pathPrefix?: string, props?: Props) =>
    made(props, (s) =>
      s.exposeViaHttpRoute({ parentRefs: [{ name: 'gw' }], hostnames: ['mcp.example.com'], pathPrefix }),
    )['HTTPRoute/s'].spec;
  const backendRefs = [{ name: 'mcp-s-proxy', port: 8080 }];

  test('leads to the paths that clients need', () => {
    expect(route()).toEqual({
      parentRefs: [{ name: 'gw' }],
      hostnames: ['mcp.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/mcp' } }], backendRefs }],
    });
  });

  test('strips a path, and says which', () => {
    const { rules } = route('/fetch', (chart) => ({ oidc: oidcIn(chart) }));
    expect(rules[0]).toEqual({
      matches: [{ path: { type: 'PathPrefix', value: '/fetch/mcp' } }],
      filters: [
        { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/mcp' } } },
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: { set: [{ name: 'X-Forwarded-Prefix', value: '/fetch' }] },
        },
      ],
      backendRefs,
    });
    expect(rules.at(-1)).toEqual({
      matches: [{ path: { type: 'PathPrefix', value: '/.well-known/oauth-protected-resource/fetch' } }],
      backendRefs,
    });
  });

  test('fails without a Gateway, and with another path than the Ingress', () => {
    const server = serverIn(chartIn());
    expect(() => server.exposeViaHttpRoute({ parentRefs: [] })).toThrow('exposeViaHttpRoute.parentRefs: is empty');
    const other = serverIn(chartIn());
    other.exposeViaIngress('mcp.example.com');
    expect(() => other.exposeViaHttpRoute({ parentRefs: [{ name: 'gw' }], pathPrefix: '/x' })).toThrow(
      'exposeViaHttpRoute.pathPrefix: "/x" is not the pathPrefix of exposeViaIngress, "/"; a server has one address',
    );
  });
});

describe('the public address', () => {
  test('is that of the Ingress, with the path of the server', () => {
    const server = serverIn(chartIn());
    expect(server.publicUrl).toBeUndefined();
    server.exposeViaIngress('mcp.example.com', { pathPrefix: '/fetch/', controller: IngressController.NGINX });
    expect(server.publicUrl).toBe('https://mcp.example.com/fetch/mcp');
  });

  test.each<[string, Parameters<RegistryApi['exposeViaHttpRoute']>[0], string | undefined]>([
    ['of the first host', { parentRefs: [{ name: 'g' }], hostnames: ['a.io', 'b.io'] }, 'https://a.io/mcp'],
    ['not known without hosts', { parentRefs: [{ name: 'g' }] }, undefined],
    ['not known of all hosts below one', { parentRefs: [{ name: 'g' }], hostnames: ['*.a.io'] }, undefined],
  ])('of an HTTPRoute is %s', (_, options, url) => {
    const server = serverIn(chartIn());
    server.exposeViaHttpRoute(options);
    expect(server.publicUrl).toBe(url);
  });

  test('without TLS begins with http', () => {
    const server = serverIn(chartIn());
    server.exposeViaIngress('mcp.localhost', { insecureHttp: true });
    expect(server.publicUrl).toBe('http://mcp.localhost/mcp');
  });

  test('is what tokens are asked for, and the proxy believes who is before it', () => {
    const chart = chartIn();
    serverIn(chart, { oidc: oidcIn(chart) }).exposeViaIngress('mcp.example.com', {
      pathPrefix: '/fetch',
      controller: IngressController.NGINX,
    });
    expect(runConfigOf(chart, 's')).toMatchObject({
      oidc_config: { ResourceURL: 'https://mcp.example.com/fetch', Audience: 'https://mcp.example.com/fetch' },
      endpoint_prefix: '/fetch',
      trust_proxy_headers: true,
    });
  });

  test('gives way to what the user says', () => {
    const chart = chartIn();
    serverIn(chart, {
      oidc: { ...oidcIn(chart), resourceUrl: 'https://mcp.example.com/x', audience: 'mcp' },
      endpointPrefix: '/y',
      trustProxyHeaders: false,
    }).exposeViaIngress('mcp.example.com', { pathPrefix: '/fetch', controller: IngressController.NGINX });
    const { oidc_config: oidc, endpoint_prefix: prefix, trust_proxy_headers: trust } = runConfigOf(chart, 's');
    expect([oidc.ResourceURL, oidc.Audience, prefix, trust]).toEqual([
      'https://mcp.example.com/x',
      'mcp',
      '/y',
      undefined,
    ]);
  });

  test('that tokens are not asked for is warned of', () => {
    const chart = chartIn();
    serverIn(chart, { oidc: { ...oidcIn(chart), resourceUrl: 'https://other.example.com' } }).exposeViaIngress(
      'mcp.example.com',
    );
    expect(warningsOf(chart, 'public-url')).toEqual([
      'public-url-not-exposed: McpServer "s": oidc.resourceUrl: "https://other.example.com" is the address that clients ask tokens for, but "mcp.example.com" is what leads here; make them agree',
    ]);
  });

  test('stands in the registry', () => {
    const chart = chartIn();
    const server = serverIn(chart);
    const database = RegistryDatabase.password({
      host: 'db',
      database: 'd',
      user: 'u',
      password: { secret: kplus.Secret.fromSecretName(chart, 'db', 'db'), key: 'password' },
    });
    const config = RegistryConfig.fromParts({
      sources: [RegistrySource.servers([server])],
      database,
      auth: RegistryAuth.anonymous(),
    });
    new RegistryApi(chart, 'r', { config });
    const remotes = () =>
      JSON.parse(objects(chart)['ConfigMap/r-catalog'].data['servers.json']).data.servers[0].remotes;
    expect(remotes()[0].url).toBe(server.url);
    server.exposeViaIngress('mcp.example.com');
    expect(remotes()).toEqual([{ type: 'streamable-http', url: 'https://mcp.example.com/mcp' }]);
  });

  test('of a virtual server is what its tokens are asked for', () => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'g');
    serverIn(chart, { group });
    const server = new VirtualMcpServer(chart, 'v', { group, oidc: oidcIn(chart) });
    server.exposeViaIngress('mcp.example.com');
    expect(server.publicUrl).toBe('https://mcp.example.com/mcp');
    const all = objects(chart);
    expect(all['ConfigMap/v-vmcp-config'].data['config.yaml']).toContain('resource: https://mcp.example.com\n');
    expect(pathsOf(all['Ingress/v'])).toEqual(['/mcp', '/.well-known/oauth-protected-resource']);
  });
});

describe('the Service', () => {
  test('has the type that is asked for', () => {
    const { 'Service/mcp-s-proxy': service } = made(() => ({ serviceType: kplus.ServiceType.LOAD_BALANCER }));
    expect(service.spec).toMatchObject({ type: 'LoadBalancer', sessionAffinity: 'ClientIP' });
    const chart = chartIn();
    new EmbeddingServer(chart, 'e', { serviceType: kplus.ServiceType.NODE_PORT });
    expect(objects(chart)['Service/e'].spec.type).toBe('NodePort');
  });

  test('says no type otherwise', () => {
    expect(made()['Service/mcp-s-proxy'].spec).not.toHaveProperty('type');
  });
});

test('isolation that keeps the Ingress out is warned of', () => {
  const warnings = (isolation: (chart: Chart) => NetworkIsolation) => {
    const chart = chartIn();
    serverIn(chart, { networkIsolation: isolation(chart) }).exposeViaIngress('mcp.example.com');
    Testing.synth(chart);
    return warningsOf(chart, 'network-policy-blocks');
  };
  expect(warnings(() => NetworkIsolation.on())).toEqual([
    `network-policy-blocks-exposure: McpServer "s": networkIsolation.gateways: lets nobody come to port 8080, so what serves the Ingress can't reach it; name its pods`,
  ]);
  expect(warnings((chart) => NetworkIsolation.on({ gateways: [namespacePods(chart, 'nginx')] }))).toEqual([]);
});

test('a server that asks nobody who they are is warned of when it is exposed', () => {
  const warnings = (props: Props) => {
    const chart = chartIn();
    serverIn(chart, props(chart)).exposeViaIngress('mcp.example.com');
    return warningsOf(chart, 'exposed');
  };
  expect(warnings(() => ({}))).toEqual([
    'exposed-without-authentication: McpServer "s": exposeViaIngress: leads everybody here, and the server asks nobody who they are; give it oidc, or acknowledge this if something before it does',
  ]);
  expect(warnings((chart) => ({ oidc: oidcIn(chart) }))).toEqual([]);
});

test('metrics that are exposed because all paths are, are warned of', () => {
  const warnings = (transport: McpTransport) => {
    const chart = chartIn();
    const telemetry = { config: new McpTelemetryConfig(chart, 't', { prometheus: true }) };
    serverIn(chart, { transport, oidc: oidcIn(chart), telemetry }).exposeViaIngress('mcp.example.com');
    return warningsOf(chart, 'exposed');
  };
  expect(warnings(McpTransport.SSE)).toEqual([
    expect.stringContaining(`exposed-metrics: McpServer "s": exposeViaIngress: leads to all paths`),
  ]);
  expect(warnings(McpTransport.STREAMABLE_HTTP)).toEqual([]);
});
