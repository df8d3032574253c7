import { Construct } from 'constructs';
import { Authorizer } from './authorizer';
import { SECOND_POLICY } from '../cedar/policies';
import { JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Props of an McpAuthzConfig. */
export interface McpAuthzConfigProps {
  /** Cedar policies, or a policy decision point. */
  readonly authorizer: Authorizer;

  /**
   * Overrides the name of the MCPAuthzConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** Authorization that several servers share. */
export interface IMcpAuthzConfig extends IToolhiveResource {}

/**
 * Authorization that several servers share: who may call which tool.
 *
 * It is ToolHive's MCPAuthzConfig. Makes no object of its own; it becomes part of the configuration of each server that
 * uses it.
 *
 * @example
 * const readers = new McpAuthzConfig(chart, 'readers', {
 *   authorizer: Authorizer.cedar(['permit(principal, action == Action::"call_tool", resource == Tool::"read");']),
 * });
 * new McpServer(chart, 'files', { image: 'registry.example.com/files:1', authz: McpAuthz.fromConfig(readers) });
 */
export class McpAuthzConfig extends CustomResource implements IMcpAuthzConfig {
  static {
    checkCalls('McpAuthzConfig', this);
  }

  /**
   * Refers to an MCPAuthzConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPAuthzConfig resource
   */
  public static fromMcpAuthzConfigName(scope: Construct, id: string, name: string): IMcpAuthzConfig {
    return new ImportedResource(scope, id, 'IMcpAuthzConfig', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props the rules
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpAuthzConfigProps) {
    checkNew('McpAuthzConfig', new.target, arguments);
    super(scope, id, 'MCPAuthzConfig', props.name);
    this.spec = props.authorizer._toSpec();
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }

  /** @internal */
  protected _refuses(): readonly string[] {
    return [SECOND_POLICY];
  }
}
