import type { SecretValue } from 'cdk8s-plus-28';

/** Headers for a remote MCP server. */
export interface RemoteHeaders {
  /**
   * Adds headers to every request to the remote server, without secrets.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Adds headers with secret values to every request to the remote server.
   *
   * @default - none
   */
  readonly secretHeaders?: { [name: string]: SecretValue };
}
