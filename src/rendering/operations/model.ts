import { AnyServer } from './server-kinds';
import { Server } from './servers';
import { Topology } from './topology';
import { ObjectBody } from '../../kubernetes/objects';
import { ConstructOptions } from '../../resources/construct-options';
import { Behaviour } from '../model/changes';
import { PlatformName } from '../model/settings';
import { Part } from '../model/workload';

/** What the bodies of a server's further objects are built from. */
export interface OperationsModel {
  readonly resource: AnyServer;
  readonly options: ConstructOptions;
  readonly server: Server;
  /** Where the server is isolated. */
  readonly topology?: Topology;
  readonly platform: PlatformName;
  /** What the version of ToolHive does. */
  readonly behaviour: Behaviour;
}

/** An object that is made of an option. */
interface OptionPart<Option> extends Pick<Part, 'id' | 'apiVersion' | 'kind' | 'name'> {
  /** The option; undefined where there is no such object. */
  option(options: ConstructOptions): Option | undefined;
  body(option: Option, model: OperationsModel): ObjectBody;
}

/** An object that ToolHive doesn't know, and that is there where constructs give an option. */
export function optionPart<Option>({ option, body, ...part }: OptionPart<Option>): Part<OperationsModel> {
  return {
    ...part,
    isAddedByLibrary: true,
    when: (_, options) => option(options) !== undefined,
    body: (model) => body(option(model.options)!, model),
  };
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
