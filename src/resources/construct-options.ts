/** Settings of constructs that the custom resource has no field for. */
import { Peer, Probe, Texts } from '../kubernetes/objects';
import { JsonObject } from '../plain/objects';

/** All of it is optional, and a manifest has none of it. */
export interface ConstructOptions {
  /** Replicas and probes (rendering/operations/availability.ts). */
  readonly availability?: Availability;
  /** Ways to a server from outside the cluster (rendering/operations/exposure.ts). */
  readonly exposure?: Exposure;
  /** What Prometheus reads (rendering/operations/monitoring.ts). */
  readonly monitoring?: Monitoring;
  /** NetworkPolicies (rendering/operations/network.ts). */
  readonly network?: Isolation;
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

/** How many replicas there are, and the settings of their pods. */
export interface Availability {
  readonly autoscale?: Autoscale;
  /** Whether an autoscaler that isn't this library's sets the number, which is unknown then. */
  readonly isAutoscaled?: true;
  /** Of a kind that no operator makes: several bring a disruption budget and a spread along. */
  readonly replicas?: number;
  readonly minAvailable?: number;
  readonly topologySpread?: boolean;
  readonly priorityClassName?: string;
  readonly probes?: Probes;
}

/** As a HorizontalPodAutoscaler keeps it, in percent of what pods request; 0 is not measured. */
export interface Autoscale {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly cpuUtilization: number;
  readonly memoryUtilization: number;
}

/** Probes of a container, by their names in Kubernetes. */
export interface Probes {
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

/** How clients outside the cluster come to a server. */
export interface Exposure {
  readonly exposeViaIngress?: IngressExposure;
  readonly exposeViaHttpRoute?: HttpRouteExposure;
  /** The public address before the server's own path, where its host is known. */
  readonly url?: string;
  /** `type` of the Service. */
  readonly serviceType?: string;
}

/** What an Ingress and an HTTPRoute have in common. */
export interface PathExposure {
  /** "/" for none. */
  readonly pathPrefix: string;
  /** The server's own paths that are exposed. Default: those that clients need. */
  readonly paths?: readonly string[];
  /** Whether the public address begins with http. */
  readonly insecureHttp?: boolean;
}

export interface IngressExposure extends PathExposure {
  readonly host: string;
  readonly className?: string;
  readonly controller?: 'nginx' | 'traefik' | 'haproxy' | 'contour' | 'openshift';
  /** Name of the Secret with the certificate. */
  readonly tlsSecret?: string;
  readonly annotations?: Texts;
  /** Annotations that have a controller strip the path which this library doesn't know. */
  readonly rewriteAnnotations?: Texts;
}

export interface HttpRouteExposure extends PathExposure {
  readonly parentRefs: readonly ParentReference[];
  readonly hostnames?: readonly string[];
}

/** A Gateway, or one of its listeners. */
export interface ParentReference {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}

/** How Prometheus finds a server's metrics. */
export interface Monitoring {
  readonly by: 'annotations' | 'serviceMonitor';
  /** Further labels of the ServiceMonitor. */
  readonly labels?: Texts;
  /** In seconds. */
  readonly interval?: number;
}

/** What NetworkPolicies need and the app doesn't show. An empty list means nobody; undefined means that it was not set. */
export interface Isolation {
  readonly clients?: readonly Peer[];
  readonly gateways?: readonly Peer[];
  readonly metrics?: readonly Peer[];
  readonly dns?: readonly Peer[];
  readonly externalHosts?: readonly Peer[];
  readonly database?: readonly Peer[];
  readonly apiServer?: readonly Peer[];
  /** Whether CiliumNetworkPolicies are used for what NetworkPolicies can't express. */
  readonly cilium?: boolean;
}

/** A construct's settings of its declared backend. */
export interface DeclaredBackend {
  /** Path that a streamable-http server answers at. */
  readonly path?: string;
  readonly probes: Probes;
  readonly volumeClaims: readonly VolumeClaim[];
}

/** A claim for each replica, and where the MCP server finds it. */
export interface VolumeClaim {
  readonly name: string;
  readonly mountPath: string;
  /** `spec` of the PersistentVolumeClaim. */
  readonly spec: JsonObject;
}
