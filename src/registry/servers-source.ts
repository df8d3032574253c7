import type { Duration } from 'cdk8s';
import type { RegistryClaim } from './registry-claims';
import type { RegistryFilter } from './registry-source-options';
import type { IListedServer } from '../servers/listed-server';

/** What a registry says of a server, in the words of the MCP registry's format. */
export interface RegistryEntry {
  /** The server, one of those that the source lists. */
  readonly server: IListedServer;

  /**
   * Name in the registry: a reverse domain name and a name with one slash between, such as `com.example/fetch`, at most
   * 200 characters.
   *
   * @default - that under which a kubernetes source lists it: "com.toolhive.k8s.NAMESPACE/NAME"
   */
  readonly name?: string;

  /**
   * Name for people, 1 to 100 characters.
   *
   * @default - none
   */
  readonly title?: string;

  /**
   * What the server does, 1 to 100 characters.
   *
   * @default "MCP server NAME"
   */
  readonly description?: string;

  /**
   * Version of the server, such as `1.0.2`, at most 255 characters. No range, and not `latest`.
   *
   * @default - the tag of its image, where that is a version; else "1.0.0"
   */
  readonly version?: string;

  /**
   * Tags, which filters of sources select by: two or more lower case letters, digits, `-` and `_` each.
   *
   * @default - none
   */
  readonly tags?: string[];

  /**
   * Address that clients are told.
   *
   * @default - the server's `publicUrl` where it is exposed, otherwise its address in the cluster
   */
  readonly url?: string;
}

/** How MCP servers of the app are listed. */
export interface ServersSourceOptions {
  /**
   * Name of the source, a DNS label. It is the key of the source's data: renaming it deletes them.
   *
   * @default "servers"
   */
  readonly name?: string;

  /**
   * What is to be said of servers that names, images and addresses don't tell.
   *
   * @default - defaults for each server
   */
  readonly entries?: RegistryEntry[];

  /**
   * When the list was last changed, an RFC 3339 time. The registry server doesn't use it, and nothing sets it: the same app
   * gives the same YAML at any time.
   *
   * @default "2025-01-01T00:00:00Z"
   */
  readonly lastUpdated?: string;

  /**
   * How often the server reads the list, at least 2 minutes. More often it doesn't look.
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

  /**
   * Claims of those who see the source's servers, when auth has roles: all of these, each with one of its
   * values.
   *
   * @default - with roles, only superAdmins see them; without, everybody
   */
  readonly claims?: RegistryClaim[];
}
