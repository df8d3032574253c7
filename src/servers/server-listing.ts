import { CatalogProvenance } from '../images/provenance';

/** What registries say about a server that they list (`RegistrySource.servers`). */
export interface ServerListing {
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
   * Who maintains it: `Official` or `Community`.
   *
   * @default - not said
   */
  readonly tier?: string;

  /**
   * Who built its image.
   *
   * @default - not said
   */
  readonly provenance?: CatalogProvenance;

  /**
   * Whether it should no longer be used.
   *
   * @default false
   */
  readonly isDeprecated?: boolean;
}
