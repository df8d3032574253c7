/** Where fields are in a text of any YAML: what aliases and merges bring is where it was written. */
import type { Alias, Document, LineCounter, Node, Pair } from 'yaml';
import { Part, PositionedText } from './position';
import { PARTS_ONLY } from '../kubernetes/yaml';
import { yamlLibrary } from '../kubernetes/yaml-library';
import { isObject } from '../plain/objects';

/** A text that is parsed once, for whoever asks first: who reads it, or who asks where something is. */
export class CarefulText implements PositionedText {
  private counter?: LineCounter;
  private parsed?: readonly Document.Parsed[];
  private parts?: ReadonlyMap<number, Part>;

  /** @param firstLine of the file, where the text begins */
  constructor(
    readonly text: string,
    readonly firstLine = 1,
  ) {}

  /** The lines of the text, from 1, as far as it could be parsed. */
  get lines(): LineCounter {
    return (this.counter ??= new (yamlLibrary().LineCounter)());
  }

  /** The documents of the text, mistakes included. */
  documents(): readonly Document.Parsed[] {
    return (this.parsed ??= this.parse());
  }

  partIn(line: number): Part | undefined {
    return (this.parts ??= this.documentParts()).get(line);
  }

  private parse(): readonly Document.Parsed[] {
    const documents = yamlLibrary().parseAllDocuments(this.text, { lineCounter: this.lines, ...PARTS_ONLY });
    return Array.isArray(documents) ? documents : [];
  }

  /** Each document's, by the line where it begins. */
  private documentParts(): Map<number, Part> {
    const parts = new Map<number, Part>();
    for (const document of this.documents()) {
      const contents = document.contents as Node | null;
      const part = new CarefulPart(contents?.range?.[0] ?? 0, contents, new Source(document, this));
      if (!parts.has(part.line)) parts.set(part.line, part);
    }
    return parts;
  }
}

/** A document, with what its aliases mean, which is found in one go. */
class Source {
  private aliases?: ReadonlyMap<Alias, Node | undefined>;

  constructor(
    private readonly document: Document.Parsed,
    private readonly whole: CarefulText,
  ) {}

  lineAt(offset: number): number {
    return this.whole.lines.linePos(offset).line + this.whole.firstLine - 1;
  }

  meantBy(alias: Alias): Node | undefined {
    return (this.aliases ??= this.resolved()).get(alias);
  }

  private resolved(): Map<Alias, Node | undefined> {
    const anchors = new Map<string, Node>();
    const found = new Map<Alias, Node | undefined>();
    yamlLibrary().visit(this.document, {
      Alias: (_, alias) => void found.set(alias, anchors.get(alias.source)),
      Value: (_, node) => void (node.anchor && anchors.set(node.anchor, node as Node)),
    });
    return found;
  }
}

class CarefulPart implements Part {
  constructor(
    private readonly offset: number,
    private readonly node: Node | null,
    private readonly source: Source,
  ) {}

  get line(): number {
    return this.source.lineAt(this.offset);
  }

  child(key: string | number): CarefulPart | undefined {
    return this.childOf(this.node, key);
  }

  private childOf(node: Node | null, key: string | number): CarefulPart | undefined {
    const { isAlias, isMap, isSeq } = yamlLibrary();
    const target = isAlias(node) ? this.source.meantBy(node) : node;
    if (isSeq(target)) {
      const item = typeof key === 'number' ? (target.items[key] as Node | undefined) : undefined;
      return item && this.part(item, item);
    }
    if (!isMap(target)) return undefined;
    const pairs = target.items as Pair<Node | null, Node | null>[];
    const pair = pairs.find(({ key: name }) => textOf(name) === String(key)) ?? pairs.find(sameLetters(String(key)));
    return pair ? this.part(pair.key, pair.value) : this.mergedIn(pairs, key);
  }

  /** What is where one node is, and holds what another does. */
  private part(place: Node | null, node: Node | null): CarefulPart {
    return new CarefulPart(place?.range?.[0] ?? this.offset, node, this.source);
  }

  /** A field that came with `<<` is where it was written. */
  private mergedIn(pairs: readonly Pair<Node | null, Node | null>[], key: string | number): CarefulPart | undefined {
    const { isSeq } = yamlLibrary();
    for (const { value } of pairs.filter(({ key: name }) => textOf(name) === '<<')) {
      for (const map of isSeq(value) ? (value.items as Node[]) : [value]) {
        const found = this.childOf(map, key);
        if (found) return found;
      }
    }
    return undefined;
  }
}

/** The registry server takes its keys in any case. */
function sameLetters(key: string): (pair: Pair<Node | null>) => boolean {
  return ({ key: name }) => textOf(name)?.toLowerCase() === key.toLowerCase();
}

function textOf(node: Node | null): string | undefined {
  return isObject(node) && 'value' in node ? String(node.value ?? '') : undefined;
}
