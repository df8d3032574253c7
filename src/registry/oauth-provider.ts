import type { SecretValue } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { RegistryFile } from './registry-file';
import { CLUSTER_ISSUER } from '../kubernetes/cluster-issuer';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { ACCOUNT_FOLDER } from '../rendering/registry/api/files';

/** An identity provider whose tokens a registry accepts. */
export interface OAuthProviderOptions {
  /** Identifies the provider in logs. */
  readonly name: string;

  /** Address of the issuer, https, exactly as in its tokens. */
  readonly issuerUrl: string;

  /** Required audience of tokens. */
  readonly audience: string;

  /**
   * Address of the issuer's keys.
   *
   * @default - discovered from the issuer
   */
  readonly jwksUrl?: string;

  /**
   * Address of the introspection endpoint for opaque tokens (RFC 7662). Needs `clientId` and `clientSecret`.
   *
   * @default - tokens are JWTs
   */
  readonly introspectionUrl?: string;

  /**
   * Client id of the registry at the issuer.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * The Secret and key with the registry's client secret at the issuer.
   *
   * @default - none
   */
  readonly clientSecret?: SecretValue;

  /**
   * CA certificates for the issuer's address.
   *
   * @default - those of the server's image
   */
  readonly caCertificate?: RegistryFile;

  /**
   * A token for fetching the issuer's keys.
   *
   * @default - none
   */
  readonly authToken?: RegistryFile;

  /**
   * Whether the issuer may have a private address, such as one in the cluster or a company's network.
   *
   * @default false
   */
  readonly allowPrivateIp?: boolean;
}

/** Authentication by ServiceAccounts of the registry's own cluster. */
export interface KubernetesProviderOptions {
  /**
   * Required audience of tokens.
   *
   * Clients get such a token from a projected volume that sets the audience. Don't use the audience of the API server:
   * others could then use the tokens there.
   */
  readonly audience: string;

  /**
   * Address of the cluster's issuer of ServiceAccount tokens.
   *
   * It is the `issuer` that `kubectl get --raw /.well-known/openid-configuration` prints. The default is kubeadm's.
   * Clouds have their own issuers; with the wrong one, every token is refused.
   *
   * @default "https://kubernetes.default.svc.cluster.local"
   */
  readonly issuerUrl?: string;

  /**
   * Identifies the provider in logs.
   *
   * @default "kubernetes"
   */
  readonly name?: string;
}

/** An identity provider whose tokens a registry accepts. */
export class OAuthProvider {
  static {
    checkCalls('OAuthProvider', this);
  }

  /**
   * An identity provider.
   *
   * @param options address, audience and keys of the provider
   */
  public static issuer(options: OAuthProviderOptions): OAuthProvider {
    const { name, issuerUrl, audience, jwksUrl, introspectionUrl, clientId } = options;
    const { clientSecret, caCertificate, authToken, allowPrivateIp } = options;
    return new OAuthProvider((surroundings) =>
      defined({
        name,
        issuerUrl,
        audience,
        jwksUrl,
        introspectionUrl,
        clientId,
        clientSecretFile: clientSecret && surroundings.file(RegistryFile.fromSecret(clientSecret)),
        caCertPath: surroundings.optionalFile(caCertificate),
        authTokenFile: surroundings.optionalFile(authToken),
        allowPrivateIP: allowPrivateIp,
      }),
    );
  }

  /**
   * The same.
   *
   * @param options as there
   * @deprecated use OAuthProvider.issuer
   */
  public static of(options: OAuthProviderOptions): OAuthProvider {
    return OAuthProvider.issuer(options);
  }

  /**
   * The cluster's ServiceAccounts.
   *
   * Keys are fetched from the API server, with the cluster's CA certificates and a short-lived token of the registry's
   * ServiceAccount. Neither a Role nor the account's full token is needed.
   *
   * @param options audience and issuer of the tokens
   */
  public static kubernetes(options: KubernetesProviderOptions): OAuthProvider {
    const { name = 'kubernetes', audience, issuerUrl = CLUSTER_ISSUER } = options;
    return new OAuthProvider(() => ({
      name,
      issuerUrl,
      audience,
      jwksUrl: 'https://kubernetes.default.svc/openid/v1/jwks',
      caCertPath: `${ACCOUNT_FOLDER}/ca.crt`,
      authTokenFile: `${ACCOUNT_FOLDER}/token`,
      allowPrivateIP: true,
    }));
  }

  private constructor(private readonly write: (surroundings: Surroundings) => JsonObject) {}

  /**
   * One of `auth.oauth.providers` of the server's configuration.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    return this.write(surroundings);
  }
}
