import { Duration } from 'cdk8s';

/** A bucket of requests that fills up again steadily. */
export interface RateLimit {
  /** How many requests there are in a full bucket, at least 1: as many can come at once. */
  readonly maxTokens: number;

  /** How long an empty bucket takes to fill up, more than nothing. */
  readonly refillPeriod: Duration;
}

/** Limits of requests: give at least one. */
export interface RateLimits {
  /**
   * For all clients together.
   *
   * @default - none
   */
  readonly shared?: RateLimit;

  /**
   * For each user. Users must be known, by `oidc` or `externalAuth`.
   *
   * @default - none
   */
  readonly perUser?: RateLimit;
}

/** Limits of the calls of one tool. They come on top of the server's. */
export interface ToolRateLimits extends RateLimits {
  /** Name of the tool. */
  readonly name: string;
}

/** Limits of requests to a workload. Sessions must be in Redis, which counts. Give at least one limit. */
export interface RateLimiting extends RateLimits {
  /**
   * Limits of the calls of single tools.
   *
   * @default - none
   */
  readonly tools?: ToolRateLimits[];
}
