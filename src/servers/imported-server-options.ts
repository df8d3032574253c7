/** Port and path of a server that is referred to by its name. */
export interface ImportedServerOptions {
  /**
   * On which port the proxy's Service listens: the `proxyPort` of the server.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * URL path for clients.
   *
   * It is `/sse` for a server with SSE, and for a remote server the path of its own address.
   *
   * @default "/mcp"
   */
  readonly path?: string;
}
