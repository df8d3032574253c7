/**
 * What the registry server's users may do in PostgreSQL, as SQL. Source: the server's first migration, which gives rights
 * on its tables to a role and makes the role where it may, and runs of it (docs/decisions/0009-registry-migrations.md).
 */
import { CheckedDatabase } from './needs';

/** Who uses which database. */
type Login = Pick<CheckedDatabase, 'database' | 'user' | 'migrationUser' | 'dynamicAuth'>;

/** The role that the server's migrations give the rights on their tables to. */
const ROLE = 'toolhive_registry_server';
/** The role of AWS RDS whose members log in with tokens. */
const AWS_ROLE = 'rds_iam';

/**
 * SQL that can be run again and again, by a superuser or by the database's owner if that one may create roles. The users
 * are there already.
 *
 * @param database `database` of the server's configuration
 */
export function grantsSql({ database, user, migrationUser = user, dynamicAuth }: Login): string {
  const users = [...new Set([user, migrationUser])].map(identifier).join(', ');
  return `-- The migrations give the rights on their tables to this role. Only a user who may create roles can run them without it.
${block(`IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(ROLE)}) THEN
    CREATE ROLE ${ROLE};
  END IF;`)}
GRANT CONNECT ON DATABASE ${identifier(database)} TO ${users};
GRANT USAGE ON SCHEMA public TO ${users};

-- The server works with the rights of the role.
GRANT ${ROLE} TO ${identifier(user)};

-- The migrations make tables and types. From PostgreSQL 15 on, only the database's owner may do that by default.
GRANT CREATE ON SCHEMA public TO ${identifier(migrationUser)};
${dynamicAuth?.awsRdsIam ? `\n-- AWS lets those in with a token who have its role.\nGRANT ${AWS_ROLE} TO ${users};\n` : ''}
-- To grant what one may not is no error in PostgreSQL.
${block(`IF NOT has_schema_privilege(${literal(migrationUser)}, 'public', 'CREATE') THEN
    RAISE EXCEPTION USING MESSAGE = ${literal(
      `${identifier(migrationUser)} still may not create tables in the schema public`,
    )},
      HINT = 'Run this as the owner of the database, or as a superuser.';
  END IF;`)}
`;
}

/**
 * SQL that fails where the first migration would, which leaves the database dirty: it makes the role where it is missing,
 * and `migrationUser`, who runs this, may not. It changes nothing.
 *
 * @param database `database` of the server's configuration
 */
export function roleCheckSql({ user, migrationUser }: Pick<Login, 'user' | 'migrationUser'>): string {
  const name = identifier(migrationUser || user);
  return block(`IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(ROLE)})
    AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)) THEN
    RAISE EXCEPTION USING MESSAGE = ${literal(
      `the role ${ROLE} is missing and ${name} may not create it; nothing has been changed`,
    )},
      HINT = ${literal(
        `Let a superuser, or a user who may create roles, run once: CREATE ROLE ${ROLE}; GRANT ${ROLE} TO ${identifier(user)};`,
      )};
  END IF;`);
}

/** The body is quoted: Kubernetes would take one of two dollar signs out of an argument. */
function block(body: string): string {
  return `DO ${literal(`BEGIN\n  ${body}\nEND`)};`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
