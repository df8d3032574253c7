/**
 * The table of what jsii knows of this library, read once. Its lines:
 *
 *     struct NAME < BASES            a prop a line below: ` name? type`
 *     class NAME < BASES             a callable a line below: ` static name parameter?:type ...rest:type > what it gives`
 *     interface NAME < BASES : MEMBERS   of this library; a class is marked as one in its bases
 *     shape NAME : MEMBERS           of cdk8s and others
 *     enum NAME : MEMBER=VALUE
 *
 * A type is `string`, `number`, `boolean`, `any`, a name, `[list of]` or `{map of}`.
 */
import { TABLE } from './table';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

export interface Callable {
  /** `new` for the constructor. */
  readonly name: string;
  readonly isStatic: boolean;
  readonly parameters: readonly Parameter[];
  /** The type that a static method gives. */
  readonly gives?: string;
}

export interface Entry {
  readonly kind: 'struct' | 'class' | 'interface' | 'shape' | 'enum';
  readonly name: string;
  readonly bases: readonly string[];
  /** Of interfaces, shapes and enums, on the line itself. */
  readonly members: readonly string[];
  /** Of structs and classes, a line each. */
  readonly lines: string[];
}

/** An entry by its name; a table without it is a fault of this library. */
export function entryOf(name: string): Entry {
  const entry = entries().get(name);
  if (!entry) throw new Error(`no type ${name}: src/props/table.ts is not current, run npx projen compile`);
  return entry;
}

export function entries(): ReadonlyMap<string, Entry> {
  return (table ??= readTable(TABLE));
}

let table: ReadonlyMap<string, Entry> | undefined;

function readTable(text: string): ReadonlyMap<string, Entry> {
  const read = new Map<string, Entry>();
  let last: Entry | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith(' ')) {
      last!.lines.push(line.slice(1));
    } else if (line) {
      const [head, members = ''] = line.split(' : ');
      const [kind, name, , ...bases] = head.split(' ');
      last = { kind: kind as Entry['kind'], name, bases, members: members.split(' '), lines: [] };
      read.set(name, last);
    }
  }
  return read;
}

/** The props of a struct, those of its bases too. */
export function propsOf(struct: string): Parameter[] {
  const { bases, lines } = entryOf(struct);
  const own = lines.map((line) => {
    const [name, type] = line.split(' ');
    return parameter(name, type);
  });
  return [...new Map([...bases.flatMap(propsOf), ...own].map((prop) => [prop.name, prop])).values()];
}

/** The constructor and the methods of a class. */
export function callablesOf(name: string): Callable[] {
  return entryOf(name).lines.map((line) => new CallableLine(line));
}

/** Which callables there are is asked when the library is loaded; what they take, when one is called. */
class CallableLine implements Callable {
  readonly name: string;
  readonly isStatic: boolean;
  readonly gives?: string;
  private readonly taken: string;
  private read?: readonly Parameter[];

  constructor(line: string) {
    const [signature, gives] = line.split(' > ');
    this.gives = gives;
    this.isStatic = signature.startsWith('static ');
    const begin = this.isStatic ? 'static '.length : 0;
    const end = signature.indexOf(' ', begin);
    this.name = signature.slice(begin, end < 0 ? undefined : end);
    this.taken = end < 0 ? '' : signature.slice(end + 1);
  }

  get parameters(): readonly Parameter[] {
    return (this.read ??= this.taken ? this.taken.split(' ').map((text) => parameter(...split(text))) : []);
  }
}

function split(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function parameter(text: string, type: string): Parameter {
  const name = text.replace(/^\.\.\.|\?$/g, '');
  return { name, type, isOptional: text.endsWith('?'), isRest: text.startsWith('...') };
}

/** Whether a type of this library is another, or is made for where the other is due. */
export function isA(name: string, wanted: string): boolean {
  if (name === wanted) return true;
  let known = kinds.get(wanted);
  if (!known) kinds.set(wanted, (known = new Map()));
  let found = known.get(name);
  if (found === undefined) {
    found =
      entries()
        .get(name)
        ?.bases.some((base) => isA(base, wanted)) ?? false;
    known.set(name, found);
  }
  return found;
}

/** By what is wanted, the types that were asked about. */
const kinds = new Map<string, Map<string, boolean>>();
