import type { ISecret } from 'cdk8s-plus-28';
import { pruned } from '../plain/objects';
import { HttpRouteExposure, IngressExposure, PathExposure } from '../resources/construct-options';

/**
 * Who serves an Ingress. What a server needs and an Ingress has no field for becomes annotations: answers are streams that may be
 * silent for long, a client stays with one replica where the controller can do so, and `pathPrefix` is stripped.
 */
export enum IngressController {
  /** The community's ingress-nginx. */
  NGINX = 'nginx',

  /** Traefik. It strips by a Middleware, which stands beside the Ingress, and holds no client to a replica by its address. */
  TRAEFIK = 'traefik',

  /** The controller of HAProxy Technologies, whose annotations begin with `haproxy.org`. */
  HAPROXY = 'haproxy',

  /** Contour. It strips no path of an Ingress, and holds no client to a replica; `exposeViaHttpRoute` can strip. */
  CONTOUR = 'contour',

  /** OpenShift's router, which makes Routes of the Ingress. It strips where clients need one path only. */
  OPENSHIFT = 'openshift',
}

/** How a host and path lead to a server, by an Ingress. */
export interface ExposeViaIngressOptions {
  /**
   * Path before the server's own, such as `/fetch`, where servers share a host. It is stripped, so that the server gets its
   * own paths: by the `controller`, or by `rewriteAnnotations`.
   *
   * @default "/"
   */
  readonly pathPrefix?: string;

  /**
   * The server's own paths that are exposed, each with all below it. `/registry` exposes a registry without the admin API
   * below `/v1`. The documents that clients with tokens look for are exposed as well.
   *
   * @default - those that clients need; all paths of a registry, and of a server whose paths aren't known
   */
  readonly paths?: string[];

  /**
   * Class of the Ingress, which says who serves it.
   *
   * @default - the cluster's default class
   */
  readonly className?: string;

  /**
   * The controller behind the class, whose annotations are set then. Your own win.
   *
   * @default - none that this library knows: only what an Ingress has fields for
   */
  readonly controller?: IngressController;

  /**
   * Annotations that have another controller strip the `pathPrefix` from every path, such as
   * `alb.ingress.kubernetes.io/transforms.NAME`. Paths in the Ingress are those that clients use, the prefix before them.
   *
   * @default - those of the `controller`
   */
  readonly rewriteAnnotations?: { [key: string]: string };

  /**
   * The Secret that holds certificate and key for the host, of type kubernetes.io/tls.
   *
   * @default - the Ingress has no TLS section: whoever serves it has a certificate of its own, or there is none
   */
  readonly tlsSecret?: ISecret;

  /**
   * Whether clients come without TLS, so that the public address begins with `http://`. For development.
   *
   * @default false
   */
  readonly insecureHttp?: boolean;

  /**
   * Annotations of the Ingress, for those who serve it.
   *
   * @default - those of the `controller`
   */
  readonly annotations?: { [key: string]: string };
}

/** A Gateway of the Gateway API, or one of its listeners. */
export interface GatewayReference {
  /** Name of the Gateway. */
  readonly name: string;

  /**
   * Namespace of the Gateway. One in another namespace has to allow routes of this one.
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

/** How a Gateway leads to a server, by an HTTPRoute. */
export interface ExposeViaHttpRouteOptions {
  /** The Gateways that lead to the server, at least one. They have the certificates. */
  readonly parentRefs: GatewayReference[];

  /**
   * Hosts under which the server is reached; `*.example.com` stands for all below example.com. The first is that of the public
   * address.
   *
   * @default - those of the Gateways' listeners, so that no public address is known
   */
  readonly hostnames?: string[];

  /**
   * Path before the server's own, such as `/fetch`, where servers share a host. The Gateway strips it, so that the server
   * gets its own paths.
   *
   * @default "/"
   */
  readonly pathPrefix?: string;

  /**
   * The server's own paths that are exposed, each with all below it. `/registry` exposes a registry without the admin API
   * below `/v1`. The documents that clients with tokens look for are exposed as well.
   *
   * @default - those that clients need; all paths of a registry, and of a server whose paths aren't known
   */
  readonly paths?: string[];

  /**
   * Whether clients come without TLS, so that the public address begins with `http://`. For development.
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
