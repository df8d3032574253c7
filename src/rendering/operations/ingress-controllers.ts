/**
 * What controllers need in addition to the fields of an Ingress: how to strip a path, that answers are streams which may be silent
 * for long, and that a client stays with one replica. They connect to pods themselves, past the affinity of the Service.
 */
import { withoutTrailing } from '../../plain/trailing';

/** A path as clients know it, and as the server does. */
export interface Route {
  readonly path: string;
  readonly target: string;
}

/** An Ingress, seen by its controller. */
export interface Exposed {
  readonly namespace: string;
  /** Path before the server's own, without a slash at its end; empty where there is none. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  readonly isAffine: boolean;
  /** Name of the Middleware, where the controller has such. */
  readonly middleware: string;
}

export interface IngressController {
  annotations(ingress: Exposed): Record<string, string>;
  /** A path of the Ingress, where its type isn't Prefix. */
  pattern?(route: Route): string;
  /** Why it can't strip the path, and what to do; undefined where it can. */
  cannotStrip?(ingress: Exposed): string | undefined;
}

const ELSE = 'give the server a host of its own, or use exposeViaHttpRoute';

const CONTROLLERS: Readonly<Record<string, IngressController>> = {
  /** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
  nginx: {
    annotations: ({ prefix, isAffine }) =>
      under('nginx.ingress.kubernetes.io', {
        'proxy-buffering': 'off',
        'proxy-read-timeout': '3600',
        'proxy-send-timeout': '3600',
        ...(isAffine && { 'upstream-hash-by': '$remote_addr' }),
        ...(prefix && { 'use-regex': 'true', 'rewrite-target': '/$1', 'x-forwarded-prefix': prefix }),
      }),
    // A regular expression whose group is what the server gets, behind a slash.
    pattern({ path, target }) {
      if (target === '/') return `${literal(path)}(?:/|$)(.*)`;
      const prefix = path.slice(0, path.length - target.length);
      return `${literal(prefix)}/(${literal(target.slice(1))}.*)`;
    },
  },

  /** A Middleware strips the prefix, and sends it in X-Forwarded-Prefix. @see https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/stripprefix/ */
  traefik: {
    annotations: ({ prefix, namespace, middleware }) =>
      prefix
        ? { 'traefik.ingress.kubernetes.io/router.middlewares': `${namespace}-${middleware}@kubernetescrd` }
        : ({} as Record<string, string>),
  },

  /** That of HAProxy Technologies. @see https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md */
  haproxy: {
    annotations: ({ prefix, isAffine }) =>
      under('haproxy.org', {
        'timeout-server': '3600s',
        ...(isAffine && { 'load-balance': 'source' }),
        ...(prefix && {
          // From the start: documents at the root of the host have the prefix behind.
          'path-rewrite': `^${literal(prefix)}/?(.*) /\\1`,
          'request-set-header': `X-Forwarded-Prefix ${prefix}`,
        }),
      }),
  },

  /** @see https://projectcontour.io/docs/main/config/annotations/ */
  contour: {
    annotations: () => ({ 'projectcontour.io/response-timeout': 'infinity' }),
    cannotStrip: () => `Contour strips no path of an Ingress; ${ELSE}, which Contour serves too`,
  },

  /** Each path of an Ingress becomes a Route with its annotations. @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/ingress_and_load_balancing/configuring-routes */
  openshift: {
    annotations: ({ prefix, routes, isAffine }) =>
      under('haproxy.router.openshift.io', {
        timeout: '3600s',
        ...(isAffine && { balance: 'source' }),
        ...(prefix && { 'rewrite-target': routes[0].target }),
      }),
    cannotStrip: ({ routes }) =>
      routes.length > 1
        ? `OpenShift's router puts one path in place of all, and clients need ${routes.map(({ path }) => path).join(', ')}; ${ELSE}`
        : undefined,
  },
};

/** A controller by its name; undefined for those that this library doesn't know. */
export function controllerOf(name: string | undefined): IngressController | undefined {
  return name === undefined ? undefined : CONTROLLERS[name];
}

/** The path before the server's own, without a slash at its end; empty where there is none. */
export function prefixOf(path: string): string {
  return withoutTrailing(path, '/');
}

function literal(path: string): string {
  return path.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
}

function under(domain: string, annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${domain}/${key}`, value]));
}
