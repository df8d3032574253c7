/**
 * All that a proxy's resource refers to for authentication, of clients and of the proxy itself, and how it plays
 * together. Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go and pkg/controllerutil.
 */
import { caChecksum } from './auth-server/ca-bundles';
import { AuthServerReference, upstreamsOf } from './auth-server/fields';
import { authServerEnv, authServerMounts } from './auth-server/pod';
import { authServerConfig, AuthServerRunConfig } from './auth-server/run-config';
import { checkUse, DEFAULT_SCOPES } from './auth-server/use';
import { awsStsConfig } from './aws-sts';
import { Oidc, oidcOf, OidcRunConfig, oidcRunConfig } from './oidc';
import { tokenExchangeConfig, tokenExchangeEnv } from './token-exchange';
import { Findings, shown } from '../../../findings';
import { EnvVar } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { McpExternalAuthConfigSpec, McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';
import { BearerToken } from '../../../resources/spec/mcpexternalauthconfig';
import { resolve } from '../../model/references';
import { warnWithoutEffect } from '../../model/without-effect';
import { Context } from '../../model/workload';
import { Mount, secretEnv } from '../../pod/mounts';

/** Members of the RunConfig. */
export interface ProxyAuthSections {
  readonly remote_auth_config?: JsonObject;
  readonly oidc_config?: OidcRunConfig;
  readonly token_exchange_config?: JsonObject;
  readonly aws_sts_config?: JsonObject;
  readonly thv_ca_bundle?: string;
  readonly jwks_auth_token_file?: string;
  readonly embedded_auth_server_config?: AuthServerRunConfig;
}

/** Variables of the pod, apart by what they are for: kinds differ in their order. */
export interface ProxyAuthEnv {
  readonly oidc: readonly EnvVar[];
  readonly tokenExchange: readonly EnvVar[];
  readonly bearerToken: readonly EnvVar[];
  readonly authServer: readonly EnvVar[];
}

/** Volumes of the pod, likewise. */
export interface ProxyAuthMounts {
  readonly oidc: readonly Mount[];
  readonly authServer: readonly Mount[];
}

export interface ProxyAuth {
  /** Annotations of the pod, so that it starts anew with other certificates. */
  readonly podAnnotations: Record<string, string>;
  readonly sections: ProxyAuthSections;
  readonly env: ProxyAuthEnv;
  readonly mounts: ProxyAuthMounts;
  /** The MCPExternalAuthConfig with the outbound credentials of the proxy. */
  readonly externalAuth?: ExternalAuth;
}

type ExternalAuth = Resource<McpExternalAuthConfigSpec>;

/** A proxy of a server in the cluster, or of a remote one. */
type Proxy = Resource<McpServerSpec | McpRemoteProxySpec>;

/** @param serviceUrl address of the proxy's Service */
export function proxyAuthOf(resource: Proxy, serviceUrl: string, context: Context): ProxyAuth {
  const { name, namespace, spec } = resource;
  const externalAuth = externalAuthOf(resource, 'externalAuthConfigRef', context);
  const authServer = authServerOf(resource, externalAuth, context);
  const user = { name, namespace, port: spec.proxyPort, serviceUrl, isIssuer: authServer !== undefined };
  const oidc = oidcOf(spec.oidcConfigRef, 'spec.oidcConfigRef', user, context);
  checkTogether(resource, { oidc, externalAuth, authServer }, context.findings);
  const { tokenExchange, bearerToken, awsSts }: Partial<McpExternalAuthConfigSpec> = externalAuth?.spec ?? {};
  return {
    sections: {
      remote_auth_config: bearerToken && bearerTokenConfig(bearerToken),
      oidc_config: oidc && oidcRunConfig(oidc, authServer && !oidc.scopes?.length ? DEFAULT_SCOPES : oidc.scopes),
      token_exchange_config: tokenExchange && tokenExchangeConfig(tokenExchange),
      aws_sts_config: awsSts && awsStsConfig(awsSts),
      thv_ca_bundle: oidc?.caPath,
      jwks_auth_token_file: oidc?.tokenPath,
      embedded_auth_server_config:
        authServer &&
        oidc &&
        authServerConfig(authServer.spec, { name, namespace, resourceUrl: oidc.resourceUrl, scopes: oidc.scopes }),
    },
    env: {
      oidc: oidc?.clientSecret ? [secretEnv('TOOLHIVE_OIDC_CLIENT_SECRET', oidc.clientSecret)] : [],
      tokenExchange: tokenExchange ? tokenExchangeEnv(tokenExchange, 'TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET') : [],
      bearerToken: bearerToken ? bearerTokenEnv(bearerToken) : [],
      authServer: authServer ? authServerEnv(authServer.spec) : [],
    },
    mounts: { oidc: oidc?.mounts ?? [], authServer: authServer ? authServerMounts(authServer.spec) : [] },
    podAnnotations: authServer ? caChecksum(authServer.spec, namespace, authServer, context) : {},
    externalAuth,
  };
}

function externalAuthOf(
  { spec, namespace }: Proxy,
  field: 'externalAuthConfigRef' | 'authServerRef',
  { catalog, findings }: Context,
): ExternalAuth | undefined {
  const name = spec[field]?.name;
  if (name === undefined) return undefined;
  return resolve({ kind: 'MCPExternalAuthConfig', name, namespace, field: `spec.${field}` }, catalog, findings);
}

/** The embedded authorization server; it was first referred to like any other external authentication, and still may be. */
function authServerOf(
  resource: Proxy,
  externalAuth: ExternalAuth | undefined,
  context: Context,
): AuthServerReference | undefined {
  const older = externalAuth?.spec.type === 'embeddedAuthServer' ? externalAuth : undefined;
  if (!resource.spec.authServerRef) {
    return older && referenceTo(older, 'spec.externalAuthConfigRef');
  }
  const field = 'spec.authServerRef';
  const found = externalAuthOf(resource, 'authServerRef', context);
  if (!found) return undefined;
  if (older) {
    context.findings.error(
      'spec.externalAuthConfigRef',
      `names an authorization server (MCPExternalAuthConfig ${shown(older.name)}) in addition to the one in authServerRef; keep authServerRef, and use externalAuthConfigRef for outgoing authentication only`,
    );
  }
  if (found.spec.type !== 'embeddedAuthServer') {
    context.findings.error(
      field,
      `MCPExternalAuthConfig ${shown(found.name)} is of type ${shown(found.spec.type)}; name one of type "embeddedAuthServer", or refer to it in externalAuthConfigRef`,
    );
    return undefined;
  }
  return referenceTo(found, field);
}

function referenceTo({ name, spec }: ExternalAuth, field: string): AuthServerReference {
  const server = `the authorization server of MCPExternalAuthConfig ${shown(name)}`;
  return { field, server, oidcField: 'spec.oidcConfigRef', spec: spec.embeddedAuthServer! };
}

/** What a resource refers to, as far as it was found. */
interface Found {
  readonly oidc?: Oidc;
  readonly externalAuth?: ExternalAuth;
  readonly authServer?: AuthServerReference;
}

function checkTogether(resource: Proxy, found: Found, findings: Findings): void {
  const { oidc, externalAuth, authServer } = found;
  const { kind, spec } = resource;
  const count = authServer ? upstreamsOf(authServer.spec).length : 0;
  if (count > 1) {
    findings.error(
      authServer!.field,
      `${authServer!.server} has ${count} upstream providers, and an ${kind} takes one; drop the others, or use a VirtualMCPServer`,
    );
  }
  // An OIDC reference that leads nowhere has been reported.
  if (authServer && (oidc || !spec.oidcConfigRef)) checkUse(authServer, oidc, findings);
  const type = externalAuth?.spec.type;
  if (authServer?.spec.disableUpstreamTokenInjection && (type === 'tokenExchange' || type === 'awsSts')) {
    findings.error(
      'spec.externalAuthConfigRef',
      `is of type ${shown(type)}, which sends credentials to the server, while disableUpstreamTokenInjection of ${authServer.server} is to keep them away; drop one of both`,
    );
  }
  warnOfUnreadFields(resource, found, findings);
}

/** Fields that a virtual server alone reads. */
function warnOfUnreadFields({ kind, spec }: Proxy, { oidc, externalAuth }: Found, findings: Findings): void {
  if (oidc?.resourceAllowPrivateIp) {
    warnWithoutEffect(
      'spec.oidcConfigRef',
      `protectedResourceAllowPrivateIP of MCPOIDCConfig ${shown(spec.oidcConfigRef!.name)} has no effect on an ${kind}; set jwksAllowPrivateIP, which stands for both there`,
      findings,
    );
  }
  const { tokenExchange, awsSts }: Partial<McpExternalAuthConfigSpec> = externalAuth?.spec ?? {};
  if ((tokenExchange ?? awsSts)?.subjectProviderName) {
    warnWithoutEffect(
      'spec.externalAuthConfigRef',
      `subjectProviderName of MCPExternalAuthConfig ${shown(externalAuth!.name)} has no effect on an ${kind}; drop it`,
      findings,
    );
  }
}

/** `remote_auth_config`: the token's Secret by name, as the proxy looks it up in its environment. */
function bearerTokenConfig({ tokenSecretRef }: BearerToken): JsonObject {
  return {
    use_pkce: false,
    bearer_token: `${tokenSecretRef.name},target=bearer_token`,
    cached_token_expiry: '0001-01-01T00:00:00Z',
    cached_secret_expiry: '0001-01-01T00:00:00Z',
  };
}

/** The proxy looks the token up under the name of its Secret. */
function bearerTokenEnv({ tokenSecretRef }: BearerToken): EnvVar[] {
  return [secretEnv(`TOOLHIVE_SECRET_${tokenSecretRef.name}`, tokenSecretRef)];
}
