/** The address of a server outside the cluster, and where it has to stand. */
import { prefixOf } from './ingress-controllers';
import { Obj } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import * as virtualServer from '../gateway/virtual-mcp-server/names';
import * as remoteProxy from '../servers/mcp-remote-proxy/names';
import * as mcpServer from '../servers/mcp-server/names';

/** The public address before the server's own path; undefined where no host is known. The Ingress says it, if there is one. */
export function publicUrlOf({ exposeViaIngress: ingress, exposeViaHttpRoute: route }: Obj): string | undefined {
  const { pathPrefix, insecureHttp } = ingress ?? route;
  const host = ingress?.host ?? route?.hostnames?.[0];
  if (host === undefined || host.startsWith('*.')) return undefined;
  return `${insecureHttp ? 'http' : 'https'}://${host}${prefixOf(pathPrefix)}`;
}

const SERVICE_URLS: Readonly<Record<string, (resource: Resource) => string>> = {
  MCPServer: ({ name, namespace, spec }) => mcpServer.serviceUrl(name, namespace, spec),
  MCPRemoteProxy: ({ name, namespace, spec }) => remoteProxy.serviceUrl(name, namespace, spec),
  VirtualMCPServer: ({ name, namespace }) => virtualServer.serviceUrl(name, namespace),
};

/** The spec of a server that may be exposed: proxies learn of the path before them, and the public address takes the place of the Service's. */
export function withPublicUrl(resource: Resource): Obj {
  const { kind, spec, extras } = resource;
  const { exposeViaIngress, exposeViaHttpRoute, url } = extras!.exposure ?? {};
  const way = exposeViaIngress ?? exposeViaHttpRoute;
  if (!way || !SERVICE_URLS[kind]) return spec;
  const oidc = (reference: Obj | undefined) =>
    reference && url && withAddress(reference, SERVICE_URLS[kind](resource), url);
  if (kind === 'VirtualMCPServer') {
    const reference = oidc(spec.incomingAuth?.oidcConfigRef);
    return reference ? { ...spec, incomingAuth: { ...spec.incomingAuth, oidcConfigRef: reference } } : spec;
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
function withAddress({ resourceUrl, audience, ...rest }: Obj, serviceUrl: string, url: string): Obj {
  const current = (given: string) => (given === serviceUrl ? url : given);
  return { ...rest, resourceUrl: current(resourceUrl), audience: current(audience) };
}
