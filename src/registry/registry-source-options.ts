import { Duration } from 'cdk8s';
import type { IConfigMap, SecretValue, Volume } from 'cdk8s-plus-28';
import type { RegistryClaim } from './registry-claims';

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
   * Claims of those who see the source's servers, when auth has roles: all of these, each with one of its
   * values.
   *
   * @default - with roles, only superAdmins see them; without, everybody
   */
  readonly claims?: RegistryClaim[];
}

/** What sources have that are fetched again and again. */
export interface PolledSourceOptions extends RegistrySourceOptions {
  /**
   * How often the source is fetched, at least 2 minutes. More often the server doesn't look.
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
  /** User. Many services take any, such as `git`. */
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
  /** Address of the file, https. With plain http anybody on the way can change it, which is warned of. */
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
