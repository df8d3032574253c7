import { grantsSql } from '../../../../src/rendering/registry/config/grants';

const database = { database: 'registry', user: 'db_app', migrationUser: 'db_migrator' };

test('the role is made where it is missing, the server gets it, and the migrations may make tables', () => {
  expect(grantsSql(database)).toBe(`\
-- The migrations give the rights on their tables to this role. Only a user who may create roles can run them without it.
DO 'BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ''toolhive_registry_server'') THEN
    CREATE ROLE toolhive_registry_server;
  END IF;
END';
GRANT CONNECT ON DATABASE "registry" TO "db_app", "db_migrator";
GRANT USAGE ON SCHEMA public TO "db_app", "db_migrator";

-- The server works with the rights of the role.
GRANT toolhive_registry_server TO "db_app";

-- The migrations make tables and types. From PostgreSQL 15 on, only the database's owner may do that by default.
GRANT CREATE ON SCHEMA public TO "db_migrator";

-- To grant what one may not is no error in PostgreSQL.
DO 'BEGIN
  IF NOT has_schema_privilege(''db_migrator'', ''public'', ''CREATE'') THEN
    RAISE EXCEPTION USING MESSAGE = ''"db_migrator" still may not create tables in the schema public'',
      HINT = ''Run this as the owner of the database, or as a superuser.'';
  END IF;
END';
`);
});

test('one user for all is named once', () => {
  const sql = grantsSql({ database: 'registry', user: 'registry' });
  expect(sql).toContain('GRANT USAGE ON SCHEMA public TO "registry";');
  expect(sql).toContain('GRANT CREATE ON SCHEMA public TO "registry";');
});

test('names are quoted, however odd', () => {
  const sql = grantsSql({ database: 'we"ird', user: `o'neil; DROP`, migrationUser: 'Mixed Case' });
  expect(sql).toContain(`GRANT CONNECT ON DATABASE "we""ird" TO "o'neil; DROP", "Mixed Case";`);
  expect(sql).toContain(`has_schema_privilege(''Mixed Case''`);
});

test('users who log in with tokens of AWS get its role', () => {
  const dynamicAuth = { awsRdsIam: { region: 'eu-west-1' } };
  expect(grantsSql({ ...database, dynamicAuth })).toContain('GRANT rds_iam TO "db_app", "db_migrator";');
  expect(grantsSql(database)).not.toContain('rds_iam');
});
