/** Reads Kubernetes manifests from YAML or JSON text, the way kubectl would. */
import { Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import { readPlain, YAML_OPTIONS, YamlDocument } from './read-plain';
import { Obj } from '../findings';
import { isObject } from '../kubernetes/go-json';

/** One document of the input. */
export interface ManifestDocument {
  /** File name, or `-`, and line. */
  readonly source: string;
  /** The document as data. */
  readonly value: Obj;
  /** The document as it was written, for what passes through. */
  readonly text: string;
}

/** The input can't be read; `message` says where and why. */
export class ReadError extends Error {}

/** @param file name to show in messages */
export function readManifests(text: string, file: string): ManifestDocument[] {
  const documents = readPlain(text) ?? readCarefully(text, file);
  return documents.flatMap((document) => itemsOf(document.value, `${file}:${document.line}`, document.text));
}

/** Reads all of YAML, and says what is wrong. */
export function readCarefully(text: string, file: string): YamlDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...YAML_OPTIONS });
  const found: YamlDocument[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new ReadError(`${file}:${line}:${col}: is not YAML: ${error.message}`);
    }
    const value = document.toJS({ maxAliasCount: 1000 });
    if (value === null || value === undefined) continue;
    const { line } = lines.linePos(document.contents?.range?.[0] ?? 0);
    if (!isMap(document.contents)) {
      throw new ReadError(`${file}:${line}: a manifest must be a map with apiVersion and kind, not ${typeof value}`);
    }
    found.push({ line, value, text: textOf(document, text) });
  }
  return found;
}

/** The document's own lines; without its first line's `---`, and without comments before the first key. */
function textOf(document: Document.Parsed, text: string): string {
  const [start, , end] = document.contents!.range!;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indented = text.slice(lineStart, start).trim() === '';
  return text.slice(indented ? lineStart : start, end).trimEnd() + '\n';
}

/** `kubectl get -o yaml` wraps what it prints into a list. */
function itemsOf(value: Obj, source: string, text: string): ManifestDocument[] {
  if (typeof value.kind !== 'string' || !value.kind.endsWith('List') || !Array.isArray(value.items)) {
    return [{ source, value, text }];
  }
  const kind = value.kind.slice(0, -'List'.length);
  // A list in a list is read by kubectl too.
  return value.items.flatMap((item: unknown, i: number) => {
    if (!isObject(item)) {
      throw new ReadError(`${source}: items[${i}] of the ${value.kind} must be a map with apiVersion and kind`);
    }
    const complete = kind ? { apiVersion: value.apiVersion, kind, ...item } : item;
    return itemsOf(complete, source, '');
  });
}
