import { JsonObject, pruned } from '../plain/objects';
import { IMcpExternalAuthConfig } from '../policies/mcp-external-auth-config';
import { checkCalls } from '../props/check-calls';
import { IGroupMember } from '../servers/group-member';

/** The outbound credentials of a virtual server for one of its members. */
export class BackendAuth {
  static {
    checkCalls('BackendAuth', this);
  }

  /** As the member's own `externalAuth` says. Where it says nothing, not at all. */
  public static discovered(): BackendAuth {
    return new BackendAuth({ type: 'discovered' });
  }

  /**
   * In a way of its own.
   *
   * @param config the way: token exchange, header injection, upstream injection, AWS STS, XAA, or none
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
  /** The member. */
  readonly member: IGroupMember;

  /** The credentials that the virtual server sends to it. */
  readonly auth: BackendAuth;
}

/** The outbound credentials of a virtual server for its members. */
export interface OutgoingAuthOptions {
  /**
   * For members that `backends` doesn't name.
   *
   * @default - as their own `externalAuth` says, with `discovered`; not at all, with `inline`
   */
  readonly default?: BackendAuth;

  /**
   * For single members.
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
   * As each member's own `externalAuth` says.
   *
   * @param options exceptions
   */
  public static discovered(options: OutgoingAuthOptions = {}): OutgoingAuth {
    return new OutgoingAuth('discovered', options);
  }

  /**
   * As is said here. What members say is of no meaning.
   *
   * @param options the ways
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
