/** Reads Kubernetes manifests from YAML or JSON text, the way kubectl would. */
import type { Document, LineCounter } from 'yaml';
import { CarefulText } from './careful-positions';
import { formOf } from './foreign';
import { withoutJsonComments } from './json-comments';
import { GivenManifest } from './metadata';
import { PlainText } from './plain-positions';
import { Position, PositionedText } from './position';
import { readPlain, YamlDocument } from './read-plain';
import { parseError, valueOf, yamlError } from '../kubernetes/yaml';
import { isObject } from '../plain/objects';

/** One document of the input. */
export interface ManifestDocument {
  /** File name, or `-`, and line where it begins; for an item of a list, where the list does. */
  readonly source: string;
  /** Where its fields are. */
  readonly position: Position;
  /** The document as data. */
  readonly value: GivenManifest;
  /** The document as it was written, for what passes through. */
  readonly text: string;
  /** The early document that this one was made of, and its fields by those of this one. */
  readonly older?: { readonly value: GivenManifest; readonly fields: Readonly<Record<string, string>> };
}

/** The input can't be read; `message` has where and why. */
export class ReadError extends Error {}

/** @param file name to show in messages */
export function readManifests(given: string, file: string): ManifestDocument[] {
  // Editors of some systems begin a file with a mark, which isn't part of its text.
  const text = given.replace(/^\ufeff/, '');
  // No manifest has comments of JSON; what editors write for themselves has.
  const plain = withoutJsonComments(text);
  const documents = plain === text ? undefined : attempt(() => readText(plain, file));
  return documents?.length && documents.every(({ value }) => formOf(value)) ? documents : readText(text, file);
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function readText(text: string, file: string): ManifestDocument[] {
  const plain = readPlain(text)?.map((document) => ({
    ...document,
    written: new PlainText(document.text, document.line),
  }));
  return (plain ?? readCarefully(text, file)).flatMap(({ line, value, text: own, written }) => {
    const position = new Position(file, line, written);
    return itemsOf(value, position.of(''), position, own);
  });
}

/** Reads all of YAML, and reports what is wrong. */
export function readCarefully(text: string, file: string): (YamlDocument & { readonly written: PositionedText })[] {
  const written = new CarefulText(text);
  const { lines } = written;
  try {
    return written
      .documents()
      .flatMap((document) => readDocument(document, text, file, lines))
      .map((document) => ({ ...document, written }));
  } catch (e) {
    if (e instanceof ReadError) throw e;
    const { message, offset } = yamlError(e);
    throw new ReadError(`${place(file, lines, offset)}: can't be read: ${message}`);
  }
}

function readDocument(document: Document.Parsed, text: string, file: string, lines: LineCounter): YamlDocument[] {
  const [error] = document.errors;
  if (error) {
    const hint = looksUnrendered(text, error.pos[0]) ? `; ${UNRENDERED}` : '';
    throw new ReadError(`${place(file, lines, error.pos[0])}: is not YAML: ${parseError(error)}${hint}`);
  }
  const value = valueOf(document);
  if (value === null) return [];
  const { line } = lines.linePos(document.contents?.range?.[0] ?? 0);
  if (!isObject(value)) {
    const given = Array.isArray(value) ? 'a list' : typeof value;
    throw new ReadError(`${file}:${line}: a manifest must be a map with apiVersion and kind, not ${given}`);
  }
  return [{ line, value, text: textOf(document, text) }];
}

const UNRENDERED = 'it looks like a template that was not rendered; render the chart first';

/** Whether the line of an error, or the one before, has to do with a template. */
function looksUnrendered(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', text.lastIndexOf('\n', offset - 1) - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? undefined : end).includes('{{');
}

function place(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

/**
 * The document's own lines; without its first line's `---`, and without comments before the first key. Empty where they
 * mean something else without what comes before them, such as an anchor on the line of `---`, or a directive.
 */
function textOf(document: Document.Parsed, text: string): string {
  const { contents, directives } = document;
  const isMarked = Boolean((contents as { anchor?: string; tag?: string }).anchor ?? contents!.tag);
  if (isMarked || directives.yaml.explicit || Object.keys(directives.tags).length > 1) return '';
  const [start, , end] = contents!.range!;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indented = /^ *$/.test(text.slice(lineStart, start));
  return text.slice(indented ? lineStart : start, end).trimEnd() + '\n';
}

/** `kubectl get -o yaml` wraps what it prints into a list; a list may hold others. */
function itemsOf(value: GivenManifest, source: string, position: Position, text: string): ManifestDocument[] {
  const { apiVersion, kind: list } = value;
  if (typeof list !== 'string' || !list.endsWith('List') || !Array.isArray(value.items)) {
    return [{ source, position, value, text }];
  }
  const kind = list.slice(0, -'List'.length);
  return value.items.flatMap((item: unknown, i: number) => {
    if (!isObject(item)) {
      throw new ReadError(
        `${position.of(`items[${i}]`)}: items[${i}] of the ${list} must be a map with apiVersion and kind`,
      );
    }
    return itemsOf(kind ? { apiVersion, kind, ...item } : item, source, position.item(i), '');
  });
}
