/** Replicas and the session store they need. Source: ToolHive populateScalingConfig, resolveDeploymentReplicas. */
import { Findings } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { EnvVar } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { McpServerSpec } from '../../../resources/spec';
import { SessionStorage } from '../../../resources/spec/shared';
import { Behaviour } from '../../model/changes';
import { DefaultRedis, RedisTlsSpec } from '../../model/settings';
import { Mount, OWNER_READ, secretEnv, secretFileMount, SecretKeyRef } from '../../pod/mounts';

/** What runs more than once: a proxy or a virtual server, which has no transport. */
interface Scaled extends SessionUser {
  readonly replicas?: number;
  readonly transport?: McpServerSpec['transport'];
  readonly sessionAffinity?: string;
}

interface SessionUser {
  readonly sessionStorage?: SessionStorage;
}

function usesRedis(spec: SessionUser): boolean {
  return spec.sessionStorage?.provider === 'redis';
}

/** The Redis that keeps a proxy's sessions, the resource's own or the default. */
export interface SessionRedis {
  readonly address?: string;
  readonly db?: number;
  readonly keyPrefix?: string;
  readonly password?: SecretKeyRef;
  readonly tls?: RedisTlsSpec;
}

/** @param redis the default, as far as the kind takes it */
export function sessionRedisOf(
  spec: SessionUser,
  redis: DefaultRedis | undefined,
  { redisPasswordForAll }: Behaviour,
): SessionRedis | undefined {
  if (usesRedis(spec)) {
    const { address, db, keyPrefix, passwordRef, tls } = spec.sessionStorage!;
    return { address, db, keyPrefix, password: passwordRef, tls };
  }
  if (!redis) return undefined;
  const { address, passwordSecret, tls } = redis;
  // A storage of its own leaves the address to an MCPServer, and nothing else.
  return spec.sessionStorage
    ? { address }
    : { address, password: redisPasswordForAll ? passwordSecret : undefined, tls };
}

/** `scaling_config` of the RunConfig. */
export interface ScalingConfig {
  readonly backend_replicas?: number;
  readonly session_redis?: { readonly address?: string; readonly db?: number; readonly tls?: JsonObject };
}

/** @param backendReplicas of the MCP server that the proxy starts */
export function scalingConfig(
  backendReplicas: number | undefined,
  session: SessionRedis | undefined,
): ScalingConfig | undefined {
  if (backendReplicas === undefined && !session) return undefined;
  const { address, db, keyPrefix, tls } = session ?? {};
  const session_redis = session && goStruct({ address, db, key_prefix: keyPrefix, tls: tls && redisTlsConfig(tls) });
  // A pointer in Go: 0 is written, absence is not.
  return goStruct({ backend_replicas: backendReplicas, session_redis }, ['backend_replicas']);
}

const CA_FILE = '/etc/toolhive/session-redis-tls/ca.crt';

/** TLS of a session store, as configurations of proxies and virtual servers have it. */
export function redisTlsConfig({ insecureSkipVerify, caCertSecretRef }: RedisTlsSpec): JsonObject {
  return goStruct({ insecureSkipVerify, caCertFile: caCertSecretRef && CA_FILE });
}

/** The certificate authority of a session store as a file. */
export function redisTlsMounts(tls: RedisTlsSpec | undefined): Mount[] {
  if (!tls?.caCertSecretRef) return [];
  return [secretFileMount('session-redis-tls-ca', tls.caCertSecretRef, 'ca.crt', CA_FILE, OWNER_READ)];
}

/** `THV_SESSION_REDIS_PASSWORD`, where there is one. */
export function redisPasswordEnv(password: SecretKeyRef | undefined): EnvVar[] {
  return password ? [secretEnv('THV_SESSION_REDIS_PASSWORD', password)] : [];
}

/** Replicas of the proxy: one process at a time can be attached to a stdio server. */
export function proxyReplicas({ transport, replicas }: McpServerSpec): number | undefined {
  return transport === 'stdio' && replicas !== undefined && replicas > 1 ? 1 : replicas;
}

/** @param redis as for `sessionRedisOf` */
export function warnOfScaling(
  { spec, constructOptions }: Resource<Scaled>,
  redis: DefaultRedis | undefined,
  { redisPasswordForAll }: Behaviour,
  findings: Findings,
): void {
  const { transport, replicas = 1 } = spec;
  if (transport === 'stdio' && replicas > 1) {
    findings.warning(
      'stdio-replicas',
      'spec.replicas',
      `${replicas} is lowered to 1: only one proxy can be attached to a stdio server`,
    );
  } else if (replicas > 1 && !usesRedis(spec) && !redis && !constructOptions?.isStateless) {
    findings.warning(
      'replicas-without-session-storage',
      'spec.replicas',
      `${replicas} proxies without a shared session store lose a client's session when it reaches another one${reach(spec)}; name a Redis as sessionStorage, or as the default for all`,
    );
  }
  if (redis?.passwordSecret && !usesRedis(spec) && !(redisPasswordForAll && !spec.sessionStorage)) {
    findings.warning(
      'default-redis-password-unused',
      'spec.sessionStorage',
      `the default Redis ${redis.address} is used without its password, as the operator does for this kind; set sessionStorage with a passwordRef`,
    );
  }
}

/** When that happens. */
function reach({ sessionAffinity }: Scaled): string {
  return sessionAffinity === 'None' ? ', and without session affinity it reaches any of them with every request' : '';
}
