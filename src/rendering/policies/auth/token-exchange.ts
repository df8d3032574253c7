/**
 * Token exchange (RFC 8693): the proxy trades the client's token for one that the backend takes.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/tokenexchange.go, pkg/oauthproto/tokenexchange.
 */
import { goStruct } from '../../../go/struct';
import { EnvVar } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { McpExternalAuthConfigTokenExchange } from '../../../resources/spec/mcpexternalauthconfig';
import { secretEnv } from '../../pod/mounts';

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:';

/** `token_exchange_config` of a RunConfig. The secret reaches the proxy in its environment. */
export function tokenExchangeConfig(tokenExchange: McpExternalAuthConfigTokenExchange): JsonObject {
  const { tokenUrl, clientId = '', audience, scopes, subjectTokenType: type, externalTokenHeaderName } = tokenExchange;
  return goStruct(
    {
      token_url: tokenUrl,
      client_id: clientId,
      client_secret: '',
      audience,
      scopes,
      subject_token_type: type && !type.startsWith(TOKEN_TYPE) ? TOKEN_TYPE + type : type,
      header_strategy: externalTokenHeaderName ? 'custom' : 'replace',
      external_token_header_name: externalTokenHeaderName,
    },
    ['token_url', 'client_id', 'client_secret', 'audience'],
  );
}

/** @param variable name of the variable, which differs by kind */
export function tokenExchangeEnv({ clientSecretRef }: McpExternalAuthConfigTokenExchange, variable: string): EnvVar[] {
  return clientSecretRef ? [secretEnv(variable, clientSecretRef)] : [];
}
