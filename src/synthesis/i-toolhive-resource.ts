import { IConstruct } from 'constructs';

/** A ToolHive resource, by its name and namespace, of this app or in the cluster. */
export interface IToolhiveResource extends IConstruct {
  /** Name of the resource. */
  readonly name: string;

  /** Namespace of the resource. */
  readonly namespace: string;
}
