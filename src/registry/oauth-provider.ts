import type { SecretValue } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { RegistryFile } from './registry-file';
import { CLUSTER_ISSUER } from '../kubernetes/cluster-issuer';
import { defined, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { ACCOUNT_FOLDER } from '../rendering/registry/api/files';

/** Somebody who issues tokens that a registry accepts. */
export interface OAuthProviderOptions {
  /** Name of the provider, for logs. */
  readonly name: string;

  /** Address of the issuer, https, as it stands in tokens. */
  readonly issuerUrl: string;

  /** Audience that tokens must be made out to. */
  readonly audience: string;

  /**
   * Address of the issuer's keys.
   *
   * @default - the issuer says where they are
   */
  readonly jwksUrl?: string;

  /**
   * Address where opaque tokens are looked up (RFC 7662). It takes `clientId` and `clientSecret`.
   *
   * @default - tokens are JWTs
   */
  readonly introspectionUrl?: string;

  /**
   * Name under which the registry is known to the issuer.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * The Secret and key that hold the registry's password with the issuer.
   *
   * @default - none
   */
  readonly clientSecret?: SecretValue;

  /**
   * Certificates of the authority that vouches for the issuer's address.
   *
   * @default - those of the server's image
   */
  readonly caCertificate?: RegistryFile;

  /**
   * A token that the server shows when it fetches the issuer's keys.
   *
   * @default - none
   */
  readonly authToken?: RegistryFile;

  /**
   * Whether the issuer's address may be a private one, as it is within a cluster or a company's network.
   *
   * @default false
   */
  readonly allowPrivateIp?: boolean;
}

/** ServiceAccounts of the cluster that a registry runs in. */
export interface KubernetesProviderOptions {
  /**
   * Audience that tokens must be made out to. Clients get theirs from a projected volume that names it; a token for the
   * API server itself is nobody else's business.
   */
  readonly audience: string;

  /**
   * Issuer of the cluster's tokens: `issuer` in what `kubectl get --raw /.well-known/openid-configuration` prints. The
   * default is kubeadm's; clouds have their own, and then no token is accepted with the default.
   *
   * @default "https://kubernetes.default.svc.cluster.local"
   */
  readonly issuerUrl?: string;

  /**
   * Name of the provider, for logs.
   *
   * @default "kubernetes"
   */
  readonly name?: string;
}

/** Somebody who issues tokens that a registry accepts. */
export class OAuthProvider {
  static {
    checkCalls('OAuthProvider', this);
  }

  /**
   * An identity provider.
   *
   * @param options where it is, and what its tokens must say
   */
  public static issuer(options: OAuthProviderOptions): OAuthProvider {
    const { clientSecret, caCertificate, authToken, allowPrivateIp, ...plain } = options;
    return new OAuthProvider((surroundings) =>
      defined({
        ...plain,
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
   * The cluster's ServiceAccounts. Keys are fetched from the API server itself, with its own authority and a short-lived
   * token of the registry's account; neither a Role nor the account's full token is needed.
   *
   * @param options what tokens must say
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
