/**
 * Cedar entities as JSON, as ToolHive's proxy reads them. `attrs`, `parents` and `tags` may be missing, as they may for
 * ToolHive; all else is judged by Cedar's own parser.
 * Source: cedar-go types/entity_map.go, types/json.go.
 */
import type { Node, ParseError } from 'jsonc-parser';
import { Findings, shown } from '../findings';
import { Complaint, entityErrors } from './parser';
import { remembering } from './remembering';
import { report } from './report';
import { JsonObject } from '../plain/objects';

/** What the CRD fills in. */
const NONE = '[]';

/** Reports what Cedar or ToolHive refuses in the text, with line and column, and the index of the entity. */
export function checkCedarEntities(text: string | undefined, field: string, findings: Findings): void {
  if (text && text !== NONE) report(text, complaintsOf(text), field, findings);
}

const complaintsOf = remembering((text) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- few inputs have entities
  const { parseTree, printParseErrorCode } = require('jsonc-parser') as typeof import('jsonc-parser');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (errors.length) {
    const { error, offset } = errors[0];
    return [{ offset, message: `is no JSON: ${inWords(printParseErrorCode(error))}` }];
  }
  if (root!.type !== 'array') return [{ message: `got ${typeOf(root!)}, expected a list of entities: [...]` }];
  return new Reader(text).read(root!.children ?? []);
});

/** `ValueExpected` is `value expected`. */
const inWords = (code: string) => code.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase();

function typeOf({ type }: Node): string {
  if (type === 'null') return type;
  return /^[ao]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** Members of an entity, what they are when missing, and of which type they have to be. */
const MEMBERS: Record<string, { type: Node['type']; missing: () => unknown }> = {
  attrs: { type: 'object', missing: () => ({}) },
  parents: { type: 'array', missing: () => [] },
  tags: { type: 'object', missing: () => ({}) },
};

const LONG = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Turns nodes into what Cedar's parser takes, and notes on the way what only the text shows. */
class Reader {
  private readonly complaints: Complaint[] = [];
  private at = '';

  constructor(private readonly text: string) {}

  read(nodes: readonly Node[]): Complaint[] {
    const entities = nodes.map((node, i) => {
      this.at = `in entity [${i}]: `;
      const before = this.complaints.length;
      const entity = this.entity(node);
      return this.complaints.length > before ? undefined : entity;
    });
    const sound = entities.filter((entity) => entity !== undefined);
    const together = sound.length ? entityErrors(sound) : [];
    if (!together.length) return this.inOrder();
    entities.forEach((entity, i) => {
      if (!entity) return;
      this.at = `in entity [${i}]: `;
      for (const message of entityErrors([entity])) this.complain(nodes[i], message);
    });
    // Twice the same entity, or a circle of parents.
    return this.complaints.length ? this.inOrder() : together.map((message) => ({ message }));
  }

  private inOrder(): Complaint[] {
    return this.complaints.sort((a, b) => a.offset! - b.offset!);
  }

  private complain({ offset }: Node, message: string): void {
    this.complaints.push({ offset, message: `${this.at}${message}` });
  }

  private entity(node: Node): JsonObject | undefined {
    if (node.type !== 'object') {
      this.complain(node, `got ${typeOf(node)}, expected an object with uid, attrs and parents`);
      return undefined;
    }
    const members = this.members(node);
    const uid = members.get('uid');
    if (!uid) this.complain(node, 'has no uid; write {"uid": {"type": "Tool", "id": "search"}, ...}');
    const entity: Record<string, unknown> = { uid: uid && this.value(uid) };
    for (const [name, { type, missing }] of Object.entries(MEMBERS)) {
      const member = members.get(name);
      if (!member || member.type === 'null') entity[name] = missing();
      else if (member.type === type) entity[name] = this.value(member);
      else this.complain(member, `${name}: got ${typeOf(member)}, expected an ${type}`);
    }
    return entity;
  }

  private value(node: Node): unknown {
    if (node.type === 'array') return (node.children ?? []).map((item) => this.value(item));
    if (node.type === 'number') return this.number(node);
    if (node.type !== 'object') return node.value;
    const members = this.members(node);
    const call = members.get('__extn');
    if (call?.type === 'object' && !['fn', 'arg'].every((name) => namesOf(call).includes(name))) {
      this.complain(call, 'ToolHive needs "fn" and "arg" in an __extn, as in {"fn": "ip", "arg": "10.0.0.1"}');
    }
    return Object.fromEntries([...members].map(([name, member]) => [name, this.value(member)]));
  }

  private members(node: Node): Map<string, Node> {
    const members = new Map<string, Node>();
    for (const { children } of node.children ?? []) {
      const [name, value] = children!;
      if (members.has(name.value)) this.complain(name, `${shown(name.value)} is there twice`);
      members.set(name.value, value);
    }
    return members;
  }

  /** Cedar's numbers have 64 bits, JavaScript's 53: one that doesn't fit is checked here and replaced by another. */
  private number(node: Node): number {
    const digits = this.text.slice(node.offset, node.offset + node.length);
    if (!/^-?\d+$/.test(digits)) {
      this.complain(node, `${digits} is no whole number; write a text, or {"__extn": {"fn": "decimal", "arg": "1.5"}}`);
    } else if (BigInt(digits) < LONG.min || BigInt(digits) > LONG.max) {
      this.complain(node, `${digits} is out of range; it may go from ${LONG.min} to ${LONG.max}`);
    }
    return Number.isSafeInteger(node.value) ? node.value : 0;
  }
}

function namesOf(object: Node): string[] {
  return (object.children ?? []).map(({ children }) => children![0].value);
}
