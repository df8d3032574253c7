import type { ISecret } from 'cdk8s-plus-28';
import { GatewayReference } from './exposure';
import { Obj, pruned } from '../plain/objects';

/** Who serves an Ingress, where what a server needs has no field in it. */
export enum IngressController {
  /**
   * The community's ingress-nginx. Its annotations strip a path, keep answers flowing that take long, and keep a client with
   * one replica.
   */
  NGINX = 'nginx',
}

/** How a host and path lead to a server, by an Ingress. */
export interface ExposeServerViaIngressOptions {
  /**
   * The path before the server's own, such as `/fetch`, where servers share a host. The server doesn't see it: a `controller`
   * takes it away, or annotations of yours do.
   *
   * @default "/"
   */
  readonly path?: string;

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
   * @default - the Ingress says nothing of TLS: whoever serves it has a certificate of its own
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

/** How a Gateway leads to a server, by an HTTPRoute. */
export interface ExposeServerViaHttpRouteOptions {
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
   * The path before the server's own, such as `/fetch`, where servers share a host. The Gateway takes it away.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * Whether clients come without TLS, so that the public address begins with `http://`. For development.
   *
   * @default false
   */
  readonly insecureHttp?: boolean;
}

/** An Ingress as rendering takes it. */
export function serverIngressJson(host: string, options: ExposeServerViaIngressOptions): Obj {
  const { path = '/', className, controller, tlsSecret, insecureHttp, annotations } = options;
  return {
    host,
    path,
    ...pruned({ className, controller, tlsSecret: tlsSecret?.name, insecureHttp, annotations }),
  };
}

/** An HTTPRoute as rendering takes it. */
export function serverHttpRouteJson(options: ExposeServerViaHttpRouteOptions): Obj {
  const { parentRefs, hostnames, path = '/', insecureHttp } = options;
  return { parentRefs: parentRefs.map((ref) => pruned({ ...ref })), path, ...pruned({ hostnames, insecureHttp }) };
}
