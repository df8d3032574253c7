import type { SecretValue } from 'cdk8s-plus-28';
import { Obj } from '../findings';
import { secretKey } from '../pods/secret-values';

/** How the connection to PostgreSQL is secured. */
export enum SslMode {
  /** Not at all. */
  DISABLE = 'disable',
  /** Encrypted; the server's certificate isn't checked. */
  REQUIRE = 'require',
  /** Encrypted, with a certificate of a known authority. */
  VERIFY_CA = 'verify-ca',
}

/** Where the registry keeps its data. */
export interface RegistryDatabaseOptions {
  /** Host of PostgreSQL. */
  readonly host: string;

  /**
   * Port of PostgreSQL, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;

  /** Name of the database. */
  readonly database: string;

  /** User that the server works as. It needs the role `toolhive_registry_server`. */
  readonly user: string;

  /**
   * User that changes the schema.
   *
   * @default - the same as `user`
   */
  readonly migrationUser?: string;

  /**
   * How the connection is secured.
   *
   * @default SslMode.REQUIRE
   */
  readonly sslMode?: SslMode;
}

/** Where a registry keeps its data, and how it logs in there. Passwords come from Secrets only. */
export class RegistryDatabase {
  /**
   * Passwords from a pgpass file in a Secret, with a line for `user` and one for `migrationUser`.
   *
   * @param options the database
   * @param pgpass the Secret and the key that holds the file
   * @see https://www.postgresql.org/docs/current/libpq-pgpass.html
   */
  public static pgpass(options: RegistryDatabaseOptions, pgpass: SecretValue): RegistryDatabase {
    return new RegistryDatabase(options, pgpass);
  }

  /**
   * A password from a Secret.
   *
   * @param options the database
   * @param password the Secret and key that hold the password of `user`
   */
  public static password(options: RegistryDatabaseOptions, password: SecretValue): RegistryDatabase {
    return new RegistryDatabase(options, undefined, password);
  }

  private constructor(
    private readonly options: RegistryDatabaseOptions,
    private readonly pgpassFile?: SecretValue,
    private readonly password?: SecretValue,
  ) {}

  /**
   * `database` of the server's configuration.
   * @internal
   */
  public _toConfig(): Obj {
    const { host, port = 5432, user, migrationUser, database, sslMode = SslMode.REQUIRE } = this.options;
    return { host, port, user, ...(migrationUser && { migrationUser }), database, sslMode };
  }

  /** @internal */
  public _pgpass(): { name: string; key: string } | undefined {
    return this.pgpassFile && secretKey(this.pgpassFile);
  }

  /**
   * Variables that the server takes its password from.
   * @internal
   */
  public _env(): Obj[] {
    if (!this.password) return [];
    return [{ name: 'THV_REGISTRY_DATABASE_PASSWORD', valueFrom: { secretKeyRef: secretKey(this.password) } }];
  }
}
