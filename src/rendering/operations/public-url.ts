/** The address of a server outside the cluster, and the fields that need it. */
import { prefixOf } from './ingress-controllers';
import { AnyServer, ServerFields } from './server-kinds';
import { Exposure } from '../../resources/construct-options';
import { Specs } from '../../resources/spec';
import * as virtualServer from '../gateway/virtual-mcp-server/names';
import * as remoteProxy from '../servers/mcp-remote-proxy/names';
import * as mcpServer from '../servers/mcp-server/names';

type OidcReference = NonNullable<Specs['MCPServer']['oidcConfigRef']>;

/** The public address before the server's own path; undefined where no host is known. The Ingress has it, if there is one. */
export function publicUrlOf({ exposeViaIngress: ingress, exposeViaHttpRoute: route }: Exposure): string | undefined {
  const way = ingress ?? route;
  if (!way) return undefined;
  const host = ingress?.host ?? route?.hostnames?.[0];
  if (host === undefined || host.startsWith('*.')) return undefined;
  return `${way.insecureHttp ? 'http' : 'https'}://${host}${prefixOf(way.pathPrefix)}`;
}

const SERVICE_URLS: Readonly<Record<string, (resource: AnyServer) => string>> = {
  MCPServer: ({ name, namespace, spec }) => mcpServer.serviceUrl(name, namespace, spec),
  MCPRemoteProxy: ({ name, namespace, spec }) => remoteProxy.serviceUrl(name, namespace, spec),
  VirtualMCPServer: ({ name, namespace }) => virtualServer.serviceUrl(name, namespace),
};

/** The spec of a server that may be exposed: proxies learn of the path before them, and the public address takes the place of the Service's. */
export function withPublicUrl(resource: AnyServer): ServerFields {
  const { kind, spec, constructOptions } = resource;
  const { exposeViaIngress, exposeViaHttpRoute, url } = constructOptions?.exposure ?? {};
  const way = exposeViaIngress ?? exposeViaHttpRoute;
  if (!way || !SERVICE_URLS[kind]) return spec;
  const oidc = (reference: OidcReference | undefined) =>
    reference && url && withAddress(reference, SERVICE_URLS[kind](resource), url);
  if (kind === 'VirtualMCPServer') {
    const { incomingAuth } = spec;
    const reference = oidc(incomingAuth?.oidcConfigRef);
    return incomingAuth && reference ? { ...spec, incomingAuth: { ...incomingAuth, oidcConfigRef: reference } } : spec;
  }
  const reference = oidc(spec.oidcConfigRef);
  const prefix = prefixOf(way.pathPrefix);
  return {
    ...spec,
    ...(prefix && spec.endpointPrefix === undefined && { endpointPrefix: prefix }),
    ...(spec.trustProxyHeaders === undefined && { trustProxyHeaders: true }),
    ...(reference && { oidcConfigRef: reference }),
  };
}

/** What the user gave stays. */
function withAddress(reference: OidcReference, serviceUrl: string, url: string): OidcReference {
  const { resourceUrl, audience, ...rest } = reference;
  return {
    ...rest,
    resourceUrl: resourceUrl === serviceUrl ? url : resourceUrl,
    audience: audience === serviceUrl ? url : audience,
  };
}
