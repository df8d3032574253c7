/**
 * The smallest registry: everybody may use it, and it lists what ToolHive's own catalogue has.
 *
 * PostgreSQL has to be there; the Secret `registry-db` holds the password of its user `registry` (key `password`). The
 * user owns the database. Unless it may create roles, too, a superuser runs this once, before the server starts:
 *
 *     CREATE ROLE toolhive_registry_server;
 *     GRANT toolhive_registry_server TO registry;
 *
 * Without the role, the first migration would leave a dirty database. The Job and the server check for the role first.
 * If it is missing, they stop with this SQL in their pods' status, and change nothing.
 */
import {
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  SecretReference,
  SslMode,
  ToolhiveChart,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

export function developmentRegistry(scope: Construct): ToolhiveChart {
  const chart = new ToolhiveChart(scope, 'development-registry', { namespace: 'mcp-dev' });
  const secret = SecretReference.named(chart, 'registry-db');

  new RegistryApi(chart, 'registry', {
    config: RegistryConfig.fromParts({
      sources: [
        RegistrySource.git({
          name: 'toolhive',
          repository: 'https://github.com/stacklok/toolhive-catalog.git',
          path: 'pkg/catalog/toolhive/data/registry-upstream.json',
        }),
      ],
      database: RegistryDatabase.password({
        host: 'postgres',
        database: 'registry',
        user: 'registry',
        sslMode: SslMode.DISABLE,
        password: { secret, key: 'password' },
      }),
      auth: RegistryAuth.anonymous(),
    }),
    migration: RegistryMigration.job(),
  });

  return chart;
}
