/** Rate limits of a server. Source: ToolHive cmd/thv-operator/api/v1beta1/mcpserver_types.go (RateLimitConfig). */
import { fieldPath, Findings, shown } from '../../../findings';
import { normalDuration, parseDuration } from '../../../go/duration';
import { goStruct } from '../../../go/struct';
import { Obj } from '../../../plain/objects';
import { REFUSED_BY_PROXY } from '../../model/without-effect';

/** Reports periods that are none; what isn't even a duration, the operator could not read. */
export function checkRateLimits(limits: Obj | undefined, at: string, findings: Findings): void {
  if (!limits) return;
  for (const name of ['shared', 'perUser']) {
    const period = limits[name]?.refillPeriod;
    if (period === undefined) continue;
    const field = `${at}.${name}.refillPeriod`;
    const nanoseconds = parseDuration(period);
    if (nanoseconds === undefined) {
      findings.error(field, `${shown(period)} is not a duration; write it like "30s" or "1m30s"`);
    } else if (nanoseconds <= 0n) {
      findings.warning(REFUSED_BY_PROXY, field, `${shown(period)} must be longer than nothing`);
    }
  }
  (limits.tools ?? []).forEach((tool: Obj, i: number) => checkRateLimits(tool, fieldPath(`${at}.tools`, i), findings));
}

/** `rate_limit_config` of a RunConfig. */
export function rateLimitConfig({ shared, perUser, tools }: Obj): Obj {
  return goStruct({
    ...buckets({ shared, perUser }),
    tools: tools?.map(({ name, ...limits }: Obj) => ({ name, ...buckets(limits) })),
  });
}

function buckets({ shared, perUser }: Obj): Obj {
  return goStruct({ shared: shared && bucket(shared), perUser: perUser && bucket(perUser) });
}

function bucket({ maxTokens, refillPeriod }: Obj): Obj {
  return { maxTokens, refillPeriod: normalDuration(refillPeriod) };
}
