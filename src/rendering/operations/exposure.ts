/**
 * The ways to a server from outside the cluster. Clients get the paths that they need and no others: health, status and
 * metrics are on the same port.
 */
import { names, OperationsModel } from './model';
import { metricsPortOf, Server } from './servers';
import { Findings, shown } from '../../findings';
import { checkHttpRoute, checkIngress, warnOfPublicUrl } from './objects/exposure';
import { Obj, pruned } from '../../plain/objects';
import { withoutTrailing } from '../../plain/trailing';
import { Resource } from '../../resources/resource';
import { Context, Part } from '../model/workload';

/** A path as clients know it, and as the server does. */
interface Route {
  readonly path: string;
  readonly target: string;
}

export const exposureParts: Part<OperationsModel>[] = [
  {
    id: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: names.same,
    isAddedByLibrary: true,
    when: (_, { exposure }) => exposure?.exposeViaIngress !== undefined,
    body: ({ resource: { spec, extras }, server }) =>
      ingressBody(extras!.exposure.exposeViaIngress, spec.sessionAffinity, server),
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

/** The path before the server's own, without a slash at its end; empty where there is none. */
export function prefixOf(path: string): string {
  return withoutTrailing(path, '/');
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

function ingressBody(ingress: Obj, sessionAffinity: string | undefined, server: Server): Obj {
  const { host, pathPrefix, className, controller, tlsSecret, annotations } = ingress;
  const prefix = prefixOf(pathPrefix);
  const isNginx = controller === 'nginx';
  const backend = { service: { name: server.service, port: { name: 'http' } } };
  const paths = routesOf(server, ingress).map((route) =>
    isNginx && prefix
      ? { path: nginxPattern(route), pathType: 'ImplementationSpecific', backend }
      : { path: route.path, pathType: 'Prefix', backend },
  );
  const own = isNginx ? nginxAnnotations(prefix, sessionAffinity !== 'None') : {};
  return {
    metadata: pruned({ labels: server.labels, annotations: { ...own, ...annotations } }),
    spec: pruned({
      ingressClassName: className,
      rules: [{ host, http: { paths } }],
      tls: tlsSecret ? [{ hosts: [host], secretName: tlsSecret }] : undefined,
    }),
  };
}

/** A regular expression whose group is what the server gets, behind a slash. */
function nginxPattern({ path, target }: Route): string {
  if (target === '/') return `${literal(path)}(?:/|$)(.*)`;
  const prefix = path.slice(0, path.length - target.length);
  return `${literal(prefix)}/(${literal(target.slice(1))}.*)`;
}

function literal(path: string): string {
  return path.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
}

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
function nginxAnnotations(prefix: string, isAffine: boolean): Record<string, string> {
  const annotations = {
    // Answers are streams, and may be silent for long.
    'proxy-buffering': 'off',
    'proxy-read-timeout': '3600',
    'proxy-send-timeout': '3600',
    // It connects to pods itself, past the affinity of the Service.
    ...(isAffine && { 'upstream-hash-by': '$remote_addr' }),
    ...(prefix && { 'use-regex': 'true', 'rewrite-target': '/$1', 'x-forwarded-prefix': prefix }),
  };
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
  );
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

export function checkExposure({ extras }: Resource, server: Server, findings: Findings): void {
  const { exposure, network } = extras!;
  const { exposeViaIngress: ingress, exposeViaHttpRoute: route } = exposure ?? {};
  checkIngress(ingress, findings);
  checkHttpRoute(route, findings);
  if (ingress && prefixOf(ingress.pathPrefix) && !ingress.controller && !ingress.annotations) {
    findings.error(
      'spec.exposeViaIngress.pathPrefix',
      `${shown(ingress.pathPrefix)} would reach the server, which knows only ${server.path || '/'}; give the controller, or annotations that take it away`,
    );
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
