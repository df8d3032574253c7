/**
 * The reference as Markdown, from the assembly that jsii makes. Each type has its own members, once: what it inherits
 * is with the type that it names, which makes this a third of what jsii-docgen writes.
 */
import type {
  Assembly,
  Callable,
  Docs,
  Member,
  Method,
  Parameter,
  Property,
  Type,
  TypeReference,
  Value,
} from './assembly';

/** Folders of src/, in the order in which a reader meets them. */
const SECTIONS: readonly (readonly [folder: string, title: string])[] = [
  ['servers', 'Servers'],
  ['gateway', 'Virtual servers'],
  ['policies', 'Policies'],
  ['registry', 'Registries'],
  ['catalog', 'Catalogues'],
  ['clients', 'MCP clients'],
  ['secrets', 'Secrets'],
  ['images', 'Images'],
  ['authorization', 'Who may call what'],
  ['assertions', 'Tests of an app'],
  ['operator', 'Operator'],
  ['operations', 'Exposure and scaling'],
  ['pods', 'Pods'],
  ['synthesis', 'What can be referred to'],
  ['resources', 'Versions of ToolHive'],
  ['', 'Charts, settings and warnings'],
];

const INTRODUCTION = `# API reference

Generated from the comments in \`src/\`; change those. Names are TypeScript's: Python writes \`image_pull_secrets\`, Java \`imagePullSecrets(…)\` on a builder, Go \`ImagePullSecrets\`.
A \`?\` marks what may be left out. A type lists its own members; those of the types that it extends are there.
`;

export function reference(assembly: Assembly): string {
  return new Reference(assembly).text();
}

class Reference {
  private readonly types: readonly Type[];

  constructor(private readonly assembly: Assembly) {
    const rank = (type: Type) => `${kindOf(type) === 'Construct' ? 0 : 1}${type.name}`;
    this.types = Object.values(assembly.types).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }

  text(): string {
    const sections = SECTIONS.map(([folder, title]) => ({
      title,
      types: this.types.filter((type) => folderOf(type) === folder),
    })).filter(({ types }) => types.length);
    const shown = sections.reduce((sum, { types }) => sum + types.length, 0);
    if (shown !== this.types.length)
      throw new Error('a folder of src/ has no section in scripts/api-reference/render.ts');
    const contents = sections.map(({ title, types }) => {
      const links = types.map(({ name }) => link(name)).join(', ');
      return `- **[${title}](#${anchor(title)})**: ${links}`;
    });
    const bodies = sections.map(({ title, types }) =>
      [`## ${title}`, ...types.map((type) => this.type(type))].join('\n\n'),
    );
    return `${[INTRODUCTION.trim(), contents.join('\n'), ...bodies].join('\n\n')}\n`;
  }

  private type(type: Type): string {
    const parents = [type.base, ...(type.interfaces ?? [])].filter((fqn): fqn is string => fqn !== undefined);
    const extended = parents.length ? ` Extends ${parents.map((fqn) => this.reference({ fqn })).join(', ')}.` : '';
    const parts = [
      `### ${type.name}`,
      `*${kindOf(type)}.*${extended}`,
      prose(type.docs),
      example(type.docs),
      [...this.initializer(type), ...this.properties(type), ...this.methods(type), ...members(type)].join('\n'),
    ];
    return parts.filter(Boolean).join('\n\n');
  }

  private initializer({ name, initializer, abstract }: Type): string[] {
    if (!initializer || initializer.protected || abstract) return [];
    return [`- \`new ${name}${signature(initializer)}\`${this.details(initializer)}`];
  }

  private properties({ name, properties = [] }: Type): string[] {
    return properties.map((property: Property) => {
      const own = `${property.static ? `${name}.` : ''}${property.name}${property.optional ? '?' : ''}`;
      return `- \`${own}\`: ${this.reference(property.type)}${described(property.docs)}`;
    });
  }

  private methods({ name, methods = [] }: Type): string[] {
    return methods.map((method: Method) => {
      const own = `${method.static ? `${name}.` : ''}${method.name}${signature(method)}`;
      const returned = method.returns ? `: ${this.value(method.returns)}` : '';
      return `- \`${own}\`${returned}${this.details(method)}`;
    });
  }

  /** What follows a signature: its description, and its parameters below it. */
  private details(callable: Callable & Partial<Member>): string {
    const parameters = (callable.parameters ?? []).map(
      (parameter) => `\n  - \`${parameter.name}\`: ${this.value(parameter)}${described(parameter.docs)}`,
    );
    const snippet = callable.docs?.example ? `\n\n${indented(example(callable.docs))}\n` : '';
    return `${described(callable.docs)}${parameters.join('')}${snippet}`;
  }

  private value({ type, optional }: Value): string {
    return `${this.reference(type)}${optional ? ', optional' : ''}`;
  }

  private reference({ fqn, primitive, collection, union }: TypeReference): string {
    if (collection) {
      const element = this.reference(collection.elementtype);
      return collection.kind === 'array' ? `list of ${element}` : `map of ${element}`;
    }
    if (union) return union.types.map((type) => this.reference(type)).join(' or ');
    if (fqn === undefined) return primitive === 'json' ? 'JSON object' : (primitive ?? 'any');
    const name = fqn.split('.').slice(1).join('.');
    return this.assembly.types[fqn] ? link(name) : `\`${fqn.split('.')[0]}.${name}\``;
  }
}

/** The folder below src/ that a type is in; empty for those in src/ itself. */
function folderOf({ locationInModule }: Type): string {
  const [, folder, file] = locationInModule!.filename.split('/');
  return file === undefined ? '' : folder;
}

function kindOf({ kind, datatype, base, name, abstract }: Type): string {
  if (kind === 'enum') return 'Enum';
  if (kind === 'interface') return datatype ? 'Struct' : 'Interface';
  if (/^constructs\.Construct$|^cdk8s\.(App|Chart)$/.test(base ?? '')) return 'Construct';
  return abstract || name.startsWith('Abstract') ? 'Abstract class' : 'Class';
}

function members({ members: values = [] }: Type): string[] {
  return values.map(({ name, docs }) => `- \`${name}\`${described(docs)}`);
}

function signature({ parameters = [] }: Callable): string {
  const shown = ({ name, variadic, optional }: Parameter) => `${variadic ? '...' : ''}${name}${optional ? '?' : ''}`;
  return `(${parameters.map(shown).join(', ')})`;
}

/** jsii takes the first sentence apart from the rest. */
function prose({ summary, remarks, see }: Docs = {}): string {
  const isOneParagraph = remarks && !remarks.includes('\n\n');
  const text = [summary, remarks].filter(Boolean).join(isOneParagraph ? ' ' : '\n\n');
  return [text, see && `See ${see}`].filter(Boolean).join('\n\n');
}

/** Text that goes on in the line of a list's item; further paragraphs are indented below it. */
function described(docs: Docs = {}): string {
  const sentences = [
    oneLine(prose(docs)),
    docs.returns && `Returns ${oneLine(docs.returns)}.`.replace(/\.\.$/, '.'),
    docs.default && `Default: ${oneLine(docs.default).replace(/^- /, '')}.`.replace(/\.\.$/, '.'),
    docs.custom?.throws && `Throws ${oneLine(docs.custom.throws)}.`.replace(/\.\.$/, '.'),
  ].filter(Boolean);
  return sentences.length ? `. ${sentences.join(' ')}` : '';
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

const example = ({ example: code }: Docs = {}) => (code ? `\`\`\`ts\n${code.trim()}\n\`\`\`` : '');

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ');

const anchor = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');

const link = (name: string) => `[${name}](#${anchor(name)})`;
