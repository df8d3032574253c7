/** The credentials that a proxy sends to its server: an MCPExternalAuthConfig. */
import { authServerOf } from './auth-server';
import { listOf, membersOf } from './members';
import { Proxy } from './proxy';
import { JsonObject, pruned } from '../../../plain/objects';
import { Part } from '../part';

const LOGIN =
  'is how a person logs in at the server; a proxy in a cluster has no browser, so give it credentials of its own with the prop externalAuth';
const MIDDLEWARE = 'follows from the authorization server';

/** `externalAuthConfigRef` and `authServerRef` of a spec. */
export function credentialsOf(root: Part, proxy: Proxy): JsonObject {
  const server = root.part('embedded_auth_server_config');
  root.leave(MIDDLEWARE, 'upstream_swap_config');
  const sent =
    tokenExchange(root.part('token_exchange_config'), proxy) ??
    awsSts(root.part('aws_sts_config')) ??
    bearerToken(root.part('remote_auth_config'), proxy);
  return pruned({
    externalAuthConfigRef: sent && proxy.own('MCPExternalAuthConfig', 'credentials', sent),
    authServerRef: server && {
      kind: 'MCPExternalAuthConfig',
      ...proxy.own('MCPExternalAuthConfig', 'auth-server', {
        type: 'embeddedAuthServer',
        embeddedAuthServer: authServerOf(server, proxy),
      }),
    },
  });
}

/** The secret is in the configuration on somebody's machine, and in a variable in a cluster. */
function tokenExchange(config: Part | undefined, proxy: Proxy): JsonObject | undefined {
  if (!config) return undefined;
  const strategy = config.text('header_strategy');
  if (strategy !== 'replace' && strategy !== 'custom') config.leave('is none that is known', 'header_strategy');
  const variable = 'TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET';
  const isGiven = Boolean(config.text('client_secret'));
  const known = proxy.secretIfGiven(variable);
  const clientSecretRef = known ?? (isGiven ? proxy.secret('token-exchange-client-secret', { variable }) : undefined);
  return {
    type: 'tokenExchange',
    tokenExchange: pruned({
      ...membersOf(config, {
        text: ['token_url', 'client_id', 'audience', 'subject_token_type', 'external_token_header_name'],
        texts: ['scopes'],
      }),
      clientSecretRef,
    }),
  };
}

function awsSts(config: Part | undefined): JsonObject | undefined {
  if (!config) return undefined;
  return {
    type: 'awsSts',
    awsSts: pruned({
      ...membersOf(config, {
        text: ['region', 'service', 'fallback_role_arn', 'role_claim', 'session_name_claim'],
        number: ['session_duration'],
      }),
      roleMappings: listOf(config, 'role_mappings', (mapping) =>
        membersOf(mapping, { text: ['claim', 'matcher', 'role_arn'], number: ['priority'] }),
      ),
    }),
  };
}

/** A token that is sent as it is: `NAME,target=bearer_token`, where NAME is a Secret in a cluster. */
function bearerToken(config: Part | undefined, proxy: Proxy): JsonObject | undefined {
  if (!config) return undefined;
  const token = config.text('bearer_token');
  if (!token) {
    config.leave(LOGIN, ...config.keys());
    return undefined;
  }
  config.skip(...OF_A_TOKEN);
  config.leave(LOGIN, ...config.keys().filter((key) => key !== 'bearer_token' && !OF_A_TOKEN.includes(key)));
  const [, name] = /^([^,]+),target=bearer_token$/.exec(token) ?? [];
  const known = name === undefined || !proxy.isInCluster ? undefined : { name, key: 'token' };
  const variable = name === undefined ? undefined : `TOOLHIVE_SECRET_${name}`;
  const tokenSecretRef =
    (variable && proxy.secretIfGiven(variable)) || known || proxy.secret('bearer-token', { variable });
  return { type: 'bearerToken', bearerToken: { tokenSecretRef } };
}

/** What ToolHive writes beside every token. */
const OF_A_TOKEN = ['use_pkce', 'cached_token_expiry', 'cached_secret_expiry'];
