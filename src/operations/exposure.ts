import type { ISecret } from 'cdk8s-plus-28';
import { pruned } from '../plain/objects';
import { HttpRouteExposure, IngressExposure, PathExposure } from '../resources/construct-options';

/**
 * Which controller serves an Ingress, and so which annotations it gets.
 *
 * Annotations set what an Ingress has no fields for: long timeouts for streams, session affinity if the controller
 * supports it, and stripping of `pathPrefix`.
 */
export enum IngressController {
  /** The community's ingress-nginx. */
  NGINX = 'nginx',

  /** Traefik. It strips the prefix by a Middleware, a separate object, and has no session affinity by address. */
  TRAEFIK = 'traefik',

  /** The controller of HAProxy Technologies, whose annotations begin with `haproxy.org`. */
  HAPROXY = 'haproxy',

  /** Contour. It can't strip a prefix for an Ingress, and has no session affinity; `exposeViaHttpRoute` can strip. */
  CONTOUR = 'contour',

  /** OpenShift's router, which makes Routes of the Ingress. It strips the prefix only if clients need one path. */
  OPENSHIFT = 'openshift',
}

/** Host, path and controller of an Ingress for a server. */
export interface ExposeViaIngressOptions {
  /**
   * Path before the server's own, such as `/fetch`, if servers share a host.
   *
   * The `controller` or `rewriteAnnotations` strip it, so that the server gets its own paths.
   *
   * @default "/"
   */
  readonly pathPrefix?: string;

  /**
   * The server's own paths that are exposed, each with all paths below it.
   *
   * `/registry` exposes a registry without the admin API below `/v1`. The documents that clients need for
   * authentication are exposed as well.
   *
   * @default - those that clients need; all paths of a registry, and of a server whose paths aren't known
   */
  readonly paths?: string[];

  /**
   * Class of the Ingress, which selects the controller.
   *
   * @default - the cluster's default class
   */
  readonly className?: string;

  /**
   * Which controller the class belongs to. Its annotations are set; your own take precedence.
   *
   * @default - none: only fields of the Ingress are set
   */
  readonly controller?: IngressController;

  /**
   * Annotations with which another controller strips the `pathPrefix`.
   *
   * An example is `alb.ingress.kubernetes.io/transforms.NAME`. The paths in the Ingress include the prefix.
   *
   * @default - those of the `controller`
   */
  readonly rewriteAnnotations?: { [key: string]: string };

  /**
   * The Secret with certificate and key for the host, of type kubernetes.io/tls.
   *
   * @default - the Ingress has no TLS section, and uses the controller's default certificate, if any
   */
  readonly tlsSecret?: ISecret;

  /**
   * Whether clients connect without TLS, so that the public address begins with `http://`. For development.
   *
   * @default false
   */
  readonly insecureHttp?: boolean;

  /**
   * Additional annotations of the Ingress, for its controller.
   *
   * @default - those of the `controller`
   */
  readonly annotations?: { [key: string]: string };
}

/** A Gateway of the Gateway API, or one of its listeners. */
export interface GatewayReference {
  /** What the Gateway is called. */
  readonly name: string;

  /**
   * Where the Gateway is. A Gateway in another namespace must allow routes of this one.
   *
   * @default - that of the route
   */
  readonly namespace?: string;

  /**
   * Name of the listener.
   *
   * @default - all listeners that take the route
   */
  readonly sectionName?: string;
}

/** Gateways, hosts and path of an HTTPRoute for a server. */
export interface ExposeViaHttpRouteOptions {
  /** The Gateways that serve the route, at least one. They have the certificates. */
  readonly parentRefs: GatewayReference[];

  /**
   * Host names of the server. `*.example.com` matches all names below example.com.
   *
   * The first is the host of the public address.
   *
   * @default - those of the Gateways' listeners, so that no public address is known
   */
  readonly hostnames?: string[];

  /**
   * Path before the server's own, such as `/fetch`, if servers share a host.
   *
   * The Gateway strips it, so that the server gets its own paths.
   *
   * @default "/"
   */
  readonly pathPrefix?: string;

  /**
   * The server's own paths that are exposed, each with all paths below it.
   *
   * `/registry` exposes a registry without the admin API below `/v1`. The documents that clients need for
   * authentication are exposed as well.
   *
   * @default - those that clients need; all paths of a registry, and of a server whose paths aren't known
   */
  readonly paths?: string[];

  /**
   * Whether clients connect without TLS, so that the public address begins with `http://`. For development.
   *
   * @default false
   */
  readonly insecureHttp?: boolean;
}

/** An Ingress as rendering takes it. */
export function ingressJson(host: string, options: ExposeViaIngressOptions): IngressExposure {
  const { pathPrefix = '/', className, controller, tlsSecret, insecureHttp, annotations, rewriteAnnotations } = options;
  return {
    host,
    pathPrefix,
    ...pathsJson(options),
    ...pruned({ className, controller, tlsSecret: tlsSecret?.name, insecureHttp, annotations, rewriteAnnotations }),
  };
}

/** An HTTPRoute as rendering takes it. */
export function httpRouteJson(options: ExposeViaHttpRouteOptions): HttpRouteExposure {
  const { parentRefs, hostnames, pathPrefix = '/', insecureHttp } = options;
  return {
    parentRefs: parentRefs.map((ref) => pruned({ ...ref })),
    pathPrefix,
    ...pathsJson(options),
    ...pruned({ hostnames, insecureHttp }),
  };
}

/** An empty list stays, to be refused. */
function pathsJson({ paths }: { paths?: string[] }): Pick<PathExposure, 'paths'> {
  return paths ? { paths } : {};
}
