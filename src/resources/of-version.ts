/**
 * The CRD of one version. It is taken out of the facts of all versions once for a kind and a version, so that
 * a check of thousands of resources never compares versions.
 */
import { crdOf } from './crd';
import { defined } from '../plain/objects';
import { CelRule, Schema } from './crd/types';
import { isBefore, VersionName } from './versions';

/** A schema of one version. It has no `since`, `until` or `before`. */
export interface VersionSchema extends Omit<Schema, 'properties' | 'items' | 'additionalProperties'> {
  readonly properties?: Readonly<Record<string, VersionSchema>>;
  readonly items?: VersionSchema;
  readonly additionalProperties?: VersionSchema;
  /** Fields that other versions have: from when on, or until when. */
  readonly elsewhere?: Readonly<Record<string, Span>>;
}

/** From when on there is something, or until when. */
export type Span = Pick<Schema, 'since' | 'until'>;

const known = new Map<string, VersionSchema>();

/** The schema of a kind's spec. */
export function specSchema(kind: string, version: VersionName): VersionSchema {
  const key = `${kind} ${version}`;
  let schema = known.get(key);
  if (!schema) known.set(key, (schema = schemaAt(crdOf(kind).spec, version)));
  return schema;
}

/** The versions that have a kind, if not all of them do. */
export function spanOfKind(kind: string): Span {
  return spanOf(crdOf(kind).spec);
}

/** Whether a version has a kind. */
export function hasKind(kind: string, version: VersionName): boolean {
  return holds(crdOf(kind).spec, version);
}

/** One version's part of a schema of all versions. Where it is the same for all, it is that schema itself. */
export function schemaAt(schema: Schema, version: VersionName): VersionSchema {
  const { since, until, before, properties, items, additionalProperties, rules, ...rest } = schema;
  const said: { [keyword: string]: unknown } = rest;
  for (const row of [...(before ?? [])].reverse()) {
    if (isBefore(version, row.until)) Object.assign(said, row.said);
  }
  for (const keyword of Object.keys(said)) if (said[keyword] === null) delete said[keyword];
  const fields = Object.entries(properties ?? {});
  const elsewhere = fields.filter(([, field]) => !holds(field, version));
  const below = {
    properties:
      properties &&
      Object.fromEntries(
        fields.filter(([, field]) => holds(field, version)).map(([name, field]) => [name, schemaAt(field, version)]),
      ),
    items: items && schemaAt(items, version),
    additionalProperties: additionalProperties && schemaAt(additionalProperties, version),
    rules: rules?.filter((rule) => holds(rule, version)).map(bareRule),
  };
  const isSame =
    !since &&
    !until &&
    !before &&
    !elsewhere.length &&
    !rules?.some((rule) => rule.since ?? rule.until) &&
    items === below.items &&
    additionalProperties === below.additionalProperties &&
    fields.every(([name, field]) => below.properties![name] === field);
  if (isSame) return schema;
  return {
    ...said,
    ...defined(below),
    ...(elsewhere.length
      ? { elsewhere: Object.fromEntries(elsewhere.map(([name, field]) => [name, spanOf(field)])) }
      : {}),
  };
}

function holds({ since, until }: Span, version: VersionName): boolean {
  return (!since || !isBefore(version, since)) && (!until || isBefore(version, until));
}

function bareRule(rule: CelRule): CelRule {
  if (!rule.since && !rule.until) return rule;
  const { since, until, ...bare } = rule;
  return bare;
}

function spanOf({ since, until }: Span): Span {
  return { since, until };
}
