import { Duration } from 'cdk8s';
import { Surroundings } from './config-surroundings';
import { serversCatalog } from './registry-catalog';
import { claimsJson, RegistryClaim } from './registry-claims';
import { RegistryFile } from './registry-file';
import {
  ApiSourceOptions,
  ConfigMapSourceOptions,
  GitSourceOptions,
  KubernetesSourceOptions,
  PathSourceOptions,
  PolledSourceOptions,
  RegistryFilter,
  RegistrySourceOptions,
  UrlSourceOptions,
  VolumeSourceOptions,
} from './registry-source-options';
import { ServersSourceOptions } from './servers-source';
import { shown } from '../findings';
import { defined, JsonObject } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import type { IListedServer } from '../servers/listed-server';

/** A source of servers for a registry. */
export class RegistrySource {
  static {
    checkCalls('RegistrySource', this);
  }

  /**
   * A file in a git repository.
   *
   * @param options repository, branch and file
   * @throws when the interval is shorter than 2 minutes
   */
  public static git(options: GitSourceOptions): RegistrySource {
    const { repository, branch, tag, commit, path, auth } = options;
    return RegistrySource.polled(options, (surroundings) => ({
      git: defined({
        repository,
        branch,
        tag,
        commit,
        path,
        auth: auth && {
          username: auth.username,
          passwordFile: surroundings.file(RegistryFile.fromSecret(auth.password)),
        },
      }),
    }));
  }

  /**
   * Another registry, by its API.
   *
   * It must be an MCP registry with its OpenAPI document. Another ToolHive registry server is not.
   *
   * @param options address of the registry
   * @throws when the interval is shorter than 2 minutes
   */
  public static api(options: ApiSourceOptions): RegistrySource {
    const { endpoint, timeout } = options;
    return RegistrySource.polled(options, () => ({ api: defined({ endpoint, timeout: goDuration(timeout) }) }));
  }

  /**
   * A file at an address.
   *
   * @param options address of the file
   * @throws when the interval is shorter than 2 minutes
   */
  public static url(options: UrlSourceOptions): RegistrySource {
    const { url, timeout } = options;
    return RegistrySource.polled(options, () => ({ file: defined({ url, timeout: goDuration(timeout) }) }));
  }

  /**
   * A file in the server's container.
   *
   * @param options path of the file
   * @throws when the interval is shorter than 2 minutes
   */
  public static path(options: PathSourceOptions): RegistrySource {
    return RegistrySource.polled(options, () => ({ file: { path: options.path } }));
  }

  /**
   * A file in a ConfigMap.
   *
   * @param options the ConfigMap and its key
   * @throws when the interval is shorter than 2 minutes
   */
  public static configMap(options: ConfigMapSourceOptions): RegistrySource {
    const { configMap, key = 'registry.json' } = options;
    return RegistrySource.polled(options, (surroundings) => ({
      file: { path: surroundings.file(RegistryFile.fromConfigMap({ configMap, key })) },
    }));
  }

  /**
   * A file in a volume.
   *
   * @param options the volume, and the path in it
   * @throws when the interval is shorter than 2 minutes
   */
  public static volume(options: VolumeSourceOptions): RegistrySource {
    const { name, volume, path = 'registry.json' } = options;
    return RegistrySource.polled(options, ({ volumes }) => {
      const folder = `/data/${name}`;
      volumes.push({ path: folder, volume, readOnly: true });
      return { file: { path: `${folder}/${path}` } };
    });
  }

  /**
   * Servers of the same app, of any kind and in any namespace, so that the registry lists what is deployed.
   *
   * The list is read from the servers when the app is synthesized, and written into a ConfigMap of the registry. A
   * change restarts nothing: the registry reads it at the next interval.
   *
   * @param servers at least one
   * @param options names and descriptions in the registry
   * @throws when the list is empty, the MCP registry's format doesn't allow what is given about a server, two have one name,
   * or the interval is shorter than 2 minutes
   * @see https://github.com/modelcontextprotocol/registry
   */
  public static servers(servers: IListedServer[], options: ServersSourceOptions = {}): RegistrySource {
    const { name = 'servers', claims, interval, filter } = options;
    const catalog = serversCatalog(name, servers, options);
    return RegistrySource.polled({ name, claims, interval, filter }, (surroundings) => ({
      file: { path: surroundings.catalog(catalog, servers) },
    }));
  }

  /**
   * Servers that clients publish through the registry's own API. A registry has at most one such source.
   *
   * @param options its name
   */
  public static managed(options: RegistrySourceOptions): RegistrySource {
    return new RegistrySource(options, () => ({ managed: {} }));
  }

  /**
   * Servers, remote proxies and virtual servers in a namespace, by their custom resources.
   *
   * It lists resources with the annotations `registry-export`, `registry-url` and `registry-description` of
   * `toolhive.stacklok.dev`. The registry gets a Role there, and the token of its ServiceAccount.
   *
   * @param options the namespace
   */
  public static kubernetes(options: KubernetesSourceOptions): RegistrySource {
    return new RegistrySource(options, () => ({ kubernetes: { namespaces: [options.namespace] } }));
  }

  private static polled(
    options: PolledSourceOptions,
    kind: (surroundings: Surroundings) => JsonObject,
  ): RegistrySource {
    const interval = options.interval ?? Duration.minutes(30);
    if (interval.toMilliseconds() < 120_000) {
      throw refused(
        `registry source "${options.name}": interval must be 2 minutes or more, but ${interval.toHumanString()} was given; the server doesn't look more often`,
      );
    }
    return new RegistrySource(options, (surroundings) => ({
      ...kind(surroundings),
      syncPolicy: { interval: goDuration(interval) },
      ...(options.filter && { filter: filterJson(options.filter) }),
    }));
  }

  /** Name of the source. */
  public readonly name: string;

  private readonly claims?: RegistryClaim[];

  private constructor(
    { name, claims }: RegistrySourceOptions,
    private readonly kind: (surroundings: Surroundings) => JsonObject,
  ) {
    this.name = name;
    this.claims = claims;
  }

  /**
   * The source as the server's configuration has it.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): JsonObject {
    return defined({
      name: this.name,
      ...this.kind(surroundings),
      claims: claimsJson(this.claims, `registry source ${shown(this.name)}`),
    });
  }
}

function filterJson({ includeNames, excludeNames, includeTags, excludeTags }: RegistryFilter): JsonObject {
  const part = (include?: string[], exclude?: string[]) =>
    include || exclude ? defined({ include, exclude }) : undefined;
  return defined({ names: part(includeNames, excludeNames), tags: part(includeTags, excludeTags) });
}
