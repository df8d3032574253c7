import type { SecretValue } from 'cdk8s-plus-28';

/** A client with a secret that may exchange others' tokens (RFC 8693). */
export interface DelegateClient {
  /** Client id. */
  readonly clientId: string;

  /** Client secret, at least 32 characters. */
  readonly clientSecret: SecretValue;

  /** Which scopes it may request, 1 to 10 of those that the server offers. */
  readonly scopes: string[];

  /** Which audiences it may request: the `resourceUrl` of the workload. */
  readonly audiences: string[];
}
