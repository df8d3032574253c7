/** Where an embedded authorization server keeps its sessions. Source: ToolHive pkg/authserver/storage/config.go. */
import { REDIS_CA, REDIS_PASSWORD, REDIS_USERNAME, SENTINEL_CA } from './names';
import { goStruct } from '../../../../go/struct';
import { defined, JsonObject } from '../../../../plain/objects';
import { Redis, SentinelConfig, SentinelTls, Storage } from '../../../../resources/spec/shared';

/** `storage` of the server's configuration; undefined for its own memory without a limit, the default. */
export function storageConfig(
  storage: Storage | undefined,
  namespace: string,
  workload: string,
): JsonObject | undefined {
  const { type = 'memory', redis, maxDCRClients }: Partial<Storage> = storage ?? {};
  const isRedis = type === 'redis';
  if (!isRedis && maxDCRClients === undefined) return undefined;
  // 0 is a limit, too: none at all.
  return defined({
    type,
    redis_config: isRedis ? redisConfig(redis!, namespace, workload) : undefined,
    max_dcr_clients: maxDCRClients,
  });
}

function redisConfig(redis: Redis, namespace: string, workload: string): JsonObject {
  const { sentinelConfig } = redis;
  return goStruct({
    addr: redis.addr,
    cluster_mode: redis.clusterMode,
    sentinel_config: sentinelConfig && sentinel(sentinelConfig, namespace),
    auth_type: 'aclUser',
    acl_user_config: {
      username_env_var: redis.aclUserConfig.usernameSecretRef ? REDIS_USERNAME : '',
      password_env_var: REDIS_PASSWORD,
    },
    // The braces keep all keys of one server on one node of a cluster.
    key_prefix: `thv:auth:{${namespace}:${workload}}:`,
    dial_timeout: redis.dialTimeout,
    read_timeout: redis.readTimeout,
    write_timeout: redis.writeTimeout,
    tls: redis.tls && tls(redis.tls, REDIS_CA.path),
    sentinel_tls: sentinelConfig && redis.sentinelTls && tls(redis.sentinelTls, SENTINEL_CA.path),
  });
}

function sentinel(
  { masterName, sentinelAddrs = [], sentinelService, db }: SentinelConfig,
  namespace: string,
): JsonObject {
  const { name, namespace: other, port } = sentinelService ?? {};
  const addresses = sentinelAddrs.length
    ? sentinelAddrs
    : [`${name}.${other || namespace}.svc.cluster.local:${port || 26379}`];
  return goStruct({ master_name: masterName, sentinel_addrs: addresses, db }, ['master_name']);
}

function tls({ insecureSkipVerify, caCertSecretRef }: SentinelTls, path: string): JsonObject {
  return goStruct({ insecure_skip_verify: insecureSkipVerify, ca_cert_file: caCertSecretRef && path });
}
