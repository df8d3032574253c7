import { IToolhiveResource } from '../synthesis/i-toolhive-resource';

/** A server that a registry can list: an MCP server, a remote proxy, an entry or a virtual server of the app. */
export interface IListedServer extends IToolhiveResource {}

/** A server with an address in the cluster: an MCP server, a remote proxy or a virtual server. */
export interface IAddressedServer extends IListedServer {
  /** Address in the cluster, for MCP clients. */
  readonly url: string;
}
