import { Duration } from 'cdk8s';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { IGroupMember } from '../servers/group-member';

/** Timeout of one member. */
export interface MemberTimeout {
  /** Which member this applies to. */
  readonly member: IGroupMember;

  /** How long a request may take. */
  readonly timeout: Duration;
}

/** Timeouts of requests to members. */
export interface OperationalTimeouts {
  /**
   * Timeout of members that `perWorkload` doesn't name.
   *
   * @default Duration.seconds(30)
   */
  readonly default?: Duration;

  /**
   * Timeouts of single members.
   *
   * @default - none
   */
  readonly perWorkload?: MemberTimeout[];

  /**
   * How long the start of a session waits for each member to connect, from ToolHive 0.63.0 on.
   *
   * It includes listing the member's tools, and applies even if a member's own timeout is longer. If a member may hang,
   * set a few seconds, together with PartialFailureMode.BEST_EFFORT: the session then starts without that member.
   *
   * @default - ToolHive's own limit, or the longest timeout
   */
  readonly backendInit?: Duration;
}

/** Which members notify clients about changed tools during a session. */
export interface ListChangedOptions {
  /**
   * Whether any member notifies clients.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Members that don't notify clients, each once.
   *
   * @default - none: all members do
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

/** Stops requests to a member for some time after repeated failures. */
export interface CircuitBreaker {
  /**
   * Number of failures that stop requests, at least 1.
   *
   * @default 5
   */
  readonly failureThreshold?: number;

  /**
   * How long requests are stopped, at least a second.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/** What happens when members fail. */
export interface FailureHandling {
  /**
   * Time between two health checks of a member.
   *
   * @default Duration.seconds(30)
   */
  readonly healthCheckInterval?: Duration;

  /**
   * Timeout of a health check, below `healthCheckInterval`.
   *
   * @default Duration.seconds(10)
   */
  readonly healthCheckTimeout?: Duration;

  /**
   * Number of failed health checks in a row after which a member is unhealthy, at least 1.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;

  /**
   * Time between two status updates of the VirtualMCPServer resource, if the cluster has one.
   *
   * @default Duration.seconds(30)
   */
  readonly statusReportingInterval?: Duration;

  /**
   * What happens when some members can't be reached.
   *
   * ToolHive 0.44 accepts it, but always serves the other members.
   *
   * @default PartialFailureMode.FAIL
   */
  readonly partialFailureMode?: PartialFailureMode;

  /**
   * Stops requests to members after repeated failures. `{}` uses the defaults.
   *
   * @default - none
   */
  readonly circuitBreaker?: CircuitBreaker;
}

/** Log level, timeouts and failure handling of a virtual server. */
export interface OperationalOptions {
  /**
   * Whether the log includes debug messages.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * How long requests to members may take.
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
   * Which members notify clients about changed tools during a session, from ToolHive 0.63.0 on.
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
