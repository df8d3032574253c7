/**
 * `incomingAuth` of a virtual server, and the authorization server that it may run.
 * Source: ToolHive cmd/thv-operator/pkg/vmcpconfig/converter.go, pkg/vmcp/config/validator.go.
 */
import { VirtualServer } from './members';
import { serviceUrl, VMCP_PORT } from './names';
import { Findings, shown } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { EnvVar } from '../../../kubernetes/objects';
import {
  AuthServerConfig,
  ConfigIncomingAuth,
  VirtualMcpServerIncomingAuth,
} from '../../../resources/spec/virtualmcpserver';
import { Context } from '../../model/workload';
import { Mount, secretEnv } from '../../pod/mounts';
import { AuthServerReference, upstreamsOf } from '../../policies/auth/auth-server/fields';
import { checkUse } from '../../policies/auth/auth-server/use';
import { Oidc, oidcOf } from '../../policies/auth/oidc';
import { authzConfigOf } from '../../policies/authz/authz';
import { CedarConfig } from '../../policies/authz/backends';

const AT = 'spec.incomingAuth';
/** The authorization server, in messages. */
export const AUTH_SERVER = { field: 'spec.authServerConfig', server: 'the embedded authorization server' };
const CLIENT_SECRET = 'VMCP_OIDC_CLIENT_SECRET';

export interface IncomingAuth {
  readonly config: Partial<ConfigIncomingAuth>;
  readonly env: readonly EnvVar[];
  readonly mounts: readonly Mount[];
  readonly oidc?: Oidc;
  /** Cedar's part of the document that defines who may do what. */
  readonly cedar?: CedarConfig;
}

export function incomingAuthOf(resource: VirtualServer, context: Context): IncomingAuth {
  const { name, namespace, spec } = resource;
  const { incomingAuth, authServerConfig } = spec;
  const isIssuer = authServerConfig !== undefined;
  const user = { name, namespace, port: VMCP_PORT, serviceUrl: serviceUrl(name, namespace), isIssuer };
  const oidc = oidcOf(incomingAuth.oidcConfigRef, `${AT}.oidcConfigRef`, user, context);
  const cedar = cedarOf(resource, context);
  const authz = cedar && authzConfig(resource, cedar, context);
  if (authServerConfig) checkAuthServerUse(authServerConfig, incomingAuth, oidc, context.findings);
  return {
    config: goStruct({ type: incomingAuth.type, oidc: oidc && oidcConfig(oidc), authz }),
    env: oidc?.clientSecret ? [secretEnv(CLIENT_SECRET, oidc.clientSecret)] : [],
    mounts: oidc?.mounts ?? [],
    oidc,
    cedar,
  };
}

function oidcConfig(oidc: Oidc): ConfigIncomingAuth['oidc'] {
  return goStruct(
    {
      issuer: oidc.issuer,
      clientId: oidc.clientId,
      clientSecretEnv: oidc.clientSecret && CLIENT_SECRET,
      audience: oidc.audience,
      resource: oidc.resourceUrl,
      jwksUrl: oidc.jwksUrl,
      introspectionUrl: oidc.introspectionUrl,
      scopes: oidc.scopes,
      protectedResourceAllowPrivateIp: oidc.resourceAllowPrivateIp,
      jwksAllowPrivateIp: oidc.allowPrivateIp,
      insecureAllowHttp: oidc.insecureAllowHttp,
      caBundlePath: oidc.caPath,
    },
    ['issuer', 'clientId', 'audience'],
  );
}

function cedarOf(resource: VirtualServer, context: Context): CedarConfig | undefined {
  const { incomingAuth } = resource.spec;
  const document = authzConfigOf({ ...resource, spec: incomingAuth }, context, AT);
  if (!document) return undefined;
  if (document.type !== 'cedarv1') {
    const at = incomingAuth.authzConfigRef ? `${AT}.authzConfigRef` : `${AT}.authzConfig.configMap`;
    context.findings.error(
      at,
      `the policies are of type ${shown(document.type)}, and a virtual server knows Cedar alone; use type "cedarv1"`,
    );
    return undefined;
  }
  return document.cedar;
}

function authzConfig(
  { spec: { incomingAuth, authServerConfig } }: VirtualServer,
  cedar: CedarConfig,
  { findings }: Context,
): ConfigIncomingAuth['authz'] {
  return goStruct(
    {
      type: 'cedar',
      policies: cedar.policies ?? undefined,
      entitiesJson: cedar.entities_json ?? undefined,
      primaryUpstreamProvider: primaryProvider(incomingAuth, authServerConfig, findings),
      groupClaimName: cedar.group_claim_name ?? undefined,
      roleClaimName: cedar.role_claim_name ?? undefined,
      groupEntityType: cedar.group_entity_type ?? undefined,
    },
    ['type'],
  );
}

/** The upstream provider whose claims the policies see: the one named, else the first. */
function primaryProvider(
  incomingAuth: VirtualMcpServerIncomingAuth,
  authServer: AuthServerConfig | undefined,
  findings: Findings,
): string | undefined {
  const older = incomingAuth.authzConfig?.inline?.primaryUpstreamProvider;
  const named = authServer?.primaryUpstreamProvider || older;
  const field = authServer?.primaryUpstreamProvider
    ? 'spec.authServerConfig.primaryUpstreamProvider'
    : `${AT}.authzConfig.inline.primaryUpstreamProvider`;
  if (!authServer) {
    if (named) {
      findings.error(
        field,
        `${shown(named)} is an upstream provider of the embedded authorization server, and there is none; set authServerConfig, or drop it`,
      );
    }
    return undefined;
  }
  const known = upstreamNames(authServer);
  if (!named) return known[0];
  if (!known.includes(named)) {
    findings.error(
      field,
      `${shown(named)} is none of the upstream providers ${known.map(shown).join(', ')}; name one of them`,
    );
  }
  return named;
}

export function upstreamNames(authServer: AuthServerConfig): string[] {
  return upstreamsOf(authServer).map(({ name }) => name || 'default');
}

/** Who issues the tokens, and who checks them, must agree. */
function checkAuthServerUse(
  authServerConfig: AuthServerConfig,
  incomingAuth: VirtualMcpServerIncomingAuth,
  oidc: Oidc | undefined,
  findings: Findings,
): void {
  const reference: AuthServerReference = {
    ...AUTH_SERVER,
    oidcField: `${AT}.oidcConfigRef`,
    spec: authServerConfig,
  };
  // A reference that leads nowhere has been reported.
  if (oidc || !incomingAuth.oidcConfigRef) checkUse(reference, oidc, findings);
  if (incomingAuth.oidcConfigRef && incomingAuth.type !== 'oidc') {
    findings.error(
      `${AT}.type`,
      `${shown(incomingAuth.type)} lets in who has no token of the embedded authorization server; use "oidc"`,
    );
  }
  if (oidc && oidc.issuer !== authServerConfig.issuer) {
    findings.error(
      'spec.authServerConfig.issuer',
      `${shown(authServerConfig.issuer)} is not the issuer whose tokens are let in, ${shown(oidc.issuer)} of the MCPOIDCConfig; make both the same`,
    );
  }
}
