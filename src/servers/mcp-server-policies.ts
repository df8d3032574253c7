/** What an McpServer refers to, as the fields of the custom resource. */
import { McpServerProps } from './mcp-server-props';
import { rateLimitingSpec } from './rate-limiting-spec';
import { Obj } from '../findings';
import { OidcReference } from '../policies/mcp-oidc-config';
import { TelemetryReference } from '../policies/mcp-telemetry-config';
import { pruned } from '../rendering/workload';

/** The prop that says what a field of the custom resource says. */
export const PROP_OF_FIELD: Readonly<Record<string, string>> = {
  authServerRef: 'authServer',
  authzConfig: 'authz',
  authzConfigRef: 'authz',
  externalAuthConfigRef: 'externalAuth',
  groupRef: 'group',
  oidcConfigRef: 'oidc',
  telemetryConfigRef: 'telemetry',
  toolConfigRef: 'tools',
  webhookConfigRef: 'webhooks',
};

/** @param serviceUrl the URL of the server's Service, for those who come from inside the cluster */
export function policiesSpec(props: McpServerProps, serviceUrl: string): Obj {
  const { oidc, telemetry, rateLimiting } = props;
  const reference = (target: { readonly name: string } | undefined) => target && { name: target.name };
  const authServer = reference(props.authServer);
  return {
    oidcConfigRef: oidc && oidcReference(oidc, serviceUrl),
    ...props.authz?._toSpec(),
    externalAuthConfigRef: reference(props.externalAuth),
    authServerRef: authServer && { kind: 'MCPExternalAuthConfig', ...authServer },
    telemetryConfigRef: telemetry && telemetryReference(telemetry),
    webhookConfigRef: reference(props.webhooks),
    groupRef: reference(props.group),
    rateLimiting: rateLimiting && rateLimitingSpec(rateLimiting),
  };
}

/** The operator's default resource URL is the address of no Service, so there is always one here. */
function oidcReference({ config, audience, resourceUrl, scopes }: OidcReference, serviceUrl: string): Obj {
  const resource = resourceUrl ?? serviceUrl;
  return pruned({ name: config.name, audience: audience ?? resource, resourceUrl: resource, scopes });
}

function telemetryReference({ config, serviceName }: TelemetryReference): Obj {
  return pruned({ name: config.name, serviceName });
}
