/** The images that a part of the construct tree needs. */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import type { ToolhiveResource } from './toolhive-resource';
import { imagesIn } from '../rendering/model/images';

export function imagesOf(scope: IConstruct): string[] {
  const images = scope.node.findAll().flatMap((construct) => {
    if (ApiObject.isApiObject(construct)) return imagesIn(construct.toJson());
    // Not by class: there may be two copies of the library in one app.
    return (construct as Partial<ToolhiveResource>)._startedImages?.() ?? [];
  });
  return [...new Set(images)].sort();
}
