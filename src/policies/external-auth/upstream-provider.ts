import { OAuth2UpstreamOptions, OidcUpstreamOptions, UpstreamOptions, UserInfo } from './upstream-options';
import { JsonObject, pruned } from '../../plain/objects';
import { caBundleRef } from '../../pods/ca-bundle';
import { goDuration } from '../../pods/go-duration';
import { optionalSecretKey } from '../../pods/secret-values';
import { checkCalls } from '../../props/check-calls';
import {
  Auth0UpstreamOptions,
  DexUpstreamOptions,
  EntraUpstreamOptions,
  KeycloakUpstreamOptions,
  OktaUpstreamOptions,
  RegisteredUpstreamOptions,
} from '../identity/upstream-options';
import {
  auth0Upstream,
  dexUpstream,
  entraUpstream,
  githubUpstream,
  googleUpstream,
  keycloakUpstream,
  oktaUpstream,
} from '../identity/upstream-presets';

/** An identity provider at which users of an embedded authorization server log in. */
export class UpstreamProvider {
  static {
    checkCalls('UpstreamProvider', this);
  }

  /**
   * An OpenID Connect provider.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static oidc(name: string, options: OidcUpstreamOptions): UpstreamProvider {
    const oidcConfig = pruned({
      issuerUrl: options.issuerUrl,
      clientId: options.clientId,
      subjectClaim: options.subjectClaim,
      userInfoOverride: userInfoSpec(options.userInfoOverride),
      ...commonSpec(options),
    });
    return new UpstreamProvider({ name, type: 'oidc', oidcConfig: { ...oidcConfig, ...registration(options) } });
  }

  /**
   * An OAuth 2 provider without OpenID Connect.
   *
   * Set `userInfo` or `identityFromToken`, so that users can be identified.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static oauth2(name: string, options: OAuth2UpstreamOptions): UpstreamProvider {
    const oauth2Config = pruned({
      authorizationEndpoint: options.authorizationEndpoint,
      tokenEndpoint: options.tokenEndpoint,
      clientId: options.clientId,
      tokenEndpointAuthMethod: options.tokenEndpointAuthMethod,
      userInfo: userInfoSpec(options.userInfo),
      identityFromToken: options.identityFromToken && pruned({ ...options.identityFromToken }),
      tokenResponseMapping: options.tokenResponseMapping && pruned({ ...options.tokenResponseMapping }),
      insecureAllowHTTP: options.insecureAllowHttp,
      ...commonSpec(options),
    });
    return new UpstreamProvider({ name, type: 'oauth2', oauth2Config: { ...oauth2Config, ...registration(options) } });
  }

  /**
   * Microsoft Entra ID, formerly Azure AD. Users are known by their object id (`oid`).
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static entra(name: string, options: EntraUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, entraUpstream(options));
  }

  /**
   * A custom authorization server of Okta.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static okta(name: string, options: OktaUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, oktaUpstream(options));
  }

  /**
   * A realm of Keycloak.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static keycloak(name: string, options: KeycloakUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, keycloakUpstream(options));
  }

  /**
   * A tenant of Auth0.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static auth0(name: string, options: Auth0UpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, auth0Upstream(options));
  }

  /**
   * Google, with refresh tokens.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options ToolHive as its client
   */
  public static google(name: string, options: RegisteredUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, googleUpstream(options));
  }

  /**
   * GitHub, as an OAuth app. Users are known by their numeric id.
   *
   * Its tokens are opaque, so policies see no groups or organizations.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options ToolHive as its client
   */
  public static github(name: string, options: RegisteredUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oauth2(name, githubUpstream(options));
  }

  /**
   * An instance of Dex, with groups.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static dex(name: string, options: DexUpstreamOptions): UpstreamProvider {
    return UpstreamProvider.oidc(name, dexUpstream(options));
  }

  private constructor(private readonly spec: JsonObject) {}

  /**
   * One of `upstreamProviders`.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.spec;
  }
}

function commonSpec(options: UpstreamOptions): JsonObject {
  return {
    clientSecretRef: optionalSecretKey(options.clientSecret),
    redirectUri: options.redirectUri,
    scopes: options.scopes,
    additionalAuthorizationParams: options.additionalAuthorizationParams,
    additionalTokenParams: options.additionalTokenParams,
    omitScopeOnRefresh: options.omitScopeOnRefresh,
    caBundleRef: caBundleRef(options.caBundle),
    allowPrivateIPs: options.allowPrivateIps,
  };
}

/** Empty differs from absent: the issuer's metadata then has the address to register at. */
function registration({ dcrConfig }: UpstreamOptions): JsonObject {
  if (!dcrConfig) return {};
  const { initialAccessToken, registrationProbeInterval, ...members } = dcrConfig;
  return {
    dcrConfig: pruned({
      ...members,
      registrationProbeInterval: goDuration(registrationProbeInterval),
      initialAccessTokenRef: optionalSecretKey(initialAccessToken),
    }),
  };
}

function userInfoSpec(userInfo: UserInfo | undefined): JsonObject | undefined {
  if (!userInfo) return undefined;
  const { fieldMapping, ...members } = userInfo;
  return pruned({ ...members, fieldMapping: fieldMapping && pruned({ ...fieldMapping }) });
}
