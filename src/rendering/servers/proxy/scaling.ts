/** Replicas and the session store they need. Source: ToolHive populateScalingConfig, resolveDeploymentReplicas. */
import { Findings, Obj } from '../../../findings';
import { goStruct } from '../../model/go-struct';
import { DefaultRedis } from '../../model/settings';
import { secretEnv } from '../../pod/mounts';

function usesRedis(spec: Obj): boolean {
  return spec.sessionStorage?.provider === 'redis';
}

/** `scaling_config` of the RunConfig. @param redis the default, as far as the kind takes it */
export function scalingConfig(spec: Obj, redis: DefaultRedis | undefined): Obj | undefined {
  const { address, db, keyPrefix } = spec.sessionStorage ?? {};
  const session = usesRedis(spec)
    ? goStruct({ address, db, key_prefix: keyPrefix })
    : redis && { address: redis.address };
  if (spec.backendReplicas === undefined && !session) return undefined;
  // A pointer in Go: 0 is written, absence is not.
  return goStruct({ backend_replicas: spec.backendReplicas, session_redis: session }, ['backend_replicas']);
}

/** `THV_SESSION_REDIS_PASSWORD`, when the resource names a Redis with a password. */
export function redisPasswordEnv(spec: Obj): Obj[] {
  const secret = usesRedis(spec) ? spec.sessionStorage.passwordRef : undefined;
  if (!secret) return [];
  return [secretEnv('THV_SESSION_REDIS_PASSWORD', secret)];
}

/** Replicas of the proxy: one process at a time can be attached to a stdio server. */
export function proxyReplicas(spec: Obj): number | undefined {
  return spec.transport === 'stdio' && spec.replicas > 1 ? 1 : spec.replicas;
}

/** @param redis as for `scalingConfig` */
export function warnOfScaling(spec: Obj, redis: DefaultRedis | undefined, findings: Findings): void {
  if (spec.transport === 'stdio' && spec.replicas > 1) {
    findings.warning(
      'stdio-replicas',
      'spec.replicas',
      `${spec.replicas} is lowered to 1: only one proxy can be attached to a stdio server`,
    );
  } else if (spec.replicas > 1 && !usesRedis(spec) && !redis) {
    findings.warning(
      'replicas-without-session-storage',
      'spec.replicas',
      `${spec.replicas} proxies without a shared session store lose a client's session when it reaches another one${reach(spec)}; name a Redis as sessionStorage, or as the default for all`,
    );
  }
  if (redis?.passwordSecret && !usesRedis(spec)) {
    findings.warning(
      'default-redis-password-unused',
      'spec.sessionStorage',
      `the default Redis ${redis.address} is used without its password, as the operator does for this kind; set sessionStorage with a passwordRef`,
    );
  }
}

/** When that happens. */
function reach({ sessionAffinity }: Obj): string {
  return sessionAffinity === 'None' ? ', and without session affinity it reaches any of them with every request' : '';
}
