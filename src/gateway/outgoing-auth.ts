import { JsonObject, pruned } from '../plain/objects';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { checkCalls } from '../props/check-calls';
import { IGroupMember } from '../servers/group-member';

/** The outbound credentials of a virtual server for one of its members. */
export class BackendAuth {
  static {
    checkCalls('BackendAuth', this);
  }

  /** Uses the member's own `externalAuth`. If it has none, no credentials are sent. */
  public static discovered(): BackendAuth {
    return new BackendAuth({ type: 'discovered' });
  }

  /**
   * Uses credentials that are only for the virtual server.
   *
   * @param config token exchange, header injection, upstream injection, AWS STS, XAA, or unauthenticated
   */
  public static externalAuth(config: IMcpExternalAuthConfig): BackendAuth {
    return new BackendAuth({ type: 'externalAuthConfigRef', externalAuthConfigRef: { name: config.name } });
  }

  private constructor(private readonly auth: JsonObject) {}

  /**
   * One of `spec.outgoingAuth.backends` of the resource.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.auth;
  }
}

/** The outbound credentials of a virtual server for one member. */
export interface MemberAuth {
  /** Which member this applies to. */
  readonly member: IGroupMember;

  /** The credentials that the virtual server sends to it. */
  readonly auth: BackendAuth;
}

/** The outbound credentials of a virtual server for its members. */
export interface OutgoingAuthOptions {
  /**
   * Credentials for members that `backends` doesn't name.
   *
   * @default - with `discovered` their own `externalAuth`; with `inline` none
   */
  readonly default?: BackendAuth;

  /**
   * Credentials for single members.
   *
   * @default - none
   */
  readonly backends?: MemberAuth[];
}

/** The outbound credentials of a virtual server for its members, and where they are configured. */
export class OutgoingAuth {
  static {
    checkCalls('OutgoingAuth', this);
  }

  /**
   * Uses each member's own `externalAuth`.
   *
   * @param options exceptions
   */
  public static discovered(options: OutgoingAuthOptions = {}): OutgoingAuth {
    return new OutgoingAuth('discovered', options);
  }

  /**
   * Uses only the credentials that are configured here, and ignores those of members.
   *
   * @param options the credentials
   */
  public static inline(options: OutgoingAuthOptions = {}): OutgoingAuth {
    return new OutgoingAuth('inline', options);
  }

  private constructor(
    private readonly source: string,
    private readonly options: OutgoingAuthOptions,
  ) {}

  /**
   * `spec.outgoingAuth` of the resource.
   * @internal
   */
  public _toSpec(): JsonObject {
    const { default: fallback, backends = [] } = this.options;
    return pruned({
      source: this.source,
      default: fallback?._toSpec(),
      backends: Object.fromEntries(backends.map(({ member, auth }) => [member.name, auth._toSpec()])),
    });
  }
}
