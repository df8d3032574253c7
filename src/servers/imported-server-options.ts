/** Where a server is that is known by its name, as far as the name does not tell. */
export interface ImportedServerOptions {
  /**
   * Port of the proxy's Service: `proxyPort` of the server.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Path at which clients reach it: `/sse` for a server that speaks SSE, and for a remote server the path of its own address.
   *
   * @default "/mcp"
   */
  readonly path?: string;
}
