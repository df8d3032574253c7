/** Documents of other kinds than ToolHive's, as cdk8s' `ApiObject`. */
import { App, Chart } from 'cdk8s';
import { Comments } from './comments';
import { differences } from './differences';
import { Evaluator } from './evaluate';
import { CHART, Expression, make, scalar } from './expression';
import { dataOf } from './fields';
import { fieldPath } from '../findings';
import { GivenManifest } from '../manifests/metadata';
import { isObject, JsonObject } from '../plain/objects';

/** What kubectl and clusters write into metadata. */
const OF_THE_CLUSTER = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
];

/**
 * The code, and what is wrong with it: it is run, and its result is compared with the document.
 *
 * @param namespace of the chart
 */
export function apiObject(
  value: GivenManifest,
  id: string,
  namespace: string | undefined,
  comments: Comments,
): { readonly code: Expression; readonly wrong?: string } {
  const { status: _, apiVersion, kind, metadata, ...body } = value;
  const kept = Object.entries(metadata ?? {}).filter(
    ([key, said]) => !OF_THE_CLUSTER.includes(key) && !(key === 'namespace' && said === namespace),
  );
  const object = { apiVersion, kind, metadata: Object.fromEntries(kept), ...body };
  const code = make('ApiObject', CHART, scalar(id), dataOf(object, [], comments));
  return { code, wrong: wrongWith(code, object, namespace) };
}

function wrongWith(code: Expression, wanted: GivenManifest, namespace: string | undefined): string | undefined {
  if (wanted.metadata?.name === undefined) {
    return 'has no metadata.name; the objects of an app are applied by name, so give it one';
  }
  try {
    const said = new Evaluator(new Chart(new App(), 'chart', { namespace })).evaluate(code).toJson();
    const [different] = differences(written(wanted), said).filter(
      ({ path }) => path.join('.') !== 'metadata.namespace',
    );
    return different && `${different.path.reduce(fieldPath, '')} can't be said by an ApiObject of cdk8s`;
  } catch (e) {
    return `can't be made by an ApiObject of cdk8s: ${(e as Error).message}`;
  }
}

/** As cdk8s writes it: without null, and metadata without what is empty. */
function written({ metadata, ...body }: GivenManifest): JsonObject {
  const kept = Object.entries(withoutNull(metadata)).filter(([, inner]) => !isEmpty(inner));
  return { ...withoutNull(body), metadata: Object.fromEntries(kept) };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Object.keys(value).length;
}

function withoutNull(value: any): any {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [key, withoutNull(inner)]),
  );
}
