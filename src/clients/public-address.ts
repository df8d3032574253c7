/** The public address of a server, read from Ingresses and HTTPRoutes that somebody else wrote. */
import { isObject, JsonObject } from '../plain/objects';
import { withoutTrailing } from '../plain/trailing';

/** A host and path that lead to a Service. */
interface Way {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
}

/** A Service, with what is known of the server behind it. */
interface PublicService {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  readonly prefix?: string;
  readonly resourceUrl?: string;
}

/**
 * The address at which a Service's own path is reached; undefined where no object leads there, or none names its host.
 *
 * @param objects Ingresses and HTTPRoutes; all else is ignored
 * The Service's `prefix` is the path before its own that the server has as a setting. Its `resourceUrl`, which tokens are made
 * out for, tells the scheme where the controller has a certificate of its own.
 */
export function publicAddress(objects: readonly JsonObject[], service: PublicService): string | undefined {
  const ways = objects.flatMap((object) => waysTo(object, service.name, service.namespace));
  const way = ways.find(({ path }) => !path.startsWith('/.well-known'));
  if (!way) return undefined;
  const isSafe =
    service.resourceUrl?.startsWith(`https://${way.host}/`) || service.resourceUrl === `https://${way.host}`;
  return `${isSafe ? 'https' : way.scheme}://${way.host}${pathBehind(way.path, service)}`;
}

/** The address before the server's path, and that path; a prefix that is stripped is in the Ingress only. */
function pathBehind(path: string, { path: own, prefix = '' }: { path: string; prefix?: string }): string {
  if (prefix && (path === prefix || path.startsWith(`${prefix}/`))) return prefix + own;
  if (path === '' || own === path || own.startsWith(`${path}/`)) return own;
  return own && path.endsWith(own) ? path : path + own;
}

function waysTo({ apiVersion, kind, metadata, spec }: JsonObject, service: string, namespace: string): Way[] {
  if (!isObject(spec) || (isObject(metadata) && metadata.namespace !== undefined && metadata.namespace !== namespace)) {
    return [];
  }
  const [group] = String(apiVersion).split('/');
  if (group === 'networking.k8s.io' && kind === 'Ingress') return waysOfIngress(spec, service);
  return group === 'gateway.networking.k8s.io' && kind === 'HTTPRoute' ? waysOfRoute(spec, service) : [];
}

function waysOfIngress({ rules, tls }: JsonObject, service: string): Way[] {
  const hosts = mapsIn(tls).flatMap((item) => (Array.isArray(item.hosts) ? item.hosts : []));
  return mapsIn(rules).flatMap(({ host, http }) =>
    mapsIn(isObject(http) ? http.paths : undefined).flatMap(({ path, backend }): Way[] => {
      const target = isObject(backend) && isObject(backend.service) ? backend.service.name : undefined;
      if (target !== service || !isHost(host)) return [];
      const isSafe = hosts.includes(host) || (mapsIn(tls).length > 0 && !hosts.length);
      return [{ scheme: isSafe ? 'https' : 'http', host, path: literalPath(path) }];
    }),
  );
}

/** The route doesn't show whether a Gateway has a certificate; every Gateway should. */
function waysOfRoute({ hostnames, rules }: JsonObject, service: string): Way[] {
  const host = (Array.isArray(hostnames) ? hostnames : []).find(isHost);
  if (host === undefined) return [];
  return mapsIn(rules)
    .filter(({ backendRefs }) => mapsIn(backendRefs).some(({ name }) => name === service))
    .flatMap(({ matches }): Way[] => {
      const paths = mapsIn(matches).map(({ path }) => (isObject(path) ? path.value : undefined));
      return (paths.length ? paths : [undefined]).map((path) => ({ scheme: 'https', host, path: literalPath(path) }));
    });
}

/** `/fetch(/|$)(.*)` of ingress-nginx is `/fetch`. */
function literalPath(path: unknown): string {
  const [, literal = ''] = /^((?:\/[\w.~%-]+)*)/.exec(String(path ?? '')) ?? [];
  return withoutTrailing(literal, '/');
}

function isHost(host: unknown): host is string {
  return typeof host === 'string' && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host);
}

function mapsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
