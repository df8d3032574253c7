import { isIP } from 'node:net';
import { shown } from '../findings';
import { backendName, Place, podsOf } from '../network/place';
import { nearest } from '../plain/nearest';
import { Obj } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';

/** A Deployment of another app or library. */
export interface NetworkDeploymentOptions {
  /** What the Deployment is called. */
  readonly name: string;
  /** Where the Deployment is. */
  readonly namespace: string;
}

/** Pods by their labels. */
export interface NetworkPodsOptions {
  /** Where the pods are. */
  readonly namespace: string;

  /**
   * How policies select the pods.
   *
   * @default - none, such as a pod that no policy names has
   */
  readonly labels?: { [key: string]: string };
}

/** A host outside the cluster. */
export interface NetworkHostOptions {
  /**
   * IP of the host.
   *
   * @default - one that no policy names
   */
  readonly address?: string;

  /**
   * What pods ask DNS for. CiliumNetworkPolicies allow hosts by name.
   *
   * @default - one that no policy names
   */
  readonly name?: string;
}

/** An address for documentation that looks like any other on the internet. */
const INTERNET: Place = {
  name: 'the internet',
  address: '93.184.215.14',
  host: 'internet.example.net',
  ports: [80, 443],
};

/** One end of a connection: pods of a server, other pods, or hosts outside the cluster. */
export class NetworkPlace {
  static {
    checkCalls('NetworkPlace', this);
  }

  /**
   * What clients connect to: the proxy of a server, a virtual server, a registry.
   *
   * @param server the construct
   */
  public static server(server: IToolhiveResource): NetworkPlace {
    return NetworkPlace.named(server.name, server.namespace, `no pod of ${shown(server.name)}`);
  }

  /**
   * The pods of any other Deployment or StatefulSet in the app.
   *
   * @param options name and namespace
   */
  public static deployment(options: NetworkDeploymentOptions): NetworkPlace {
    return NetworkPlace.named(options.name, options.namespace, `no Deployment ${shown(options.name)}`);
  }

  /**
   * The pod of an MCP server, behind its proxy.
   *
   * @param server the server
   */
  public static backend(server: IToolhiveResource): NetworkPlace {
    return NetworkPlace.named(backendName(server.name), server.namespace, `no MCP server behind ${shown(server.name)}`);
  }

  /**
   * Any other pods.
   *
   * @param options namespace and labels
   */
  public static pods(options: NetworkPodsOptions): NetworkPlace {
    const { namespace, labels = {} } = options;
    const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const name = `a pod in ${[namespace, ...text].join(' with ')}`;
    return new NetworkPlace(() => ({ name, namespace, labels, ports: [] }));
  }

  /** An address on the internet that no policy names. */
  public static internet(): NetworkPlace {
    return new NetworkPlace(() => INTERNET);
  }

  /**
   * A host outside the cluster.
   *
   * @param options address and name, at least one of them
   * @throws without both, or if the address is none
   */
  public static host(options: NetworkHostOptions): NetworkPlace {
    const { address = INTERNET.address, name } = options;
    if (options.address === undefined && name === undefined) {
      throw new Error(
        'NetworkPlace.host: names neither address nor name; give one of them, or take NetworkPlace.internet()',
      );
    }
    if (!isIP(address!)) throw new Error(`NetworkPlace.host: address: ${shown(address)} is no IP address`);
    return new NetworkPlace(() => ({ name: name ?? address!, address, host: name, ports: [] }));
  }

  private static named(name: string, namespace: string, none: string): NetworkPlace {
    return new NetworkPlace((objects) => {
      const pods = podsOf(objects).filter((pod) => pod.namespace === namespace);
      const found = pods.find((pod) => pod.name === name);
      if (found) return found;
      const near = nearest(
        name,
        pods.map((pod) => pod.name),
      );
      throw new Error(
        `there is ${none} in namespace ${shown(namespace)}${near ? `; did you mean ${shown(near)}?` : ''}`,
      );
    });
  }

  private constructor(private readonly find: (objects: readonly Obj[]) => Place) {}

  /** @internal */
  public _in(objects: readonly Obj[]): Place {
    return this.find(objects);
  }
}
