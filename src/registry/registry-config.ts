import { stringify } from 'yaml';
import { Obj } from '../findings';
import { RegistryAuth } from './registry-auth';
import { RegistryDatabase } from './registry-database';
import { RegistrySource } from './registry-source';

/** What clients see under one name: some of the sources. */
export interface RegistryView {
  /** Name of the registry. Clients find it at `/registry/NAME`. */
  readonly name: string;

  /** Sources whose servers it lists, the first with precedence. */
  readonly sources: RegistrySource[];
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
}

/** Configuration of the registry server, v1.5.1. */
export class RegistryConfig {
  /**
   * A configuration of typed parts.
   *
   * @param options the parts
   */
  public static of(options: RegistryConfigOptions): RegistryConfig {
    const { sources, database, auth } = options;
    const registries = options.registries ?? [{ name: 'default', sources }];
    const config = {
      sources: sources.map((source) => source._toConfig()),
      registries: registries.map((view) => ({ name: view.name, sources: view.sources.map(({ name }) => name) })),
      database: database._toConfig(),
      auth: auth._toConfig(),
    };
    const text = stringify(config, { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false });
    return new RegistryConfig(text, database);
  }

  /**
   * A configuration as it stands in a file. It is held to the same rules. What it names (files, passwords) has to be
   * given to the construct beside it.
   *
   * @param text YAML
   */
  public static fromYaml(text: string): RegistryConfig {
    return new RegistryConfig(text);
  }

  private constructor(
    private readonly text: string,
    private readonly database?: RegistryDatabase,
  ) {}

  /**
   * The text of `config.yaml`.
   * @internal
   */
  public _text(): string {
    return this.text;
  }

  /** @internal */
  public _pgpass(): { name: string; key: string } | undefined {
    return this.database?._pgpass();
  }

  /** @internal */
  public _env(): Obj[] {
    return this.database?._env() ?? [];
  }
}
