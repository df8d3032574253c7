import { ApiObject, Cron } from 'cdk8s';
import type { ContainerResources, ISecret, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { IAddressedServer } from './listed-server';
import { LockedTools } from './locked-tools';
import { JsonObject, pruned } from '../plain/objects';
import { resourcesJson } from '../pods/container-values';
import { optionalSecretKey, pullSecretReferences } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { ToolhiveResource } from '../synthesis/toolhive-resource';

/** Props of a ToolLock. */
export interface ToolLockProps {
  /** Which server is asked for its tools: an MCP server, a remote proxy or a virtual server. */
  readonly server: IAddressedServer;

  /** The tools that were approved: `LockedTools.fromFile('tools.lock.json')`. */
  readonly lock: LockedTools;

  /** What the script runs in: an image with `node` of Node.js 20 or newer in its path, such as `node:22-alpine`. */
  readonly image: string;

  /**
   * When the server is asked.
   *
   * @default Cron.hourly()
   */
  readonly schedule?: Cron;

  /**
   * Bearer token for the server, a key of a Secret.
   *
   * @default - none: the server must accept every client
   */
  readonly token?: SecretValue;

  /**
   * Image pull secrets of the pod, in addition to those of the settings.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * CPU and memory of the container.
   *
   * @default - 10m of CPU and 64 MiB of memory, at most 256 MiB
   */
  readonly resources?: ContainerResources;

  /**
   * Overrides the name of the CronJob and its ConfigMap.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * Checks regularly that a deployed server still has the tools that were approved.
 *
 * Makes a CronJob, and a ConfigMap with the lock. The Job fails if a tool is new, is gone, or has another description,
 * schema or hint, so that alerts for failed Jobs see it. Its log names the tools.
 *
 * @example
 * const github = new McpServer(chart, 'github', { image: 'ghcr.io/github/github-mcp-server:v1.0.0' });
 * const lock = LockedTools.fromFile('tools.lock.json');
 * new ToolLock(chart, 'github-tools', { server: github, lock, image: 'node:22-alpine' });
 */
export class ToolLock extends ToolhiveResource {
  static {
    checkCalls('ToolLock', this);
  }

  /** The CronJob that asks the server. */
  public readonly cronJob: ApiObject;

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props which server, and what its tools were
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: ToolLockProps) {
    checkNew('ToolLock', new.target, arguments);
    super(scope, id, 'ToolLock', props.name);
    const { server, image, schedule = Cron.hourly(), resources } = props;
    this.spec = pruned({
      ...{ url: server.url, tools: props.lock._hashes, image, schedule: schedule.expressionString },
      tokenSecretRef: optionalSecretKey(props.token),
      imagePullSecrets: pullSecretReferences(props.imagePullSecrets),
      resources: resources && resourcesJson(resources),
    });
    this._emit();
    this.cronJob = this._object('Resource');
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
