import { IConstruct } from 'constructs';

/** What a registry can list: an MCP server, a remote proxy, an entry or a virtual server. */
export interface IListedServer extends IConstruct {
  /** Name of the server's resource. */
  readonly name: string;

  /** Namespace of the server. */
  readonly namespace: string;
}
