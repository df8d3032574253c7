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
 * How the connection to PostgreSQL is secured. `verify-full` isn't here: the server, v1.5.1, compares the certificate
 * with the name "localhost" and never gets ready.
 */
export enum SslMode {
  /** Not at all. */
  DISABLE = 'disable',
  /** Encrypted. The server's certificate isn't checked. */
  REQUIRE = 'require',
  /** Encrypted, with a certificate of the authority given as `caCertificate`. */
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

  /**
   * Certificates of the authority that vouches for PostgreSQL, for SslMode.VERIFY_CA.
   *
   * @default - none
   */
  readonly caCertificate?: RegistryFile;

  /**
   * The most connections that a replica opens, at least 1.
   *
   * @default - the server's: 4, or the number of CPUs if that is higher
   */
  readonly maxOpenConns?: number;

  /**
   * Connections that a replica keeps open although it doesn't need them, at most `maxOpenConns`.
   *
   * @default - the server's: 0
   */
  readonly maxIdleConns?: number;

  /**
   * How long a connection lives.
   *
   * @default - the server's: an hour
   */
  readonly connMaxLifetime?: Duration;

  /**
   * The most bytes of metadata that an entry may have, at least 1.
   *
   * @default - the server's: 262144
   */
  readonly maxMetaSize?: number;
}

/** A database whose passwords are in a pgpass file. */
export interface RegistryPgpassOptions extends RegistryDatabaseOptions {
  /** The Secret and the key that hold the file. */
  readonly pgpass: SecretValue;

  /**
   * Whether an init container copies the file and makes it private to the server's user. It is needed only where a pod's
   * `fsGroup` has no effect; else the file is mounted readable for the pod's group, which is all the server asks for.
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

/** A database that is logged into with a password. */
export interface RegistryPasswordOptions extends RegistryDatabaseOptions {
  /** The Secret and key that hold the password of `user`. */
  readonly password: SecretValue;

  /**
   * The Secret and key that hold the password of `migrationUser`.
   *
   * @default - that of `user`, if they are the same
   */
  readonly migrationPassword?: SecretValue;
}

/** A database of RDS that takes tokens of AWS. */
export interface RegistryAwsRdsIamOptions extends RegistryDatabaseOptions {
  /**
   * Region of the database, such as `eu-central-1`.
   *
   * @default - the server asks AWS for the region that it runs in
   */
  readonly region?: string;
}

/** A version that stays; the operator's own image is published as `latest` alone. */
const COPYING_IMAGE = 'docker.io/library/busybox:1.37.0';

/** Where a registry keeps its data, and how it logs in there. Passwords come from Secrets only. */
export class RegistryDatabase {
  static {
    checkCalls('RegistryDatabase', this);
  }

  /**
   * Passwords from a pgpass file in a Secret, with a line for `user` and one for `migrationUser`. Host, port, database and
   * user of a line are those given here, to the letter, or `*`. The file is read once: a new password takes a restart.
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
   * No password: tokens of AWS, for an RDS database that takes them. The server's pod has to have an AWS identity, such as
   * by `serviceAccountAnnotations: {'eks.amazonaws.com/role-arn': …}`.
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
   * SQL that gives the server's users their rights, to be run by a superuser, or by the database's owner if that one may
   * create roles, before the server starts for the first time. The users are there already. It can be run again and again.
   * `RegistryMigration` runs it if asked to.
   *
   * @returns statements for psql, which belong into one transaction
   */
  public grantsSql(): string {
    return grantsSql(this._toConfig(new Surroundings()) as CheckedDatabase);
  }

  /**
   * `database` of the server's configuration.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    const { port = 5432, sslMode = SslMode.REQUIRE, caCertificate, connMaxLifetime, ...plain } = this.options;
    if (caCertificate) surroundings.env.push({ name: 'PGSSLROOTCERT', value: surroundings.file(caCertificate) });
    return defined({
      ...plain,
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
