import { Principal, wrongClaims } from './principal';
import { pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** What is known of somebody who asks, from the claims of a token. */
export interface AccessPrincipalOptions {
  /**
   * Which groups the token lists, in the claim that a server's policies take them from.
   *
   * @default - the token has no such claim
   */
  readonly groups?: string[];

  /**
   * Which roles the token lists, in the claim that a server's policies take them from.
   *
   * @default - the token has no such claim
   */
  readonly roles?: string[];

  /**
   * The claim `sub`, by which policies know a client.
   *
   * @default "somebody"
   */
  readonly subject?: string;

  /**
   * More claims of the token. Claims that are not given are absent.
   *
   * @default - none
   */
  readonly claims?: { [claim: string]: any };

  /**
   * How tables and messages call it.
   *
   * @default - groups and roles, or the subject
   */
  readonly label?: string;
}

/** A ServiceAccount of the cluster that asks. */
export interface AccessServiceAccount {
  /** What the ServiceAccount is called. */
  readonly name: string;
  /** Where the ServiceAccount is. */
  readonly namespace: string;
}

/**
 * Somebody who asks MCP servers for something, known by a token.
 *
 * @example
 * AccessPrincipal.of({ groups: ['eng'], claims: { email: 'ada@example.com' } });
 */
export class AccessPrincipal {
  static {
    checkCalls('AccessPrincipal', this);
  }

  /**
   * A member of one group.
   *
   * @param name of the group, as the token has it
   */
  public static group(name: string): AccessPrincipal {
    return AccessPrincipal.of({ groups: [name], label: name });
  }

  /**
   * Somebody with the claims that are given, and no others.
   *
   * @param options groups, roles and claims
   * @throws when the claims can't be a token's
   */
  public static of(options: AccessPrincipalOptions): AccessPrincipal {
    const { groups, roles, subject = 'somebody', claims = {}, label } = options;
    const wrong =
      wrongClaims(claims) ?? (subject === '' ? 'subject: is empty; leave it out, or name somebody' : undefined);
    if (wrong) throw new Error(`AccessPrincipal: ${wrong}`);
    const named = [...(groups ?? []), ...(roles ?? [])].join(' + ');
    return new AccessPrincipal({
      kind: 'client',
      label: label ?? (named || subject),
      ...pruned({ groups, roles }),
      claims: { sub: subject, ...claims },
    });
  }

  /** Somebody without a token. */
  public static anonymous(): AccessPrincipal {
    return new AccessPrincipal({ kind: 'anonymous', label: 'anonymous', claims: {} });
  }

  /**
   * A program in the cluster, by the token of its ServiceAccount.
   *
   * @param options name and namespace
   */
  public static serviceAccount(options: AccessServiceAccount): AccessPrincipal {
    const { name, namespace } = options;
    const claims = {
      sub: `system:serviceaccount:${namespace}:${name}`,
      'kubernetes.io': { namespace, serviceaccount: { name } },
    };
    return new AccessPrincipal({ kind: 'serviceAccount', label: `${namespace}/${name}`, claims });
  }

  private constructor(private readonly principal: Principal) {}

  /** How tables and messages call it. */
  public get label(): string {
    return this.principal.label;
  }

  /** @internal */
  public get _principal(): Principal {
    return this.principal;
  }
}
