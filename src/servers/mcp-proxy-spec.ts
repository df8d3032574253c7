/** What proxies have in common, as the fields of ToolHive's custom resources. */
import type { ISecret } from 'cdk8s-plus-28';
import { McpProtocol, SessionAffinity } from './enums';
import { McpProxyProps } from './mcp-proxy-props';
import { RateLimiting } from './rate-limiting';
import { RemoteHeaders } from './remote-headers';
import { ResourceOverrides } from './resource-overrides';
import { defined, JsonObject, pruned } from '../plain/objects';
import { pullSecretReferences, secretKey } from '../pods/secret-values';
import { OidcReference } from '../policies/mcp-oidc-config';
import { TelemetryReference } from '../policies/mcp-telemetry-config';
import { DefaultRedis } from '../rendering/model/settings';

/** A reference to a resource of the same namespace; undefined where there is none. */
export function referenceTo(target: { readonly name: string } | undefined): JsonObject | undefined {
  return target && { name: target.name };
}

/** @param serviceUrl the URL of the proxy's Service, for those who come from inside the cluster */
export function proxySpec(props: McpProxyProps, serviceUrl: string): JsonObject {
  const { oidc, telemetry, audit } = props;
  const authServer = referenceTo(props.authServer);
  return {
    proxyPort: props.proxyPort,
    oidcConfigRef: oidc && oidcReference(oidc, serviceUrl),
    ...props.authz?._toSpec(),
    authServerRef: authServer && { kind: 'MCPExternalAuthConfig', ...authServer },
    telemetryConfigRef: telemetry && telemetryReference(telemetry),
    audit: audit === undefined ? undefined : { enabled: audit },
    groupRef: referenceTo(props.group),
    sessionAffinity: props.sessionAffinity ?? (isStateless(props) ? SessionAffinity.NONE : undefined),
    endpointPrefix: props.endpointPrefix,
    trustProxyHeaders: props.trustProxyHeaders,
  };
}

/** The operator's default resource URL is the address of no Service, so there is always one here. */
export function oidcReference(
  { config, audience, resourceUrl, scopes }: OidcReference,
  serviceUrl: string,
): JsonObject {
  const resource = resourceUrl ?? serviceUrl;
  const { provider } = config;
  return pruned({
    name: config.name,
    audience: audience ?? provider?.audience ?? resource,
    resourceUrl: resource,
    scopes: scopes ?? provider?.scopes,
  });
}

export function telemetryReference({ config, serviceName }: TelemetryReference): JsonObject {
  return pruned({ name: config.name, serviceName });
}

export function isStateless({ protocol }: Pick<McpProxyProps, 'protocol'>): boolean {
  return protocol === McpProtocol.STATELESS;
}

/** @returns what is wrong where a server without sessions is to use a transport that has them */
export function sessionsNeeded(prop: string, way: string | undefined): string | undefined {
  if (way !== 'sse') return undefined;
  return `protocol: McpProtocol.STATELESS doesn't go with ${prop} "sse", which is a session by itself; use "streamable-http", or leave protocol out`;
}

interface SessionProps extends Pick<McpProxyProps, 'sessionStorage' | 'protocol'> {
  readonly rateLimiting?: RateLimiting;
}

/** The operator would use its default Redis without the password. */
export function sessionStorageSpec(
  { sessionStorage, rateLimiting, ...protocol }: SessionProps,
  redis: DefaultRedis | undefined,
): JsonObject | undefined {
  if (sessionStorage) return sessionStorage._toSpec();
  // Requests are counted in the Redis of the sessions, even for a server without sessions.
  if (!redis || (isStateless(protocol) && !rateLimiting)) return undefined;
  const { address, passwordSecret, tls } = redis;
  return { ...pruned({ provider: 'redis', address, passwordRef: passwordSecret }), ...(tls && { tls }) };
}

/** `spec.resourceOverrides`, which has the pull secrets too; undefined where it is empty. */
export function overridesSpec(
  overrides: ResourceOverrides | undefined,
  imagePullSecrets: readonly ISecret[] | undefined,
): JsonObject | undefined {
  if (!overrides && !imagePullSecrets) return undefined;
  const { env = {}, nodeSelector, tolerations, affinity, ...others } = overrides?.proxyDeployment ?? {};
  const proxyDeployment = {
    ...pruned({
      ...others,
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
      imagePullSecrets: pullSecretReferences(imagePullSecrets),
    }),
    // An empty one takes the place of what is inherited.
    ...defined({ nodeSelector, tolerations, affinity }),
  };
  const all = pruned({ proxyDeployment, proxyService: pruned({ ...overrides?.proxyService }) });
  return Object.keys(all).length ? all : undefined;
}

/** `spec.headerForward` of a resource; undefined where there are no headers. */
export function headerForwardSpec({ headers = {}, secretHeaders = {} }: RemoteHeaders): JsonObject | undefined {
  const forward = pruned({
    addPlaintextHeaders: headers,
    addHeadersFromSecret: Object.entries(secretHeaders).map(([headerName, value]) => ({
      headerName,
      valueSecretRef: secretKey(value),
    })),
  });
  return Object.keys(forward).length ? forward : undefined;
}
