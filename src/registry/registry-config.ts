import { Surroundings } from './config-surroundings';
import { RegistryAuth } from './registry-auth';
import { claimsJson, RegistryClaim } from './registry-claims';
import { RegistryDatabase } from './registry-database';
import { RegistryConfigFiles } from './registry-file';
import { auditConfig, RegistryAuditOptions, RegistryTelemetry } from './registry-observability';
import { RegistryServerConfig } from './registry-server-config';
import { RegistrySource } from './registry-source';
import { shown } from '../findings';
import { toYaml } from '../kubernetes/yaml-writer';
import { defined } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** A registry that clients see: a name, and some of the sources. */
export interface RegistryView {
  /**
   * What clients call the registry: letters, digits, `-`, `_`, `.` and `~`.
   *
   * Its path is `/registry/NAME`.
   */
  readonly name: string;

  /** Which sources it lists; of duplicates, the first source is used. */
  readonly sources: RegistrySource[];

  /**
   * Required claims of clients that see it, if auth has roles.
   *
   * A token must have all of them, each with one of its values.
   *
   * @default - with roles, only superAdmins see it; without, everybody
   */
  readonly claims?: RegistryClaim[];
}

/** A registry server's configuration. */
export interface RegistryConfigOptions {
  /** Where the listed servers come from, at least one source. */
  readonly sources: RegistrySource[];

  /**
   * Which registries clients see.
   *
   * @default - one registry `default` with all sources
   */
  readonly registries?: RegistryView[];

  /** PostgreSQL database with the registry's data. */
  readonly database: RegistryDatabase;

  /** Authentication and authorization of clients. */
  readonly auth: RegistryAuth;

  /**
   * Traces and metrics.
   *
   * @default - none
   */
  readonly telemetry?: RegistryTelemetry;

  /**
   * Writes requests to an audit log. `{}` writes all events to standard output.
   *
   * @default - no audit log
   */
  readonly audit?: RegistryAuditOptions;
}

/** Configuration of the registry server, v1.5.1. */
export class RegistryConfig extends RegistryServerConfig {
  static {
    checkCalls('RegistryConfig', this);
  }

  /**
   * A configuration of typed parts.
   *
   * @param options the parts
   */
  public static fromParts(options: RegistryConfigOptions): RegistryConfig {
    const { sources, database, auth, telemetry, audit } = options;
    const registries: RegistryView[] = options.registries ?? [{ name: 'default', sources }];
    const surroundings = new Surroundings();
    const config = defined({
      sources: sources.map((source) => source._toConfig(surroundings)),
      registries: registries.map(({ name, sources: used, claims }) =>
        defined({
          name,
          sources: used.map((source) => source.name),
          claims: claimsJson(claims, `registry ${shown(name)}`),
        }),
      ),
      database: database._toConfig(surroundings),
      auth: auth._toConfig(surroundings),
      telemetry: telemetry?._toConfig(),
      audit: audit && auditConfig(audit, surroundings),
    });
    return new RegistryConfig()._setText(toYaml(config), surroundings);
  }

  /**
   * The same.
   *
   * @param options as there
   * @deprecated use RegistryConfig.fromParts
   */
  public static of(options: RegistryConfigOptions): RegistryConfig {
    return RegistryConfig.fromParts(options);
  }

  /**
   * A configuration from a YAML file, with the same checks.
   *
   * Passwords come from Secrets: use `pgpassSecret` of the construct, or a variable in its `env`.
   *
   * @param text YAML
   * @param beside files that the configuration names
   * @throws when a file's path is not absolute, or is in the root folder
   */
  public static fromYaml(text: string, beside: RegistryConfigFiles = {}): RegistryConfig {
    return new RegistryConfig()._setText(text, Surroundings.of(beside.files));
  }

  /**
   * A configuration for an McpRegistry in which errors are only warnings.
   *
   * Use it to keep a configuration that the registry server may refuse. A RegistryApi refuses it.
   *
   * @param text the configuration of the custom resource
   */
  public static unchecked(text: string): RegistryConfig {
    const config = new RegistryConfig()._setText(text, Surroundings.of());
    config.isUnchecked = true;
    return config;
  }

  private isUnchecked = false;

  private constructor() {
    super();
  }

  /** @internal */
  public get _isUnchecked(): boolean {
    return this.isUnchecked;
  }
}
