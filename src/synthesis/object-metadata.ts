/** What users add to the objects of an app by cdk8s' own means: labels of charts, and the metadata of an ApiObject. */
import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ToolhiveObject } from './toolhive-object';
import { Findings } from '../findings';
import { checkAnnotations, checkLabels } from '../rendering/model/object-metadata';

/** What Kubernetes refuses in it, with the path of the construct. */
export function metadataProblems(app: IConstruct): string[] {
  const found: string[] = [];
  const charts = new Set<Chart>();
  for (const child of app.node.findAll()) {
    if (!ApiObject.isApiObject(child) || !ToolhiveObject.isToolhiveObject(child)) continue;
    charts.add(child.chart);
    const { labels, annotations } = child.addedMetadata();
    const findings = new Findings();
    checkLabels(labels, 'metadata.labels', findings);
    checkAnnotations(annotations, 'metadata.annotations', findings);
    found.push(...findings.errors.map((e) => `${child.kind} at ${child.node.path}: ${e.field}: ${e.message}`));
  }
  for (const chart of charts) {
    const findings = new Findings();
    checkLabels(chart.labels, 'labels', findings);
    found.push(...findings.errors.map((e) => `chart at ${chart.node.path}: ${e.field}: ${e.message}`));
  }
  return found;
}
