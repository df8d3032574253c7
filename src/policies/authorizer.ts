import { Duration } from 'cdk8s';
import { CedarOptions } from './cedar-options';
import { JsonObject, pruned } from '../plain/objects';
import { checkCalls } from '../props/check-calls';

/** Options of Cedar policies that several servers share. */
export interface SharedCedarOptions extends CedarOptions {
  /**
   * Upstream provider of the embedded authorization server whose claims the policies use.
   *
   * Only for virtual servers; an MCP server has a single provider.
   *
   * @default - the first
   */
  readonly primaryUpstreamProvider?: string;

  /**
   * Claims with several values, such as `scp`, which policies use as sets.
   *
   * @default - none
   */
  readonly multiValuedClaims?: string[];
}

/** How the claims of a token are sent to a policy decision point. */
export enum ClaimMapping {
  /** The unchanged claims. */
  STANDARD = 'standard',
  /** In the format of Manetu's policy engine. */
  MPE = 'mpe',
}

/** A policy decision point that is asked over HTTP. */
export interface PolicyDecisionPointOptions {
  /** HTTP address of the policy decision point. */
  readonly url: string;

  /** How the claims of a token are sent to it. */
  readonly claimMapping: ClaimMapping;

  /**
   * How long a decision may take, in whole seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Whether its certificate is not verified. For development.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;

  /**
   * Whether requests to it include the arguments of a call.
   *
   * @default false
   */
  readonly includeArgs?: boolean;

  /**
   * Whether requests to it include the operation, and the requested tool, prompt or resource.
   *
   * @default false
   */
  readonly includeOperation?: boolean;
}

/** Authorization: how it is decided what a client may do. */
export class Authorizer {
  static {
    checkCalls('Authorizer', this);
  }

  /**
   * Cedar policies, which the proxy evaluates itself. A request that no policy permits is forbidden.
   *
   * @param policies one policy each
   * @param options entities and claims
   * @see https://docs.cedarpolicy.com/policies/syntax-policy.html
   */
  public static cedar(policies: string[], options: SharedCedarOptions = {}): Authorizer {
    return new Authorizer({
      type: 'cedarv1',
      config: {
        policies,
        entities_json: options.entitiesJson ?? '[]',
        ...pruned({
          primary_upstream_provider: options.primaryUpstreamProvider,
          group_claim_name: options.groupClaimName,
          role_claim_name: options.roleClaimName,
          group_entity_type: options.groupEntityType,
          multi_valued_claims: options.multiValuedClaims,
        }),
      },
    });
  }

  /**
   * A policy decision point, which the proxy asks about each request over HTTP.
   *
   * @param options where it is, and its settings
   */
  public static http(options: PolicyDecisionPointOptions): Authorizer {
    const { url, timeout, insecureSkipVerify, claimMapping, includeArgs, includeOperation } = options;
    return new Authorizer({
      type: 'httpv1',
      config: pruned({
        http: pruned({ url, timeout: timeout?.toSeconds(), insecure_skip_verify: insecureSkipVerify }),
        context: pruned({ include_args: includeArgs, include_operation: includeOperation }),
        claim_mapping: claimMapping,
      }),
    });
  }

  private constructor(private readonly spec: JsonObject) {}

  /**
   * `spec` of the MCPAuthzConfig.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.spec;
  }
}
