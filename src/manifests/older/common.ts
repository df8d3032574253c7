/** What converters of early documents share. */
import { fieldPath, Findings, shown } from '../../findings';
import { isObject, Obj } from '../../plain/objects';
import { crdOf, TOOLHIVE_GROUP } from '../../resources/crd';
import { Resource } from '../../resources/resource';
import { suggestion } from '../../resources/schema';

/** What became of an older document. */
export interface ReadOlder {
  /** Manifests of today, the one that has the document's name first. */
  readonly manifests: readonly Obj[];
  /** For each manifest: its fields, and those of the early document that they were made of. */
  readonly fields?: readonly Readonly<Record<string, string>>[];
  /** In place of a manifest, a resource that has no custom resource. */
  readonly resource?: Resource;
  /** What was read as what. */
  readonly note: string;
  readonly findings: Findings;
}

/** Reads an early document of a kind. */
export type Converter = (value: Obj, namespace: string) => ReadOlder;

export function manifest(kind: string, metadata: Obj, spec: Obj): Obj {
  return { apiVersion: `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`, kind, metadata, spec };
}

/** A resource of today in addition to the older one, named after it. */
export function beside(kind: string, { metadata }: Obj, suffix: string, spec: Obj): Obj {
  const { namespace, name } = metadata;
  return manifest(kind, { name: `${name}-${suffix}`, ...(namespace && { namespace }) }, spec);
}

/** Fields of today, and those of the early document that they were made of. */
export type Fields = Record<string, string>;

/** Gives members other names, and reports which. Where both names are given, the older one stays, and is refused as unknown. */
export function renamed(
  spec: Obj,
  names: Readonly<Record<string, string>>,
  read: string[],
  fields: Fields,
  at = 'spec',
  given = at,
): Obj {
  return Object.fromEntries(
    Object.entries(spec).map(([key, member]) => {
      if (!Object.hasOwn(names, key) || Object.hasOwn(spec, names[key])) return [key, member];
      const within = given.slice('spec.'.length);
      read.push(`${fieldPath(within, key)} as ${names[key]}`);
      fields[`${at}.${names[key]}`] = `${given}.${key}`;
      return [names[key], member];
    }),
  );
}

/** A section of the older resource; members that it didn't have, or that nothing comes of, are refused. */
export function section(value: unknown, field: string, known: readonly string[], findings: Findings): Obj {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    findings.error(field, `must be a map, not ${shown(value)}`);
    return {};
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      findings.error(fieldPath(field, key), `is no field of that time${suggestion(key, known)}`);
    }
  }
  return value;
}

/** An older field, and today's field for the same: one of them would be lost. */
export function refuseBoth(spec: Obj, field: string, today: string, findings: Findings): void {
  if (spec[field] === undefined || spec[today] === undefined) return;
  findings.error(`spec.${field}`, `says the same as ${today}, which is given too; keep one`);
}

export function noteOf(kind: string, read: readonly string[]): string {
  const fields = read.length ? `: ${read.join(', ')}` : '';
  return `read as ${kind} of ${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}${fields}`;
}
