import type { ISecret } from 'cdk8s-plus-28';
import { JsonObject, pruned } from '../plain/objects';

/** Who serves an Ingress, where what a server needs has no field in it. */
export enum IngressController {
  /**
   * The community's ingress-nginx. Its annotations strip a path, keep answers flowing that take long, and keep a client with
   * one replica.
   */
  NGINX = 'nginx',
}

/** How a host and path lead to a server, by an Ingress. */
export interface ExposeViaIngressOptions {
  /**
   * Path before the server's own, such as `/fetch`, where servers share a host. It is stripped, so that the server gets its
   * own paths: by the `controller`, or by annotations of yours.
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
export function ingressJson(host: string, options: ExposeViaIngressOptions): JsonObject {
  const { pathPrefix = '/', className, controller, tlsSecret, insecureHttp, annotations } = options;
  return {
    host,
    pathPrefix,
    ...pathsJson(options),
    ...pruned({ className, controller, tlsSecret: tlsSecret?.name, insecureHttp, annotations }),
  };
}

/** An HTTPRoute as rendering takes it. */
export function httpRouteJson(options: ExposeViaHttpRouteOptions): JsonObject {
  const { parentRefs, hostnames, pathPrefix = '/', insecureHttp } = options;
  return {
    parentRefs: parentRefs.map((ref) => pruned({ ...ref })),
    pathPrefix,
    ...pathsJson(options),
    ...pruned({ hostnames, insecureHttp }),
  };
}

/** An empty list stays, to be refused. */
function pathsJson({ paths }: { paths?: string[] }): JsonObject {
  return paths ? { paths } : {};
}
