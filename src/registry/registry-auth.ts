import { Surroundings } from './config-surroundings';
import { OAuthProvider } from './oauth-provider';
import { claimsJson, RegistryRole } from './registry-claims';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Who has a role: those whose token has all claims of one of those that are listed. */
export interface RegistryRoles {
  /**
   * Those who may do everything, and see what has no claims.
   *
   * @default - nobody
   */
  readonly superAdmin?: RegistryRole[];

  /**
   * Those who may change sources.
   *
   * @default - nobody
   */
  readonly manageSources?: RegistryRole[];

  /**
   * Those who may change registries.
   *
   * @default - nobody
   */
  readonly manageRegistries?: RegistryRole[];

  /**
   * Those who may publish to a managed source.
   *
   * @default - nobody
   */
  readonly manageEntries?: RegistryRole[];
}

/** Who may use a registry, by tokens. */
export interface OAuthOptions {
  /** Public address of the registry, which clients ask tokens for. */
  readonly resourceUrl: string;

  /** Those whose tokens are accepted, at least one. */
  readonly providers: OAuthProvider[];

  /**
   * Realm that refusals name.
   *
   * @default - the server's: "mcp-registry"
   */
  readonly realm?: string;

  /**
   * Paths that need no token, each with all below it. `/registry/NAME` publishes a registry; `/` and `/v1` would open the
   * admin API.
   *
   * @default - none but the server's own: its OpenAPI document and what is below /.well-known
   */
  readonly publicPaths?: string[];

  /**
   * Who may do what. With roles, a source or registry without claims is seen by superAdmins alone.
   *
   * @default - whoever has a valid token may do everything
   */
  readonly roles?: RegistryRoles;
}

/** Who may use a registry. */
export class RegistryAuth {
  static {
    checkCalls('RegistryAuth', this);
  }

  /** Everybody, for reading and for writing. For development. */
  public static anonymous(): RegistryAuth {
    return new RegistryAuth(() => ({ mode: 'anonymous' }));
  }

  /**
   * Whoever has a token of one of the providers.
   *
   * @param options the providers, and what their users may do
   */
  public static oauth(options: OAuthOptions): RegistryAuth {
    const { resourceUrl, realm, providers, publicPaths, roles } = options;
    return new RegistryAuth((surroundings) =>
      defined({
        mode: 'oauth',
        publicPaths,
        oauth: defined({
          resourceUrl,
          realm,
          providers: providers.map((provider) => provider._toConfig(surroundings)),
        }),
        authz: roles && { roles: rolesJson(roles) },
      }),
    );
  }

  private constructor(private readonly write: (surroundings: Surroundings) => JsonObject) {}

  /**
   * `auth` of the server's configuration.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    return this.write(surroundings);
  }
}

function rolesJson({ superAdmin, manageSources, manageRegistries, manageEntries }: RegistryRoles): JsonObject {
  const json = (name: string, roles?: RegistryRole[]) =>
    roles?.map(({ claims }, i) => claimsJson(claims, `RegistryAuth.oauth: roles.${name}[${i}]`));
  return defined({
    superAdmin: json('superAdmin', superAdmin),
    manageSources: json('manageSources', manageSources),
    manageRegistries: json('manageRegistries', manageRegistries),
    manageEntries: json('manageEntries', manageEntries),
  });
}
