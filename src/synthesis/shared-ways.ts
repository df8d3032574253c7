/** Ways in from outside the cluster that two servers of an app share. */
import { ApiObject } from 'cdk8s';
import { ToolhiveObject } from './toolhive-object';
import { Way, waysIn } from '../kubernetes/ways';

/** Of two ways in with one host and path, a controller takes either. */
export function sharedWays(objects: readonly ToolhiveObject[]): string[] {
  const seen = new Map<string, ApiObject>();
  const found: string[] = [];
  for (const object of objects.filter(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute')) {
    for (const { key, address } of waysOf(object)) {
      const earlier = seen.get(key);
      if (earlier && earlier !== object) {
        found.push(
          `${address} leads to two servers, by the ${earlier.kind} at ${earlier.node.path} and that at ${object.node.path}; give one of them another host or path`,
        );
      }
      seen.set(key, object);
    }
  }
  return found;
}

function waysOf(object: ApiObject): Way[] {
  try {
    return waysIn(object.toJson());
  } catch {
    // The server itself reports what is wrong with it.
    return [];
  }
}
