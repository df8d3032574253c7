import { Server } from './servers';
import { Topology } from './topology';
import { Resource } from '../../resources/resource';
import { Behaviour } from '../model/changes';
import { PlatformName } from '../model/settings';

/** What the bodies of a server's further objects are built from. */
export interface OperationsModel {
  readonly resource: Resource;
  readonly server: Server;
  /** Where the server is isolated. */
  readonly topology?: Topology;
  readonly platform: PlatformName;
  /** What the version of ToolHive does. */
  readonly behaviour: Behaviour;
}

/** Names of a server's further objects. They are a contract: what runs is found by them. */
export const names = {
  same: (server: string) => server,
  autoscaler: (server: string) => `${server}-hpa`,
  disruptionBudget: (server: string) => `${server}-pdb`,
  networkPolicy: (server: string) => `${server}-netpol`,
  backendPolicy: (server: string) => `${server}-netpol-backend`,
  stripPrefix: (server: string) => `${server}-strip-prefix`,
  metrics: (server: string) => `${server}-metrics`,
};
