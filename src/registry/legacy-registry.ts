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

/** Format of a registry's data. */
export enum RegistryFormat {
  /** ToolHive's own, of before it took that of the MCP registry. */
  TOOLHIVE = 'toolhive',
  /** That of the MCP registry. */
  UPSTREAM = 'upstream',
}

/** A registry of the server before 1.0: where it takes its servers from, and in which format they are. */
export class LegacyRegistry {
  static {
    checkCalls('LegacyRegistry', this);
  }

  /**
   * A file in a git repository.
   *
   * @param format format of the file
   * @param options which one
   */
  public static git(format: RegistryFormat, options: GitSourceOptions): LegacyRegistry {
    return new LegacyRegistry(RegistrySource.git(options), format);
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
   * @param format format of the file
   * @param options which one
   */
  public static url(format: RegistryFormat, options: UrlSourceOptions): LegacyRegistry {
    return new LegacyRegistry(RegistrySource.url(options), format);
  }

  /**
   * A file in the server's container.
   *
   * @param format format of the file
   * @param options which one
   */
  public static path(format: RegistryFormat, options: PathSourceOptions): LegacyRegistry {
    return new LegacyRegistry(RegistrySource.path(options), format);
  }

  /**
   * A file in a ConfigMap.
   *
   * @param format format of the file
   * @param options which one
   */
  public static configMap(format: RegistryFormat, options: ConfigMapSourceOptions): LegacyRegistry {
    return new LegacyRegistry(RegistrySource.configMap(options), format);
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
