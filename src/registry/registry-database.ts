import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { Surroundings } from './config-surroundings';
import { RegistryFile } from './registry-file';
import { EnvVar } from '../kubernetes/objects';
import { defined, JsonObject } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { grantsSql } from '../rendering/registry/config/grants';
import { CheckedDatabase } from '../rendering/registry/config/needs';

/**
 * How the connection to PostgreSQL is encrypted.
 *
 * `verify-full` is missing: the server, v1.5.1, compares the certificate with the name "localhost", and never becomes
 * ready.
 */
export enum SslMode {
  /** No encryption. */
  DISABLE = 'disable',
  /** Encrypted. The server's certificate is not verified. */
  REQUIRE = 'require',
  /** Encrypted, and the certificate is verified with the authority in `caCertificate`. */
  VERIFY_CA = 'verify-ca',
}

/** Address, users and connections of the registry's database. */
export interface RegistryDatabaseOptions {
  /** DNS name or address of PostgreSQL. */
  readonly host: string;

  /**
   * TCP port of PostgreSQL, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;

  /** PostgreSQL database with the registry's data, by its name. */
  readonly database: string;

  /** PostgreSQL user of the server. It needs the role `toolhive_registry_server`. */
  readonly user: string;

  /**
   * PostgreSQL user that migrates the schema.
   *
   * @default - the same as `user`
   */
  readonly migrationUser?: string;

  /**
   * How the connection is encrypted.
   *
   * @default SslMode.REQUIRE
   */
  readonly sslMode?: SslMode;

  /**
   * CA certificates for PostgreSQL, with SslMode.VERIFY_CA.
   *
   * @default - none
   */
  readonly caCertificate?: RegistryFile;

  /**
   * Maximum number of open connections per replica, at least 1.
   *
   * @default - the server's: 4, or the number of CPUs if that is higher
   */
  readonly maxOpenConns?: number;

  /**
   * Minimum number of connections that stay open per replica, at most `maxOpenConns`.
   *
   * @default - the server's: 0
   */
  readonly maxIdleConns?: number;

  /**
   * Maximum lifetime of a connection.
   *
   * @default - the server's: an hour
   */
  readonly connMaxLifetime?: Duration;

  /**
   * Maximum size of an entry's metadata in bytes, at least 1.
   *
   * @default - the server's: 262144
   */
  readonly maxMetaSize?: number;
}

/** A database with passwords in a pgpass file. */
export interface RegistryPgpassOptions extends RegistryDatabaseOptions {
  /** The Secret and key with the file. */
  readonly pgpass: SecretValue;

  /**
   * Whether an init container copies the file, and makes it private to the server's user.
   *
   * It is only needed where a pod's `fsGroup` has no effect. Otherwise the file is mounted readable for the pod's
   * group, which is enough for the server.
   *
   * @default false
   */
  readonly initContainer?: boolean;

  /**
   * Image of the init container, with a shell, cp and chmod.
   *
   * @default "docker.io/library/busybox:1.37.0"
   */
  readonly initContainerImage?: string;
}

/** A database with a password. */
export interface RegistryPasswordOptions extends RegistryDatabaseOptions {
  /** The Secret and key with the password of `user`. */
  readonly password: SecretValue;

  /**
   * The Secret and key with the password of `migrationUser`.
   *
   * @default - that of `user`, if they are the same
   */
  readonly migrationPassword?: SecretValue;
}

/** An RDS database with AWS IAM authentication. */
export interface RegistryAwsRdsIamOptions extends RegistryDatabaseOptions {
  /**
   * AWS region of the database, such as `eu-central-1`.
   *
   * @default - the region in which the server runs, as AWS reports it
   */
  readonly region?: string;
}

/** A version that stays; the operator's own image is published as `latest` alone. */
const COPYING_IMAGE = 'docker.io/library/busybox:1.37.0';

/** Database of a registry, and how the server authenticates. Passwords come from Secrets only. */
export class RegistryDatabase {
  static {
    checkCalls('RegistryDatabase', this);
  }

  /**
   * Passwords from a pgpass file in a Secret, with a line for `user` and one for `migrationUser`.
   *
   * Host, port, database and user of a line must equal those given here, or be `*`. The file is read at start: restart
   * the server after a change.
   *
   * @param options the database, and the file
   * @see https://www.postgresql.org/docs/current/libpq-pgpass.html
   */
  public static pgpass(options: RegistryPgpassOptions): RegistryDatabase {
    const { pgpass, initContainer, initContainerImage = COPYING_IMAGE, ...database } = options;
    return new RegistryDatabase(database, (surroundings) => {
      surroundings.pgpass = defined({
        ...secretKey(pgpass),
        copiedBy: initContainer ? initContainerImage : undefined,
      });
      return {};
    });
  }

  /**
   * A password from a Secret.
   *
   * @param options the database, and the passwords
   */
  public static password(options: RegistryPasswordOptions): RegistryDatabase {
    const { password, migrationPassword, ...database } = options;
    return new RegistryDatabase(database, ({ env }) => {
      env.push(fromSecret('THV_REGISTRY_DATABASE_PASSWORD', password));
      if (migrationPassword) env.push(fromSecret('THV_REGISTRY_DATABASE_MIGRATIONPASSWORD', migrationPassword));
      return {};
    });
  }

  /**
   * AWS tokens in place of a password, for an RDS database with IAM authentication.
   *
   * The server's pod needs an AWS identity, such as by `serviceAccountAnnotations: {'eks.amazonaws.com/role-arn': …}`.
   *
   * @param options the database, and its region
   */
  public static awsRdsIam(options: RegistryAwsRdsIamOptions): RegistryDatabase {
    const { region = 'detect', ...database } = options;
    return new RegistryDatabase(database, () => ({ dynamicAuth: { awsRdsIam: { region } } }));
  }

  private constructor(
    private readonly options: RegistryDatabaseOptions,
    private readonly login: (surroundings: Surroundings) => JsonObject,
  ) {}

  /**
   * SQL that grants the required rights to the server's users.
   *
   * A superuser must run it before the server starts for the first time; the database's owner may, if it can create
   * roles. The users must exist. It can be run repeatedly. `RegistryMigration` can run it.
   *
   * @returns statements for psql, to be run in one transaction
   */
  public grantsSql(): string {
    return grantsSql(this._toConfig(new Surroundings()) as CheckedDatabase);
  }

  /**
   * `database` of the server's configuration.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    const { host, database, user, migrationUser, maxOpenConns, maxIdleConns, maxMetaSize } = this.options;
    const { port = 5432, sslMode = SslMode.REQUIRE, caCertificate, connMaxLifetime } = this.options;
    if (caCertificate) surroundings.env.push({ name: 'PGSSLROOTCERT', value: surroundings.file(caCertificate) });
    return defined({
      host,
      database,
      user,
      migrationUser,
      maxOpenConns,
      maxIdleConns,
      maxMetaSize,
      port,
      sslMode,
      connMaxLifetime: goDuration(connMaxLifetime),
      ...this.login(surroundings),
    });
  }
}

function fromSecret(name: string, value: SecretValue): EnvVar {
  return { name, valueFrom: { secretKeyRef: secretKey(value) } };
}
