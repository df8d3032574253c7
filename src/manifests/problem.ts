/** A finding together with where it was found, and how both are shown to a user of the command line. */
import { Finding, Obj, shown } from '../findings';
import { MISSING } from '../rendering/model/references';

export interface Problem extends Finding {
  /** File and line. */
  readonly source: string;
  /** `MCPServer "fetch"`, where the resource is known. */
  readonly resource?: string;
}

export function resourceLabel({ kind, metadata }: Obj): string | undefined {
  if (typeof kind !== 'string') return undefined;
  return typeof metadata?.name === 'string' ? `${kind} ${shown(metadata.name)}` : kind;
}

/** One line: severity, where, which field, what is wrong, and for warnings their id. */
export function problemLine({ severity, source, resource, field, message, id }: Problem): string {
  const where = [source, resource, field].filter(Boolean).join(': ');
  return `${severity}: ${where}: ${message}${id && id !== MISSING ? ` [${id}]` : ''}`;
}
