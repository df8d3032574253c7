import type { Duration } from 'cdk8s';
import type { RegistryClaim } from './registry-claims';
import type { RegistryFilter } from './registry-source-options';
import type { IListedServer } from '../servers/listed-server';

/** A server's entry in a registry, in the format of the MCP registry. */
export interface RegistryEntry {
  /** Which server the entry is for, one of those that the source lists. */
  readonly server: IListedServer;

  /**
   * What the registry calls it: a reverse domain name, a slash and a name, such as `com.example/fetch`.
   *
   * At most 200 characters.
   *
   * @default - the name in a kubernetes source: "com.toolhive.k8s.NAMESPACE/NAME"
   */
  readonly name?: string;

  /**
   * Display name, 1 to 100 characters.
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
   * Which version of the server is listed, such as `1.0.2`. A range or `latest` is refused.
   *
   * At most 255 characters.
   *
   * @default - the tag of its image, if that is a version, otherwise "1.0.0"
   */
  readonly version?: string;

  /**
   * Keywords that filters of sources select by: two or more lower-case letters, digits, `-` and `_` each.
   *
   * @default - none
   */
  readonly tags?: string[];

  /**
   * Address for clients.
   *
   * @default - the server's `publicUrl` if it is exposed, otherwise its address in the cluster
   */
  readonly url?: string;
}

/** How servers of the app are listed in a registry. */
export interface ServersSourceOptions {
  /**
   * Identifies the source, a DNS label.
   *
   * It is the key of the source's data: renaming the source deletes them.
   *
   * @default "servers"
   */
  readonly name?: string;

  /**
   * Names, descriptions and tags of servers in the registry.
   *
   * @default - defaults for each server
   */
  readonly entries?: RegistryEntry[];

  /**
   * When the list last changed, as an RFC 3339 time.
   *
   * The registry server doesn't use it. It is constant, so that the same app always gives the same YAML.
   *
   * @default "2025-01-01T00:00:00Z"
   */
  readonly lastUpdated?: string;

  /**
   * How often the server reads the list, at least every 2 minutes: it never reads more often.
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

  /**
   * Required claims of clients that see the source's servers, if auth has roles.
   *
   * A token must have all of them, each with one of its values.
   *
   * @default - with roles, only superAdmins see them; without, everybody
   */
  readonly claims?: RegistryClaim[];
}
