import type { SecretValue } from 'cdk8s-plus-28';
import { OAuth2UpstreamOptions, OidcUpstreamOptions, UserInfo } from './upstream-options';
import { Obj } from '../../findings';
import { optionalSecretKey } from '../../pods/secret-values';
import { checkCalls } from '../../props/check-calls';
import { pruned } from '../../rendering/model/workload';

/** A provider of identities that an embedded authorization server sends users to. */
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
    const { clientSecret, userInfoOverride, ...members } = options;
    return new UpstreamProvider({
      name,
      type: 'oidc',
      oidcConfig: pruned({
        ...members,
        clientSecretRef: optionalSecretKey(clientSecret),
        userInfoOverride: userInfoSpec(userInfoOverride),
      }),
    });
  }

  /**
   * A provider that speaks OAuth 2 only. Say with `userInfo` or `identityFromToken` who logged in.
   *
   * @param name lower-case letters, digits and hyphens, at most 63
   * @param options the provider, and ToolHive as its client
   */
  public static oauth2(name: string, options: OAuth2UpstreamOptions): UpstreamProvider {
    return new UpstreamProvider({
      name,
      type: 'oauth2',
      oauth2Config: pruned({
        authorizationEndpoint: options.authorizationEndpoint,
        tokenEndpoint: options.tokenEndpoint,
        clientId: options.clientId,
        clientSecretRef: optionalSecretKey(options.clientSecret),
        dcrConfig: registrationSpec(options.dcrConfig),
        redirectUri: options.redirectUri,
        scopes: options.scopes,
        userInfo: userInfoSpec(options.userInfo),
        identityFromToken: options.identityFromToken && pruned({ ...options.identityFromToken }),
        tokenResponseMapping: options.tokenResponseMapping && pruned({ ...options.tokenResponseMapping }),
        additionalAuthorizationParams: options.additionalAuthorizationParams,
        allowPrivateIPs: options.allowPrivateIps,
        insecureAllowHTTP: options.insecureAllowHttp,
      }),
    });
  }

  private constructor(private readonly spec: Obj) {}

  /**
   * One of `upstreamProviders`.
   * @internal
   */
  public _toSpec(): Obj {
    return this.spec;
  }
}

function userInfoSpec(userInfo: UserInfo | undefined): Obj | undefined {
  if (!userInfo) return undefined;
  const { fieldMapping, ...members } = userInfo;
  return pruned({ ...members, fieldMapping: fieldMapping && pruned({ ...fieldMapping }) });
}

function registrationSpec(dcr: { readonly initialAccessToken?: SecretValue } | undefined): Obj | undefined {
  if (!dcr) return undefined;
  const { initialAccessToken, ...members } = dcr;
  return pruned({ ...members, initialAccessTokenRef: optionalSecretKey(initialAccessToken) });
}
