/**
 * Positional arguments of before 1.0 where one struct is taken now, for programs that nobody checks the types of. They go with
 * 1.0, as the names in deprecated.ts do. What they say is checked as the struct is.
 */
import { isPlain } from '../plain/objects';

/** An object whose members are those of the struct. */
const MEMBERS = '...';

/** What each argument was, in their order. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'AuthServerStorage.redis': ['address', MEMBERS],
  'AuthServerStorage.redisCluster': ['address', MEMBERS],
  'ExternalAuth.headerInjection': ['headerName', 'value'],
  'LegacyRegistry.configMap': ['format', MEMBERS],
  'LegacyRegistry.git': ['format', MEMBERS],
  'LegacyRegistry.path': ['format', MEMBERS],
  'LegacyRegistry.url': ['format', MEMBERS],
  'McpAuthz.fromConfigMap': ['configMap', 'key', MEMBERS],
  'OidcProvider.fromConfigMap': ['configMap', 'key'],
  'PermissionProfile.fromConfigMap': ['configMap', 'key'],
  'RegistryDatabase.awsRdsIam': [MEMBERS, 'region'],
  'RegistryDatabase.password': [MEMBERS, 'password', MEMBERS],
  'RegistryDatabase.pgpass': [MEMBERS, 'pgpass', MEMBERS],
  'StepErrorHandling.retry': ['retryCount', 'retryDelay'],
};

/** The names of a method's positional arguments, if it had some. */
export function positionalNames(method: string): readonly string[] | undefined {
  return ARGUMENTS[method];
}

/** The arguments with the struct in place of what was positional; others, and what fits neither way, as they are. */
export function namedArguments(names: readonly string[], args: unknown[]): unknown[] {
  if (args.length < 2 || args.length > names.length) return args;
  const struct: Record<string, unknown> = {};
  for (const [i, value] of args.entries()) {
    if (names[i] !== MEMBERS) struct[names[i]] = value;
    else if (isPlain(value)) Object.assign(struct, value);
    else if (value !== undefined) return args;
  }
  return [struct];
}
