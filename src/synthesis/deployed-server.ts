import { ApiObject } from 'cdk8s';
import { CustomServer } from './custom-server';

/**
 * A server whose pods are those of a Deployment. Hidden from the public API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class DeployedServer extends CustomServer {
  /** The Deployment. Undefined under DeployTarget.CUSTOM_RESOURCES, because ToolHive's operator makes it. */
  public get deployment(): ApiObject | undefined {
    return this._workloadObject('Resource');
  }
}
