import { Construct } from 'constructs';
import { CompositeToolOptions, compositeToolSpec } from './composite-tool-options';
import { JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { FAILS_WHEN_CALLED } from '../rendering/gateway/composite-tools/template-check';
import { REFUSED_BY_PROXY } from '../rendering/model/without-effect';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** Props of a CompositeTool. */
export interface CompositeToolProps extends CompositeToolOptions {
  /**
   * What clients call the tool: letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
   *
   * @default - the name of the resource
   */
  readonly toolName?: string;

  /**
   * Overrides the name of the VirtualMCPCompositeToolDefinition resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** A composite tool that several virtual servers share. */
export interface ICompositeTool extends IToolhiveResource {}

/**
 * A tool made of calls to other tools, which several virtual servers can share.
 *
 * It is ToolHive's VirtualMCPCompositeToolDefinition. Makes no object of its own; it becomes part of the configuration
 * of each virtual server that uses it.
 *
 * @example
 * const summary = new CompositeTool(chart, 'summary', {
 *   description: 'Fetches a page and sums it up.',
 *   parameters: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
 *   steps: [CompositeStep.tool('page', { tool: 'fetch.fetch', arguments: { url: '{{.params.url}}' } })],
 * });
 */
export class CompositeTool extends CustomResource implements ICompositeTool {
  static {
    checkCalls('CompositeTool', this);
  }

  /**
   * Refers to a VirtualMCPCompositeToolDefinition by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the VirtualMCPCompositeToolDefinition resource
   */
  public static fromCompositeToolName(scope: Construct, id: string, name: string): ICompositeTool {
    return new ImportedResource(scope, id, 'ICompositeTool', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name, for clients too
   * @param props what the tool does
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: CompositeToolProps) {
    checkNew('CompositeTool', new.target, arguments);
    super(scope, id, 'VirtualMCPCompositeToolDefinition', props.name);
    this.spec = compositeToolSpec({ ...props, name: props.toolName ?? this.name });
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }

  /**
   * Ids of warnings that are errors for this construct: no server starts with it, or calls of it fail.
   * @internal
   */
  protected _refuses(): readonly string[] {
    return [REFUSED_BY_PROXY, FAILS_WHEN_CALLED];
  }
}
