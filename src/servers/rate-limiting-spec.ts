/** Limits of requests as the fields of the custom resource. */
import { RateLimit, RateLimiting, RateLimits } from './rate-limiting';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';

/** `spec.rateLimiting` of a resource. */
export function rateLimitingSpec({ tools, ...limits }: RateLimiting): JsonObject {
  return pruned({
    ...limitsSpec(limits),
    tools: tools?.map(({ name, ...toolLimits }) => ({ name, ...limitsSpec(toolLimits) })),
  });
}

function limitsSpec({ shared, perUser }: RateLimits): JsonObject {
  return pruned({ shared: shared && limitSpec(shared), perUser: perUser && limitSpec(perUser) });
}

/** One limit. */
export function limitSpec({ maxTokens, refillPeriod }: RateLimit): JsonObject {
  return { maxTokens, refillPeriod: goDuration(refillPeriod) };
}
