import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';

/** What kind of token a client brings. */
export enum SubjectTokenType {
  /** An OAuth 2 access token. */
  ACCESS_TOKEN = 'access_token',
  /** An OpenID Connect id token. */
  ID_TOKEN = 'id_token',
  /** Any other JWT. */
  JWT = 'jwt',
}

/** Token exchange (RFC 8693): the client's token is traded for one that the backend takes. */
export interface TokenExchangeOptions {
  /** Address of the token endpoint. */
  readonly tokenUrl: string;

  /** Audience that the new token is made out to. */
  readonly audience: string;

  /**
   * Client id of ToolHive at the token endpoint.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * Client secret of ToolHive at the token endpoint.
   *
   * @default - none
   */
  readonly clientSecret?: SecretValue;

  /**
   * Scopes of the new token.
   *
   * @default - what the token endpoint gives
   */
  readonly scopes?: string[];

  /**
   * What kind of token the client brings.
   *
   * @default SubjectTokenType.ACCESS_TOKEN
   */
  readonly subjectTokenType?: SubjectTokenType;

  /**
   * Header that the new token is sent in.
   *
   * @default - it replaces the client's in `Authorization`
   */
  readonly externalTokenHeaderName?: string;

  /**
   * Upstream provider of an embedded authorization server whose token is exchanged. Virtual servers alone heed it.
   *
   * @default - the first
   */
  readonly subjectProviderName?: string;
}

/** A role in AWS, and who gets it. Give one of `claim` and `matcher`. */
export interface AwsRoleMapping {
  /** ARN of the role. */
  readonly roleArn: string;

  /**
   * Value of the role claim that gets the role.
   *
   * @default - `matcher` decides
   */
  readonly claim?: string;

  /**
   * CEL expression over `claims` that decides who gets the role.
   *
   * @default - `claim` decides
   */
  readonly matcher?: string;

  /**
   * Which mapping wins when several fit: the lowest, at least 0.
   *
   * @default - after those with a priority
   */
  readonly priority?: number;
}

/** Requests signed for AWS, with a role that the client's token is exchanged for. Give a fallback role, mappings or both. */
export interface AwsStsOptions {
  /** AWS region, such as `eu-west-1`. */
  readonly region: string;

  /**
   * Service that requests are signed for.
   *
   * @default "aws-mcp"
   */
  readonly service?: string;

  /**
   * ARN of the role for those whom no mapping fits.
   *
   * @default - none: they are refused
   */
  readonly fallbackRoleArn?: string;

  /**
   * Roles by claims.
   *
   * @default - none
   */
  readonly roleMappings?: AwsRoleMapping[];

  /**
   * Claim that mappings look at.
   *
   * @default "groups"
   */
  readonly roleClaim?: string;

  /**
   * How long a session lasts, 15 minutes to 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly sessionDuration?: Duration;

  /**
   * Claim that names the session, in the records of AWS.
   *
   * @default "sub"
   */
  readonly sessionNameClaim?: string;

  /**
   * Upstream provider of an embedded authorization server whose token is exchanged. Virtual servers alone heed it.
   *
   * @default - the first
   */
  readonly subjectProviderName?: string;
}

/** Cross-application access: the identity provider vouches for the user at another application's authorization server. */
export interface XaaOptions {
  /** Token endpoint of the identity provider, https. */
  readonly idpTokenUrl: string;

  /** Token endpoint of the application's authorization server. */
  readonly targetTokenUrl: string;

  /** Audience that the identity provider vouches to: the application's authorization server. */
  readonly targetAudience: string;

  /**
   * Client id of ToolHive at the identity provider.
   *
   * @default - none
   */
  readonly idpClientId?: string;

  /**
   * Client secret of ToolHive at the identity provider.
   *
   * @default - none
   */
  readonly idpClientSecret?: SecretValue;

  /**
   * Client id of ToolHive at the application's authorization server.
   *
   * @default - none
   */
  readonly targetClientId?: string;

  /**
   * Client secret of ToolHive at the application's authorization server.
   *
   * @default - none
   */
  readonly targetClientSecret?: SecretValue;

  /**
   * The application's resource that the token is for (RFC 8707).
   *
   * @default - none
   */
  readonly targetResource?: string;

  /**
   * Scopes of the token.
   *
   * @default - what the authorization server gives
   */
  readonly scopes?: string[];

  /**
   * Upstream provider of an embedded authorization server who is the identity provider.
   *
   * @default - its only one
   */
  readonly subjectProviderName?: string;

  /**
   * Whether `targetTokenUrl` may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureTargetTokenUrl?: boolean;
}

/** A header that is added to each request. */
export interface HeaderInjectionOptions {
  /** Name of the header. */
  readonly headerName: string;

  /** The Secret and key that hold its value. */
  readonly value: SecretValue;
}
