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
   * They stand in its configuration: those of this app, with their addresses. It needs no access to the Kubernetes API.
   */
  STATIC = 'static',
  /**
   * It looks for their resources in the cluster, where ToolHive's operator has to run. Its Role then reads all Secrets and
   * ConfigMaps of the namespace, because it takes the credentials for members from there.
   */
  CLUSTER = 'cluster',
}

/** Props of a VirtualMcpServer. */
export interface VirtualMcpServerProps extends SessionServerProps {
  /** The group whose members it offers as one server. */
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
   * @default - everybody who reaches it
   */
  readonly oidc?: OidcReference;

  /**
   * Who may call which tool.
   *
   * @default - everybody may call everything
   */
  readonly authz?: McpAuthz;

  /**
   * An authorization server that it runs for its clients. It may have several upstream providers. It goes with an `oidc` that
   * trusts its issuer.
   *
   * @default - none
   */
  readonly authServer?: EmbeddedAuthServerOptions;

  /**
   * Which of the upstream providers of `authServer` a user logs in at, by groups. From ToolHive 0.63.0 on.
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
   * Headers of clients that are passed on to all members.
   *
   * @default - none
   */
  readonly passthroughHeaders?: string[];

  /**
   * Which tools clients see, and how they are called where two members have one of the same name.
   *
   * @default Aggregation.prefix()
   */
  readonly aggregation?: Aggregation;

  /**
   * Tools that call others in turn, of this virtual server alone.
   *
   * @default - none
   */
  readonly compositeTools?: InlineCompositeTool[];

  /**
   * Tools that call others in turn, which several virtual servers share.
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
   * Lets clients send scripts that call tools. `{}` for the limits that are ToolHive's.
   *
   * @default - it doesn't
   */
  readonly codeMode?: CodeMode;

  /**
   * Log, timeouts, and what happens when members fail.
   *
   * @default - ToolHive's own
   */
  readonly operational?: OperationalOptions;

  /**
   * Writes every request as an audit event. `{}` for events as the defaults have them.
   *
   * @default - it doesn't
   */
  readonly audit?: VirtualMcpServerAuditOptions;

  /**
   * Traces and metrics.
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
   * How many requests are let through. Needs sessions in Redis.
   *
   * @default - all
   */
  readonly rateLimiting?: RateLimiting;

  /**
   * Whatever else ToolHive's custom resource takes as `spec.config`, with its field names, such as `metadata`. Props win where
   * both say something. No secrets: it becomes a ConfigMap.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };

  /**
   * Replicas, at least 0.
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
   * Resources of its container.
   *
   * @default - each that isn't given is ToolHive's: requests of 100m CPU and 128Mi, limits of 500m and 512Mi
   */
  readonly resources?: ContainerResources;

  /**
   * ServiceAccount of its pod. No Role is made for it; with `MemberDiscovery.CLUSTER` it has to have the rights that are needed.
   *
   * @default - one of its own
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Secrets that the image is pulled with, for pod and ServiceAccount, before the ones inherited from enclosing scopes.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Laid over the pod as a strategic merge patch. Its container is called `vmcp`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Name of the VirtualMCPServer resource, which the names of all objects are derived from.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
