import type { SecretValue } from 'cdk8s-plus-28';
import { secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { Ordering } from '../rendering/registry/api/ordering';
import { MigrationSpec } from '../rendering/registry/api/spec';

/** Who gives the registry's users their rights. */
export interface RegistryGrants {
  /**
   * User of PostgreSQL who may: a superuser, or the owner of the database if that one may create roles. The
   * configuration's users are there already.
   */
  readonly adminUser: string;

  /** The Secret and key that hold the password of `adminUser`. The server never sees it. */
  readonly adminPassword: SecretValue;

  /**
   * Image with psql in its path.
   *
   * @default - `psqlImage` of the migration
   */
  readonly image?: string;
}

/** What is done to the database before the server starts. */
export interface RegistryMigrationOptions {
  /**
   * A Job that gives the registry's users their rights, by psql and before the migrations. Its SQL is what
   * `RegistryDatabase.grantsSql` gives, and can be run again and again.
   *
   * @default - none; somebody has run that SQL
   */
  readonly grants?: RegistryGrants;

  /**
   * Image with a shell and psql, for the check that the first migration can succeed, and for the grants.
   *
   * @default "docker.io/library/postgres:17-alpine"
   */
  readonly psqlImage?: string;
}

const PSQL_IMAGE = 'docker.io/library/postgres:17-alpine';

/**
 * A Job that brings the database's schema up to date, before the server does so when it starts: a migration that fails
 * then stops the deployment, and replicas needn't wait for each other. Its pod is the server's own with other arguments,
 * without sidecars and without a token.
 *
 * An init container checks before that the role `toolhive_registry_server` is there, or that the migration user may create
 * it. If not, it fails with the SQL to run once, where the migrations would leave a dirty database. It can't log in for
 * `RegistryDatabase.awsRdsIam`, and checks nothing there.
 *
 * The Job's name ends in a hash of its spec and of the configuration. What changes one of them makes a new Job; Kubernetes
 * would refuse to change the old one. A JSON patch of the Job isn't in the hash.
 */
export class RegistryMigration {
  static {
    checkCalls('RegistryMigration', this);
  }

  /**
   * Job and server are applied together, and run side by side: whichever comes first migrates, and the other waits for it.
   * Both check for the role before.
   *
   * @param options what else is done to the database
   */
  public static job(options: RegistryMigrationOptions = {}): RegistryMigration {
    return new RegistryMigration('none', options);
  }

  /**
   * Argo CD applies in waves: first ConfigMap, ServiceAccount and Roles, then the Jobs, one after the other, then the server
   * and what waits for it. Argo CD goes on when a Job has succeeded. They are no hooks of the phase PreSync: in the first
   * sync, those run before the ConfigMap is there. Secrets and PostgreSQL are to be there before wave 1.
   *
   * @param options what else is done to the database
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options: RegistryMigrationOptions = {}): RegistryMigration {
    return new RegistryMigration('argo-cd', options);
  }

  /**
   * Helm runs the Jobs as hooks, before it installs or upgrades the release, and deletes them when they have succeeded. They
   * bring along a copy of the ConfigMap, for that of the release isn't there yet, or is the old one. The ServiceAccount of
   * the release isn't there either: they run as the registry's `serviceAccount`, if it is given one, else as the namespace's
   * default one. Secrets are to be there before the release, or hooks of a weight below 1; a PostgreSQL of the same release
   * would come too late.
   *
   * @param options what else is done to the database
   * @see https://helm.sh/docs/topics/charts_hooks/
   */
  public static helm(options: RegistryMigrationOptions = {}): RegistryMigration {
    return new RegistryMigration('helm', options);
  }

  private constructor(
    private readonly ordering: Ordering,
    private readonly options: RegistryMigrationOptions,
  ) {}

  /**
   * `migration` of the registry's spec.
   * @internal
   */
  public _toJson(): MigrationSpec {
    const { grants, psqlImage = PSQL_IMAGE } = this.options;
    const spec: MigrationSpec = {
      ordering: this.ordering,
      psqlImage,
      ...(grants && {
        grants: {
          user: grants.adminUser,
          password: secretKey(grants.adminPassword),
          image: grants.image ?? psqlImage,
        },
      }),
    };
    return spec;
  }
}
