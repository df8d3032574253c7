import { Construct } from 'constructs';
import { OidcProvider } from './oidc-provider';
import { JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Props of an McpOidcConfig. */
export interface McpOidcConfigProps {
  /** Identity provider whose tokens are accepted. */
  readonly provider: OidcProvider;

  /**
   * Overrides the name of the MCPOIDCConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** An identity provider that several servers trust. */
export interface IMcpOidcConfig extends IToolhiveResource {
  /**
   * Identity provider whose tokens are accepted, with its defaults for servers.
   *
   * @default - unknown, if the configuration is only known by its name
   */
  readonly provider?: OidcProvider;
}

/** How one workload uses an identity provider. */
export interface OidcReference {
  /** The identity provider. */
  readonly config: IMcpOidcConfig;

  /**
   * Required audience of tokens.
   *
   * With an embedded authorization server it must equal `resourceUrl`.
   *
   * @default - that of the provider if it determines one, such as `OidcProvider.entra`, else `resourceUrl`
   */
  readonly audience?: string;

  /**
   * The URL that clients use, which is in the metadata of the protected resource (RFC 9728).
   *
   * @default - the URL of the workload's Service in the cluster
   */
  readonly resourceUrl?: string;

  /**
   * Which scopes clients should request.
   *
   * @default - those of the provider if it knows them, such as `OidcProvider.entra`; none, or those that an embedded
   *   authorization server offers
   */
  readonly scopes?: string[];
}

/**
 * Authentication that several servers share: an identity provider whose tokens they accept.
 *
 * It is ToolHive's MCPOIDCConfig. Makes no object of its own; it becomes part of the configuration of each server that
 * uses it.
 *
 * @example
 * const sso = new McpOidcConfig(chart, 'sso', {
 *   provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }),
 * });
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', oidc: { config: sso, audience: 'search' } });
 */
export class McpOidcConfig extends CustomResource implements IMcpOidcConfig {
  static {
    checkCalls('McpOidcConfig', this);
  }

  /**
   * Refers to an MCPOIDCConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPOIDCConfig resource
   */
  public static fromMcpOidcConfigName(scope: Construct, id: string, name: string): IMcpOidcConfig {
    return new ImportedResource(scope, id, 'IMcpOidcConfig', name);
  }

  /** The identity provider whose tokens are accepted. */
  public readonly provider?: OidcProvider;

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props the provider
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpOidcConfigProps) {
    checkNew('McpOidcConfig', new.target, arguments);
    super(scope, id, 'MCPOIDCConfig', props.name);
    this.provider = props.provider;
    this.spec = props.provider._bind(this, this.namespace);
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
