/** A finding together with where it was found, and how both are shown to a user of the command line. */
import { GivenManifest } from './metadata';
import { ManifestDocument } from './read';
import { masked } from '../credentials/mask';
import { Finding, shown } from '../findings';
import { MISSING } from '../rendering/model/references';

export interface Problem extends Finding {
  /** File and line. */
  readonly source: string;
  /** `MCPServer "fetch"`, where the resource is known. */
  readonly resource?: string;
}

/** What was found in a document, with the line of the field, all as its user wrote it. */
export function problemIn({ position, value, older }: ManifestDocument, finding: Finding): Problem {
  const field = older ? olderField(finding.field, older.fields) : finding.field;
  return { ...finding, field, source: position.of(field), resource: resourceLabel(older?.value ?? value) };
}

/** The field of an early document that a field of today was made of. */
function olderField(field: string, fields: Readonly<Record<string, string>>): string {
  const [today] = Object.keys(fields)
    .filter((known) => field.startsWith(known) && /^(?:$|[.[])/.test(field.slice(known.length)))
    .sort((a, b) => b.length - a.length);
  // What the whole file is about has no name of its own.
  return today === undefined ? field : (fields[today] + field.slice(today.length)).replace(/^\./, '');
}

export function resourceLabel({ kind, metadata }: GivenManifest): string | undefined {
  if (typeof kind !== 'string') return undefined;
  return typeof metadata?.name === 'string' ? `${masked(kind)} ${shown(metadata.name)}` : masked(kind);
}

/** One line: severity, where, which field, what is wrong, and for warnings their id. */
export function problemLine({ severity, source, resource, field, message, id }: Problem): string {
  const where = [source, resource, field].filter(Boolean).join(': ');
  return `${severity}: ${where}: ${message}${id && id !== MISSING ? ` [${id}]` : ''}`;
}
