import { Surroundings } from './config-surroundings';
import { LegacyRegistry } from './legacy-registry';
import { RegistryAuth } from './registry-auth';
import { RegistryDatabase } from './registry-database';
import { RegistryConfigFiles } from './registry-file';
import { RegistryTelemetry } from './registry-observability';
import { RegistryServerConfig } from './registry-server-config';
import { toYaml } from '../kubernetes/yaml-writer';
import { defined } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';

/** Configuration of the registry server before 1.0. */
export interface LegacyRegistryConfigOptions {
  /**
   * Name of the registry as a whole.
   *
   * @default - the server's: "default"
   */
  readonly registryName?: string;

  /** Where the listed servers come from, at least one source. */
  readonly registries: LegacyRegistry[];

  /**
   * PostgreSQL database with the registry's data.
   *
   * Passwords come from a pgpass file: the older server has no other way.
   *
   * @default - none; the last versions before 1.0 don't start without one
   */
  readonly database?: RegistryDatabase;

  /** Authentication of clients. The older server has no roles. */
  readonly auth: RegistryAuth;

  /**
   * Traces and metrics.
   *
   * @default - none
   */
  readonly telemetry?: RegistryTelemetry;
}

/**
 * Configuration of the registry server before 1.0, as in ToolHive's deployment guide.
 *
 * RegistryApi then deploys that server: its image, and probes on the API's own port. For a new registry use
 * `RegistryConfig`.
 */
export class LegacyRegistryConfig extends RegistryServerConfig {
  static {
    checkCalls('LegacyRegistryConfig', this);
  }

  /**
   * A configuration of typed parts.
   *
   * @param options the parts
   * @throws when the database's password doesn't come from a pgpass file
   */
  public static fromParts(options: LegacyRegistryConfigOptions): LegacyRegistryConfig {
    const { registryName, registries, database, auth, telemetry } = options;
    const surroundings = new Surroundings();
    const config = defined({
      registryName,
      registries: registries.map((registry) => registry._toConfig(surroundings)),
      database: database?._toConfig(surroundings),
      auth: auth._toConfig(surroundings),
      telemetry: telemetry?._toConfig(),
    });
    if (surroundings.env.some(({ name }) => name.startsWith('THV_REGISTRY_DATABASE_'))) {
      throw refused(
        'LegacyRegistryConfig: database: RegistryDatabase.password was given, but the older server reads passwords from a pgpass file only; use RegistryDatabase.pgpass',
      );
    }
    return new LegacyRegistryConfig()._setText(toYaml(config), surroundings);
  }

  /**
   * A configuration from a YAML file, with the same checks.
   *
   * @param text YAML
   * @param beside files that the configuration names
   * @throws when a file's path is not absolute, or is in the root folder
   */
  public static fromYaml(text: string, beside: RegistryConfigFiles = {}): LegacyRegistryConfig {
    return new LegacyRegistryConfig()._setText(text, Surroundings.of(beside.files));
  }

  private constructor() {
    super();
  }

  /**
   * The server before 1.0.
   * @internal
   */
  public _server(): 'legacy' {
    return 'legacy';
  }
}
