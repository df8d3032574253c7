import { Surroundings } from './config-surroundings';
import { RegistrySource } from './registry-source';
import {
  ApiSourceOptions,
  ConfigMapSourceOptions,
  GitSourceOptions,
  PathSourceOptions,
  UrlSourceOptions,
} from './registry-source-options';
import { JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Format of a registry file. */
export enum RegistryFormat {
  /** ToolHive's older format. */
  TOOLHIVE = 'toolhive',
  /** The format of the MCP registry. */
  UPSTREAM = 'upstream',
}

/** Options of every file for the server before 1.0. */
export interface LegacyFileOptions {
  /** In which format the file is. */
  readonly format: RegistryFormat;
}

/** A file in a git repository, for the server before 1.0. */
export interface LegacyGitOptions extends GitSourceOptions, LegacyFileOptions {}

/** A file at an address, for the server before 1.0. */
export interface LegacyUrlOptions extends UrlSourceOptions, LegacyFileOptions {}

/** A file in the container of the server before 1.0. */
export interface LegacyPathOptions extends PathSourceOptions, LegacyFileOptions {}

/** A file in a ConfigMap, for the server before 1.0. */
export interface LegacyConfigMapOptions extends ConfigMapSourceOptions, LegacyFileOptions {}

/** A source of servers for the registry server before 1.0. */
export class LegacyRegistry {
  static {
    checkCalls('LegacyRegistry', this);
  }

  /**
   * A file in a git repository.
   *
   * @param options which one, and its format
   */
  public static git(options: LegacyGitOptions): LegacyRegistry {
    const { format, ...source } = options;
    return new LegacyRegistry(RegistrySource.git(source), format);
  }

  /**
   * Another registry, by its API.
   *
   * @param options which one; the older server has no timeout
   */
  public static api(options: ApiSourceOptions): LegacyRegistry {
    return new LegacyRegistry(RegistrySource.api(options), RegistryFormat.UPSTREAM);
  }

  /**
   * A file at an address.
   *
   * @param options which one, and its format
   */
  public static url(options: LegacyUrlOptions): LegacyRegistry {
    const { format, ...source } = options;
    return new LegacyRegistry(RegistrySource.url(source), format);
  }

  /**
   * A file in the server's container.
   *
   * @param options which one, and its format
   */
  public static path(options: LegacyPathOptions): LegacyRegistry {
    const { format, ...source } = options;
    return new LegacyRegistry(RegistrySource.path(source), format);
  }

  /**
   * A file in a ConfigMap.
   *
   * @param options which one, and its format
   */
  public static configMap(options: LegacyConfigMapOptions): LegacyRegistry {
    const { format, ...source } = options;
    return new LegacyRegistry(RegistrySource.configMap(source), format);
  }

  private constructor(
    private readonly source: RegistrySource,
    private readonly format: RegistryFormat,
  ) {}

  /**
   * One of `registries` of the older server's configuration.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    const { name, ...rest } = this.source._toConfig(surroundings);
    return { name, format: this.format, ...rest };
  }
}
