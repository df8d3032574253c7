/** The providers that an embedded authorization server sends users to. */
import { caBundleOf } from './certificates';
import { membersOf, textMapOf } from './members';
import { Proxy } from './proxy';
import { defined, JsonObject, pruned } from '../../../plain/objects';
import { Part } from '../part';

/** One of `upstreamProviders`. */
export function upstreamOf(upstream: Part, proxy: Proxy): JsonObject {
  const name = upstream.text('name') ?? '';
  const oidc = upstream.part('oidc_config');
  const oauth2 = upstream.part('oauth2_config');
  return pruned({
    name,
    type: upstream.text('type'),
    oidcConfig: oidc && { ...common(oidc, name, proxy), ...oidcOnly(oidc) },
    oauth2Config: oauth2 && { ...common(oauth2, name, proxy), ...oauth2Only(oauth2) },
  });
}

function common(config: Part, name: string, proxy: Proxy): JsonObject {
  const variable = config.text('client_secret_env_var');
  const file = config.text('client_secret_file');
  const dcr = config.part('dcr_config');
  return defined({
    ...membersOf(config, {
      text: ['client_id', 'redirect_uri'],
      texts: ['scopes'],
      textMap: ['additional_authorization_params', 'additional_token_params'],
      flag: ['omit_scope_on_refresh', 'allow_private_ips'],
    }),
    clientSecretRef: variable || file ? proxy.secret(`${name}-client-secret`, { variable, file }) : undefined,
    caBundleRef: caBundleOf(config, 'ca_file_path', proxy),
    dcrConfig: dcr && registration(dcr, name, proxy),
  });
}

function oidcOnly(config: Part): JsonObject {
  const info = config.part('userinfo_override');
  return pruned({
    ...membersOf(config, { text: ['issuer_url', 'subject_claim'] }),
    userInfoOverride: info && userInfo(info),
  });
}

function oauth2Only(config: Part): JsonObject {
  const info = config.part('userinfo');
  const mapping = config.part('token_response_mapping');
  const identity = config.part('identity_from_token');
  return pruned({
    ...membersOf(config, {
      text: ['authorization_endpoint', 'token_endpoint', 'token_endpoint_auth_method'],
      flag: ['insecure_allow_http'],
    }),
    userInfo: info && userInfo(info),
    tokenResponseMapping:
      mapping &&
      membersOf(mapping, { text: ['access_token_path', 'scope_path', 'refresh_token_path', 'expires_in_path'] }),
    identityFromToken: identity && membersOf(identity, { text: ['subject_path', 'name_path', 'email_path'] }),
  });
}

function userInfo(info: Part): JsonObject {
  const mapping = info.part('field_mapping');
  return pruned({
    ...membersOf(info, { text: ['endpoint_url', 'http_method'] }),
    additionalHeaders: textMapOf(info, 'additional_headers'),
    fieldMapping: mapping && membersOf(mapping, { texts: ['subject_fields', 'name_fields', 'email_fields'] }),
  });
}

/** Dynamic registration of the server at the provider (RFC 7591). */
function registration(dcr: Part, name: string, proxy: Proxy): JsonObject {
  const variable = dcr.text('initial_access_token_env_var');
  const file = dcr.text('initial_access_token_file');
  // Without any member, the provider's document tells the rest.
  return defined({
    ...membersOf(dcr, {
      text: [
        ...['discovery_url', 'registration_endpoint', 'rotation_key', 'software_id', 'software_statement'],
        ...['registration_probe', 'registration_probe_interval'],
      ],
    }),
    initialAccessTokenRef:
      variable || file ? proxy.secret(`${name}-initial-access-token`, { variable, file }) : undefined,
  });
}
