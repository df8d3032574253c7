/** What constructs say that custom resources have no field for. */
import { JsonObject } from '../plain/objects';

/** By topic; all of it is optional, and a manifest has none of it. */
export interface Extras {
  /** Replicas and probes (rendering/operations/availability.ts). */
  readonly availability?: any;
  /** Ways to a server from outside the cluster (rendering/operations/exposure.ts). */
  readonly exposure?: any;
  /** What Prometheus reads (rendering/operations/monitoring.ts). */
  readonly monitoring?: any;
  /** NetworkPolicies (rendering/operations/network.ts). */
  readonly network?: any;
  /** Seconds that a pod waits before it stops. */
  readonly shutdownDelay?: number;
  /** Whether pods are hardened, and Roles hold what is used and no more. */
  readonly leastPrivilege?: boolean;
  /** Whether headers with a secret value are sent where the operator sends none. */
  readonly sendsSecretHeaders?: boolean;
  /** Whether any replica of a proxy answers any request, so that no session has to be kept. */
  readonly isStateless?: true;
  /** An MCP server's own workload, where the proxy doesn't make it. */
  readonly backend?: DeclaredBackend;
  /** Whether a virtual server finds its members when it runs. */
  readonly discovery?: 'static' | 'cluster';
  /** Whether the group of a virtual server is known by its name alone. */
  readonly isGroupImported?: true;
}

/** What a construct says about its declared backend. */
export interface DeclaredBackend {
  /** Path that a streamable-http server answers at. */
  readonly path?: string;
  /** Probes of the container, by their names in Kubernetes. */
  readonly probes: JsonObject;
  readonly volumeClaims: readonly VolumeClaim[];
}

/** A claim for each replica, and where the MCP server finds it. */
export interface VolumeClaim {
  readonly name: string;
  readonly mountPath: string;
  /** `spec` of the PersistentVolumeClaim. */
  readonly spec: JsonObject;
}
