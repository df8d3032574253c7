import type { IConfigMap, SecretValue } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { shown } from '../findings';
import { CLUSTER_ISSUER } from '../kubernetes/cluster-issuer';
import { readKubernetesYaml } from '../kubernetes/yaml';
import { defined, isObject, JsonObject, pruned } from '../plain/objects';
import { caBundleRef } from '../pods/ca-bundle';
import { ConfigMapKey } from '../pods/config-map-key';
import { optionalSecretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
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
    return new OidcProvider(() => ({
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
    }));
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

  private constructor(private readonly bind: (scope: IConstruct, namespace: string) => JsonObject) {}

  /**
   * `spec` of the MCPOIDCConfig.
   * @internal
   */
  public _bind(scope: IConstruct, namespace: string): JsonObject {
    return this.bind(scope, namespace);
  }
}

function settingsIn(name: string, key: string, scope: IConstruct, namespace: string): JsonObject {
  const where = `[${scope.node.path}] OidcProvider.fromConfigMap: ConfigMap "${name}"`;
  const data = AppCatalog.of(scope).configMap(namespace, name)?.data;
  if (!data) {
    throw new Error(`${where} is not in namespace "${namespace}" of this app; create it before the McpOidcConfig`);
  }
  if (data[key] === undefined) throw new Error(`${where} has no key "${key}"; it has ${Object.keys(data).join(', ')}`);
  const { value, error } = readKubernetesYaml(data[key]);
  if (error !== undefined) throw new Error(`${where}, key "${key}" is neither JSON nor YAML: ${error}`);
  if (!isObject(value)) {
    throw new Error(`${where}, key "${key}" must be an object with issuer and so on, not ${shown(value)}`);
  }
  return value;
}
