import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import type { ImageLock } from './images/image-lock';
import type { NetworkIsolation } from './operations/network-isolation';
import type { ProxyPlacement } from './pods/proxy-placement';
import type { SecretSource } from './pods/secret-source';
import { ToolhiveVersion } from './resources/versions';

export { ToolhiveVersion } from './resources/versions';

/** Which objects the constructs make. */
export enum DeployTarget {
  /** Plain Kubernetes objects: Deployments, Services, ServiceAccounts, Roles and ConfigMaps. No operator is needed. */
  WORKLOADS = 'workloads',
  /**
   * ToolHive's custom resources, from which its operator makes the workloads.
   *
   * `RegistryApi` and `ToolhiveOperator` have no custom resource, and stay plain objects. So do network policies,
   * Ingresses, HTTPRoutes and autoscalers.
   */
  CUSTOM_RESOURCES = 'custom-resources',
}

/** Platform of the cluster: Kubernetes or OpenShift. */
export enum ToolhivePlatform {
  /** Kubernetes: proxies run with ToolHive's user and group. */
  KUBERNETES = 'kubernetes',
  /** OpenShift: pods set no users and groups, so that its SecurityContextConstraints assign them. */
  OPENSHIFT = 'openshift',
}

/** How far pods are hardened. */
export enum PodSecurity {
  /**
   * Pods meet the restricted Pod Security Standard, and have no ServiceAccount token unless they need one.
   *
   * Roles can't read Secrets. With ToolHive 0.44.0, the Role of a server's proxy grants only the requests that the
   * proxy makes. The source of later proxies is not public, so for them it grants what ToolHive's operator grants.
   *
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  RESTRICTED = 'restricted',
  /**
   * Pods and Roles as ToolHive's operator makes them. The Role of a remote proxy can read all Secrets of the namespace.
   */
  OPERATOR = 'operator',
}

/** Images of ToolHive's own programs, each a full reference such as `registry.example.com/proxyrunner:v0.63.0`. */
export interface ToolhiveImages {
  /**
   * The proxy in front of MCP servers and remote servers.
   *
   * @default - ToolHive's image, of `toolhiveVersion`
   */
  readonly proxyRunner?: string;

  /**
   * The virtual MCP server.
   *
   * @default - ToolHive's image, of `toolhiveVersion`
   */
  readonly vmcp?: string;

  /**
   * The registry server.
   *
   * @default - ToolHive's image, of `toolhiveVersion`
   */
  readonly registryApi?: string;
}

/** TLS settings of a Redis, or of sentinels in front of one. */
export interface RedisTls {
  /**
   * CA certificates for the server, in PEM, in a key of a Secret.
   *
   * @default - the certificate authorities in ToolHive's image
   */
  readonly caCert?: SecretValue;

  /**
   * Whether the certificate is not verified. Only for development.
   *
   * For sessions, it can't be combined with `caCert`.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** The default Redis for sessions. */
export interface RedisDefaults {
  /** Host, and port if it isn't 6379: `redis.cache.svc:6379`. */
  readonly address: string;

  /**
   * The Secret and key with the password.
   *
   * @default - no password
   */
  readonly passwordSecret?: SecretValue;

  /**
   * How connections to Redis are encrypted with TLS.
   *
   * `{}` is TLS with the certificate authorities in the proxy's image. From ToolHive 0.63.0 on.
   *
   * @default - no TLS
   */
  readonly tls?: RedisTls;
}

/** Settings that constructs inherit from enclosing scopes. */
export interface ToolhiveSettings {
  /**
   * Which objects the constructs make: workloads or custom resources.
   *
   * @default - of the enclosing scope, in the end DeployTarget.WORKLOADS
   */
  readonly target?: DeployTarget;

  /**
   * Pull secrets of every pod and ServiceAccount below the scope.
   *
   * They are added to those of enclosing scopes, and come after a construct's own.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Which version of ToolHive is deployed.
   *
   * It selects the images of its programs, the available fields, and what is rendered from them. A field that the
   * version doesn't have is an error. Images that you set take precedence; one with the tag of another version gives a
   * warning.
   *
   * @default - of the enclosing scope, in the end ToolhiveVersion.V0_63_0
   */
  readonly toolhiveVersion?: ToolhiveVersion;

  /**
   * Overrides the images of ToolHive's own programs.
   *
   * @default - each of the enclosing scope, in the end those of `toolhiveVersion`
   */
  readonly images?: ToolhiveImages;

  /**
   * Registry for all images, such as a mirror in a cluster without internet: `mirror.example.com`.
   *
   * It may have a port or a path. It replaces the registry of each image; repository, tag and digest stay. Docker Hub's
   * `postgres` becomes `library/postgres`. It applies to every image that this library writes, its own and yours, also
   * in pod templates, but not to objects of other libraries.
   *
   * @default - of the enclosing scope, in the end none: images keep their registry
   */
  readonly imageRegistry?: string;

  /**
   * Digests by which images are pulled, from the file that `cdk8s-toolhive lock` writes.
   *
   * It applies to every image that this library writes, its own and yours, as `imageRegistry` does. An image that names
   * its digest keeps it. One that the lock lacks is pulled by its tag, with a warning.
   *
   * @default - of the enclosing scope, in the end none: images are pulled by their tags
   */
  readonly imageLock?: ImageLock;

  /**
   * What makes the Secrets that constructs refer to and nothing of the app makes.
   *
   * Without it, they have to be made in another way; `requiredSecrets` lists them.
   *
   * @default - of the enclosing scope, in the end none
   */
  readonly secretSource?: SecretSource;

  /**
   * Kubernetes or OpenShift.
   *
   * @default - of the enclosing scope, in the end ToolhivePlatform.KUBERNETES
   */
  readonly platform?: ToolhivePlatform;

  /**
   * Default Redis for sessions, of constructs without a `sessionStorage`.
   *
   * @default - of the enclosing scope, in the end none: sessions live in a proxy's memory
   */
  readonly redis?: RedisDefaults;

  /**
   * Address that proxies listen on in their pods.
   *
   * @default - of the enclosing scope, in the end "0.0.0.0"
   */
  readonly proxyHost?: string;

  /**
   * Whether proxies report their number of tool calls to ToolHive's makers, as under an operator's defaults.
   *
   * If you take over a cluster from such an operator, `true` keeps the proxies from restarting;
   * docs/leaving-the-operator.md shows how to check.
   *
   * @default - of the enclosing scope, in the end false: nothing is reported
   */
  readonly usageMetrics?: boolean;

  /**
   * How far pods are hardened.
   *
   * @default - of the enclosing scope, in the end PodSecurity.RESTRICTED
   */
  readonly podSecurity?: PodSecurity;

  /**
   * NetworkPolicies for servers and registries: the app's own connections, and nothing else.
   *
   * Each option of a nearer scope takes precedence.
   *
   * @default - of the enclosing scope, in the end none are made
   */
  readonly networkIsolation?: NetworkIsolation;

  /**
   * Which nodes proxies and virtual servers run on.
   *
   * Each field of a server's own `resourceOverrides` or pod template, and of a nearer scope, takes precedence. MCP
   * servers, embedding servers and registries are not proxies: place them with their own `podTemplateSpec`. Under
   * `DeployTarget.CUSTOM_RESOURCES` it is written into each resource. An MCPServer has fields for it from ToolHive
   * 0.63.0 on; before, it is an error there.
   *
   * @default - of the enclosing scope, in the end any node
   */
  readonly proxyPlacement?: ProxyPlacement;
}

/** Labels and annotations of a custom resource. */
export interface ResourceMetadata {
  /**
   * Additional labels.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Additional annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
