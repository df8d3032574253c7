/** Ways in from outside the cluster: what Ingresses and HTTPRoutes lead where. */
import { isObject, JsonObject } from '../plain/objects';
import { withoutTrailing } from '../plain/trailing';

/** One host and path, and where it leads. */
export interface Way {
  /** Unique for who serves it: of two that have one key, only one is ever taken. */
  readonly key: string;
  /** For people: host and path. */
  readonly address: string;
  /** What is behind it, as a text to compare. */
  readonly target: string;
}

/** The routes of an object; none for what is neither Ingress nor HTTPRoute, or has another shape. */
export function waysIn({ apiVersion, kind, metadata, spec }: JsonObject): Way[] {
  if (!isObject(spec)) return [];
  const [group] = String(apiVersion).split('/');
  const namespace = ((isObject(metadata) && metadata.namespace) || '') as string;
  if (group === 'networking.k8s.io' && kind === 'Ingress') {
    return isCanary(metadata) ? [] : ingressWays(spec, namespace);
  }
  return group === 'gateway.networking.k8s.io' && kind === 'HTTPRoute' ? routeWays(spec, namespace) : [];
}

/** It shares a host and path on purpose. */
function isCanary(metadata: unknown): boolean {
  const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
  return annotations['nginx.ingress.kubernetes.io/canary'] === 'true';
}

function ingressWays({ rules, ingressClassName = '' }: JsonObject, namespace: string): Way[] {
  return objectsIn(rules).flatMap(({ host = '', http }) =>
    objectsIn((http as JsonObject | undefined)?.paths).map(({ path = '/', pathType, backend }) => ({
      ...wayOf(host, path, pathType !== 'Exact', ['Ingress', ingressClassName, pathType]),
      target: JSON.stringify([namespace, backend]),
    })),
  );
}

function routeWays({ hostnames, parentRefs, rules }: JsonObject, namespace: string): Way[] {
  const hosts: unknown[] = Array.isArray(hostnames) && hostnames.length ? hostnames : [''];
  return objectsIn(parentRefs).flatMap((parent) =>
    hosts.flatMap((host) =>
      objectsIn(rules).flatMap(({ matches, backendRefs, filters }) =>
        (Array.isArray(matches) && matches.length ? objectsIn(matches) : [{}]).map(({ path, ...others }) => {
          const { type = 'PathPrefix', value = '/' } = isObject(path) ? path : {};
          const by = ['HTTPRoute', { namespace, ...parent }, type, others];
          return {
            ...wayOf(host, value, type === 'PathPrefix', by),
            target: JSON.stringify([namespace, backendRefs, filters]),
          };
        }),
      ),
    ),
  );
}

/** `/a` and `/a/` are one prefix. Of two prefixes the longer one wins, so that neither hides the other. */
function wayOf(host: unknown, path: unknown, isPrefix: boolean, by: unknown[]): { key: string; address: string } {
  const name = String(host).toLowerCase();
  const way = isPrefix ? withoutTrailing(String(path), '/') : String(path);
  return { key: JSON.stringify([name, way, ...by]), address: `${name}${way || '/'}` };
}

function objectsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
