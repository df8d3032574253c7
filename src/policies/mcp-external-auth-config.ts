import { Construct } from 'constructs';
import { JsonObject } from '../plain/objects';
import { ExternalAuth } from './external-auth/external-auth';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Props of an McpExternalAuthConfig. */
export interface McpExternalAuthConfigProps {
  /** Outbound credentials, or an embedded authorization server. */
  readonly auth: ExternalAuth;

  /**
   * Overrides the name of the MCPExternalAuthConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** Outbound credentials that several workloads share. */
export interface IMcpExternalAuthConfig extends IToolhiveResource {}

/**
 * Outbound credentials, or an embedded authorization server, that several workloads share.
 *
 * It is ToolHive's MCPExternalAuthConfig. Makes no object of its own; it becomes part of the configuration of each
 * workload that uses it.
 *
 * @example
 * const exchange = new McpExternalAuthConfig(chart, 'exchange', {
 *   auth: ExternalAuth.tokenExchange({ tokenUrl: 'https://sso.example.com/token', audience: 'backend' }),
 * });
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', externalAuth: exchange });
 */
export class McpExternalAuthConfig extends CustomResource implements IMcpExternalAuthConfig {
  static {
    checkCalls('McpExternalAuthConfig', this);
  }

  /**
   * Refers to an MCPExternalAuthConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPExternalAuthConfig resource
   */
  public static fromMcpExternalAuthConfigName(scope: Construct, id: string, name: string): IMcpExternalAuthConfig {
    return new ImportedResource(scope, id, 'IMcpExternalAuthConfig', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props how proof is given
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpExternalAuthConfigProps) {
    checkNew('McpExternalAuthConfig', new.target, arguments);
    super(scope, id, 'MCPExternalAuthConfig', props.name);
    this.spec = props.auth._toSpec();
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
