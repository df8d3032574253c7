import type { ISecret } from 'cdk8s-plus-28';
import { Obj, pruned } from '../plain/objects';

/** How a host and path lead to a server, by an Ingress. */
export interface ExposeViaIngressOptions {
  /**
   * The paths that are exposed: this one and all below it. It begins with a slash, and the server gets it as it is.
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
   * The Secret that holds certificate and key for the host, of type kubernetes.io/tls.
   *
   * @default - the Ingress says nothing of TLS: whoever serves it has a certificate of its own, or there is none
   */
  readonly tlsSecret?: ISecret;

  /**
   * Annotations of the Ingress, for those who serve it.
   *
   * @default - none
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
   * Hosts under which the server is reached. `*.example.com` stands for all below example.com.
   *
   * @default - those of the Gateways' listeners
   */
  readonly hostnames?: string[];

  /**
   * The paths that are exposed: this one and all below it. It begins with a slash, and the server gets it as it is.
   *
   * @default "/"
   */
  readonly path?: string;
}

/** An Ingress as rendering takes it. */
export function ingressJson(host: string, options: ExposeViaIngressOptions): Obj {
  const { path = '/', className, tlsSecret, annotations } = options;
  return { host, path, ...pruned({ className, tlsSecret: tlsSecret?.name, annotations }) };
}

/** An HTTPRoute as rendering takes it. */
export function httpRouteJson({ parentRefs, hostnames, path = '/' }: ExposeViaHttpRouteOptions): Obj {
  return { parentRefs: parentRefs.map((ref) => pruned({ ...ref })), path, ...pruned({ hostnames }) };
}
