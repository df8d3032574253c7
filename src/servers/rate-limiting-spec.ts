/** Limits of requests as the fields of the custom resource. */
import { RateLimit, RateLimiting, RateLimits } from './rate-limiting';
import { Obj, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';

/** `spec.rateLimiting` of a resource. */
export function rateLimitingSpec({ tools, ...limits }: RateLimiting): Obj {
  return pruned({
    ...limitsSpec(limits),
    tools: tools?.map(({ name, ...toolLimits }) => ({ name, ...limitsSpec(toolLimits) })),
  });
}

function limitsSpec({ shared, perUser }: RateLimits): Obj {
  return pruned({ shared: shared && limitSpec(shared), perUser: perUser && limitSpec(perUser) });
}

/** One limit. */
export function limitSpec({ maxTokens, refillPeriod }: RateLimit): Obj {
  return { maxTokens, refillPeriod: goDuration(refillPeriod) };
}
