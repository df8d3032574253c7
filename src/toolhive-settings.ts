import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import type { NetworkIsolation } from './operations/network-isolation';
import type { ProxyPlacement } from './pods/proxy-placement';
import { ToolhiveVersion } from './resources/versions';

export { ToolhiveVersion } from './resources/versions';

/** What the constructs emit. */
export enum DeployTarget {
  /** Plain Kubernetes objects: Deployments, Services, ServiceAccounts, Roles and ConfigMaps. No operator is needed. */
  WORKLOADS = 'workloads',
  /**
   * ToolHive's custom resources, for its operator to make the workloads of. What has no custom resource (`RegistryApi`,
   * `ToolhiveOperator`) and what no custom resource can say (network policies, ways in, autoscalers) stays as it is.
   */
  CUSTOM_RESOURCES = 'custom-resources',
}

/** The kind of cluster that the objects are made for. */
export enum ToolhivePlatform {
  /** Kubernetes: proxies run with ToolHive's user and group. */
  KUBERNETES = 'kubernetes',
  /** OpenShift: users and groups are left out, its SecurityContextConstraints assign them. */
  OPENSHIFT = 'openshift',
}

/** How pods are secured. */
export enum PodSecurity {
  /**
   * Pods meet the restricted Pod Security Standard, and carry no ServiceAccount token where none is needed. Roles reach no
   * Secrets. With ToolHive 0.44.0, the Role of a server's proxy grants what its program asks the API server for, and nothing
   * else; the source of later programs is not public, so there it grants what ToolHive's operator does.
   *
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  RESTRICTED = 'restricted',
  /** Pods and Roles are as ToolHive's operator makes them: the one of a remote proxy reads all Secrets of the namespace. */
  OPERATOR = 'operator',
}

/** Images of ToolHive's own programs, each a complete reference such as `registry.example.com/proxyrunner:v0.63.0`. */
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

/** TLS to a Redis, or to sentinels in front of one. */
export interface RedisTls {
  /**
   * Certificates of the authorities that the server's own is checked against, as PEM in a key of a Secret.
   *
   * @default - the authorities that ToolHive's image knows
   */
  readonly caCert?: SecretValue;

  /**
   * Whether any certificate is believed. It belongs into no cluster that matters; for sessions it goes with no `caCert`.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** The Redis that keeps sessions where a construct names none. */
export interface RedisDefaults {
  /** Host, and port where it isn't 6379: `redis.cache.svc:6379`. */
  readonly address: string;

  /**
   * The Secret and key that hold the password.
   *
   * @default - no password
   */
  readonly passwordSecret?: SecretValue;

  /**
   * TLS to it. `{}` is TLS with authorities that the proxy's image knows. From ToolHive 0.63.0 on.
   *
   * @default - no TLS
   */
  readonly tls?: RedisTls;
}

/** Settings that constructs inherit from the scopes around them. */
export interface ToolhiveSettings {
  /**
   * What the constructs emit.
   *
   * @default - of the enclosing scope, in the end DeployTarget.WORKLOADS
   */
  readonly target?: DeployTarget;

  /**
   * Secrets that images are pulled with, for every pod and ServiceAccount below the scope. They are added to those of
   * enclosing scopes, and come after a construct's own.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Version of ToolHive. It decides the images of its programs, which fields there are, and what is rendered from them: a
   * field that the version doesn't know is refused. An image given by hand wins; one whose tag is of another version is a warning.
   *
   * @default - of the enclosing scope, in the end ToolhiveVersion.V0_63_0
   */
  readonly toolhiveVersion?: ToolhiveVersion;

  /**
   * Images of ToolHive's own programs.
   *
   * @default - each of the enclosing scope, in the end those of `toolhiveVersion`
   */
  readonly images?: ToolhiveImages;

  /**
   * Registry that all images are pulled from, such as a mirror in a cluster without internet: `mirror.example.com`, with
   * a port or a path where it has one. It takes the place of each image's own registry; repository, tag and digest stay,
   * and what Docker Hub calls `postgres` is `library/postgres`. It holds for every image that this library writes, its
   * own and yours, those of pod templates included, but not for objects of other libraries.
   *
   * @default - of the enclosing scope, in the end none: each image comes from the registry that it names
   */
  readonly imageRegistry?: string;

  /**
   * The kind of cluster.
   *
   * @default - of the enclosing scope, in the end ToolhivePlatform.KUBERNETES
   */
  readonly platform?: ToolhivePlatform;

  /**
   * Session storage for constructs that name none.
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
   * Whether the proxies of servers and remote servers report their number of tool calls to ToolHive's makers, as they do under
   * an operator with its default settings. Where a cluster is taken over from such an operator, `true` keeps the proxies
   * from restarting; docs/leaving-the-operator.md shows how to see which it is.
   *
   * @default - of the enclosing scope, in the end false: nothing is reported
   */
  readonly usageMetrics?: boolean;

  /**
   * How pods are secured.
   *
   * @default - of the enclosing scope, in the end PodSecurity.RESTRICTED
   */
  readonly podSecurity?: PodSecurity;

  /**
   * NetworkPolicies for servers and registries: what their own connections imply, both ways, and nothing besides. Options of a
   * nearer scope win, each for itself.
   *
   * @default - of the enclosing scope, in the end none are made
   */
  readonly networkIsolation?: NetworkIsolation;

  /**
   * Where the pods of proxies and virtual servers run. A server's own `resourceOverrides` and pod template win, field by field;
   * so do those of a nearer scope. MCP servers, embedding servers and registries are no proxies: their own `podTemplateSpec`
   * places them.
   *
   * Under `DeployTarget.CUSTOM_RESOURCES` it stands in each resource. That of an McpServer has fields for it from ToolHive
   * 0.63.0 on; before, it is an error there.
   *
   * @default - of the enclosing scope, in the end wherever the cluster puts them
   */
  readonly proxyPlacement?: ProxyPlacement;
}

/** Labels and annotations of a custom resource. */
export interface ResourceMetadata {
  /**
   * Its labels.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Its annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
