/**
 * What a host name may be to the pods of a cluster. They look for a name below their own namespace and below `svc` of the
 * cluster's domain first, so that `NAME.NAMESPACE` is a Service as `NAME.NAMESPACE.svc.cluster.local` is.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
import { isDnsLabel } from './names';
import { TOP_LEVEL_DOMAINS } from './top-level-domains';

/** Where a name may lead to: pods of the cluster, or a host outside, or either. */
export interface NamedPlace {
  /** Namespace of the Service that it may name; '' is the client's own. */
  readonly namespace?: string;
  /** Whether it may be a name of the internet or of a company's network. */
  readonly isOutside: boolean;
}

const OUTSIDE: NamedPlace = { isOutside: true };

/** A Service, a pod of one, and a pod by its address, with or without the cluster's domain. */
const COMPLETE = /^(?:[^.]+\.)+([^.]+)\.(?:svc|pod)(?:\.cluster\.local)?$/;

/** Top-level domains that are unlikely names of a namespace. */
const NO_NAMESPACES = ['com', 'net', 'org', 'edu', 'gov', 'mil', 'int', 'arpa', 'co'];

/** Kept from the internet, for names of private networks. Sources: RFC 6761, RFC 6762, RFC 8375, ICANN on "internal". */
const OF_ONES_OWN = [
  'internal',
  'local',
  'localdomain',
  'lan',
  'corp',
  'home',
  'intranet',
  'private',
  'test',
  'example',
];

let topLevel: Set<string> | undefined;

/** @param name in lower case, without a dot at its end */
export function placeOf(name: string): NamedPlace {
  if (!name.includes('.')) return { namespace: '', isOutside: false };
  const [, complete] = COMPLETE.exec(name) ?? [];
  if (complete !== undefined) return { namespace: complete, isOutside: false };
  const labels = name.split('.');
  const last = labels[labels.length - 1];
  // A wildcard domain isn't the cluster's, nor is what can't be a namespace, or has too many parts.
  if (labels.length > 3 || /^[.*]/.test(name) || isDnsLabel(last) || NO_NAMESPACES.includes(last)) return OUTSIDE;
  const isPublic = isTopLevel(last);
  // NAME.NAMESPACE, or a host of the internet or a private network. POD.NAME.NAMESPACE is rare, hosts of that form are not.
  if (labels.length === 3) return isPublic ? OUTSIDE : { namespace: last, isOutside: true };
  return { namespace: last, isOutside: isPublic || OF_ONES_OWN.includes(last) };
}

function isTopLevel(label: string): boolean {
  topLevel ??= new Set(TOP_LEVEL_DOMAINS.trim().split(/\s+/));
  return /^[a-z]{2}$/.test(label) || label.startsWith('xn--') || topLevel.has(label);
}
