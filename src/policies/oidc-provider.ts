import type { IConfigMap, SecretValue } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { CedarClaims } from './cedar-options';
import { shown } from '../findings';
import {
  Auth0OidcOptions,
  DexOidcOptions,
  EntraOidcOptions,
  GithubOidcOptions,
  GoogleOidcOptions,
  KeycloakOidcOptions,
  OktaOidcOptions,
} from './identity/options';
import { auth0, dex, entra, github, google, keycloak, okta, Preset } from './identity/presets';
import { CLUSTER_ISSUER } from '../kubernetes/cluster-issuer';
import { readKubernetesYaml } from '../kubernetes/yaml';
import { defined, isObject, JsonObject, pruned } from '../plain/objects';
import { caBundleRef } from '../pods/ca-bundle';
import { ConfigMapKey } from '../pods/config-map-key';
import { optionalSecretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { AppCatalog } from '../synthesis/app-catalog';

/** An OpenID Connect provider, by its issuer. */
export interface OidcIssuerOptions {
  /** HTTPS address of the issuer. Its keys and endpoints are discovered from it. */
  readonly issuer: string;

  /**
   * Client id of ToolHive at the provider, for introspection.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * Client secret of ToolHive at the provider, for introspection.
   *
   * @default - none
   */
  readonly clientSecret?: SecretValue;

  /**
   * Address of the keys that verify tokens.
   *
   * @default - as discovered
   */
  readonly jwksUrl?: string;

  /**
   * Address of the introspection endpoint for opaque tokens (RFC 7662).
   *
   * @default - as discovered
   */
  readonly introspectionUrl?: string;

  /**
   * Path in the proxy of a token for fetching the keys.
   *
   * @default - none
   */
  readonly jwksAuthTokenPath?: string;

  /**
   * Whether the keys may be fetched from a private address.
   *
   * @default false
   */
  readonly jwksAllowPrivateIp?: boolean;

  /**
   * Whether the metadata of the protected resource may be at a private address.
   *
   * Only for virtual servers; for an MCP server, `jwksAllowPrivateIp` applies to both.
   *
   * @default false
   */
  readonly protectedResourceAllowPrivateIp?: boolean;

  /**
   * Whether the issuer may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureAllowHttp?: boolean;

  /**
   * CA certificates for the provider, in PEM. The ConfigMap's name may have 48 characters.
   *
   * @default - those of ToolHive's image
   */
  readonly caBundle?: ConfigMapKey;
}

/** The cluster's own issuer, of ServiceAccount tokens. */
export interface ClusterIssuerOptions {
  /**
   * Address of the cluster's issuer of ServiceAccount tokens.
   *
   * It is the `issuer` that `kubectl get --raw /.well-known/openid-configuration` prints. The default is kubeadm's.
   * Clouds have their own issuers; with the wrong one, every token is refused.
   *
   * @default "https://kubernetes.default.svc.cluster.local"
   */
  readonly issuer?: string;

  /**
   * Address of the keys that verify tokens.
   *
   * @default - as discovered
   */
  readonly jwksUrl?: string;

  /**
   * Address of the introspection endpoint for opaque tokens (RFC 7662).
   *
   * @default - as discovered
   */
  readonly introspectionUrl?: string;

  /**
   * Whether the proxy uses its own token and the cluster's CA certificates for requests to the issuer.
   *
   * @default true
   */
  readonly useClusterAuth?: boolean;
}

/** A ConfigMap with the settings of an OpenID Connect provider. */
export interface OidcConfigMapOptions {
  /** Which ConfigMap has the settings. */
  readonly configMap: IConfigMap;

  /**
   * Which key has the settings.
   *
   * @default "oidc.json"
   */
  readonly key?: string;
}

/** An identity provider whose tokens are accepted. */
export class OidcProvider {
  static {
    checkCalls('OidcProvider', this);
  }

  /**
   * An OpenID Connect provider.
   *
   * @param options the issuer, and settings that can't be discovered
   */
  public static issuer(options: OidcIssuerOptions): OidcProvider {
    return new OidcProvider(() => inlineSpec(options));
  }

  /**
   * Microsoft Entra ID, formerly Azure AD.
   *
   * @param options the tenant, and the API's registration
   * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
   */
  public static entra(options: EntraOidcOptions): OidcProvider {
    return OidcProvider.known(entra(options));
  }

  /**
   * A custom authorization server of Okta.
   *
   * @param options the organization, and its authorization server
   * @see https://developer.okta.com/docs/concepts/auth-servers/
   */
  public static okta(options: OktaOidcOptions): OidcProvider {
    return OidcProvider.known(okta(options));
  }

  /**
   * A realm of Keycloak.
   *
   * @param options the realm, and the audience of its tokens
   * @see https://www.keycloak.org/docs/latest/server_admin/#_audience
   */
  public static keycloak(options: KeycloakOidcOptions): OidcProvider {
    return OidcProvider.known(keycloak(options));
  }

  /**
   * A tenant of Auth0.
   *
   * @param options the tenant, and the API that tokens are for
   * @see https://auth0.com/docs/secure/tokens/access-tokens/get-access-tokens
   */
  public static auth0(options: Auth0OidcOptions): OidcProvider {
    return OidcProvider.known(auth0(options));
  }

  /**
   * Google. Its tokens have no groups.
   *
   * @param options the OAuth client
   * @see https://developers.google.com/identity/openid-connect/openid-connect
   */
  public static google(options: GoogleOidcOptions): OidcProvider {
    return OidcProvider.known(google(options));
  }

  /**
   * GitHub Actions: workflows that show their OpenID Connect token.
   *
   * Tokens of GitHub's users have no expiry, and ToolHive refuses those. Let users log in through an embedded
   * authorization server, with `UpstreamProvider.github`.
   *
   * @param options the audience that workflows request
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static github(options: GithubOidcOptions = {}): OidcProvider {
    return OidcProvider.known(github(options));
  }

  /**
   * An instance of Dex.
   *
   * @param options the issuer, and the client that tokens are for
   * @see https://dexidp.io/docs/configuration/custom-scopes-claims-clients/
   */
  public static dex(options: DexOidcOptions): OidcProvider {
    return OidcProvider.known(dex(options));
  }

  /**
   * The cluster itself, with the tokens of its ServiceAccounts.
   *
   * ToolHive accepts every ServiceAccount with a token for the audience; restrict them by authorization.
   *
   * @param options the issuer, if it isn't the default
   */
  public static kubernetesServiceAccount(options: ClusterIssuerOptions = {}): OidcProvider {
    return new OidcProvider(() => ({
      type: 'kubernetesServiceAccount',
      kubernetesServiceAccount: defined({ ...options, issuer: options.issuer ?? CLUSTER_ISSUER }),
    }));
  }

  /**
   * An OpenID Connect provider with its settings in a ConfigMap of the same app and namespace.
   *
   * They are JSON or YAML with the members of `inline` of an MCPOIDCConfig (`issuer`, `clientId`, `jwksUrl`, …). The
   * ConfigMap is read when the McpOidcConfig is created, so create and fill it before.
   *
   * @param options the ConfigMap, and its key
   */
  public static fromConfigMap(options: OidcConfigMapOptions): OidcProvider {
    const { configMap, key = 'oidc.json' } = options;
    return new OidcProvider((scope, namespace) => ({
      type: 'inline',
      inline: settingsIn(configMap.name, key, scope, namespace),
    }));
  }

  private static known(preset: Preset): OidcProvider {
    return new OidcProvider(() => inlineSpec(preset.issuer), preset);
  }

  /** Audience of servers that set none, if the provider determines it. */
  public readonly audience?: string;

  /** Scopes that clients of servers request that set none, if they are known. */
  public readonly scopes?: string[];

  /**
   * Where the provider's tokens list groups and roles. Pass it to `McpAuthz.cedar` or `Authorizer.cedar`.
   *
   * Empty for `issuer`, whose claims are not known, and for providers without groups.
   */
  public readonly cedarClaims: CedarClaims;

  private constructor(
    private readonly bind: (scope: IConstruct, namespace: string) => JsonObject,
    { audience, scopes, claims }: Partial<Preset> = {},
  ) {
    this.audience = audience;
    this.scopes = scopes;
    this.cedarClaims = claims ?? {};
  }

  /**
   * `spec` of the MCPOIDCConfig.
   * @internal
   */
  public _bind(scope: IConstruct, namespace: string): JsonObject {
    return this.bind(scope, namespace);
  }
}

function inlineSpec(options: OidcIssuerOptions): JsonObject {
  return {
    type: 'inline',
    inline: pruned({
      issuer: options.issuer,
      clientId: options.clientId,
      clientSecretRef: optionalSecretKey(options.clientSecret),
      jwksUrl: options.jwksUrl,
      introspectionUrl: options.introspectionUrl,
      jwksAuthTokenPath: options.jwksAuthTokenPath,
      jwksAllowPrivateIP: options.jwksAllowPrivateIp,
      protectedResourceAllowPrivateIP: options.protectedResourceAllowPrivateIp,
      insecureAllowHTTP: options.insecureAllowHttp,
      caBundleRef: caBundleRef(options.caBundle),
    }),
  };
}

function settingsIn(name: string, key: string, scope: IConstruct, namespace: string): JsonObject {
  const where = `[${scope.node.path}] OidcProvider.fromConfigMap: ConfigMap "${name}"`;
  const data = AppCatalog.of(scope).configMap(namespace, name)?.data;
  if (!data) {
    throw refused(`${where} is not in namespace "${namespace}" of this app; create it before the McpOidcConfig`);
  }
  if (data[key] === undefined) throw refused(`${where} has no key "${key}"; it has ${Object.keys(data).join(', ')}`);
  const { value, error } = readKubernetesYaml(data[key]);
  if (error !== undefined) throw refused(`${where}, key "${key}" is neither JSON nor YAML: ${error}`);
  if (!isObject(value)) {
    throw refused(`${where}, key "${key}" must be an object with issuer and so on, not ${shown(value)}`);
  }
  return value;
}
