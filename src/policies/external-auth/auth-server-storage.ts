import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { defined, JsonObject } from '../../plain/objects';
import { goDuration } from '../../pods/go-duration';
import { optionalSecretKey, redisTlsJson, secretKey } from '../../pods/secret-values';
import { checkCalls } from '../../props/check-calls';
import { RedisTls } from '../../toolhive-settings';

/** Options of every Redis for an authorization server. */
export interface AuthServerRedisOptions {
  /** The Secret and key with the password of the ACL user. */
  readonly password: SecretValue;

  /**
   * Name of the ACL user.
   *
   * @default - Redis' default user
   */
  readonly username?: SecretValue;

  /**
   * Timeout of connecting.
   *
   * @default Duration.seconds(5)
   */
  readonly dialTimeout?: Duration;

  /**
   * Timeout of reading.
   *
   * @default Duration.seconds(3)
   */
  readonly readTimeout?: Duration;

  /**
   * Timeout of writing.
   *
   * @default Duration.seconds(3)
   */
  readonly writeTimeout?: Duration;

  /**
   * How connections to Redis are encrypted with TLS.
   *
   * @default - plain TCP
   */
  readonly tls?: RedisTls;
}

/** One Redis, or a Redis cluster. */
export interface AuthServerRedisAddressOptions extends AuthServerRedisOptions {
  /** Host and port of Redis, or of any node of a cluster: `redis.cache.svc:6379`. */
  readonly address: string;
}

/** Redis behind sentinels. Give their addresses, or the Service in front of them. */
export interface RedisSentinelOptions extends AuthServerRedisOptions {
  /** Name of the master in the sentinels' configuration. */
  readonly masterName: string;

  /**
   * Addresses of the sentinels, each with its port.
   *
   * @default - those of `sentinelService`
   */
  readonly sentinelAddrs?: string[];

  /**
   * The Service in front of the sentinels.
   *
   * @default - the addresses in `sentinelAddrs`
   */
  readonly sentinelService?: RedisSentinelService;

  /**
   * Number of the database.
   *
   * @default 0
   */
  readonly db?: number;

  /**
   * How connections to the sentinels are encrypted with TLS.
   *
   * @default - plain TCP
   */
  readonly sentinelTls?: RedisTls;
}

/** A Service in front of sentinels. */
export interface RedisSentinelService {
  /** What the Service is called. */
  readonly name: string;

  /**
   * Where the Service is.
   *
   * @default - that of the workload
   */
  readonly namespace?: string;

  /**
   * On which port the Service listens.
   *
   * @default 26379
   */
  readonly port?: number;
}

/** Where an embedded authorization server keeps its sessions. */
export class AuthServerStorage {
  static {
    checkCalls('AuthServerStorage', this);
  }

  /** In its memory. Everybody must log in again when the pod restarts, and only one replica is possible. */
  public static memory(): AuthServerStorage {
    return new AuthServerStorage({ type: 'memory' });
  }

  /**
   * In one Redis.
   *
   * @param options address, user, password and TLS
   */
  public static redis(options: AuthServerRedisAddressOptions): AuthServerStorage {
    return new AuthServerStorage({ type: 'redis', redis: defined({ addr: options.address, ...common(options) }) });
  }

  /**
   * In a Redis cluster.
   *
   * @param options address, user, password and TLS
   */
  public static redisCluster(options: AuthServerRedisAddressOptions): AuthServerStorage {
    const redis = defined({ addr: options.address, clusterMode: true, ...common(options) });
    return new AuthServerStorage({ type: 'redis', redis });
  }

  /**
   * In a Redis with sentinels.
   *
   * @param options the sentinels, user, password and TLS
   */
  public static redisSentinel(options: RedisSentinelOptions): AuthServerStorage {
    const { masterName, sentinelAddrs, sentinelService, db, sentinelTls } = options;
    const redis = defined({
      sentinelConfig: defined({
        masterName,
        sentinelAddrs,
        sentinelService: sentinelService && defined(sentinelService),
        db,
      }),
      sentinelTls: sentinelTls && redisTlsJson(sentinelTls),
      ...common(options),
    });
    return new AuthServerStorage({ type: 'redis', redis });
  }

  private constructor(private readonly storage: JsonObject) {}

  /**
   * `storage` of the authorization server.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.storage;
  }
}

function common({
  username,
  password,
  dialTimeout,
  readTimeout,
  writeTimeout,
  tls,
}: AuthServerRedisOptions): JsonObject {
  return {
    aclUserConfig: defined({
      usernameSecretRef: optionalSecretKey(username),
      passwordSecretRef: secretKey(password),
    }),
    dialTimeout: goDuration(dialTimeout),
    readTimeout: goDuration(readTimeout),
    writeTimeout: goDuration(writeTimeout),
    // Empty means TLS with the usual certificates, so nothing is defined here.
    ...(tls && { tls: redisTlsJson(tls) }),
  };
}
