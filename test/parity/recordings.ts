/**
 * What ToolHive's real operator made of inputs, by version. The folder of a version has what it makes otherwise than the
 * version before it, and what is new; everything else is as it was, but for its images.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { isBefore, VERSION_NAMES, VersionName } from '../../src/resources/versions';

/** What was sent to the API server, and what was refused. */
export type Group = 'cases' | 'refused';

/** One input of a version. */
export interface Recording {
  readonly name: string;
  readonly group: Group;
  /** The version whose outcome it is. */
  readonly version: VersionName;
  /** The version that it was recorded with: that one, or one before it. */
  readonly recorded: VersionName;
  readonly folder: string;
}

/** Inputs that were refused for a field, and that are taken from a version on. What that makes of them was not recorded. */
export const TAKEN_SINCE: Readonly<Record<string, VersionName>> = {
  'invalid-mcpserver-authserver-jwt-bearer-grant': '0.63.0',
  'invalid-mcptelemetryconfig-metrics-on-transport-port': '0.63.0',
  'invalid-vmcp-authserver-jwt-bearer-grant': '0.63.0',
  'invalid-vmcp-telemetry-metrics-on-transport-port': '0.63.0',
  'invalid-vmcp-telemetry-prometheus-port': '0.63.0',
  'mcpremoteproxy-private-endpoint': '0.63.0',
};

const isTaken = (name: string, version: VersionName): boolean =>
  name in TAKEN_SINCE && !isBefore(version, TAKEN_SINCE[name]);

/** All that holds for a version, by name. */
export function recordingsOf(group: Group, version: VersionName = DEFAULT_VERSION): Recording[] {
  return recordedUntil(group, version).filter(({ name }) => !isTaken(name, version));
}

/** Inputs that were refused for a field, and that a version takes. */
export function takenBy(version: VersionName): Recording[] {
  return recordedUntil('refused', version).filter(({ name }) => isTaken(name, version));
}

/** For each name the newest that is not newer than the version. */
function recordedUntil(group: Group, version: VersionName): Recording[] {
  const found = new Map<string, Recording>();
  for (const recorded of VERSION_NAMES.filter((other) => !isBefore(version, other))) {
    const parent = join(__dirname, recorded, group);
    if (!existsSync(parent)) continue;
    for (const name of readdirSync(parent)) {
      found.set(name, { name, group, version, recorded, folder: join(parent, name) });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file of a recording, its images those of the version; undefined where there is none. */
export function fileOf({ folder, version, recorded }: Recording, file: string): string | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  return readFileSync(path, 'utf8').replaceAll(`:v${recorded}`, `:v${version}`);
}
