import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import { McpRemoteProxyOptions } from '../servers/mcp-remote-proxy-props';
import { McpServerOptions } from '../servers/mcp-server-props';

/** Values and secrets of a server of a catalogue, by the names of the catalogue. */
export interface CatalogValues {
  /**
   * Which Secrets and keys are used, by the names of the catalogue.
   *
   * A name that the catalogue doesn't mark as secret is accepted, too.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretValue };

  /**
   * One Secret for all required secrets, with the catalogue's names as its keys. `secrets` takes precedence.
   *
   * @default - none
   */
  readonly secretsFrom?: ISecret;

  /**
   * Plain values by the names of the catalogue: variables, arguments, headers without secrets, parameters.
   *
   * @default - the catalogue's defaults
   */
  readonly values?: { [name: string]: string };

  /**
   * Names in the catalogue to leave out.
   *
   * These are names of variables, paths of mounts, and words that an error message names.
   *
   * @default - nothing
   */
  readonly omit?: string[];
}

/**
 * Props of an MCP server of a catalogue: its values and secrets, and all props of an McpServer.
 *
 * Props take precedence over the catalogue; `env` is added to the catalogue's own.
 */
export interface CatalogServerProps extends McpServerOptions, CatalogValues {}

/**
 * Props of a remote server of a catalogue: its values and secrets, and all props of an McpRemoteProxy.
 *
 * Props take precedence over the catalogue; headers are added to the catalogue's own.
 */
export interface CatalogRemoteProxyProps extends McpRemoteProxyOptions, CatalogValues {}
