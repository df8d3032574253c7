/** The servers that every program makes: a run configuration, OIDC, a tool filter, a secret, audit and resources each. */
export const NAMESPACE = 'fleet';
export const TOOLS = ['search', 'fetch', 'list'];
export const POLICY = 'permit(principal, action == Action::"call_tool", resource == Tool::"search");';

/** The provider of identities that all servers share, and what is each server's own. */
export const ISSUER = 'https://sso.example.com';
export const SCOPES = ['openid', 'mcp'];
export const urlOf = (i: number) => `https://mcp.example.com/server-${i}`;

export const nameOf = (i: number) => `server-${i}`;
export const imageOf = (i: number) => `ghcr.io/example/mcp-server-${i}:1.0.0`;
export const secretOf = (i: number) => `server-${i}-credentials`;
