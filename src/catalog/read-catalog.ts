/** Parses a catalogue's text into entries. The form is recognized by the content. */
import { Entry } from './entry';
import { Account, Fields, UNKNOWN } from './fields';
import { fieldPath, shown } from '../findings';
import { readDocker, readDockerListed } from './forms/docker';
import { readServerJson } from './forms/server-json';
import { readContainer, readRemote } from './forms/toolhive';
import { yamlLibrary } from '../kubernetes/yaml-library';
import { CarefulText } from '../manifests/careful-positions';
import { isDockerCatalogue } from '../manifests/foreign';
import { Position } from '../manifests/position';
import { isObject, JsonObject } from '../plain/objects';

/** An entry, where it is, and where each of its members went. */
export interface ReadEntry {
  readonly entry: Entry;
  /** In its document. */
  readonly path: string;
  /** File and line. */
  readonly where: string;
  readonly places: ReadonlyMap<string, string>;
  /** Members that this library doesn't know. */
  readonly unknown: readonly string[];
}

/** One entry of a document, not yet understood. */
interface Found {
  readonly path: string;
  readonly value: JsonObject;
  readonly read: (fields: Fields) => Entry;
}

const FORMS =
  "ToolHive's catalogue (servers, remote_servers), an official registry document (data.servers), the official registry's answer (servers), a server.json, or Docker's catalogue (registry) or an entry of it (name, image or remote, about)";

/**
 * Reads all entries of a catalogue.
 *
 * @param text JSON or YAML
 * @param file its name, for messages
 * @throws when it is no catalogue, or members are of a wrong type; the message has all of them, with file and line
 */
export function readCatalog(text: string, file: string): ReadEntry[] {
  return readEntries(parse(text, file), new Position(file, 1, new CarefulText(text)));
}

/**
 * Reads all entries of a catalogue that is parsed already.
 *
 * @throws as `readCatalog` does
 */
export function readEntries(value: unknown, position: Position): ReadEntry[] {
  const { file } = position;
  const found = isObject(value) ? entriesOf(value, position) : undefined;
  if (!found) throw new Error(`${file}: is no catalogue of MCP servers; what is read: ${FORMS}`);
  if (!found.length) throw new Error(`${file}: has no server in it`);
  const problems: string[] = [];
  const entries = found.map(({ path, value: own, read }): ReadEntry => {
    const account = new Account();
    const entry = read(new Fields(own, path, account));
    problems.push(...account.problems.map(({ field, message }) => `${position.of(field)}: ${field}: ${message}`));
    const places = new Map([...account.places].filter(([, place]) => place !== UNKNOWN));
    const unknown = [...account.places].filter(([, place]) => place === UNKNOWN).map(([field]) => field);
    return { entry, path, where: position.of(path), places, unknown };
  });
  if (problems.length) throw new Error(problems.join('\n'));
  return entries;
}

function parse(text: string, file: string): unknown {
  const { LineCounter, parseDocument } = yamlLibrary();
  try {
    return JSON.parse(text);
  } catch {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new Error(`${file}:${line}:${col}: is neither JSON nor YAML: ${error.message}`);
    }
    return document.toJS({ maxAliasCount: 100 });
  }
}

function entriesOf(document: JsonObject, position: Position): Found[] | undefined {
  const { servers, remote_servers: remotes, data } = document;
  if (isObject(data) && Array.isArray(data.servers)) return listOf(data.servers, 'data.servers', position);
  if (Array.isArray(servers)) return listOf(servers, 'servers', position);
  if (isObject(servers) || isObject(remotes)) {
    return [
      ...mapOf(servers, 'servers', position, readContainer),
      ...mapOf(remotes, 'remote_servers', position, readRemote),
    ];
  }
  if (isDockerCatalogue(document)) return mapOf(document.registry, 'registry', position, readDockerListed);
  if (isDocker(document)) return [{ path: '', value: document, read: readDocker }];
  if (isServerJson(document)) return [{ path: '', value: document, read: readServerJson }];
  return undefined;
}

function isDocker(document: JsonObject): boolean {
  return (
    typeof document.name === 'string' &&
    (isObject(document.about) || isObject(document.remote) || document.type === 'server')
  );
}

function isServerJson({ name, packages, remotes, description }: JsonObject): boolean {
  return (
    typeof name === 'string' && (Array.isArray(packages) || Array.isArray(remotes) || typeof description === 'string')
  );
}

/** The registry's own answer wraps each entry, with the date of publication next to it. */
function listOf(items: readonly unknown[], path: string, position: Position): Found[] {
  return items.map((item, i): Found => {
    const at = fieldPath(path, i);
    if (!isObject(item)) throw noMap(item, at, position);
    if (isObject(item.server)) return { path: `${at}.server`, value: item.server, read: readServerJson };
    return { path: at, value: item, read: readServerJson };
  });
}

function mapOf(
  value: unknown,
  path: string,
  position: Position,
  read: (name: string, fields: Fields) => Entry,
): Found[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw noMap(value, path, position);
  return Object.entries(value).map(([name, item]): Found => {
    const at = fieldPath(path, name);
    if (!isObject(item)) throw noMap(item, at, position);
    return { path: at, value: item, read: (fields) => read(name, fields) };
  });
}

function noMap(value: unknown, path: string, position: Position): Error {
  return new Error(`${position.of(path)}: ${path}: must be a map, not ${shown(value)}`);
}
