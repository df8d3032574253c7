/** Merges the facts of the CRDs of several versions into one schema, with the versions in which each fact holds. */
import { isDeepStrictEqual } from 'node:util';
import { Before, CelRule, Schema } from '../../src/resources/crd/types';
import { VersionName } from '../../src/resources/versions';

type Keywords = Record<string, unknown>;

/** Keywords that aren't compared by value. */
const BELOW = ['properties', 'items', 'additionalProperties', 'rules', 'since', 'until', 'before'];

/**
 * Adds a version, newer than all that were merged so far.
 *
 * @param merged facts of the earlier versions
 * @param next facts of the version alone
 * @param path where the schema is, for messages
 */
export function withVersion(merged: Schema, next: Schema, version: VersionName, path = 'spec'): Schema {
  if (merged.until) throw new Error(`${path} was gone from ${merged.until} on, and is back in ${version}`);
  const said = changedKeywords(merged as Keywords, next as Keywords);
  const before: Before[] = [...(merged.before ?? []), ...(said ? [{ until: version, said }] : [])];
  return defined({
    since: merged.since,
    ...plain(next as Keywords),
    before: before.length ? before : undefined,
    rules: rulesOf(merged.rules, next.rules, version),
    properties: fieldsOf(merged.properties, next.properties, version, path),
    items: childOf(merged.items, next.items, version, `${path}[]`),
    additionalProperties: childOf(merged.additionalProperties, next.additionalProperties, version, `${path}.*`),
  });
}

/**
 * Takes away all that holds for no version of a window any more.
 *
 * @param oldest the oldest version that stays
 * @param isBefore whether a version comes before another
 */
export function withoutOlder(
  schema: Schema,
  oldest: VersionName,
  isBefore: (version: VersionName, other: VersionName) => boolean,
): Schema {
  const isGone = ({ until }: { until?: VersionName }): boolean => until !== undefined && !isBefore(oldest, until);
  const isOld = (since: VersionName | undefined): boolean => since !== undefined && !isBefore(oldest, since);
  const trim = (child: Schema | undefined): Schema | undefined => child && withoutOlder(child, oldest, isBefore);
  const from = <T extends { since?: VersionName }>(fact: T): T => (isOld(fact.since) ? without(fact, 'since') : fact);
  const { properties } = schema;
  const before = schema.before?.filter((row) => !isGone(row));
  const rules = schema.rules?.filter((rule) => !isGone(rule)).map(from);
  return defined({
    ...from(schema),
    before: before?.length ? before : undefined,
    rules: rules?.length ? rules : undefined,
    properties:
      properties &&
      Object.fromEntries(
        Object.entries(properties)
          .filter(([, field]) => !isGone(field))
          .map(([name, field]) => [name, trim(field)!]),
      ),
    items: trim(schema.items),
    additionalProperties: trim(schema.additionalProperties),
  });
}

/** What is different in the earlier schema about the value itself. */
function changedKeywords(merged: Keywords, next: Keywords): Keywords | undefined {
  const keywords = new Set([...Object.keys(plain(merged)), ...Object.keys(plain(next))]);
  const changed = [...keywords].filter((keyword) => !isDeepStrictEqual(merged[keyword], next[keyword]));
  return changed.length ? Object.fromEntries(changed.map((keyword) => [keyword, merged[keyword] ?? null])) : undefined;
}

function rulesOf(
  merged: readonly CelRule[] = [],
  next: readonly CelRule[] = [],
  version: VersionName,
): readonly CelRule[] | undefined {
  const bare = ({ rule, message, messageExpression, fieldPath }: CelRule): string =>
    JSON.stringify([rule, message, messageExpression, fieldPath]);
  const living = new Map(merged.filter(({ until }) => !until).map((rule) => [bare(rule), rule]));
  const kept = next.map((rule) => living.get(bare(rule)) ?? { ...rule, since: version });
  const gone = merged.filter((rule) => !kept.includes(rule)).map((rule) => ({ until: version, ...rule }));
  return kept.length || gone.length ? [...kept, ...gone] : undefined;
}

function fieldsOf(
  merged: Schema['properties'],
  next: Schema['properties'],
  version: VersionName,
  path: string,
): Schema['properties'] {
  if (!merged && !next) return undefined;
  const names = [...new Set([...Object.keys(merged ?? {}), ...Object.keys(next ?? {})])].sort();
  return Object.fromEntries(
    names.map((name) => {
      const [old, now] = [merged?.[name], next?.[name]];
      if (!now) return [name, { until: version, ...old! }];
      return [name, old ? withVersion(old, now, version, `${path}.${name}`) : { since: version, ...now }];
    }),
  );
}

function childOf(merged: Schema | undefined, next: Schema | undefined, version: VersionName, path: string): Schema | undefined {
  if (!merged && !next) return undefined;
  if (!merged || !next) throw new Error(`${path} is there in some versions only; the facts have no shape for that yet`);
  return withVersion(merged, next, version, path);
}

function plain(schema: Keywords): Keywords {
  return without(schema, ...BELOW);
}

function without<T extends object>(members: T, ...names: string[]): T {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name))) as T;
}

function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as T;
}
