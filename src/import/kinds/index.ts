/** How each kind of resource is written. */
import { compositeToolDefinition } from './composite-tool';
import { externalAuthConfig } from './external-auth';
import { embeddingServer, virtualServer } from './gateway';
import { KindTable } from './kind-table';
import { authzConfig, group, oidcConfig, telemetryConfig, toolConfig, webhookConfig } from './policies';
import { registry, registryApi } from './registry';
import { remoteProxy, server, serverEntry } from './servers';
import { Specs } from '../../resources/spec';

const TABLES: Readonly<Record<keyof Specs | 'RegistryApi', KindTable>> = {
  EmbeddingServer: embeddingServer,
  MCPAuthzConfig: authzConfig,
  MCPExternalAuthConfig: externalAuthConfig,
  MCPGroup: group,
  MCPOIDCConfig: oidcConfig,
  MCPRegistry: registry,
  MCPRemoteProxy: remoteProxy,
  MCPServer: server,
  MCPServerEntry: serverEntry,
  MCPTelemetryConfig: telemetryConfig,
  MCPToolConfig: toolConfig,
  MCPWebhookConfig: webhookConfig,
  RegistryApi: registryApi,
  VirtualMCPCompositeToolDefinition: compositeToolDefinition,
  VirtualMCPServer: virtualServer,
};

/** @param kind one of ToolHive's, or RegistryApi */
export function tableOf(kind: string): KindTable {
  return TABLES[kind as keyof typeof TABLES];
}
