/** The props of a virtual server as the fields of ToolHive's custom resource. */
import { auditSpec } from './audit';
import { codeModeSpec } from './code-mode';
import { compositeToolSpec } from './composite-tool-options';
import { operationalSpec } from './operational';
import { UpstreamFilter } from './upstream-filter';
import { VirtualMcpServerProps } from './virtual-mcp-server-props';
import { isObject, JsonObject, pruned } from '../plain/objects';
import { pullSecretReferences } from '../pods/secret-values';
import { embeddedAuthServerSpec } from '../policies/external-auth/embedded-auth-server-spec';
import { DefaultRedis } from '../rendering/model/settings';
import { oidcReference, referenceTo, sessionStorageSpec, telemetryReference } from '../servers/mcp-proxy-spec';
import { rateLimitingSpec } from '../servers/rate-limiting-spec';

/** @param serviceUrl the URL of the Service, for those who come from inside the cluster */
export function virtualMcpServerSpec(
  props: VirtualMcpServerProps,
  serviceUrl: string,
  redis: DefaultRedis | undefined,
): JsonObject {
  const { oidc, telemetry, authServer, authServerUpstreamFilter: upstreamFilter } = props;
  return {
    groupRef: referenceTo(props.group),
    incomingAuth: pruned({
      type: oidc ? 'oidc' : 'anonymous',
      oidcConfigRef: oidc && oidcReference(oidc, serviceUrl),
      ...props.authz?._toSpec(),
    }),
    outgoingAuth: props.outgoingAuth?._toSpec(),
    authServerConfig: authServer && embeddedAuthServerSpec(authServer),
    authServerUpstreamFilter: upstreamFilter && filterSpec(upstreamFilter),
    telemetryConfigRef: telemetry && telemetryReference(telemetry),
    sessionStorage: sessionStorageSpec(props, redis),
    passthroughHeaders: props.passthroughHeaders,
    ...props.optimizer?._toSpec(),
    config: merged(props.config ?? {}, configSpec(props)),
    replicas: props.replicas,
    serviceType: props.serviceType,
    sessionAffinity: props.sessionAffinity,
    serviceAccount: props.serviceAccount?.name,
    imagePullSecrets: pullSecretReferences(props.imagePullSecrets),
  };
}

function filterSpec({ rules, ...members }: UpstreamFilter): JsonObject {
  return pruned({ ...members, rules: rules.map((rule) => ({ ...rule })) });
}

function configSpec(props: VirtualMcpServerProps): JsonObject {
  const { aggregation, operational, codeMode, audit, optimizer, rateLimiting } = props;
  return pruned({
    aggregation: aggregation?._toSpec(),
    compositeTools: props.compositeTools?.map(compositeToolSpec),
    compositeToolRefs: props.compositeToolRefs?.map(referenceTo),
    operational: operational && operationalSpec(operational),
    codeMode: codeMode && codeModeSpec(codeMode),
    audit: audit && auditSpec(audit),
    optimizer: optimizer?._toConfig(),
    rateLimiting: rateLimiting && rateLimitingSpec(rateLimiting),
  });
}

/** Members of both, maps member by member; what is over wins. */
function merged(under: JsonObject, over: JsonObject): JsonObject {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    result[key] = isObject(result[key]) && isObject(value) ? merged(result[key], value) : value;
  }
  return result;
}
