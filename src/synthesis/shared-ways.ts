/** Ways in from outside the cluster that two servers of an app share. */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ToolhiveObject } from './toolhive-object';
import { Obj } from '../findings';

/** Of two ways in with one host and path, a controller takes either. */
export function sharedWays(app: IConstruct): string[] {
  const seen = new Map<string, ApiObject>();
  const found: string[] = [];
  const objects = app.node
    .findAll()
    .filter((child): child is ApiObject => ApiObject.isApiObject(child) && ToolhiveObject.isToolhiveObject(child));
  for (const object of objects.filter(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute')) {
    for (const { way, address } of waysOf(object)) {
      const earlier = seen.get(way);
      if (earlier && earlier !== object) {
        found.push(
          `${address} leads to two servers, by the ${earlier.kind} at ${earlier.node.path} and that at ${object.node.path}; give one of them another host or path`,
        );
      }
      seen.set(way, object);
    }
  }
  return found;
}

interface Way {
  /** Unique for who serves it. */
  readonly way: string;
  readonly address: string;
}

function waysOf(object: ApiObject): Way[] {
  let spec: Obj;
  try {
    ({ spec } = object.toJson());
  } catch {
    // What is wrong with the server is said by the server.
    return [];
  }
  const { rules = [], hostnames = [''], parentRefs = [], ingressClassName = '' } = spec;
  const ways =
    object.kind === 'Ingress'
      ? rules.flatMap(({ host, http }: Obj) =>
          (http?.paths ?? []).map(({ path }: Obj) => ({ address: `${host}${path}`, by: ingressClassName })),
        )
      : parentRefs.flatMap((parent: Obj) =>
          hostnames.flatMap((host: string) =>
            rules.flatMap(({ matches = [] }: Obj) =>
              matches.map(({ path }: Obj) => ({ address: `${host}${path?.value}`, by: JSON.stringify(parent) })),
            ),
          ),
        );
  return ways.map(({ address, by }: Obj) => ({ address, way: `${object.kind} ${by} ${address}` }));
}
