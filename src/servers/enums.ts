/** How an MCP server speaks. */
export enum McpTransport {
  /** Over its standard input and output. One process serves all clients. */
  STDIO = 'stdio',
  /** Over HTTP with server-sent events, superseded in MCP by streamable HTTP. */
  SSE = 'sse',
  /** Over streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** How a remote MCP server speaks. */
export enum RemoteTransport {
  /** Over HTTP with server-sent events, superseded in MCP by streamable HTTP. */
  SSE = 'sse',
  /** Over streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** How the proxy in front of a stdio server speaks to clients. */
export enum ProxyMode {
  /** Server-sent events. */
  SSE = 'sse',
  /** Streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** Which revisions of MCP clients and a server speak: whether requests belong to sessions. */
export enum McpProtocol {
  /** Revisions up to 2025-11-25: a client begins with a handshake, and its requests belong to one session. */
  SESSIONS = 'sessions',
  /** Revision 2026-07-28: no handshake and no session. Each request says all, so any replica answers it. */
  STATELESS = 'stateless',
}

/** Whether a client stays with one replica. */
export enum SessionAffinity {
  /** Requests from one address go to the same replica, as sessions in memory need. */
  CLIENT_IP = 'ClientIP',
  /** Requests go to any replica. */
  NONE = 'None',
}
