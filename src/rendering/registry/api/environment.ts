/**
 * Environment variables of the registry server: a variable overrides a single value of the configuration file, and only
 * one that is in the file. Source: toolhive-registry-server internal/config, facts of the real server.
 */
import { Findings, shown } from '../../../findings';
import { EnvVar } from '../../../kubernetes/objects';
import { isObject } from '../../../plain/objects';

const PREFIX = 'THV_REGISTRY_';

const PASSWORDS = ['DATABASE_PASSWORD', 'DATABASE_MIGRATIONPASSWORD'].map((name) => PREFIX + name);

/** Variables that replace no field of the file, or that count without it. */
const OF_THEIR_OWN = [
  ...['INSECURE_URL', 'COMPRESS_RESPONSE', 'WATCH_NAMESPACE', 'LEADER_ELECTION_ID', 'LOG_LEVEL'].map(
    (name) => PREFIX + name,
  ),
  ...PASSWORDS,
];

/** Variables that documents name and the server never reads. */
const DEAD: Record<string, string> = {
  THV_REGISTRY_ADDRESS: 'the server listens on :8080',
  THV_REGISTRY_REGISTRYNAME: 'a registry has its name in config.registries',
  CONFIG_FILE: 'the configuration is given as config',
};

export function checkEnvironment(env: readonly EnvVar[], config: object, findings: Findings): void {
  const overridable = new Set(scalars(config, PREFIX));
  for (const { name, valueFrom } of env) {
    const field = `env.${name}`;
    if (DEAD[name]) {
      findings.error(field, `is not read by the server: ${DEAD[name]}; drop it`);
    } else if (name === `${PREFIX}AUTH_MODE`) {
      findings.error(field, 'would silently change who may use the registry; set auth in the configuration');
    } else if (PASSWORDS.includes(name) && !valueFrom?.secretKeyRef) {
      findings.error(field, "stands there for everybody to read; take it from a Secret, with secret.envValue('key')");
    } else if (name.startsWith(PREFIX) && !OF_THEIR_OWN.includes(name) && !overridable.has(name)) {
      findings.warning(
        'registry-env-ignored',
        field,
        `is ignored: it only overrides a value that is in the configuration, and ${shown(name.slice(PREFIX.length).toLowerCase().replaceAll('_', '.'))} doesn't; set it there`,
      );
    }
  }
}

/** The variable of each single value; lists have none. */
function scalars(value: unknown, name: string): string[] {
  if (!isObject(value)) return typeof value === 'object' ? [] : [name.slice(0, -1)];
  return Object.entries(value).flatMap(([key, member]) => scalars(member, `${name}${key.toUpperCase()}_`));
}
