import { Duration } from 'cdk8s';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { IGroupMember } from '../servers/group-member';

/** How long one member may take. */
export interface MemberTimeout {
  /** The member. */
  readonly member: IGroupMember;

  /** How long it may take to answer a request. */
  readonly timeout: Duration;
}

/** How long members may take to answer. */
export interface OperationalTimeouts {
  /**
   * For members that `perWorkload` doesn't name.
   *
   * @default Duration.seconds(30)
   */
  readonly default?: Duration;

  /**
   * For single members.
   *
   * @default - none
   */
  readonly perWorkload?: MemberTimeout[];

  /**
   * How long the start of a session waits for each member to connect and say what it can, from ToolHive 0.63.0 on. It
   * holds even where a member's own timeout is longer. A few seconds help where a member may hang, together with
   * PartialFailureMode.BEST_EFFORT: the session then starts without it.
   *
   * @default - as long as ToolHive itself waits, or as the longest timeout
   */
  readonly backendInit?: Duration;
}

/** Which members tell clients of a change of their tools while a session lasts. */
export interface ListChangedOptions {
  /**
   * Whether any member does.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Members that don't, each once.
   *
   * @default - none: all do
   */
  readonly disabledMembers?: IGroupMember[];
}

/** What happens when some members can't be reached. */
export enum PartialFailureMode {
  /** Requests fail. */
  FAIL = 'fail',
  /** The other members are served. */
  BEST_EFFORT = 'best_effort',
}

/** Members that fail again and again are left alone for some time. */
export interface CircuitBreaker {
  /**
   * After how many failures, at least 1.
   *
   * @default 5
   */
  readonly failureThreshold?: number;

  /**
   * For how long, at least a second.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/** What happens when members fail. */
export interface FailureHandling {
  /**
   * Time between two looks at a member's health.
   *
   * @default Duration.seconds(30)
   */
  readonly healthCheckInterval?: Duration;

  /**
   * How long such a look may take, less than the time between two.
   *
   * @default Duration.seconds(10)
   */
  readonly healthCheckTimeout?: Duration;

  /**
   * After how many failures in a row a member counts as unhealthy, at least 1.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;

  /**
   * Time between two reports into the VirtualMCPServer resource, where there is one in the cluster.
   *
   * @default Duration.seconds(30)
   */
  readonly statusReportingInterval?: Duration;

  /**
   * What happens when some members can't be reached. ToolHive 0.44 takes it, and serves the other members either way.
   *
   * @default PartialFailureMode.FAIL
   */
  readonly partialFailureMode?: PartialFailureMode;

  /**
   * Leaves members alone that fail again and again. `{}` for the defaults.
   *
   * @default - none
   */
  readonly circuitBreaker?: CircuitBreaker;
}

/** How a virtual server works. */
export interface OperationalOptions {
  /**
   * Whether the log has all details.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * How long members may take to answer.
   *
   * @default - 30 seconds
   */
  readonly timeouts?: OperationalTimeouts;

  /**
   * What happens when members fail.
   *
   * @default - see there
   */
  readonly failureHandling?: FailureHandling;

  /**
   * Which members tell clients of a change of their tools while a session lasts, from ToolHive 0.63.0 on.
   *
   * @default - all of them
   */
  readonly listChanged?: ListChangedOptions;
}

/** `spec.config.operational` of the resource. */
export function operationalSpec({ debug, timeouts, failureHandling, listChanged }: OperationalOptions): JsonObject {
  return {
    ...pruned({
      logLevel: debug ? 'debug' : undefined,
      timeouts: timeouts && timeoutsSpec(timeouts),
      failureHandling: failureHandling && failureHandlingSpec(failureHandling),
    }),
    ...(listChanged && { listChanged: listChangedSpec(listChanged) }),
  };
}

function listChangedSpec({ enabled, disabledMembers = [] }: ListChangedOptions): JsonObject {
  return pruned({ enabled, disabledWorkloads: disabledMembers.map(({ name }) => name) });
}

function timeoutsSpec({ default: fallback, perWorkload = [], backendInit }: OperationalTimeouts): JsonObject {
  return pruned({
    default: goDuration(fallback),
    perWorkload: Object.fromEntries(perWorkload.map(({ member, timeout }) => [member.name, goDuration(timeout)])),
    backendInit: goDuration(backendInit),
  });
}

function failureHandlingSpec(handling: FailureHandling): JsonObject {
  const { healthCheckInterval, healthCheckTimeout, statusReportingInterval, circuitBreaker } = handling;
  return pruned({
    healthCheckInterval: goDuration(healthCheckInterval),
    healthCheckTimeout: goDuration(healthCheckTimeout),
    unhealthyThreshold: handling.unhealthyThreshold,
    statusReportingInterval: goDuration(statusReportingInterval),
    partialFailureMode: handling.partialFailureMode,
    circuitBreaker: circuitBreaker && circuitBreakerSpec(circuitBreaker),
  });
}

function circuitBreakerSpec({ failureThreshold, timeout }: CircuitBreaker): JsonObject {
  return pruned({ enabled: true, failureThreshold, timeout: goDuration(timeout) });
}
