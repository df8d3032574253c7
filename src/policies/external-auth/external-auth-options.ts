import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';

/** Type of the client's token. */
export enum SubjectTokenType {
  /** An OAuth 2 access token. */
  ACCESS_TOKEN = 'access_token',
  /** An OpenID Connect id token. */
  ID_TOKEN = 'id_token',
  /** Any other JWT. */
  JWT = 'jwt',
}

/** Token exchange (RFC 8693): the client's token is exchanged for one that the backend accepts. */
export interface TokenExchangeOptions {
  /** Address of the token endpoint. */
  readonly tokenUrl: string;

  /** Requested audience of the new token. */
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
   * Requested scopes of the new token.
   *
   * @default - what the token endpoint gives
   */
  readonly scopes?: string[];

  /**
   * Type of the client's token.
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
   * Upstream provider of an embedded authorization server whose token is exchanged. Only for virtual servers.
   *
   * @default - the first
   */
  readonly subjectProviderName?: string;
}

/** A role in AWS, and which clients get it. Set either `claim` or `matcher`. */
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
   * Which mapping is used if several match: that with the lowest number, at least 0.
   *
   * @default - after those with a priority
   */
  readonly priority?: number;
}

/**
 * Requests signed for AWS, with a role in exchange for the client's token.
 *
 * Set a fallback role, mappings or both.
 */
export interface AwsStsOptions {
  /** AWS region, such as `eu-west-1`. */
  readonly region: string;

  /**
   * Which AWS service requests are signed for.
   *
   * @default "aws-mcp"
   */
  readonly service?: string;

  /**
   * ARN of the role for clients without a matching mapping.
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
   * Claim that mappings use.
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
   * Claim with the name of the session, for AWS CloudTrail.
   *
   * @default "sub"
   */
  readonly sessionNameClaim?: string;

  /**
   * Upstream provider of an embedded authorization server whose token is exchanged. Only for virtual servers.
   *
   * @default - the first
   */
  readonly subjectProviderName?: string;
}

/** Cross-application access: the identity provider issues an assertion for another application. */
export interface XaaOptions {
  /** Token endpoint of the identity provider, https. */
  readonly idpTokenUrl: string;

  /** Token endpoint of the application's authorization server. */
  readonly targetTokenUrl: string;

  /** Audience of the identity provider's assertion: the application's authorization server. */
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
   * Requested scopes of the token.
   *
   * @default - what the authorization server gives
   */
  readonly scopes?: string[];

  /**
   * Upstream provider of an embedded authorization server that is the identity provider.
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
  /** HTTP header to add. */
  readonly headerName: string;

  /** The Secret and key with its content. */
  readonly value: SecretValue;
}
