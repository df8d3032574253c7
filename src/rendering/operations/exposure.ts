/**
 * The ways to a server from outside the cluster. Clients get the paths that they need and no others: health, status and
 * metrics are on the same port.
 */
import { controllerOf, Exposed, prefixOf, Route } from './ingress-controllers';
import { names, optionPart, OperationsModel } from './model';
import { AnyServer } from './server-kinds';
import { metricsPortOf, Server } from './servers';
import { Findings, shown } from '../../findings';
import { checkHttpRoute, checkIngress, warnOfPublicUrl } from './objects/exposure';
import { ObjectBody, Texts } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import {
  ConstructOptions,
  HttpRouteExposure,
  IngressExposure,
  ParentReference,
  PathExposure,
} from '../../resources/construct-options';
import { Context, Part } from '../model/workload';

/** `spec` of an Ingress. */
interface IngressSpec {
  readonly ingressClassName?: string;
  readonly rules: readonly { readonly host: string; readonly http: { readonly paths: readonly IngressPath[] } }[];
  readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
}

interface IngressPath {
  readonly path: string;
  readonly pathType: 'Prefix' | 'ImplementationSpecific';
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
}

/** `spec` of the Gateway API's HTTPRoute. */
interface HttpRouteSpec {
  readonly parentRefs: readonly ParentReference[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly HttpRouteRule[];
}

interface HttpRouteRule {
  readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[];
  readonly filters?: readonly HttpRouteFilter[];
  readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
}

type HttpRouteFilter =
  | {
      readonly type: 'URLRewrite';
      readonly urlRewrite: {
        readonly path: { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };
      };
    }
  | {
      readonly type: 'RequestHeaderModifier';
      readonly requestHeaderModifier: { readonly set: readonly { readonly name: string; readonly value: string }[] };
    };

/** `spec` of Traefik's Middleware. */
interface MiddlewareSpec {
  readonly stripPrefix: { readonly prefixes: readonly string[] };
}

/** An object whose spec is known. */
interface BodyOf<Spec extends object> extends ObjectBody {
  readonly metadata: { readonly labels: Texts; readonly annotations?: Texts };
  readonly spec: Spec;
}

export const exposureParts: Part<OperationsModel>[] = [
  optionPart({
    id: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: names.same,
    option: ({ exposure }) => exposure?.exposeViaIngress,
    body: ingressBody,
  }),
  optionPart({
    id: 'StripPrefix',
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
    name: names.stripPrefix,
    option: ({ exposure }) => strippedByMiddleware(exposure?.exposeViaIngress),
    body: (prefix, { server }): BodyOf<MiddlewareSpec> => ({
      metadata: { labels: server.labels },
      spec: { stripPrefix: { prefixes: [prefix] } },
    }),
  }),
  optionPart({
    id: 'HttpRoute',
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    name: names.same,
    option: ({ exposure }) => exposure?.exposeViaHttpRoute,
    body: (way, { server }) => httpRouteBody(way, server),
  }),
];

/** Traefik has an object of its own for what it does with a path. */
function strippedByMiddleware(ingress: IngressExposure | undefined): string | undefined {
  return (ingress?.controller === 'traefik' && prefixOf(ingress.pathPrefix)) || undefined;
}

/** Documents about a server that clients look for at the root of its host, the prefix behind (RFC 9728, RFC 8414). */
const RESOURCE_METADATA = '/.well-known/oauth-protected-resource';
const ISSUER_METADATA = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
/** What else an authorization server has (ToolHive pkg/authserver). */
const AUTH_SERVER = ['/.well-known/jwks.json', '/oauth'];

/** @param way the Ingress or HTTPRoute */
function routesOf({ tokens, hasAuthServer, isToldPrefix, ...server }: Server, way: PathExposure): Route[] {
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
function pathsOf({ paths }: Pick<Server, 'paths'>, way: PathExposure): readonly string[] {
  return way.paths ?? paths;
}

function ingressBody(ingress: IngressExposure, { resource, server }: OperationsModel): BodyOf<IngressSpec> {
  const { host, className, tlsSecret, annotations, rewriteAnnotations } = ingress;
  const controller = controllerOf(ingress.controller);
  const exposed = exposedBy(ingress, resource, server);
  const backend = { service: { name: server.service, port: { name: 'http' } } };
  const pattern = exposed.prefix ? controller?.pattern : undefined;
  const paths = exposed.routes.map((route): IngressPath =>
    pattern
      ? { path: pattern(route), pathType: 'ImplementationSpecific', backend }
      : { path: route.path, pathType: 'Prefix', backend },
  );
  return {
    metadata: pruned({
      labels: server.labels,
      annotations: { ...controller?.annotations(exposed), ...rewriteAnnotations, ...annotations },
    }),
    spec: pruned<IngressSpec>({
      ingressClassName: className,
      rules: [{ host, http: { paths } }],
      tls: tlsSecret ? [{ hosts: [host], secretName: tlsSecret }] : undefined,
    }),
  };
}

function exposedBy(ingress: IngressExposure, { name, namespace, spec }: AnyServer, server: Server): Exposed {
  return {
    namespace,
    prefix: prefixOf(ingress.pathPrefix),
    routes: routesOf(server, ingress),
    isAffine: spec.sessionAffinity !== 'None',
    middleware: names.stripPrefix(name),
  };
}

function httpRouteBody(way: HttpRouteExposure, server: Server): BodyOf<HttpRouteSpec> {
  const { parentRefs, hostnames, pathPrefix } = way;
  const prefix = prefixOf(pathPrefix);
  const backendRefs = [{ name: server.service, port: server.servicePort ?? server.port }];
  const match = (route: Route) => ({ path: { type: 'PathPrefix' as const, value: route.path } });
  const routes = routesOf(server, way);
  const isSame = (route: Route) => route.path === route.target;
  const same = routes.filter(isSame).map(match);
  const rewritten = routes
    .filter((route) => !isSame(route))
    .map((route): HttpRouteRule => ({ matches: [match(route)], filters: rewriting(route, prefix), backendRefs }));
  return {
    metadata: { labels: server.labels },
    spec: pruned<HttpRouteSpec>({
      parentRefs,
      hostnames,
      rules: [...rewritten, ...(same.length ? [{ matches: same, backendRefs }] : [])],
    }),
  };
}

function rewriting({ target }: Route, prefix: string): HttpRouteFilter[] {
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
  { exposure }: ConstructOptions,
  server: Server,
  hasMetrics: boolean,
  { findings, behaviour }: Context,
): void {
  const { exposeViaIngress, exposeViaHttpRoute } = exposure ?? {};
  const way = exposeViaIngress ?? exposeViaHttpRoute;
  if (!way || !hasMetrics || !pathsOf(server, way).includes('/')) return;
  const isElsewhere = metricsPortOf(server, behaviour) !== server.port;
  findings.warning(
    'exposed-metrics',
    `spec.${exposeViaIngress ? 'exposeViaIngress' : 'exposeViaHttpRoute'}`,
    `leads to all paths, as those of this server aren't known, ${shown(`${prefixOf(way.pathPrefix)}/metrics`)} among them; name those that clients need as paths, ${isElsewhere ? 'set prometheus.metricsOnTransportPort to false, ' : ''}or turn prometheus off`,
  );
}

export function checkExposure(resource: AnyServer, server: Server, findings: Findings): void {
  const { exposure, network } = resource.constructOptions ?? {};
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
