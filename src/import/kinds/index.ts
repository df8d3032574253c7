/** How each kind of resource is written. */
import { externalAuthConfig } from './external-auth';
import { KindTable } from './kind-table';
import { authzConfig, group, oidcConfig, telemetryConfig, toolConfig, webhookConfig } from './policies';
import { remoteProxy, server, serverEntry } from './servers';

const TABLES: Readonly<Record<string, KindTable>> = {
  MCPAuthzConfig: authzConfig,
  MCPExternalAuthConfig: externalAuthConfig,
  MCPGroup: group,
  MCPOIDCConfig: oidcConfig,
  MCPRemoteProxy: remoteProxy,
  MCPServer: server,
  MCPServerEntry: serverEntry,
  MCPTelemetryConfig: telemetryConfig,
  MCPToolConfig: toolConfig,
  MCPWebhookConfig: webhookConfig,
};

export function tableOf(kind: string): KindTable {
  return TABLES[kind];
}
