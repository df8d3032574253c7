/** What the rules about the parts of a configuration share. */
import { httpAddress, isPrivate } from './places';
import { fieldPath, Findings } from '../../../findings';

/** What is known in addition to the file. */
export interface ConfigContext {
  /** The server will run with THV_REGISTRY_INSECURE_URL, and takes issuers at plain http. */
  readonly insecureUrl?: boolean;
}

/** Reports a field that isn't there, or is empty, unless its value was reported as wrong. */
export function requireField<Key extends string, Parent extends { readonly [K in Key]?: unknown }>(
  parent: Parent,
  key: Key,
  at: string,
  findings: Findings,
  advice = '',
): parent is Parent & { readonly [K in Key]: NonNullable<Parent[K]> } {
  if (parent[key]) return true;
  const field = fieldPath(at, key);
  if (!findings.errors.some((error) => error.field === field)) {
    findings.error(field, `is required${advice && `; ${advice}`}`);
  }
  return false;
}

/** Reports the second of two values that must differ. */
export function repeated(names: readonly (string | undefined)[], report: (name: string, i: number) => void): void {
  names.forEach((name, i) => {
    if (name !== undefined && names.indexOf(name) < i) report(name, i);
  });
}

export function warnOfPlainHttp(text: string, field: string, findings: Findings): void {
  const address = httpAddress(text);
  if (address?.protocol !== 'http:' || isPrivate(address.hostname)) return;
  findings.warning(
    'registry-plain-http',
    field,
    'is read over plain http, so that anybody in between can change it; use https',
  );
}

export function warnOfRelativePath(path: string | undefined, field: string, findings: Findings): void {
  if (!path || path.startsWith('/')) return;
  findings.warning(
    'registry-path-relative',
    field,
    `${JSON.stringify(path)} is looked for in whatever folder the server was started in; write an absolute path`,
  );
}

export function warnOfIgnored(field: string, why: string, findings: Findings): void {
  findings.warning('registry-field-ignored', field, `is ignored: ${why}`);
}
