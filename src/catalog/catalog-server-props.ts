import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import { McpServerOptions } from '../servers/mcp-server-props';
import { RemoteHeaders } from '../servers/remote-headers';

/**
 * What a catalogue does not know of a server: secrets, values, and all that an McpServer or an McpRemoteProxy takes. What is
 * said here wins over the catalogue; `env` and headers are added to its own.
 */
export interface CatalogServerProps extends McpServerOptions, RemoteHeaders {
  /**
   * Where secrets are, by the names of the catalogue. A name that the catalogue has for no secret can be given too.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretValue };

  /**
   * A Secret that has all required secrets, under the catalogue's names as keys. `secrets` wins.
   *
   * @default - none
   */
  readonly secretsFrom?: ISecret;

  /**
   * Values by the names of the catalogue: variables, arguments, headers that are no secret, parameters.
   *
   * @default - the catalogue's defaults
   */
  readonly values?: { [name: string]: string };

  /**
   * What is left out of all that the catalogue asks for: names of variables, paths of mounts, and the words that a refusal
   * names.
   *
   * @default - nothing
   */
  readonly omit?: string[];

  /**
   * Whether a remote server may have a private address, or one of the cluster.
   *
   * @default false
   */
  readonly allowPrivateEndpoint?: boolean;
}
