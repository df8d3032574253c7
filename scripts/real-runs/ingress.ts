/** Public addresses on this machine: requests go where the Ingresses among the objects send them, as ingress-nginx does it. */
import { Obj } from '../../src/plain/objects';

/** @param ports of this machine, by the Services that they stand for */
export function throughIngress(objects: readonly Obj[], ports: ReadonlyMap<string, number>): typeof fetch {
  const ingresses = objects.filter(({ kind }) => kind === 'Ingress');
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const found = ingresses.flatMap((ingress) => waysOf(ingress, url))[0];
    const port = found && ports.get(found.service);
    if (port === undefined) return Promise.resolve(new Response('no backend', { status: 404 }));
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-host', url.host);
    headers.set('x-forwarded-proto', url.protocol.slice(0, -1));
    if (found.prefix) headers.set('x-forwarded-prefix', found.prefix);
    return fetch(`http://127.0.0.1:${port}${found.path}${url.search}`, { ...init, headers });
  };
}

/** Services that an address leads to, each with the path there. */
function waysOf({ metadata, spec }: Obj, url: URL): { service: string; path: string; prefix?: string }[] {
  const option = (name: string): string | undefined => metadata.annotations?.[`nginx.ingress.kubernetes.io/${name}`];
  const [rewritten, prefix] = [option('rewrite-target'), option('x-forwarded-prefix')];
  return spec.rules
    .filter(({ host }: Obj) => host === url.hostname)
    .flatMap(({ http }: Obj) => http.paths)
    .flatMap(({ path, backend: { service } }: Obj) => {
      if (option('use-regex') !== 'true') {
        const isBelow = url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/'));
        return isBelow ? [{ service: service.name, path: url.pathname }] : [];
      }
      const match = new RegExp(`^${path}`).exec(url.pathname);
      const there = rewritten!.replace(/\$(\d)/g, (_, group) => match?.[Number(group)] ?? '');
      return match ? [{ service: service.name, path: there, prefix }] : [];
    });
}
