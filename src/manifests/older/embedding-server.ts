/** Embedding servers as ToolHive's first examples had them. */
import { Fields, manifest, noteOf, ReadOlder, renamed } from './common';
import { Findings } from '../../findings';
import { isObject, Obj } from '../../plain/objects';

export function isEarlyEmbeddingServer({ resourceOverrides }: Obj): boolean {
  return isObject(resourceOverrides) && 'deployment' in resourceOverrides;
}

/** It was to be run by a Deployment. */
export function readEmbeddingServer({ kind, metadata, spec }: Obj): ReadOlder {
  const read: string[] = [];
  const fields: Fields = {};
  const names = { deployment: 'statefulSet' };
  const resourceOverrides = renamed(spec.resourceOverrides, names, read, fields, 'spec.resourceOverrides');
  return {
    manifests: [manifest(kind, metadata, { ...spec, resourceOverrides })],
    fields: [fields],
    note: noteOf(kind, read),
    findings: new Findings(),
  };
}
