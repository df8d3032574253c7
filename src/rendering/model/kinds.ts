/** Kinds that are alike in what may be done with them. */

/** What a group may have. A member is the only one of its name. */
export const MEMBER_KINDS = ['MCPServer', 'MCPRemoteProxy', 'MCPServerEntry'] as const;

export type MemberKind = (typeof MEMBER_KINDS)[number];

/** What has pods that MCP clients connect to. */
export const CLIENT_SERVER_KINDS = ['VirtualMCPServer', 'MCPServer', 'MCPRemoteProxy'] as const;

export type ClientServerKind = (typeof CLIENT_SERVER_KINDS)[number];

/** Whether a kind is one of those. */
export function isOneOf<Kind extends string>(kinds: readonly Kind[], kind: string | undefined): kind is Kind {
  return (kinds as readonly (string | undefined)[]).includes(kind);
}
