import { Duration } from 'cdk8s';
import type { IConfigMap, SecretValue, Volume } from 'cdk8s-plus-28';
import { defined, Surroundings } from './config-surroundings';
import { serversCatalog } from './registry-catalog';
import { RegistryFile } from './registry-file';
import { ServersSourceOptions } from './servers-source';
import { Obj } from '../findings';
import { goDuration } from '../pods/go-duration';
import type { McpServer } from '../servers/mcp-server';

/** Servers to take from a source. Excludes are applied first, then includes. */
export interface RegistryFilter {
  /**
   * Patterns of server names to take, such as `io.github.example/*`: `*`, `?`, `[a-z]` and `{a,b}`.
   *
   * @default - all
   */
  readonly includeNames?: string[];

  /**
   * Patterns of server names to leave out.
   *
   * @default - none
   */
  readonly excludeNames?: string[];

  /**
   * Tags of which a server must have one.
   *
   * @default - any
   */
  readonly includeTags?: string[];

  /**
   * Tags of servers to leave out.
   *
   * @default - none
   */
  readonly excludeTags?: string[];
}

/** What all sources have. */
export interface RegistrySourceOptions {
  /** Name of the source, a DNS label. It is the key of the source's data: renaming it deletes them. */
  readonly name: string;

  /**
   * Claims of those who see the source's servers, when auth has roles: each claim with one of its values. Names of claims
   * are lower case.
   *
   * @default - with roles, only superAdmins see them; without, everybody
   */
  readonly claims?: { [claim: string]: string[] };
}

/** What sources have that are fetched again and again. */
export interface PolledSourceOptions extends RegistrySourceOptions {
  /**
   * How often the source is fetched; at least 2 minutes, more often the server doesn't look.
   *
   * @default Duration.minutes(30)
   */
  readonly interval?: Duration;

  /**
   * Servers to take.
   *
   * @default - all
   */
  readonly filter?: RegistryFilter;
}

/** How a git repository is logged in to. */
export interface GitCredentials {
  /** User; many services take any, such as `git`. */
  readonly username: string;

  /** The Secret and key that hold the password or token. It is read again for each fetch. */
  readonly password: SecretValue;
}

/** A file in a git repository. */
export interface GitSourceOptions extends PolledSourceOptions {
  /** Address of the repository, such as `https://github.com/example/registry.git`. SSH is not possible. */
  readonly repository: string;

  /**
   * Branch to read. At most one of branch, tag and commit.
   *
   * @default - the repository's default branch
   */
  readonly branch?: string;

  /**
   * Tag to read.
   *
   * @default - none
   */
  readonly tag?: string;

  /**
   * Commit to read, its full SHA.
   *
   * @default - none
   */
  readonly commit?: string;

  /**
   * Path of the file in the repository, without a slash at its beginning. Its format is that of the MCP registry.
   *
   * @default - the server's: "registry.json"
   */
  readonly path?: string;

  /**
   * How the repository is logged in to.
   *
   * @default - not at all
   */
  readonly auth?: GitCredentials;
}

/** Another registry, by its API. */
export interface ApiSourceOptions extends PolledSourceOptions {
  /** Address of the registry, such as `https://registry.modelcontextprotocol.io`. */
  readonly endpoint: string;

  /**
   * How long an answer may take, up to 5 minutes.
   *
   * @default - the server's: 10 seconds
   */
  readonly timeout?: Duration;
}

/** A file at an address. */
export interface UrlSourceOptions extends PolledSourceOptions {
  /** Address of the file, https; with plain http anybody on the way can change it, which is warned of. */
  readonly url: string;

  /**
   * How long an answer may take.
   *
   * @default - the server's: 30 seconds
   */
  readonly timeout?: Duration;
}

/** A file in the server's container. */
export interface PathSourceOptions extends PolledSourceOptions {
  /** Absolute path of the file. What is mounted there is given to the construct as `volumes`, or is in the image. */
  readonly path: string;
}

/** A file in a ConfigMap. */
export interface ConfigMapSourceOptions extends PolledSourceOptions {
  /** The ConfigMap, in the registry's namespace. */
  readonly configMap: IConfigMap;

  /**
   * The key that holds the file.
   *
   * @default "registry.json"
   */
  readonly key?: string;
}

/** A file in a volume. */
export interface VolumeSourceOptions extends PolledSourceOptions {
  /** The volume, such as `Volume.fromPersistentVolumeClaim(…)`. It is mounted for reading only. */
  readonly volume: Volume;

  /**
   * Path of the file in the volume.
   *
   * @default "registry.json"
   */
  readonly path?: string;
}

/** What runs in a namespace of the cluster. */
export interface KubernetesSourceOptions extends RegistrySourceOptions {
  /**
   * The namespace whose ToolHive resources are listed. It is one: with several, the server lists only the one in which
   * something changed last. Make a source of each.
   */
  readonly namespace: string;
}

/** Where a registry takes its servers from. */
export class RegistrySource {
  /**
   * A file in a git repository.
   *
   * @param options which one
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
   * Another registry, by its API. It has to be an MCP registry with its OpenAPI document; another ToolHive registry server
   * is not.
   *
   * @param options which one
   * @throws when the interval is shorter than 2 minutes
   */
  public static api(options: ApiSourceOptions): RegistrySource {
    const { endpoint, timeout } = options;
    return RegistrySource.polled(options, () => ({ api: defined({ endpoint, timeout: goDuration(timeout) }) }));
  }

  /**
   * A file at an address.
   *
   * @param options which one
   * @throws when the interval is shorter than 2 minutes
   */
  public static url(options: UrlSourceOptions): RegistrySource {
    const { url, timeout } = options;
    return RegistrySource.polled(options, () => ({ file: defined({ url, timeout: goDuration(timeout) }) }));
  }

  /**
   * A file in the server's container.
   *
   * @param options which one
   * @throws when the interval is shorter than 2 minutes
   */
  public static path(options: PathSourceOptions): RegistrySource {
    return RegistrySource.polled(options, () => ({ file: { path: options.path } }));
  }

  /**
   * A file in a ConfigMap.
   *
   * @param options which one
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
   * @param options which one
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
   * MCP servers of the same app, in whatever namespace: what is listed is what is deployed. The list is read from the
   * servers when the app is synthesized, and kept in a ConfigMap of the registry. A change of it restarts nothing: the
   * server sees it with the next interval.
   *
   * @param servers at least one
   * @param options how they are listed
   * @throws when the list is empty, the MCP registry's format doesn't allow what is said of a server, two have one name,
   * or the interval is shorter than 2 minutes
   * @see https://github.com/modelcontextprotocol/registry
   */
  public static servers(servers: McpServer[], options: ServersSourceOptions = {}): RegistrySource {
    const { name = 'servers', claims, interval, filter } = options;
    const catalog = serversCatalog(name, servers, options);
    return RegistrySource.polled({ name, claims, interval, filter }, (surroundings) => ({
      file: { path: surroundings.catalog(catalog, servers) },
    }));
  }

  /**
   * Servers that are published through the registry's own API. A registry has one such source at most.
   *
   * @param options its name
   */
  public static managed(options: RegistrySourceOptions): RegistrySource {
    return new RegistrySource(options, () => ({ managed: {} }));
  }

  /**
   * Servers, remote proxies and virtual servers that run in a namespace, by their custom resources. Those are listed that
   * have the annotations `registry-export`, `registry-url` and `registry-description` of `toolhive.stacklok.dev`. The
   * registry gets a Role there, and the token of its ServiceAccount.
   *
   * @param options which namespace
   */
  public static kubernetes(options: KubernetesSourceOptions): RegistrySource {
    return new RegistrySource(options, () => ({ kubernetes: { namespaces: [options.namespace] } }));
  }

  private static polled(options: PolledSourceOptions, kind: (surroundings: Surroundings) => Obj): RegistrySource {
    const interval = options.interval ?? Duration.minutes(30);
    if (interval.toMilliseconds() < 120_000) {
      throw new Error(
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

  private readonly claims?: { [claim: string]: string[] };

  private constructor(
    { name, claims }: RegistrySourceOptions,
    private readonly kind: (surroundings: Surroundings) => Obj,
  ) {
    this.name = name;
    this.claims = claims;
  }

  /**
   * The source as the server's configuration has it.
   * @internal
   */
  public _toConfig(surroundings: Surroundings): Obj {
    return defined({ name: this.name, ...this.kind(surroundings), claims: this.claims });
  }
}

function filterJson({ includeNames, excludeNames, includeTags, excludeTags }: RegistryFilter): Obj {
  const part = (include?: string[], exclude?: string[]) =>
    include || exclude ? defined({ include, exclude }) : undefined;
  return defined({ names: part(includeNames, excludeNames), tags: part(includeTags, excludeTags) });
}
