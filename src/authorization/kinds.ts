/** The kinds of servers that clients ask. */
import { Resource } from '../resources/resource';
import { McpRemoteProxySpec, McpServerSpec, VirtualMcpServerSpec } from '../resources/spec';

/** A server that clients connect to. */
export type ServerResource = Resource<McpServerSpec | McpRemoteProxySpec | VirtualMcpServerSpec>;

const KINDS = ['MCPServer', 'MCPRemoteProxy', 'VirtualMCPServer'];

export function isServer(resource: Resource): resource is ServerResource {
  return KINDS.includes(resource.kind);
}
