/**
 * Writes src/resources/spec/: TypeScript interfaces of the tables in src/resources/crd, for specs whose defaults
 * are applied. A file a kind, and one for the shapes that several kinds share. npx tsx scripts/crd-facts/interfaces.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Crd, Schema } from '../../src/resources/crd/types';

/** One object that the schemas describe: an interface. */
interface Shape {
  readonly members: readonly Member[];
  /** Fields and kinds that lead to it, the innermost first, of each place where it is. */
  readonly places: string[][];
}

interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly span: string | undefined;
  readonly type: Type;
}

/** What the value of a field is; `shape` is the key of an interface. */
type Type =
  | { readonly text: string }
  | { readonly shape: string }
  | { readonly listOf: Type }
  | { readonly mapOf: Type };

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
};

/** What the interfaces of all kinds are made of. */
class Shapes {
  readonly byKey = new Map<string, Shape>();

  /** @param place fields that lead to the value, the innermost first */
  typeOf(schema: Schema, place: string[]): Type {
    const { enum: choice, items, additionalProperties, properties } = schema;
    if (choice) return { text: choice.map((value) => literal(value)).join(' | ') };
    if (schema.intOrString) return { text: 'number | string' };
    const [field, ...outer] = place;
    if (properties) return { shape: this.add(schema, place) };
    if (schema.type === 'array') return { listOf: this.typeOf(items ?? {}, [singular(field), ...outer]) };
    if (additionalProperties) return { mapOf: this.typeOf(additionalProperties, [singular(field), ...outer]) };
    if (schema.type === 'object') return { text: 'JsonObject' };
    return { text: PLAIN[schema.type ?? ''] ?? 'unknown' };
  }

  /** @returns the key of the shape */
  add(schema: Schema, place: string[]): string {
    const members = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
      name,
      isOptional: !isAlwaysThere(schema, name, field),
      span: spanOf(field),
      type: this.typeOf(field, [name, ...place]),
    }));
    const key = `${place[0]} ${JSON.stringify(members)}`;
    const known = this.byKey.get(key);
    if (known) known.places.push(place);
    else this.byKey.set(key, { members, places: [place] });
    return key;
  }

  /**
   * The shortest name of each shape that no other has: by its own field, by the one around it too, and so on. Of several
   * that would have the same, the one that most kinds share has it.
   */
  names(): Map<string, string> {
    const names = new Map<string, string>();
    for (let length = 1; names.size < this.byKey.size; length++) {
      const taken = new Set(names.values());
      const open = [...this.byKey].filter(([key]) => !names.has(key));
      const wanted = open.map(([key, shape]) => ({ key, name: nameAt(shape, length), kinds: kindsOf(shape).length }));
      for (const { key, name, kinds } of wanted) {
        const others = wanted.filter((other) => other.name === name && other.key !== key);
        if (!taken.has(name) && others.every((other) => other.kinds < kinds)) names.set(key, name);
      }
    }
    return names;
  }
}

function kindsOf({ places }: Shape): string[] {
  return [...new Set(places.map((place) => place[place.length - 1]))];
}

function shortest(places: string[][]): string[] {
  return [...places].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))[0];
}

function nameAt({ places }: Shape, length: number): string {
  const place = shortest(places).slice(0, length).reverse();
  const words = place.map((field) => field[0].toUpperCase() + field.slice(1));
  return (place.length > 1 ? words.map((word) => word.replace(/Spec$/, '')) : words).join('');
}

/** Whether every version of the window has the field wherever its object is: it asks for it, or has a default. */
function isAlwaysThere({ required, before = [] }: Schema, name: string, field: Schema): boolean {
  if (field.since ?? field.until) return false;
  const isRequired = (names: unknown): boolean => Array.isArray(names) && names.includes(name);
  if (isRequired(required) && before.every(({ said }) => said.required === undefined || isRequired(said.required))) {
    return true;
  }
  return field.default !== undefined && (field.before ?? []).every(({ said }) => said.default !== null);
}

function spanOf({ since, until }: Schema): string | undefined {
  if (since) return `From ${since} on.`;
  return until && `Until before ${until}.`;
}

function literal(value: unknown): string {
  return `'${String(value)}'`;
}

/** One of several: `upstreamProviders` has an `upstreamProvider` in it. */
function singular(field: string): string {
  if (field.endsWith('ies')) return `${field.slice(0, -3)}y`;
  return /[^s]s$/.test(field) ? field.slice(0, -1) : `${field}Item`;
}

/** `McpServerSpec` of an MCPServer. */
function specName(kind: string): string {
  return `${kind.replace('MCP', 'Mcp').replace('OIDC', 'Oidc')}Spec`;
}

class Writer {
  private readonly used = new Set<string>();
  private readonly keys = new Map<string, string>();

  constructor(private readonly names: ReadonlyMap<string, string>) {
    for (const [key, name] of names) this.keys.set(name, key);
  }

  interfaceOf(key: string, { members }: Shape, about?: string): string {
    const lines = members.map(({ name, isOptional, span, type }) => {
      const comment = span ? `/** ${span} */\n` : '';
      return `${comment}readonly ${/^\w+$/.test(name) ? name : `'${name}'`}${isOptional ? '?' : ''}: ${this.text(type)};`;
    });
    return `${about ? `/** ${about} */\n` : ''}export interface ${this.names.get(key)} {\n${lines.join('\n')}\n}\n`;
  }

  /** Names that were written so far of those that are defined elsewhere. */
  usedOf(defined: ReadonlySet<string>): string[] {
    return [...this.used].filter((name) => !defined.has(name)).sort();
  }

  private text(type: Type): string {
    if ('shape' in type) return this.use(this.names.get(type.shape)!);
    if ('listOf' in type) return `readonly ${this.inList(type.listOf)}[]`;
    if ('mapOf' in type) return `Readonly<Record<string, ${this.text(type.mapOf)}>>`;
    return type.text === 'JsonObject' ? this.use(type.text) : type.text;
  }

  private inList(type: Type): string {
    const text = this.text(type);
    return / /.test(text) && !text.startsWith('Readonly<') ? `(${text})` : text;
  }

  private use(name: string): string {
    this.used.add(name);
    return name;
  }
}

const HEAD = '// Generated by scripts/crd-facts; do not edit.\n';

/** The files of src/resources/spec, not yet formatted, by name. */
export function interfaces(crds: readonly Crd[]): Map<string, string> {
  const shapes = new Shapes();
  const roots = new Map(crds.map(({ kind, spec }) => [kind, shapes.add(spec, [specName(kind)])]));
  const names = shapes.names();
  const homeOf = new Map<string, string>();
  for (const [key, shape] of shapes.byKey) {
    const kinds = kindsOf(shape);
    homeOf.set(key, kinds.length > 1 ? 'shared' : fileOf(kinds[0]));
  }
  const files = new Map<string, string>();
  for (const file of new Set(homeOf.values())) {
    const own = [...shapes.byKey].filter(([key]) => homeOf.get(key) === file);
    own.sort(([a], [b]) => (names.get(a)! < names.get(b)! ? -1 : 1));
    const writer = new Writer(names);
    const text = own.map(([key, shape]) => {
      const kind = [...roots].find(([, root]) => root === key)?.[0];
      return writer.interfaceOf(key, shape, kind && `The spec of ${/^[AEIOU]|^MCP/.test(kind) ? 'an' : 'a'} ${kind}.`);
    });
    const foreign = writer.usedOf(new Set(own.map(([key]) => names.get(key)!)));
    const imports = [
      foreign.some((name) => name !== 'JsonObject')
        ? `import { ${foreign.filter((name) => name !== 'JsonObject').join(', ')} } from './shared';\n`
        : '',
      foreign.includes('JsonObject') ? "import { JsonObject } from '../../plain/objects';\n" : '',
    ];
    files.set(`${file}.ts`, `${HEAD}${imports.join('')}\n${text.join('\n')}`);
  }
  files.set('index.ts', index(crds));
  return files;
}

function fileOf(spec: string): string {
  return spec.replace(/Spec$/, '').toLowerCase();
}

function index(crds: readonly Crd[]): string {
  const specs = crds.map(({ kind }) => [kind, specName(kind)] as const);
  return `${HEAD}/** What the specs of all kinds look like once their defaults are applied. */
${specs.map(([, name]) => `import { ${name} } from './${fileOf(name)}';`).join('\n')}

/** Specs by kind. */
export interface Specs {
${specs.map(([kind, name]) => `readonly ${kind}: ${name};`).join('\n')}
}

export type { ${specs.map(([, name]) => name).join(', ')} };
`;
}

/** Writes the interfaces of all kinds. @param home root of the project */
export async function writeInterfaces(crds: readonly Crd[], home = '.'): Promise<void> {
  const prettier = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  for (const [name, text] of interfaces(crds)) {
    const target = join(home, 'src/resources/spec', name);
    writeFileSync(target, await format(text, { ...prettier, parser: 'typescript' }));
  }
}

if (require.main === module) void writeInterfaces(TOOLHIVE_KINDS.map(crdOf));
