/** Transport of an MCP server. */
export enum McpTransport {
  /** Standard input and output. One process serves all clients. */
  STDIO = 'stdio',
  /** HTTP with server-sent events, which streamable HTTP replaces in MCP. */
  SSE = 'sse',
  /** Streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** Transport of a remote MCP server. */
export enum RemoteTransport {
  /** HTTP with server-sent events, which streamable HTTP replaces in MCP. */
  SSE = 'sse',
  /** Streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** Transport between clients and the proxy of a stdio server. */
export enum ProxyMode {
  /** Server-sent events. */
  SSE = 'sse',
  /** Streamable HTTP. */
  STREAMABLE_HTTP = 'streamable-http',
}

/** Which revisions of MCP clients and a server use, and so whether requests belong to sessions. */
export enum McpProtocol {
  /** Revisions up to 2025-11-25: a client starts with a handshake, and its requests belong to a session. */
  SESSIONS = 'sessions',
  /** Revision 2026-07-28: no handshake and no session. Each request is complete, so any replica can answer it. */
  STATELESS = 'stateless',
}

/** Whether the Service sends a client to the same replica each time. */
export enum SessionAffinity {
  /** Requests from one address go to the same replica, as sessions in memory require. */
  CLIENT_IP = 'ClientIP',
  /** Requests go to any replica. */
  NONE = 'None',
}
