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

/** What clients see under one name: some of the sources. */
export interface RegistryView {
  /** Name of the registry: letters, digits, `-`, `_`, `.` and `~`. Clients find it at `/registry/NAME`. */
  readonly name: string;

  /** Sources whose servers it lists, the first with precedence. */
  readonly sources: RegistrySource[];

  /**
   * Claims of those who see it, when auth has roles: all of these, each with one of its values.
   *
   * @default - with roles, only superAdmins see it; without, everybody
   */
  readonly claims?: RegistryClaim[];
}

/** A registry server's configuration. */
export interface RegistryConfigOptions {
  /** Where servers come from, at least one. */
  readonly sources: RegistrySource[];

  /**
   * What clients see.
   *
   * @default - one registry `default` with all sources
   */
  readonly registries?: RegistryView[];

  /** Where data are kept. */
  readonly database: RegistryDatabase;

  /** Who may use the registry. */
  readonly auth: RegistryAuth;

  /**
   * Where traces and metrics go.
   *
   * @default - nowhere
   */
  readonly telemetry?: RegistryTelemetry;

  /**
   * Audit events: what is written of who did what. `{}` writes all of them to standard output.
   *
   * @default - nothing
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
   * A configuration as it stands in a file. It is held to the same rules. Passwords come from Secrets here too: with
   * `pgpassSecret` of the construct, or a variable in its `env`.
   *
   * @param text YAML
   * @param beside files that it names
   * @throws when a file's path is not absolute, or is in the root folder
   */
  public static fromYaml(text: string, beside: RegistryConfigFiles = {}): RegistryConfig {
    return new RegistryConfig()._setText(text, Surroundings.of(beside.files));
  }

  /**
   * A configuration that the registry server may refuse, for an McpRegistry that has to be as it is: what is wrong with it is
   * a warning. A RegistryApi refuses it all the same.
   *
   * @param text the configuration as it stands in the custom resource
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
