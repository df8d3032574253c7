/**
 * A lock of tools: a hash of what a server says of each. It is part of a script that runs in a cluster too, so it imports
 * nothing but Node.js' own modules.
 */
import { createHash } from 'node:crypto';

/** Hashes by the name of the tool. */
export type ToolHashes = Readonly<Record<string, string>>;

/** What the file is called where nobody says otherwise. */
export const TOOL_LOCK_FILE = 'tools.lock.json';

/** How a lock and a server differ. */
export interface ToolChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Hashes of tools, as a server lists them: name, title, description, input schema and hints. The order of tools and of
 * members does not count.
 *
 * @throws where one has no name, or two have the same
 */
export function toolHashes(tools: readonly unknown[]): Record<string, string> {
  const found: [string, string][] = tools.map((tool) => {
    const { name, title, description, inputSchema, annotations } = (tool ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || !name) throw new Error('lists a tool without a name');
    const all = { name, title, description, inputSchema, annotations };
    // A server may write what it does not say as null.
    const said = canonical(Object.fromEntries(Object.entries(all).filter(([, member]) => member !== null)));
    return [name, `sha256:${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`];
  });
  const names = found.map(([name]) => name).sort();
  const twice = names.find((name, i) => name === names[i + 1]);
  if (twice !== undefined) throw new Error(`lists two tools of the name ${JSON.stringify(twice)}`);
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Maps with their keys in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, canonical(member)]));
}

export function toolChanges(lock: ToolHashes, now: ToolHashes): ToolChanges {
  const had = (name: string) => Object.hasOwn(lock, name);
  return {
    added: Object.keys(now).filter((name) => !had(name)),
    changed: Object.keys(now).filter((name) => had(name) && lock[name] !== now[name]),
    removed: Object.keys(lock).filter((name) => !Object.hasOwn(now, name)),
  };
}

/** A line for each change. */
export function changeLines({ added, changed, removed }: ToolChanges): string[] {
  const shown = (name: string) => JSON.stringify(name).replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return [
    ...changed.map((name) => `tool ${shown(name)} is not what it was: its description, schema or hints changed`),
    ...added.map((name) => `tool ${shown(name)} is new`),
    ...removed.map((name) => `tool ${shown(name)} is gone`),
  ];
}

/**
 * The hashes of a lock's text.
 *
 * @throws where it is no lock
 */
export function parseToolLock(text: string): ToolHashes {
  let value: { tools?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch (e) {
    throw new Error(`is no JSON: ${(e as Error).message}`);
  }
  const tools = value?.tools;
  const isLock = typeof tools === 'object' && tools !== null && !Array.isArray(tools);
  const wrong = isLock && Object.entries(tools).find(([, hash]) => !/^sha256:[0-9a-f]{64}$/.test(String(hash)));
  if (!isLock || wrong) throw new Error('is no lock of tools; write it with cdk8s-toolhive lock tools --from URL');
  return tools as ToolHashes;
}

/** The text of the file: the same for the same tools, one line a tool. */
export function toolLockText(tools: ToolHashes): string {
  return `${JSON.stringify({ tools }, undefined, 2)}\n`;
}
