/**
 * Says of which release the facts of a version are: `test/parity/VERSION/release.json`, which the tests hold tables, images
 * and recordings to.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../../src/plain/objects';
import { VersionName } from '../../src/resources/versions';

/** Where facts of a version were taken from. */
export interface Release {
  readonly tag: string;
  /** Undefined where the release's source is not public. */
  readonly commit?: string;
  /** Digest of the facts of its CRDs, by kind. */
  readonly crds: Readonly<Record<string, string>>;
}

/** A spec's schema as the CRD of one version has it. */
export interface KindSchema {
  readonly kind: string;
  readonly spec: object;
}

export function releaseFile(version: string, home = '.'): string {
  return join(home, 'test/parity', version, 'release.json');
}

export function readRelease(version: VersionName, home?: string): Release {
  return JSON.parse(readFileSync(releaseFile(version, home), 'utf8'));
}

/** Writes the digests of a version's CRDs. A commit that was given stays. */
export function writeRelease(version: string, kinds: readonly KindSchema[], home?: string): void {
  const file = releaseFile(version, home);
  const { commit }: Partial<Release> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  mkdirSync(dirname(file), { recursive: true });
  const release: Release = { tag: `v${version}`, commit, crds: digestsOf(kinds) };
  writeFileSync(file, `${JSON.stringify(release, null, 2)}\n`);
}

/** A digest for each kind, whatever the order of members. */
export function digestsOf(kinds: readonly KindSchema[]): Record<string, string> {
  const sorted = [...kinds].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  return Object.fromEntries(
    sorted.map(({ kind, spec }) => [kind, createHash('sha256').update(canonical(spec)).digest('hex').slice(0, 16)]),
  );
}

/** Members and rules in one order, and without the facts of one version about others. */
function canonical(value: unknown, key = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item));
    return `[${(key === 'rules' ? items.sort() : items).join()}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !(name === 'elsewhere' && key !== 'properties'))
    .filter(([name, member]) => !(name === 'rules' && Array.isArray(member) && !member.length))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member, name)}`);
  return `{${members.join()}}`;
}
