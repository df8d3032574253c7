import { Duration } from 'cdk8s';
import { Obj } from '../findings';

/** Servers to take from a source. Excludes are applied first, then includes. */
export interface RegistryFilter {
  /**
   * Patterns of server names to take, such as `io.github.example/*`.
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

/** A file in a git repository. */
export interface GitSourceOptions extends PolledSourceOptions {
  /** Address of the repository, such as `https://github.com/example/registry.git`. */
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
   * Path of the file in the repository.
   *
   * @default "registry.json"
   */
  readonly path?: string;
}

/** Another registry, by its API. */
export interface ApiSourceOptions extends PolledSourceOptions {
  /** Address of the registry, such as `https://registry.modelcontextprotocol.io`. */
  readonly endpoint: string;
}

/** A file at an address. */
export interface UrlSourceOptions extends PolledSourceOptions {
  /** Address of the file, http or https. */
  readonly url: string;
}

/** Where a registry takes its servers from. */
export class RegistrySource {
  /**
   * A file in a git repository.
   *
   * @param options which one
   */
  public static git(options: GitSourceOptions): RegistrySource {
    const { repository, branch, tag, commit, path } = options;
    return RegistrySource.polled(options, { git: defined({ repository, branch, tag, commit, path }) });
  }

  /**
   * Another registry, by its API.
   *
   * @param options which one
   */
  public static api(options: ApiSourceOptions): RegistrySource {
    return RegistrySource.polled(options, { api: { endpoint: options.endpoint } });
  }

  /**
   * A file at an address.
   *
   * @param options which one
   */
  public static url(options: UrlSourceOptions): RegistrySource {
    return RegistrySource.polled(options, { file: { url: options.url } });
  }

  /**
   * Servers that are published through the registry's own API. A registry has one such source at most.
   *
   * @param options its name
   */
  public static managed(options: RegistrySourceOptions): RegistrySource {
    return new RegistrySource(options.name, { managed: {} });
  }

  private static polled(options: PolledSourceOptions, kind: Obj): RegistrySource {
    const interval = options.interval ?? Duration.minutes(30);
    if (interval.toMilliseconds() < 120_000) {
      throw new Error(
        `registry source "${options.name}": interval must be 2 minutes or more, but ${interval.toHumanString()} was given; the server doesn't look more often`,
      );
    }
    return new RegistrySource(options.name, {
      ...kind,
      syncPolicy: { interval: `${interval.toSeconds()}s` },
      ...(options.filter && { filter: filterJson(options.filter) }),
    });
  }

  private constructor(
    /** Name of the source. */
    public readonly name: string,
    private readonly rest: Obj,
  ) {}

  /**
   * The source as the server's configuration has it.
   * @internal
   */
  public _toConfig(): Obj {
    return { name: this.name, ...this.rest };
  }
}

function filterJson({ includeNames, excludeNames, includeTags, excludeTags }: RegistryFilter): Obj {
  const part = (include?: string[], exclude?: string[]) =>
    include || exclude ? defined({ include, exclude }) : undefined;
  return defined({ names: part(includeNames, excludeNames), tags: part(includeTags, excludeTags) });
}

function defined(members: Obj): Obj {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
