/** The tables, each loaded when it is first asked for: together they are too large to load at every start. */
import { Crd } from './types';

/* eslint-disable @typescript-eslint/no-require-imports -- an import statement would load all of them */
const TABLES: Record<string, () => { crd: Crd }> = {
  EmbeddingServer: () => require('./embeddingserver'),
  MCPAuthzConfig: () => require('./mcpauthzconfig'),
  MCPExternalAuthConfig: () => require('./mcpexternalauthconfig'),
  MCPGroup: () => require('./mcpgroup'),
  MCPOIDCConfig: () => require('./mcpoidcconfig'),
  MCPRegistry: () => require('./mcpregistry'),
  MCPRemoteProxy: () => require('./mcpremoteproxy'),
  MCPServer: () => require('./mcpserver'),
  MCPServerEntry: () => require('./mcpserverentry'),
  MCPTelemetryConfig: () => require('./mcptelemetryconfig'),
  MCPToolConfig: () => require('./mcptoolconfig'),
  MCPWebhookConfig: () => require('./mcpwebhookconfig'),
  VirtualMCPCompositeToolDefinition: () => require('./virtualmcpcompositetooldefinition'),
  VirtualMCPServer: () => require('./virtualmcpserver'),
};

/** Every kind of ToolHive resource. */
export const TOOLHIVE_KINDS: readonly string[] = Object.keys(TABLES);

export const TOOLHIVE_GROUP = 'toolhive.stacklok.dev';

/** The facts of a kind's CRDs, of all versions in the window together. `of-version.ts` takes one of them out. */
export function crdOf(kind: string): Crd {
  return TABLES[kind]().crd;
}
