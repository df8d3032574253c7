/** What imported apps are written with, by the package that has it. Names that are not here can't be written. */
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { Aggregation, ToolVisibility } from '../gateway/aggregation';
import { CompositeOutputType } from '../gateway/composite-output';
import { CompositeStep, ElicitationAction } from '../gateway/composite-step';
import { CompositeTool } from '../gateway/composite-tool';
import { EmbeddingServer } from '../gateway/embedding-server';
import { PartialFailureMode } from '../gateway/operational';
import { Optimizer } from '../gateway/optimizer';
import { BackendAuth, OutgoingAuth } from '../gateway/outgoing-auth';
import { StepErrorHandling } from '../gateway/step-error-handling';
import { VirtualMcpServer } from '../gateway/virtual-mcp-server';
import { MemberDiscovery } from '../gateway/virtual-mcp-server-props';
import { PodTemplate } from '../pods/pod-template';
import { Authorizer, ClaimMapping } from '../policies/authorizer';
import { AuthServerStorage } from '../policies/external-auth/auth-server-storage';
import { RegistrationProbe } from '../policies/external-auth/dynamic-client-registration';
import { ExternalAuth } from '../policies/external-auth/external-auth';
import { SubjectTokenType } from '../policies/external-auth/external-auth-options';
import { TokenEndpointAuthMethod, UserInfoMethod } from '../policies/external-auth/upstream-options';
import { UpstreamProvider } from '../policies/external-auth/upstream-provider';
import { McpAuthz } from '../policies/mcp-authz';
import { McpAuthzConfig } from '../policies/mcp-authz-config';
import { McpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { McpOidcConfig } from '../policies/mcp-oidc-config';
import { McpTelemetryConfig } from '../policies/mcp-telemetry-config';
import { McpToolConfig } from '../policies/mcp-tool-config';
import { McpTools } from '../policies/mcp-tools';
import { McpWebhookConfig, McpWebhookFailurePolicy } from '../policies/mcp-webhook-config';
import { OidcProvider } from '../policies/oidc-provider';
import { LegacyRegistryConfig } from '../registry/legacy-registry-config';
import { McpRegistry } from '../registry/mcp-registry';
import { RegistryApi } from '../registry/registry-api';
import { RegistryConfig } from '../registry/registry-config';
import { RegistryFile } from '../registry/registry-file';
import { McpProtocol, McpTransport, ProxyMode, RemoteTransport, SessionAffinity } from '../servers/enums';
import { KnownTools } from '../servers/known-tools';
import { McpGroup } from '../servers/mcp-group';
import { McpRemoteProxy } from '../servers/mcp-remote-proxy';
import { McpServer } from '../servers/mcp-server';
import { McpServerEntry } from '../servers/mcp-server-entry';
import { PermissionProfile } from '../servers/permission-profile';
import { SessionStorage } from '../servers/session-storage';
import { ToolhiveChart } from '../toolhive-chart';
import { PodSecurity, ToolhiveVersion } from '../toolhive-settings';

const { ApiObject, App, Chart, Duration, Size } = cdk8s;
const { ConfigMap, Cpu, EnvValue, ImagePullPolicy, PersistentVolumeAccessMode, Secret, ServiceAccount, ServiceType } =
  plus;

export const LIBRARIES = {
  cdk8s: { ApiObject, App, Chart, Duration, Size },
  'cdk8s-plus-28': {
    ConfigMap,
    Cpu,
    EnvValue,
    ImagePullPolicy,
    PersistentVolumeAccessMode,
    Secret,
    ServiceAccount,
    ServiceType,
  },
  'cdk8s-toolhive': {
    Aggregation,
    Authorizer,
    AuthServerStorage,
    BackendAuth,
    ClaimMapping,
    CompositeOutputType,
    CompositeStep,
    CompositeTool,
    MemberDiscovery,
    ElicitationAction,
    EmbeddingServer,
    ExternalAuth,
    KnownTools,
    LegacyRegistryConfig,
    McpAuthz,
    McpAuthzConfig,
    McpExternalAuthConfig,
    McpGroup,
    McpOidcConfig,
    McpProtocol,
    McpRegistry,
    McpRemoteProxy,
    McpServer,
    McpServerEntry,
    McpTelemetryConfig,
    McpToolConfig,
    McpTools,
    McpTransport,
    McpWebhookConfig,
    OidcProvider,
    StepErrorHandling,
    Optimizer,
    OutgoingAuth,
    PartialFailureMode,
    PermissionProfile,
    PodSecurity,
    PodTemplate,
    ProxyMode,
    RegistrationProbe,
    RegistryApi,
    RegistryConfig,
    RegistryFile,
    RemoteTransport,
    SessionAffinity,
    SessionStorage,
    SubjectTokenType,
    TokenEndpointAuthMethod,
    ToolhiveChart,
    ToolhiveVersion,
    ToolVisibility,
    UpstreamProvider,
    UserInfoMethod,
    VirtualMcpServer,
    McpWebhookFailurePolicy,
  },
} as const;

type Libraries = typeof LIBRARIES;

export type LibraryName = { [L in keyof Libraries]: keyof Libraries[L] }[keyof Libraries] & string;

const BY_NAME = new Map<string, { readonly library: string; readonly value: any }>(
  Object.entries(LIBRARIES).flatMap(([library, names]) =>
    Object.entries(names).map(([name, value]) => [name, { library, value }] as const),
  ),
);

/** The class or enum of a name. */
export function libraryValue(name: LibraryName): any {
  return BY_NAME.get(name)!.value;
}

/** The package to import a name from. */
export function libraryOf(name: LibraryName): string {
  return BY_NAME.get(name)!.library;
}
