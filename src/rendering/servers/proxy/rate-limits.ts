/** Rate limits of a server. Source: ToolHive cmd/thv-operator/api/v1beta1/mcpserver_types.go (RateLimitConfig). */
import { fieldPath, Findings, shown } from '../../../findings';
import { normalDuration, parseDuration } from '../../../go/duration';
import { goStruct } from '../../../go/struct';
import { JsonObject } from '../../../plain/objects';
import { PerUser, RateLimiting, Shared } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY, warnWithoutEffect } from '../../model/without-effect';
import { UNKNOWN_TOOL } from '../../policies/known-tools';
import { UnknownTool } from '../../policies/tools';

type Limits = Pick<RateLimiting, 'shared' | 'perUser'>;

/** Reports invalid periods; what isn't even a duration, the operator could not read. */
export function checkRateLimits(limits: RateLimiting | undefined, at: string, findings: Findings): void {
  if (!limits) return;
  for (const name of ['shared', 'perUser'] as const) {
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
  (limits.tools ?? []).forEach(({ shared, perUser }, i) =>
    checkRateLimits({ shared, perUser }, fieldPath(`${at}.tools`, i), findings),
  );
}

/** Warns of limits of tools that no call reaches. */
export function warnOfLimits(
  limits: RateLimiting | undefined,
  at: string,
  tool: (name: string) => UnknownTool | undefined,
  findings: Findings,
): void {
  (limits?.tools ?? []).forEach(({ name }, i) => {
    const { reason, warning, own } = tool(name) ?? {};
    const field = `${fieldPath(`${at}.tools`, i)}.name`;
    if (own !== undefined) {
      const renamed = `clients see the tool ${shown(own)} as ${shown(name)}, but limits know it by its own name`;
      findings.warning(UNKNOWN_TOOL, field, `${renamed}; write ${shown(own)}`);
      return;
    }
    // One that is hidden is there, and may be shown again.
    if (reason !== undefined && warning === undefined) warnWithoutEffect(field, `limits nothing: ${reason}`, findings);
    else if (reason !== undefined) findings.warning(UNKNOWN_TOOL, field, reason);
  });
}

/** `rate_limit_config` of a RunConfig. */
export function rateLimitConfig({ shared, perUser, tools }: RateLimiting): JsonObject {
  return goStruct({
    ...buckets({ shared, perUser }),
    tools: tools?.map(({ name, ...limits }) => ({ name, ...buckets(limits) })),
  });
}

function buckets({ shared, perUser }: Limits): JsonObject {
  return goStruct({ shared: shared && bucket(shared), perUser: perUser && bucket(perUser) });
}

function bucket({ maxTokens, refillPeriod }: Shared | PerUser): JsonObject {
  return { maxTokens, refillPeriod: normalDuration(refillPeriod) };
}
