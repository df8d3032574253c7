/** What the CRDs of a new version change, and the tables of facts with it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Crd, Schema } from '../../src/resources/crd/types';
import { VersionName } from '../../src/resources/versions';
import { readCrd } from '../crd-facts/crd-facts';
import { withVersion } from '../crd-facts/merge';

/** What a version changes, in a line each. */
export interface FactChanges {
  /** The facts of the CRDs of this version alone. */
  readonly crds: readonly Crd[];
  /** The tables that become others. */
  readonly tables: readonly Crd[];
  /** New kinds. */
  readonly kinds: readonly string[];
  /** New fields, by path. */
  readonly fields: readonly string[];
  /** Defaults, limits, rules and whatever else was there before. */
  readonly others: readonly string[];
}

/** Merges the CRDs in a folder over the known facts. */
export function mergeFacts(folder: string, version: VersionName): FactChanges {
  if (!existsSync(folder)) {
    throw new Error(`${folder}: there are no CRDs; docs/following-toolhive.md says what is needed`);
  }
  const crds = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => readCrd(join(folder, file)));
  const lost = TOOLHIVE_KINDS.filter((kind) => !crdOf(kind).spec.until && !crds.some((crd) => crd.kind === kind));
  const [tables, kinds, fields, others] = [[] as Crd[], [] as string[], [] as string[], [] as string[]];
  for (const { spec, ...crd } of lost.map(crdOf)) {
    others.push(`${crd.kind}: has no CRD any more`);
    tables.push({ ...crd, spec: { until: version, ...spec } });
  }
  for (const crd of crds) {
    if (!TOOLHIVE_KINDS.includes(crd.kind)) {
      kinds.push(crd.kind);
      tables.push({ ...crd, spec: { since: version, ...crd.spec } });
      continue;
    }
    const merged = withVersion(crdOf(crd.kind).spec, crd.spec, version);
    const found = changesOf(merged, version, crd.kind);
    fields.push(...found.fields);
    others.push(...found.others);
    if (found.fields.length || found.others.length) tables.push({ ...crd, spec: merged });
  }
  return { crds, tables, kinds, fields, others };
}

function changesOf(schema: Schema, version: VersionName, path: string): Pick<FactChanges, 'fields' | 'others'> {
  if (schema.since === version) return { fields: [path], others: [] };
  if (schema.until === version) return { fields: [], others: [`${path}: is gone`] };
  if (schema.until) return { fields: [], others: [] };
  const was = schema.before?.find(({ until }) => until === version)?.said ?? {};
  const rules = (schema.rules ?? []).flatMap(({ rule, message = rule, since, until }) => {
    if (since === version) return [`${path}: new rule: ${message}`];
    return until === version ? [`${path}: rule is gone: ${message}`] : [];
  });
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => changesOf(field, version, `${path}.${name}`)),
    ...(schema.items ? [changesOf(schema.items, version, `${path}[]`)] : []),
    ...(schema.additionalProperties ? [changesOf(schema.additionalProperties, version, `${path}.*`)] : []),
  ];
  const own = Object.entries(was).map(([keyword, before]) => {
    const now = (schema as unknown as Record<string, unknown>)[keyword];
    return `${path}: ${keyword} was ${shown(before)}, is ${shown(now)}`;
  });
  return {
    fields: below.flatMap(({ fields }) => fields),
    others: [...own, ...rules, ...below.flatMap(({ others }) => others)],
  };
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'not given' : JSON.stringify(value);
}
