import type { SecretValue } from 'cdk8s-plus-28';

/** Headers for a remote MCP server. */
export interface RemoteHeaders {
  /**
   * Headers that are sent to the remote server with every request, no secrets.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Headers that are sent to the remote server with every request, whose values are secret.
   *
   * @default - none
   */
  readonly secretHeaders?: { [name: string]: SecretValue };
}
