/**
 * Outbound credentials of a virtual server, as its configuration writes those of an MCPExternalAuthConfig.
 * Source: ToolHive pkg/vmcp/auth/converters, pkg/vmcp/auth/types.
 */
import { AuthConfig, secretVariables } from './variables';
import { goStruct } from '../../../go/struct';
import { McpExternalAuthConfigSpec } from '../../../resources/spec';
import { RoleMapping } from '../../../resources/spec/shared';
import { BackendXaa, ConfigOutgoingAuthBackend } from '../../../resources/spec/virtualmcpserver';

const TOKEN_TYPES: Readonly<Record<string, string>> = {
  access_token: 'urn:ietf:params:oauth:token-type:access_token',
  id_token: 'urn:ietf:params:oauth:token-type:id_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
};

/** How a virtual server learns of its members and their strategies; `discovered` and `inline` are the operator's ways. */
export type OutgoingMode = 'discovered' | 'inline' | 'static';

type Variables = Readonly<Record<string, string>>;

/** As a virtual server's configuration has it. */
export type Strategy = ConfigOutgoingAuthBackend;

/** By type of MCPExternalAuthConfig. A virtual server doesn't use the types that are not here. */
const CONVERTERS: Readonly<Record<string, (spec: McpExternalAuthConfigSpec, variables: Variables) => Strategy>> = {
  unauthenticated: () => ({ type: 'unauthenticated' }),
  headerInjection: ({ headerInjection }, { headerValueEnv }) => ({
    type: 'header_injection',
    headerInjection: goStruct({ headerName: headerInjection!.headerName, headerValueEnv }, ['headerName']),
  }),
  tokenExchange: ({ tokenExchange: exchange }, { clientSecretEnv }) => ({
    type: 'token_exchange',
    tokenExchange: goStruct(
      {
        tokenUrl: exchange!.tokenUrl,
        clientId: exchange!.clientId,
        clientSecretEnv,
        audience: exchange!.audience,
        scopes: exchange!.scopes,
        subjectTokenType: TOKEN_TYPES[exchange!.subjectTokenType ?? ''] ?? exchange!.subjectTokenType,
        subjectProviderName: exchange!.subjectProviderName,
      },
      ['tokenUrl'],
    ),
  }),
  upstreamInject: ({ upstreamInject }) => ({
    type: 'upstream_inject',
    upstreamInject: { providerName: upstreamInject!.providerName },
  }),
  awsSts: ({ awsSts }) => ({
    type: 'aws_sts',
    awsSts: goStruct(
      {
        region: awsSts!.region,
        service: awsSts!.service,
        fallbackRoleArn: awsSts!.fallbackRoleArn,
        roleMappings: awsSts!.roleMappings?.map(roleMapping),
        roleClaim: awsSts!.roleClaim,
        sessionDuration: awsSts!.sessionDuration,
        sessionNameClaim: awsSts!.sessionNameClaim,
        subjectProviderName: awsSts!.subjectProviderName,
      },
      ['region'],
    ),
  }),
  xaa: ({ xaa }, { idpClientSecretEnv, targetClientSecretEnv }) => ({
    type: 'xaa',
    xaa: goStruct(
      {
        idpTokenUrl: xaa!.idpTokenUrl,
        idpClientId: xaa!.idpClientId,
        idpClientSecretEnv,
        targetTokenUrl: xaa!.targetTokenUrl,
        insecureTargetTokenUrl: xaa!.insecureTargetTokenUrl,
        targetClientId: xaa!.targetClientId,
        targetClientSecretEnv,
        targetAudience: xaa!.targetAudience,
        targetResource: xaa!.targetResource,
        scopes: xaa!.scopes,
        subjectProviderName: xaa!.subjectProviderName,
        subjectTokenType: xaa!.subjectTokenType,
      },
      ['idpTokenUrl', 'targetTokenUrl', 'targetAudience'],
    ),
  }),
};

/** Types that a virtual server can authenticate with. */
export const STRATEGY_TYPES = Object.keys(CONVERTERS);

/** Undefined where a virtual server can't authenticate in that way. */
export function strategyOf(config: AuthConfig): Strategy | undefined {
  const convert = Object.hasOwn(CONVERTERS, config.spec.type) ? CONVERTERS[config.spec.type] : undefined;
  return convert?.(config.spec, secretVariables(config));
}

/** The strategy for a server that finds its members itself: the operator forgets the variables of XAA then. */
export function strategyForDiscovery(config: AuthConfig): Strategy | undefined {
  if (config.spec.type !== 'xaa') return strategyOf(config);
  return CONVERTERS.xaa(config.spec, {});
}

// A pointer in Go: 0 is written.
function roleMapping({ claim, matcher, roleArn, priority }: RoleMapping): RoleMapping {
  return goStruct({ claim, matcher, roleArn, priority }, ['roleArn', 'priority']);
}

/** Strategies that trade a token of a user, and the member that names the token's provider. */
const SUBJECT_MEMBERS: Readonly<Record<string, 'tokenExchange' | 'awsSts' | 'xaa'>> = {
  token_exchange: 'tokenExchange',
  aws_sts: 'awsSts',
  xaa: 'xaa',
};

/** Whether the strategy leaves open which upstream provider's token it trades. */
export function lacksSubject(strategy: Strategy): boolean {
  const member = SUBJECT_MEMBERS[strategy.type];
  return member !== undefined && !strategy[member]!.subjectProviderName;
}

/** The strategy with an upstream provider; the member comes before the last one of XAA. */
export function withSubject(strategy: Strategy, provider: string): Strategy {
  const member = SUBJECT_MEMBERS[strategy.type];
  const { subjectTokenType, ...others }: Partial<BackendXaa> = strategy[member]!;
  const isLast = strategy.type !== 'xaa';
  return {
    ...strategy,
    [member]: isLast
      ? { ...strategy[member], subjectProviderName: provider }
      : { ...others, subjectProviderName: provider, ...(subjectTokenType && { subjectTokenType }) },
  };
}
