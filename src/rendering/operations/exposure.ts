/**
 * The ways to a server from outside the cluster. Clients get the paths that they need and no others: health, status and
 * metrics are on the same port.
 */
import { controllerOf, Exposed, prefixOf, Route } from './ingress-controllers';
import { names, OperationsModel } from './model';
import { metricsPortOf, Server } from './servers';
import { Findings, shown } from '../../findings';
import { checkHttpRoute, checkIngress, warnOfPublicUrl } from './objects/exposure';
import { Obj, pruned } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Context, Part } from '../model/workload';

export const exposureParts: Part<OperationsModel>[] = [
  {
    id: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: names.same,
    isAddedByLibrary: true,
    when: (_, { exposure }) => exposure?.exposeViaIngress !== undefined,
    body: ingressBody,
  },
  {
    id: 'StripPrefix',
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
    name: names.stripPrefix,
    isAddedByLibrary: true,
    when: (_, { exposure }) => needsMiddleware(exposure?.exposeViaIngress),
    body: ({ resource: { extras }, server }) => ({
      metadata: { labels: server.labels },
      spec: { stripPrefix: { prefixes: [prefixOf(extras!.exposure.exposeViaIngress.pathPrefix)] } },
    }),
  },
  {
    id: 'HttpRoute',
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    name: names.same,
    isAddedByLibrary: true,
    when: (_, { exposure }) => exposure?.exposeViaHttpRoute !== undefined,
    body: ({ resource: { extras }, server }) => httpRouteBody(extras!.exposure.exposeViaHttpRoute, server),
  },
];

/** Traefik has an object of its own for what it does with a path. */
function needsMiddleware(ingress: Obj | undefined): boolean {
  return ingress?.controller === 'traefik' && prefixOf(ingress.pathPrefix) !== '';
}

/** Documents about a server that clients look for at the root of its host, the prefix behind (RFC 9728, RFC 8414). */
const RESOURCE_METADATA = '/.well-known/oauth-protected-resource';
const ISSUER_METADATA = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
/** What else an authorization server has (ToolHive pkg/authserver). */
const AUTH_SERVER = ['/.well-known/jwks.json', '/oauth'];

/** @param way the Ingress or HTTPRoute */
function routesOf({ tokens, hasAuthServer, isToldPrefix, ...server }: Server, way: Obj): Route[] {
  const prefix = prefixOf(way.pathPrefix);
  const paths = pathsOf(server, way);
  const documents = [...(tokens ? [RESOURCE_METADATA] : []), ...(hasAuthServer ? ISSUER_METADATA : [])];
  const atRoot = prefix && isToldPrefix ? documents.map((document) => `${document}${prefix}`) : [];
  const own = paths.includes('/') ? ['/'] : [...paths, ...documents, ...(hasAuthServer ? AUTH_SERVER : [])];
  return [
    ...own.map((target) => ({ path: `${prefix}${target}`.replace(/(.)\/$/, '$1'), target })),
    ...atRoot.map((path) => ({ path, target: path })),
  ];
}

/** The server's own paths that are exposed, apart from documents about it. */
function pathsOf({ paths }: Pick<Server, 'paths'>, way: Obj): readonly string[] {
  return way.paths ?? paths;
}

function ingressBody({ resource, server }: OperationsModel): Obj {
  const ingress = resource.extras!.exposure.exposeViaIngress;
  const { host, className, tlsSecret, annotations, rewriteAnnotations } = ingress;
  const controller = controllerOf(ingress.controller);
  const exposed = exposedBy(ingress, resource, server);
  const backend = { service: { name: server.service, port: { name: 'http' } } };
  const pattern = exposed.prefix ? controller?.pattern : undefined;
  const paths = exposed.routes.map((route) =>
    pattern
      ? { path: pattern(route), pathType: 'ImplementationSpecific', backend }
      : { path: route.path, pathType: 'Prefix', backend },
  );
  return {
    metadata: pruned({
      labels: server.labels,
      annotations: { ...controller?.annotations(exposed), ...rewriteAnnotations, ...annotations },
    }),
    spec: pruned({
      ingressClassName: className,
      rules: [{ host, http: { paths } }],
      tls: tlsSecret ? [{ hosts: [host], secretName: tlsSecret }] : undefined,
    }),
  };
}

function exposedBy(ingress: Obj, { name, namespace, spec }: Resource, server: Server): Exposed {
  return {
    namespace,
    prefix: prefixOf(ingress.pathPrefix),
    routes: routesOf(server, ingress),
    isAffine: spec.sessionAffinity !== 'None',
    middleware: names.stripPrefix(name),
  };
}

function httpRouteBody(way: Obj, server: Server): Obj {
  const { parentRefs, hostnames, pathPrefix } = way;
  const prefix = prefixOf(pathPrefix);
  const backendRefs = [{ name: server.service, port: server.servicePort ?? server.port }];
  const match = (route: Route) => ({ path: { type: 'PathPrefix', value: route.path } });
  const routes = routesOf(server, way);
  const isSame = (route: Route) => route.path === route.target;
  const same = routes.filter(isSame).map(match);
  const rewritten = routes
    .filter((route) => !isSame(route))
    .map((route) => ({ matches: [match(route)], filters: rewriting(route, prefix), backendRefs }));
  return {
    metadata: { labels: server.labels },
    spec: pruned({
      parentRefs,
      hostnames,
      rules: [...rewritten, ...(same.length ? [{ matches: same, backendRefs }] : [])],
    }),
  };
}

function rewriting({ target }: Route, prefix: string): Obj[] {
  return [
    {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: target } },
    },
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'X-Forwarded-Prefix', value: prefix }] },
    },
  ];
}

/** What clients would not be shown if the server's paths were known. */
export function checkExposedMetrics(
  { extras }: Resource,
  server: Server,
  hasMetrics: boolean,
  { findings, behaviour }: Context,
): void {
  const { exposeViaIngress, exposeViaHttpRoute } = extras!.exposure ?? {};
  const way = exposeViaIngress ?? exposeViaHttpRoute;
  if (!way || !hasMetrics || !pathsOf(server, way).includes('/')) return;
  const isElsewhere = metricsPortOf(server, behaviour) !== server.port;
  findings.warning(
    'exposed-metrics',
    `spec.${exposeViaIngress ? 'exposeViaIngress' : 'exposeViaHttpRoute'}`,
    `leads to all paths, as those of this server aren't known, ${shown(`${prefixOf(way.pathPrefix)}/metrics`)} among them; name those that clients need as paths, ${isElsewhere ? 'set prometheus.metricsOnTransportPort to false, ' : ''}or turn prometheus off`,
  );
}

export function checkExposure(resource: Resource, server: Server, findings: Findings): void {
  const { exposure, network } = resource.extras!;
  const { exposeViaIngress: ingress, exposeViaHttpRoute: route } = exposure ?? {};
  checkIngress(ingress, findings);
  checkHttpRoute(route, findings);
  const isStripped = ingress && prefixOf(ingress.pathPrefix) && !ingress.rewriteAnnotations;
  if (isStripped && !ingress.controller) {
    findings.error(
      'spec.exposeViaIngress.pathPrefix',
      `${shown(ingress.pathPrefix)} would reach the server, which knows only ${server.path || '/'}; give the controller that strips it, or rewriteAnnotations of another one`,
    );
  } else if (isStripped) {
    const reason = controllerOf(ingress.controller)?.cannotStrip?.(exposedBy(ingress, resource, server));
    if (reason) {
      findings.error('spec.exposeViaIngress.pathPrefix', `${shown(ingress.pathPrefix)} reaches the server: ${reason}`);
    }
  }
  if (ingress && route && prefixOf(ingress.pathPrefix) !== prefixOf(route.pathPrefix)) {
    findings.error(
      'spec.exposeViaHttpRoute.pathPrefix',
      `${shown(route.pathPrefix)} is not the pathPrefix of exposeViaIngress, ${shown(ingress.pathPrefix)}; a server has one address`,
    );
  }
  if (server.tokens) warnOfPublicUrl(server.tokens.resourceUrl, server.tokens.field, exposure ?? {}, findings);
  if ((ingress || route) && !server.tokens && !server.hasOwnAuth) {
    findings.warning(
      'exposed-without-authentication',
      `spec.${ingress ? 'exposeViaIngress' : 'exposeViaHttpRoute'}`,
      'leads everybody here, and the server asks nobody who they are; give it oidc, or acknowledge this if something before it does',
    );
  }
  const { gateways = [], clients = [] } = network ?? {};
  if (network && (ingress || route) && !gateways.length && !clients.length) {
    findings.warning(
      'network-policy-blocks-exposure',
      'spec.networkIsolation.gateways',
      `lets nobody come to port ${server.port}, so what serves the ${ingress ? 'Ingress' : 'HTTPRoute'} can't reach it; name its pods`,
    );
  }
}
