import { Duration } from 'cdk8s';
import type { IConfigMap, SecretValue, Volume } from 'cdk8s-plus-28';
import type { RegistryClaim } from './registry-claims';

/** Which servers of a source are listed. Excludes are applied first, then includes. */
export interface RegistryFilter {
  /**
   * Patterns of server names to include, such as `io.github.example/*`: `*`, `?`, `[a-z]` and `{a,b}`.
   *
   * @default - all
   */
  readonly includeNames?: string[];

  /**
   * Patterns of server names to exclude.
   *
   * @default - none
   */
  readonly excludeNames?: string[];

  /**
   * Tags to include: a server needs one of them.
   *
   * @default - any
   */
  readonly includeTags?: string[];

  /**
   * Tags to exclude.
   *
   * @default - none
   */
  readonly excludeTags?: string[];
}

/** Options of all sources. */
export interface RegistrySourceOptions {
  /**
   * Identifies the source, a DNS label.
   *
   * It is the key of the source's data: renaming the source deletes them.
   */
  readonly name: string;

  /**
   * Required claims of clients that see the source's servers, if auth has roles.
   *
   * A token must have all of them, each with one of its values.
   *
   * @default - with roles, only superAdmins see them; without, everybody
   */
  readonly claims?: RegistryClaim[];
}

/** Options of sources that are fetched periodically. */
export interface PolledSourceOptions extends RegistrySourceOptions {
  /**
   * How often the source is fetched, at least every 2 minutes: the server never fetches more often.
   *
   * @default Duration.minutes(30)
   */
  readonly interval?: Duration;

  /**
   * Which servers are listed.
   *
   * @default - all
   */
  readonly filter?: RegistryFilter;
}

/** User and password of a git repository. */
export interface GitCredentials {
  /** User name. Many services accept any, such as `git`. */
  readonly username: string;

  /** The Secret and key with the password or token. It is read for each fetch. */
  readonly password: SecretValue;
}

/** A file in a git repository. */
export interface GitSourceOptions extends PolledSourceOptions {
  /** HTTPS address of the repository, such as `https://github.com/example/registry.git`. SSH is not possible. */
  readonly repository: string;

  /**
   * Git branch to read. Set at most one of branch, tag and commit.
   *
   * @default - the repository's default branch
   */
  readonly branch?: string;

  /**
   * Git tag to read.
   *
   * @default - none
   */
  readonly tag?: string;

  /**
   * Git commit to read, its full SHA.
   *
   * @default - none
   */
  readonly commit?: string;

  /**
   * File in the repository, as a path without a leading slash, in the format of the MCP registry.
   *
   * @default - the server's: "registry.json"
   */
  readonly path?: string;

  /**
   * Credentials of the repository.
   *
   * @default - none: a public repository
   */
  readonly auth?: GitCredentials;
}

/** Another registry, by its API. */
export interface ApiSourceOptions extends PolledSourceOptions {
  /** Address of the registry, such as `https://registry.modelcontextprotocol.io`. */
  readonly endpoint: string;

  /**
   * How long a response may take, up to 5 minutes.
   *
   * @default - the server's: 10 seconds
   */
  readonly timeout?: Duration;
}

/** A file at an address. */
export interface UrlSourceOptions extends PolledSourceOptions {
  /** HTTPS address of the file. With plain http anybody in between can change it; there is a warning. */
  readonly url: string;

  /**
   * How long a response may take.
   *
   * @default - the server's: 30 seconds
   */
  readonly timeout?: Duration;
}

/** A file in the server's container. */
export interface PathSourceOptions extends PolledSourceOptions {
  /** Absolute path of the file, mounted with the construct's `volumes`, or part of the image. */
  readonly path: string;
}

/** A file in a ConfigMap. */
export interface ConfigMapSourceOptions extends PolledSourceOptions {
  /** Which ConfigMap has the file, in the registry's namespace. */
  readonly configMap: IConfigMap;

  /**
   * Which key has the file.
   *
   * @default "registry.json"
   */
  readonly key?: string;
}

/** A file in a volume. */
export interface VolumeSourceOptions extends PolledSourceOptions {
  /** Which volume has the file, such as `Volume.fromPersistentVolumeClaim(…)`. It is mounted read-only. */
  readonly volume: Volume;

  /**
   * File in the volume, as a path.
   *
   * @default "registry.json"
   */
  readonly path?: string;
}

/** ToolHive's custom resources in a namespace of the cluster. */
export interface KubernetesSourceOptions extends RegistrySourceOptions {
  /**
   * Which namespace's custom resources are listed.
   *
   * It is a single namespace: with several, the server lists only the one that changed last. Make one source for each.
   */
  readonly namespace: string;
}
