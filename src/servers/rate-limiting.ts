import { Duration } from 'cdk8s';

/** A rate limit as a token bucket. */
export interface RateLimit {
  /** Size of the bucket, at least 1: the number of requests at once. */
  readonly maxTokens: number;

  /** Time in which an empty bucket is refilled, above 0. */
  readonly refillPeriod: Duration;
}

/** Rate limits. Set at least one. */
export interface RateLimits {
  /**
   * Limit of all clients together.
   *
   * @default - none
   */
  readonly shared?: RateLimit;

  /**
   * Limit of each user. It needs authentication, by `oidc` or `externalAuth`.
   *
   * @default - none
   */
  readonly perUser?: RateLimit;
}

/** Rate limits of one tool, in addition to the server's. */
export interface ToolRateLimits extends RateLimits {
  /** Which tool is limited, by its name. */
  readonly name: string;
}

/** Rate limits of a workload. Sessions must be in Redis, which counts requests. Set at least one limit. */
export interface RateLimiting extends RateLimits {
  /**
   * Limits of single tools.
   *
   * @default - none
   */
  readonly tools?: ToolRateLimits[];
}
