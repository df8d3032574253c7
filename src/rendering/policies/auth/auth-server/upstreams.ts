/** The providers that an embedded authorization server sends users to. Source: ToolHive pkg/authserver/config.go. */
import { clientSecretVariable, initialTokenVariable, upstreamCaPath } from './names';
import { normalDuration } from '../../../../go/duration';
import { goMap, goStruct } from '../../../../go/struct';
import { JsonObject } from '../../../../plain/objects';
import { withoutTrailing } from '../../../../plain/trailing';
import {
  IdentityFromToken,
  Oauth2Config,
  Oauth2ConfigDcrConfig,
  OidcConfig,
  OidcConfigDcrConfig,
  TokenResponseMapping,
  UpstreamProvider,
  UserInfo,
} from '../../../../resources/spec/shared';

/** Where the authorization server takes users back from a provider. */
export const CALLBACK = '/oauth/callback';

/** The same, below an address. */
export function callbackOf(url: string): string {
  return withoutTrailing(url, '/') + CALLBACK;
}

/** One of `upstreams`. @param resourceUrl what the default address of the callback is below */
export function upstreamConfig(
  { name, type, oidcConfig, oauth2Config }: UpstreamProvider,
  index: number,
  resourceUrl: string,
): JsonObject & { readonly name: string } {
  const callback = callbackOf(resourceUrl);
  const caPath = upstreamCaPath(index);
  return {
    name,
    type,
    ...(oidcConfig && { oidc_config: oidcUpstream(name, oidcConfig, callback, caPath) }),
    ...(oauth2Config && { oauth2_config: oauth2Upstream(name, oauth2Config, callback, caPath) }),
  };
}

function oidcUpstream(provider: string, oidc: OidcConfig, callback: string, caPath: string): JsonObject {
  return goStruct(
    {
      issuer_url: oidc.issuerUrl,
      client_id: oidc.clientId ?? '',
      client_secret_env_var: oidc.clientSecretRef && clientSecretVariable(provider),
      redirect_uri: oidc.redirectUri || callback,
      scopes: oidc.scopes,
      userinfo_override: oidc.userInfoOverride && userInfo(oidc.userInfoOverride),
      additional_authorization_params: goMap(oidc.additionalAuthorizationParams),
      additional_token_params: goMap(oidc.additionalTokenParams),
      omit_scope_on_refresh: oidc.omitScopeOnRefresh,
      subject_claim: oidc.subjectClaim,
      dcr_config: oidc.dcrConfig && dynamicRegistration(provider, oidc.dcrConfig),
      ca_file_path: oidc.caBundleRef && caPath,
      allow_private_ips: oidc.allowPrivateIPs,
    },
    ['issuer_url', 'client_id'],
  );
}

function oauth2Upstream(provider: string, oauth2: Oauth2Config, callback: string, caPath: string): JsonObject {
  return goStruct(
    {
      authorization_endpoint: oauth2.authorizationEndpoint,
      token_endpoint: oauth2.tokenEndpoint,
      client_id: oauth2.clientId ?? '',
      client_secret_env_var: oauth2.clientSecretRef && clientSecretVariable(provider),
      token_endpoint_auth_method: oauth2.tokenEndpointAuthMethod,
      redirect_uri: oauth2.redirectUri || callback,
      scopes: oauth2.scopes,
      userinfo: oauth2.userInfo && userInfo(oauth2.userInfo),
      token_response_mapping: oauth2.tokenResponseMapping && tokenResponseMapping(oauth2.tokenResponseMapping),
      identity_from_token: oauth2.identityFromToken && identityFromToken(oauth2.identityFromToken),
      additional_authorization_params: goMap(oauth2.additionalAuthorizationParams),
      additional_token_params: goMap(oauth2.additionalTokenParams),
      omit_scope_on_refresh: oauth2.omitScopeOnRefresh,
      dcr_config: oauth2.dcrConfig && dynamicRegistration(provider, oauth2.dcrConfig),
      ca_file_path: oauth2.caBundleRef && caPath,
      allow_private_ips: oauth2.allowPrivateIPs,
      insecure_allow_http: oauth2.insecureAllowHTTP,
    },
    ['authorization_endpoint', 'token_endpoint', 'client_id'],
  );
}

function userInfo({ endpointUrl, httpMethod, additionalHeaders, fieldMapping }: UserInfo): JsonObject {
  return goStruct(
    {
      endpoint_url: endpointUrl,
      http_method: httpMethod,
      additional_headers: goMap(additionalHeaders),
      field_mapping:
        fieldMapping &&
        goStruct({
          subject_fields: fieldMapping.subjectFields,
          name_fields: fieldMapping.nameFields,
          email_fields: fieldMapping.emailFields,
        }),
    },
    ['endpoint_url'],
  );
}

function tokenResponseMapping({
  accessTokenPath,
  scopePath,
  refreshTokenPath,
  expiresInPath,
}: TokenResponseMapping): JsonObject {
  return goStruct({
    access_token_path: accessTokenPath,
    scope_path: scopePath,
    refresh_token_path: refreshTokenPath,
    expires_in_path: expiresInPath,
  });
}

function identityFromToken({ subjectPath, namePath, emailPath }: IdentityFromToken): JsonObject {
  return goStruct({ subject_path: subjectPath, name_path: namePath, email_path: emailPath });
}

function dynamicRegistration(provider: string, dcr: OidcConfigDcrConfig | Oauth2ConfigDcrConfig): JsonObject {
  return goStruct({
    discovery_url: dcr.discoveryUrl,
    registration_endpoint: dcr.registrationEndpoint,
    rotation_key: dcr.rotationKey,
    registration_probe: dcr.registrationProbe,
    registration_probe_interval: dcr.registrationProbeInterval && normalDuration(dcr.registrationProbeInterval),
    initial_access_token_env_var: dcr.initialAccessTokenRef && initialTokenVariable(provider),
    software_id: dcr.softwareId,
    software_statement: dcr.softwareStatement,
  });
}
