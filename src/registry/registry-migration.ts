import type { SecretValue } from 'cdk8s-plus-28';
import { secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { Ordering } from '../rendering/registry/api/ordering';
import { PSQL_IMAGE } from '../rendering/registry/api/psql';
import { MigrationSpec } from '../rendering/registry/api/spec';

/** Administrator who grants rights to the registry's users. */
export interface RegistryGrants {
  /**
   * PostgreSQL user with the right to do so.
   *
   * It is a superuser, or the owner of the database if it may create roles. The configuration's users must exist.
   */
  readonly adminUser: string;

  /** The Secret and key with the password of `adminUser`. The server never gets it. */
  readonly adminPassword: SecretValue;

  /**
   * Container image with psql in its path.
   *
   * @default - `psqlImage` of the migration
   */
  readonly image?: string;
}

/** Grants and images of a migration. */
export interface RegistryMigrationOptions {
  /**
   * A Job that grants rights to the registry's users with psql, before the migrations.
   *
   * It runs the SQL of `RegistryDatabase.grantsSql`, and can be run repeatedly.
   *
   * @default - none: you run that SQL yourself
   */
  readonly grants?: RegistryGrants;

  /**
   * Container image with a shell and psql, for the check before the first migration, and for the grants.
   *
   * @default "docker.io/library/postgres:17-alpine"
   */
  readonly psqlImage?: string;
}

/**
 * A Job that migrates the database's schema before the server starts.
 *
 * Without it, the server migrates when it starts. With the Job, a failed migration stops the deployment, and replicas
 * don't wait for each other.
 *
 * Its pod is the server's own with other arguments, without sidecars and without a token. An init container first
 * checks whether the role `toolhive_registry_server` exists, or the migration user may create it. If not, it fails with
 * the SQL to run once; the migrations would leave a dirty database. With `RegistryDatabase.awsRdsIam` it can't log in,
 * and checks nothing.
 *
 * The Job's name ends in a hash of its spec and of the configuration. A change makes a new Job, because Kubernetes
 * refuses to change an existing one. A JSON patch of the Job isn't in the hash.
 */
export class RegistryMigration {
  static {
    checkCalls('RegistryMigration', this);
  }

  /**
   * Job and server are applied together. The first to start migrates, and the other waits for it.
   *
   * Both check for the role first.
   *
   * @param options grants and images
   */
  public static job(options: RegistryMigrationOptions = {}): RegistryMigration {
    return new RegistryMigration('none', options);
  }

  /**
   * Argo CD applies in sync waves: configuration first, then the Jobs one after the other, then the server.
   *
   * Wave 0 has ConfigMap, ServiceAccount and Roles. Argo CD continues when a Job has succeeded. The Jobs are not
   * PreSync hooks, because these would run before the ConfigMap exists in the first sync. Secrets and PostgreSQL must
   * exist before wave 1.
   *
   * @param options grants and images
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options: RegistryMigrationOptions = {}): RegistryMigration {
    return new RegistryMigration('argo-cd', options);
  }

  /**
   * Helm runs the Jobs as hooks before it installs or upgrades the release, and deletes them after success.
   *
   * The hooks include a copy of the ConfigMap, because that of the release doesn't exist yet, or is outdated. The
   * ServiceAccount of the release doesn't exist either, so they run as the registry's `serviceAccount`, if set, or as
   * the namespace's default account. Secrets must exist before the release, or be hooks with a weight below 1. A
   * PostgreSQL of the same release would start too late.
   *
   * @param options grants and images
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
