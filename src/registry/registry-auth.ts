import { Surroundings } from './config-surroundings';
import { OAuthProvider } from './oauth-provider';
import { claimsJson, RegistryRole } from './registry-claims';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Which clients have a role: a token needs all claims of one entry of the role's list. */
export interface RegistryRoles {
  /**
   * Clients that may do everything, and see entries without claims.
   *
   * @default - nobody
   */
  readonly superAdmin?: RegistryRole[];

  /**
   * Clients that may change sources.
   *
   * @default - nobody
   */
  readonly manageSources?: RegistryRole[];

  /**
   * Clients that may change registries.
   *
   * @default - nobody
   */
  readonly manageRegistries?: RegistryRole[];

  /**
   * Clients that may publish to a managed source.
   *
   * @default - nobody
   */
  readonly manageEntries?: RegistryRole[];
}

/** Authentication by tokens, and authorization by roles. */
export interface OAuthOptions {
  /** Public address of the registry, for which clients request tokens. */
  readonly resourceUrl: string;

  /** Identity providers whose tokens are accepted, at least one. */
  readonly providers: OAuthProvider[];

  /**
   * Authentication realm in responses to clients without a valid token.
   *
   * @default - the server's: "mcp-registry"
   */
  readonly realm?: string;

  /**
   * Paths that need no token, each with all paths below it.
   *
   * `/registry/NAME` makes a registry public. `/` and `/v1` would make the admin API public.
   *
   * @default - none but the server's own: its OpenAPI document and what is below /.well-known
   */
  readonly publicPaths?: string[];

  /**
   * Authorization: which clients have which role.
   *
   * With roles, only superAdmins see a source or registry without claims.
   *
   * @default - every valid token has all rights
   */
  readonly roles?: RegistryRoles;
}

/** Authentication and authorization of a registry's clients. */
export class RegistryAuth {
  static {
    checkCalls('RegistryAuth', this);
  }

  /** No authentication: everybody may read and write. For development. */
  public static anonymous(): RegistryAuth {
    return new RegistryAuth(() => ({ mode: 'anonymous' }));
  }

  /**
   * Authentication by tokens of identity providers.
   *
   * @param options the providers, and the roles of their users
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
