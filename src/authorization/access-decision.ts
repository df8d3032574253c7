/** What a server decides. */
export enum AccessVerdict {
  /** The server does it. */
  PERMITTED = 'permitted',
  /** The server refuses it. */
  DENIED = 'denied',
  /** It depends on what isn't known: arguments of the call, or somebody else who decides. */
  DEPENDS = 'depends',
}

/** What clients ask a server for. */
export enum AccessFeature {
  /** A tool that is called. */
  TOOL = 'tool',
  /** A prompt that is read. */
  PROMPT = 'prompt',
  /** A resource that is read, by its URI. */
  RESOURCE = 'resource',
}

/** The answer of a server to somebody about one of its tools, prompts or resources. */
export interface AccessDecision {
  /** Kind and name of the server, such as `MCPServer github`. */
  readonly server: string;

  /** Where the server is. */
  readonly namespace: string;

  /** Whether it is about a tool, a prompt or a resource. */
  readonly feature: AccessFeature;

  /** What it is about: a tool or prompt as policies call it, or a resource's URI. */
  readonly name: string;

  /** Who asks. */
  readonly principal: string;

  /** What the server decides. */
  readonly verdict: AccessVerdict;

  /** Whether the server's lists show it: they have what is permitted without arguments. */
  readonly isListed: boolean;

  /** The policy that decides, with its place and text, or why none does. */
  readonly reason: string;
}

/** Something about the access to a server that is probably not meant. */
export interface AccessFinding {
  /** Kind and name of the server, such as `MCPServer github`. */
  readonly server: string;

  /** Where the server is. */
  readonly namespace: string;

  /** What was found. */
  readonly message: string;
}

/** A decision that is another one in a later version of an app. */
export interface AccessChange {
  /**
   * The earlier decision.
   *
   * @default - there was no such server, tool, prompt or resource
   */
  readonly before?: AccessDecision;

  /**
   * The later decision.
   *
   * @default - there is no such server, tool, prompt or resource any more
   */
  readonly after?: AccessDecision;
}
