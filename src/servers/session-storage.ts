import type { SecretValue } from 'cdk8s-plus-28';
import { JsonObject, pruned } from '../plain/objects';
import { optionalSecretKey, redisTlsJson } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { RedisTls } from '../toolhive-settings';

/** A Redis for the sessions of a workload. */
export interface RedisSessionOptions {
  /**
   * Number of the database, at least 0.
   *
   * @default 0
   */
  readonly db?: number;

  /**
   * Prefix of the keys, if workloads share a database.
   *
   * @default - ToolHive's own prefix
   */
  readonly keyPrefix?: string;

  /**
   * The Secret and key with Redis' password.
   *
   * @default - none
   */
  readonly password?: SecretValue;

  /**
   * How connections to Redis are encrypted with TLS.
   *
   * `{}` is TLS with the certificate authorities in the proxy's image. From ToolHive 0.63.0 on.
   *
   * @default - no TLS
   */
  readonly tls?: RedisTls;
}

/** Storage of client sessions. Several replicas need a shared storage. */
export class SessionStorage {
  static {
    checkCalls('SessionStorage', this);
  }

  /** In the memory of each replica. */
  public static memory(): SessionStorage {
    return new SessionStorage({ provider: 'memory' });
  }

  /**
   * In Redis.
   *
   * @param address host and port, such as `redis.cache.svc:6379`
   * @param options database and password
   */
  public static redis(address: string, options: RedisSessionOptions = {}): SessionStorage {
    const { db, keyPrefix, password, tls } = options;
    const passwordRef = optionalSecretKey(password);
    const storage = pruned({ provider: 'redis', address, db, keyPrefix, passwordRef });
    return new SessionStorage(tls ? { ...storage, tls: redisTlsJson(tls) } : storage);
  }

  private constructor(private readonly storage: JsonObject) {}

  /**
   * `spec.sessionStorage` of the resource.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.storage;
  }
}
