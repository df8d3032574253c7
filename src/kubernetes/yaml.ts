/** YAML the way Kubernetes' tools read it, with care: anchors, tags and merges included. */
import type { Alias, Document, Node, Pair, ParseOptions, DocumentOptions, SchemaOptions, YAMLMap } from 'yaml';
import { yamlLibrary } from './yaml-library';
import { plainScalar, Scalar } from './yaml-scalar';
import { GoFloat } from '../go/yaml';
import { isObject, JsonObject } from '../plain/objects';

/** The library finds the parts of a text; what they mean is decided here. */
export const PARTS_ONLY = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** So many levels no resource has, and so many are read without running out of stack. */
const MAX_DEPTH = 200;

const TOO_DEEP = 'it is nested too deeply';

/** So many values may come from aliases: more is no configuration but an attack on the reader. */
const MAX_COPIES = 100_000;

/** YAML that can't be read as JSON. */
export class YamlError extends Error {
  /** @param offset where it is in the text */
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Reads one document of YAML or JSON that is in a text. */
export function readKubernetesYaml(text: string): { value?: unknown; error?: string } {
  try {
    const document = yamlLibrary().parseDocument(text, PARTS_ONLY);
    const [error] = document.errors;
    return error ? { error: parseError(error) } : { value: valueOf(document) };
  } catch (e) {
    return { error: yamlError(e).message };
  }
}

/** The library's error for a text that is no YAML. */
export function parseError({ message }: Error): string {
  return message.includes('call stack') ? TOO_DEEP : message;
}

/** What went wrong while YAML was read; a text that is nested without end takes the stack of any parser. */
export function yamlError(e: unknown): YamlError {
  if (e instanceof YamlError) return e;
  if (e instanceof RangeError) return new YamlError(TOO_DEEP, 0);
  throw e;
}

/**
 * The value of a document that was parsed for its parts.
 *
 * @throws YamlError
 */
export function valueOf(document: Document): unknown {
  return new Reader().value(document.contents as Node | null, 0);
}

interface Anchor {
  readonly value: unknown;
  /** How many values it holds. */
  readonly size: number;
}

class Reader {
  private readonly library = yamlLibrary();
  /** Undefined while the value is being read. */
  private readonly anchors = new Map<string, Anchor | undefined>();
  private read = 0;
  private copies = 0;

  value(node: Node | null, depth: number): unknown {
    const { isAlias, isMap, isScalar, isSeq } = this.library;
    if (node === null) return null;
    if (depth > MAX_DEPTH) throw new YamlError(TOO_DEEP, at(node));
    if (isAlias(node)) return this.alias(node);
    const before = this.read++;
    const { anchor } = node as { anchor?: string };
    if (anchor) this.anchors.set(anchor, undefined);
    let value: unknown = null;
    if (isScalar(node)) value = scalarOf(node.source ?? String(node.value ?? ''), node);
    else if (isMap(node)) value = this.map(node, depth);
    else if (isSeq(node)) value = node.items.map((item) => this.value(item as Node | null, depth + 1));
    if (anchor) this.anchors.set(anchor, { value, size: this.read - before });
    return value;
  }

  private alias(node: Alias): unknown {
    const { source } = node;
    if (!this.anchors.has(source)) {
      throw new YamlError(
        `there is no anchor &${source} before the alias *${source}; if a text begins with *, put it in quotes`,
        at(node),
      );
    }
    const anchor = this.anchors.get(source);
    if (!anchor) throw new YamlError(`*${source} stands within what &${source} marks, so it holds itself`, at(node));
    this.read += anchor.size;
    this.copies += anchor.size;
    if (this.copies > MAX_COPIES) throw new YamlError('its aliases expand to too many values', at(node));
    return anchor.value;
  }

  private map(node: YAMLMap, depth: number): JsonObject {
    const result: JsonObject = {};
    for (const { key, value } of node.items as Pair<Node | null, Node | null>[]) {
      if (isMerge(key)) this.merge(result, value, depth);
      else set(result, this.key(key, node, depth), this.value(value, depth + 1));
    }
    return result;
  }

  private key(node: Node | null, parent: Node, depth: number): string {
    const key = this.value(node, depth + 1);
    if (typeof key === 'string') return key;
    const offset = at(node ?? parent);
    if (typeof key === 'object') {
      const hint = isTemplate(key)
        ? `: it looks like a template that was not rendered; ${TEMPLATE_HINT}`
        : '; give a text';
      throw new YamlError(`a key must be text, not ${key === null ? 'null' : 'a map or a list'}${hint}`, offset);
    }
    return typeof key === 'number' && !Number.isInteger(key) ? new GoFloat(key).toString() : String(key);
  }

  /** In Go a merge replaces what comes before it. */
  private merge(target: JsonObject, node: Node | null, depth: number): void {
    const merged = this.value(node, depth + 1);
    for (const map of Array.isArray(merged) ? [...merged].reverse() : [merged]) {
      if (!isObject(map)) throw new YamlError('<< takes a map, or a list of maps', at(node));
      for (const [key, value] of Object.entries(map)) set(target, key, value);
    }
  }
}

const TEMPLATE_HINT = 'render the chart first, or put the text in quotes if ToolHive is to read it';

/** What is left of `{{ .x }}` for who reads it as YAML. */
function isTemplate(key: object | null): boolean {
  return isObject(key) && Object.keys(key).length === 1 && Object.values(key)[0] === null;
}

function isMerge(key: Node | null): boolean {
  const { isScalar } = yamlLibrary();
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && (!key.tag || key.tag.endsWith(':merge'));
}

/** Defines a key, which plain assignment would not do with `__proto__`. */
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key in target && !Object.hasOwn(target, key)) {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function at(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

const CORE = 'tag:yaml.org,2002:';

function scalarOf(source: string, node: Node & { type?: string; value: unknown; tag?: string }): Scalar {
  const tag = node.tag?.startsWith(CORE) ? node.tag.slice(CORE.length) : node.tag && 'other';
  const text = typeof node.value === 'string' ? node.value : source;
  if (tag === undefined) return node.type === 'PLAIN' ? jsonScalar(plainScalar(text), text, node) : text;
  if (tag === 'binary') return binary(text, node);
  if (!Object.hasOwn(TAGGED, tag)) return text;
  const value = plainScalar(text);
  if (!TAGGED[tag](value)) throw new YamlError(`${JSON.stringify(text)} is not what !!${tag} says`, at(node));
  return jsonScalar(value, text, node);
}

const isNumber = (value: Scalar) => typeof value === 'number' || typeof value === 'bigint';

const TAGGED: Readonly<Record<string, (value: Scalar) => boolean>> = {
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'bigint' || Number.isInteger(value),
  float: isNumber,
  null: (value) => value === null,
};

/** JSON has no name for these, so no Kubernetes tool can pass them on. */
function jsonScalar(value: Scalar, text: string, node: Node): Scalar {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new YamlError(`${text} is a number that JSON doesn't have; put it in quotes if it is a text`, at(node));
}

function binary(text: string, node: Node): string {
  const compact = text.replace(/\s/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.toString('base64') !== compact) throw new YamlError('!!binary takes base64', at(node));
  return bytes.toString('utf8');
}
