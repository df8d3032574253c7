import { Obj } from '../findings';

/** Somebody who issues tokens that the registry accepts. */
export interface OAuthProvider {
  /** Name of the provider. */
  readonly name: string;

  /** Address of the issuer, https. */
  readonly issuerUrl: string;

  /** Audience that tokens must be made out to. */
  readonly audience: string;
}

/** Who may use a registry, by tokens. */
export interface OAuthOptions {
  /** Public address of the registry, which clients ask tokens for. */
  readonly resourceUrl: string;

  /** Those whose tokens are accepted, at least one. */
  readonly providers: OAuthProvider[];
}

/** Who may use a registry. */
export class RegistryAuth {
  /** Everybody, for reading and for writing. For development. */
  public static anonymous(): RegistryAuth {
    return new RegistryAuth({ mode: 'anonymous' });
  }

  /**
   * Whoever has a token of one of the providers.
   *
   * @param options the providers
   */
  public static oauth(options: OAuthOptions): RegistryAuth {
    return new RegistryAuth({
      mode: 'oauth',
      oauth: { resourceUrl: options.resourceUrl, providers: options.providers.map((provider) => ({ ...provider })) },
    });
  }

  private constructor(private readonly auth: Obj) {}

  /**
   * `auth` of the server's configuration.
   * @internal
   */
  public _toConfig(): Obj {
    return this.auth;
  }
}
