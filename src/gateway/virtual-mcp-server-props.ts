import type { ContainerResources, IServiceAccount, ISecret, ServiceType } from 'cdk8s-plus-28';
import { Aggregation } from './aggregation';
import { VirtualMcpServerAuditOptions } from './audit';
import { CodeMode } from './code-mode';
import { ICompositeTool } from './composite-tool';
import { InlineCompositeTool } from './composite-tool-options';
import { OperationalOptions } from './operational';
import { Optimizer } from './optimizer';
import { OutgoingAuth } from './outgoing-auth';
import { UpstreamFilter } from './upstream-filter';
import { SessionServerProps } from '../operations/server-operations-props';
import { PodTemplate } from '../pods/pod-template';
import { EmbeddedAuthServerOptions } from '../policies/external-auth/embedded-auth-server';
import { McpAuthz } from '../policies/mcp-authz';
import { OidcReference } from '../policies/mcp-oidc-config';
import { TelemetryReference } from '../policies/mcp-telemetry-config';
import { SessionAffinity } from '../servers/enums';
import { IMcpGroup } from '../servers/group-member';
import { RateLimiting } from '../servers/rate-limiting';
import { SessionStorage } from '../servers/session-storage';

/** How a virtual server finds the members of its group. */
export enum MemberDiscovery {
  /**
   * The configuration lists the members of this app, with their addresses.
   *
   * The virtual server needs no access to the Kubernetes API.
   */
  STATIC = 'static',
  /**
   * It reads the members' custom resources in the cluster, where ToolHive's operator must run.
   *
   * Its Role then reads all Secrets and ConfigMaps of the namespace, because it takes the credentials for members from
   * there.
   */
  CLUSTER = 'cluster',
}

/** Props of a VirtualMcpServer. */
export interface VirtualMcpServerProps extends SessionServerProps {
  /** Which group's members it offers as one server. */
  readonly group: IMcpGroup;

  /**
   * How it finds the members of its group.
   *
   * @default MemberDiscovery.STATIC
   */
  readonly discovery?: MemberDiscovery;

  /**
   * Authentication: whose tokens are accepted, and for what.
   *
   * @default - no authentication: every client is accepted
   */
  readonly oidc?: OidcReference;

  /**
   * Authorization: who may call which tool.
   *
   * @default - everybody may call everything
   */
  readonly authz?: McpAuthz;

  /**
   * An embedded authorization server for its clients.
   *
   * It may have several upstream providers. `oidc` must trust its issuer.
   *
   * @default - none
   */
  readonly authServer?: EmbeddedAuthServerOptions;

  /**
   * Which upstream providers of `authServer` a user logs in at, by groups. From ToolHive 0.63.0 on.
   *
   * @default - at all of them
   */
  readonly authServerUpstreamFilter?: UpstreamFilter;

  /**
   * Outbound credentials: what it sends to its members to authenticate.
   *
   * @default OutgoingAuth.discovered()
   */
  readonly outgoingAuth?: OutgoingAuth;

  /**
   * Headers of clients that are forwarded to all members.
   *
   * @default - none
   */
  readonly passthroughHeaders?: string[];

  /**
   * Which tools clients see, and how duplicate names are resolved.
   *
   * @default Aggregation.prefix()
   */
  readonly aggregation?: Aggregation;

  /**
   * Composite tools of this virtual server only.
   *
   * @default - none
   */
  readonly compositeTools?: InlineCompositeTool[];

  /**
   * Composite tools that several virtual servers share.
   *
   * @default - none
   */
  readonly compositeToolRefs?: ICompositeTool[];

  /**
   * Offers clients a search for tools in place of all tools.
   *
   * @default - clients see all tools
   */
  readonly optimizer?: Optimizer;

  /**
   * Allows clients to send scripts that call tools. `{}` uses ToolHive's limits.
   *
   * @default - not allowed
   */
  readonly codeMode?: CodeMode;

  /**
   * Log level, timeouts and failure handling.
   *
   * @default - ToolHive's defaults
   */
  readonly operational?: OperationalOptions;

  /**
   * Writes every request as an audit event. `{}` uses the defaults.
   *
   * @default - no audit events
   */
  readonly audit?: VirtualMcpServerAuditOptions;

  /**
   * OpenTelemetry and Prometheus: traces and metrics.
   *
   * @default - none
   */
  readonly telemetry?: TelemetryReference;

  /**
   * Where the sessions of clients are kept.
   *
   * @default - the Redis of the enclosing scope's settings, else the memory of each replica
   */
  readonly sessionStorage?: SessionStorage;

  /**
   * Rate limits. They need sessions in Redis.
   *
   * @default - no limits
   */
  readonly rateLimiting?: RateLimiting;

  /**
   * Other fields of `spec.config` in ToolHive's custom resource, such as `metadata`.
   *
   * Props take precedence. It is written into a ConfigMap, so it must not contain secrets.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };

  /**
   * How many replicas run, at least 0.
   *
   * @default - Kubernetes' default of 1
   */
  readonly replicas?: number;

  /**
   * Type of its Service: ClusterIP, NodePort or LoadBalancer.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: ServiceType;

  /**
   * Whether a client stays with one replica.
   *
   * @default SessionAffinity.CLIENT_IP
   */
  readonly sessionAffinity?: SessionAffinity;

  /**
   * CPU and memory of its container.
   *
   * @default - ToolHive's, for each that isn't set: requests of 100m CPU and 128Mi, limits of 500m and 512Mi
   */
  readonly resources?: ContainerResources;

  /**
   * Existing ServiceAccount for its pod.
   *
   * No Role is made for it. With `MemberDiscovery.CLUSTER` it must have the required rights.
   *
   * @default - one of its own
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Pull secrets of pod and ServiceAccount, before the inherited ones.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Strategic merge patch of the pod. Its container is called `vmcp`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Overrides the name of the VirtualMCPServer resource, from which all objects derive their names.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
