/** What the operator's Helm chart renders, and how this library differs from it on purpose. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { digestOf, Outline } from './outline';
import { Obj } from '../../src/plain/objects';

/** Namespace of the release. */
export const NAMESPACE = 'toolhive-system';

/** Objects by `Kind/namespace/name`. */
export const byName = (objects: readonly Obj[]): Record<string, Obj> =>
  Object.fromEntries(objects.map((o) => [[o.kind, o.metadata.namespace, o.metadata.name].join('/'), o]));

/** The digest of each object. */
export const digestsOf = (objects: Record<string, Obj>): Outline =>
  Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, digestOf(object)]));

/** By file of values, what the chart rendered: the digests of its objects. */
export function chartOutlines(folder: string): Record<string, Outline> {
  const files = readdirSync(folder).filter((file) => !file.endsWith('-values.yaml'));
  return Object.fromEntries(files.sort().map((file) => [file, digestsOf(chartObjects(join(folder, file)))]));
}

/** The chart's objects as this library means them. */
export function chartObjects(file: string): Record<string, Obj> {
  const objects: Obj[] = parseAllDocuments(readFileSync(file, 'utf8')).map((each) => each.toJS());
  for (const object of objects) {
    // Helm didn't make ours.
    for (const labels of [object.metadata.labels, object.spec?.template?.metadata.labels]) {
      delete labels?.['helm.sh/chart'];
      delete labels?.['app.kubernetes.io/managed-by'];
    }
    // The chart leaves it to Helm to put this one into the release's namespace.
    if (object.kind === 'HorizontalPodAutoscaler') object.metadata.namespace = NAMESPACE;
    if (object.kind === 'ServiceAccount') {
      // GKE, OpenShift and EKS pull images through the ServiceAccount.
      const pod = objects.find(({ kind }) => kind === 'Deployment')!.spec.template.spec;
      if (pod.imagePullSecrets) object.imagePullSecrets = pod.imagePullSecrets;
      // A truth value is no annotation; Kubernetes refuses it.
      if (object.metadata.annotations) object.metadata.annotations.x = String(object.metadata.annotations.x);
    }
  }
  return byName(objects);
}
