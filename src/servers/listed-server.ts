import { IToolhiveResource } from '../synthesis/i-toolhive-resource';

/** A server that a registry can list: an MCP server, a remote proxy, an entry or a virtual server of the app. */
export interface IListedServer extends IToolhiveResource {}
