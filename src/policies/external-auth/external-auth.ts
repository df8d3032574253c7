import type { SecretValue } from 'cdk8s-plus-28';
import { EmbeddedAuthServerOptions } from './embedded-auth-server';
import { embeddedAuthServerSpec } from './embedded-auth-server-spec';
import { AwsStsOptions, HeaderInjectionOptions, TokenExchangeOptions, XaaOptions } from './external-auth-options';
import { JsonObject, pruned } from '../../plain/objects';
import { optionalSecretKey, secretKey } from '../../pods/secret-values';
import { checkCalls } from '../../props/check-calls';

/**
 * The outbound credentials of a proxy or virtual server, or an embedded authorization server for its clients.
 *
 * ToolHive's type `obo` is missing, because its open-source build refuses it (EnterpriseRequired).
 */
export class ExternalAuth {
  static {
    checkCalls('ExternalAuth', this);
  }

  /**
   * Exchanges the client's token for one that the backend accepts (RFC 8693).
   *
   * @param options the token endpoint, and the requested token
   */
  public static tokenExchange(options: TokenExchangeOptions): ExternalAuth {
    const { clientSecret, ...members } = options;
    return new ExternalAuth('tokenExchange', {
      ...members,
      clientSecretRef: optionalSecretKey(clientSecret),
    });
  }

  /**
   * Adds a header with a secret value to each request. For virtual servers.
   *
   * @param options the header
   */
  public static headerInjection(options: HeaderInjectionOptions): ExternalAuth {
    const { headerName, value } = options;
    return new ExternalAuth('headerInjection', { headerName, valueSecretRef: secretKey(value) });
  }

  /**
   * Sends a fixed token with each request. For remote proxies.
   *
   * @param token the token
   */
  public static bearerToken(token: SecretValue): ExternalAuth {
    return new ExternalAuth('bearerToken', { tokenSecretRef: secretKey(token) });
  }

  /** Sends no credentials. For a backend of a virtual server without authentication. */
  public static unauthenticated(): ExternalAuth {
    return new ExternalAuth('unauthenticated', undefined);
  }

  /**
   * Runs an authorization server in the proxy, where users log in at another identity provider.
   *
   * @param options keys, upstream providers and storage
   */
  public static embeddedAuthServer(options: EmbeddedAuthServerOptions): ExternalAuth {
    return new ExternalAuth('embeddedAuthServer', embeddedAuthServerSpec(options));
  }

  /**
   * Signs requests for AWS, with a role by the client's token. For remote proxies and virtual servers.
   *
   * @param options region and roles
   */
  public static awsSts(options: AwsStsOptions): ExternalAuth {
    const { sessionDuration, roleMappings, ...members } = options;
    return new ExternalAuth('awsSts', {
      ...members,
      roleMappings: roleMappings?.map((mapping) => ({ ...mapping })),
      sessionDuration: sessionDuration?.toSeconds(),
    });
  }

  /**
   * Forwards the token of an upstream provider of the authorization server. For virtual servers.
   *
   * @param providerName name of the upstream provider
   */
  public static upstreamInject(providerName: string): ExternalAuth {
    return new ExternalAuth('upstreamInject', { providerName });
  }

  /**
   * Gets a token for another application, by an assertion of the identity provider. For virtual servers.
   *
   * @param options both authorization servers
   */
  public static xaa(options: XaaOptions): ExternalAuth {
    const { idpClientSecret, targetClientSecret, ...members } = options;
    return new ExternalAuth('xaa', {
      ...members,
      idpClientSecretRef: optionalSecretKey(idpClientSecret),
      targetClientSecretRef: optionalSecretKey(targetClientSecret),
    });
  }

  private constructor(
    private readonly type: string,
    private readonly config: JsonObject | undefined,
  ) {}

  /**
   * `spec` of the MCPExternalAuthConfig.
   * @internal
   */
  public _toSpec(): JsonObject {
    return { type: this.type, ...(this.config && { [this.type]: pruned(this.config) }) };
  }
}
