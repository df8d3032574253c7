/** The resources of a part of the construct tree, as a picture. */
import { IConstruct } from 'constructs';
import type { ToolhiveResource } from './toolhive-resource';
import { mermaid } from '../graph/mermaid';

export function mermaidOf(scope: IConstruct): string {
  // Not by class: there may be two copies of the library in one app.
  const constructs = scope.node.findAll() as Partial<ToolhiveResource>[];
  return mermaid(constructs.flatMap((construct) => construct._checked?.() ?? []));
}
