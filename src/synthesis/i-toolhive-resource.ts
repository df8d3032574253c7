import { IConstruct } from 'constructs';

/** A resource of ToolHive's, by its name and namespace: one that this app makes, or one that is in the cluster. */
export interface IToolhiveResource extends IConstruct {
  /** Name of the resource. */
  readonly name: string;

  /** Namespace of the resource. */
  readonly namespace: string;
}
