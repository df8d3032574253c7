/** What users add to the objects of an app by cdk8s' own means: labels of charts, and the metadata of an ApiObject. */
import { Chart } from 'cdk8s';
import { ToolhiveObject } from './toolhive-object';
import { Findings } from '../findings';
import { checkAnnotations, checkLabels } from '../rendering/model/object-metadata';

/** What Kubernetes refuses in it, with the path of the construct. */
export function metadataProblems(objects: readonly ToolhiveObject[]): string[] {
  const found: string[] = [];
  const charts = new Set<Chart>();
  let last: Chart | undefined;
  for (const object of objects) {
    if (object.chart !== last) charts.add((last = object.chart));
    const { labels, annotations } = object.addedMetadata();
    if (!labels && !annotations) continue;
    const findings = new Findings();
    checkLabels(labels, 'metadata.labels', findings);
    checkAnnotations(annotations, 'metadata.annotations', findings);
    found.push(...findings.errors.map((e) => `${object.kind} at ${object.node.path}: ${e.field}: ${e.message}`));
  }
  for (const chart of charts) {
    const findings = new Findings();
    checkLabels(chart.labels, 'labels', findings);
    found.push(...findings.errors.map((e) => `chart at ${chart.node.path}: ${e.field}: ${e.message}`));
  }
  return found;
}
