/** Addresses and paths in a configuration. */
import { isIP } from 'node:net';
import { posix } from 'node:path';
import { isPrivateAddress } from '../../../kubernetes/addresses';
import { placeOf } from '../../../kubernetes/service-names';
import { withoutTrailing } from '../../../plain/trailing';

/** An address's parts; undefined unless it is http or https with a host. */
export function httpAddress(text: string): URL | undefined {
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

/** The port that an address names, or the default port of its scheme. */
export function portOf({ port, protocol }: URL): number {
  return port ? Number(port) : protocol === 'https:' ? 443 : 80;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** A host that resolves to a private address: a Service of the cluster, or such an address itself. */
export function isPrivate(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address)) return isPrivateAddress(address);
  const name = withoutTrailing(host.toLowerCase(), '.');
  return name.endsWith('.cluster.local') || !placeOf(name).isOutside;
}

/** A server that git reaches by SSH: `git@host:path`, or with the scheme. */
export function isSsh(repository: string): boolean {
  return /^([a-z+]*ssh):\/\//i.test(repository) || /^[^/:@]+@[^/:]+:/.test(repository);
}

export const isAbsolute = (path: string): boolean => path.startsWith('/');

/** The folder of an absolute path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}

/** An absolute path, written in the one way there is, of a file that isn't in the root folder. */
export function isFileInFolder(path: string): boolean {
  return isAbsolute(path) && folderOf(path) !== '/' && path === posix.normalize(path) && !path.endsWith('/');
}
