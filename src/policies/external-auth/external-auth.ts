import type { SecretValue } from 'cdk8s-plus-28';
import { EmbeddedAuthServerOptions } from './embedded-auth-server';
import { embeddedAuthServerSpec } from './embedded-auth-server-spec';
import { AwsStsOptions, HeaderInjectionOptions, TokenExchangeOptions, XaaOptions } from './external-auth-options';
import { JsonObject, pruned } from '../../plain/objects';
import { optionalSecretKey, secretKey } from '../../pods/secret-values';
import { checkCalls } from '../../props/check-calls';

/**
 * The outbound credentials of a proxy or virtual server, or an authorization server that issues tokens to its clients.
 *
 * ToolHive's `obo` is not among the ways: its open build refuses it (EnterpriseRequired).
 */
export class ExternalAuth {
  static {
    checkCalls('ExternalAuth', this);
  }

  /**
   * The client's token is traded for one that the backend takes (RFC 8693).
   *
   * @param options the token endpoint, and what is asked of it
   */
  public static tokenExchange(options: TokenExchangeOptions): ExternalAuth {
    const { clientSecret, ...members } = options;
    return new ExternalAuth('tokenExchange', {
      ...members,
      clientSecretRef: optionalSecretKey(clientSecret),
    });
  }

  /**
   * A header with a secret value is added to each request. For virtual servers.
   *
   * @param options the header
   */
  public static headerInjection(options: HeaderInjectionOptions): ExternalAuth {
    const { headerName, value } = options;
    return new ExternalAuth('headerInjection', { headerName, valueSecretRef: secretKey(value) });
  }

  /**
   * A fixed token is sent with each request. For remote proxies.
   *
   * @param token the token
   */
  public static bearerToken(token: SecretValue): ExternalAuth {
    return new ExternalAuth('bearerToken', { tokenSecretRef: secretKey(token) });
  }

  /** Nothing is proved. For a backend of a virtual server that takes everybody. */
  public static unauthenticated(): ExternalAuth {
    return new ExternalAuth('unauthenticated', undefined);
  }

  /**
   * An authorization server of ToolHive's own, in the proxy: it issues tokens to users whom another provider vouches for.
   *
   * @param options keys, upstream providers and storage
   */
  public static embeddedAuthServer(options: EmbeddedAuthServerOptions): ExternalAuth {
    return new ExternalAuth('embeddedAuthServer', embeddedAuthServerSpec(options));
  }

  /**
   * Requests are signed for AWS, with a role by the client's token. For remote proxies and virtual servers.
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
   * The token that an upstream provider of the authorization server gave is passed on. For virtual servers.
   *
   * @param providerName name of the upstream provider
   */
  public static upstreamInject(providerName: string): ExternalAuth {
    return new ExternalAuth('upstreamInject', { providerName });
  }

  /**
   * The identity provider vouches for the user at another application. For virtual servers.
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
