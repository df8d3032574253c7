import type { Callable, Method, Parameter, Property, Type, TypeReference } from '../api-reference/assembly';

/** Values whose public members show nothing: what cdk8s-plus-28 itself reads of them. */
const INNER_MEMBERS: Readonly<Record<string, readonly string[]>> = { 'cdk8s-plus-28.Probe': ['_toKube'] };

/** The lines of the table: types of this library, then what they use of others. */
export class Writer {
  private readonly pending: string[] = [];
  private readonly seen = new Set<string>();

  /**
   * @param types of all assemblies, by full name
   * @param valuesOf an enum's values by the names of its members
   */
  constructor(
    private readonly types: Readonly<Record<string, Type>>,
    private readonly valuesOf: (fqn: string) => Record<string, string | number>,
  ) {}

  write(own: readonly Type[]): string[] {
    own.forEach(({ fqn }) => this.need(fqn));
    const blocks: string[][] = [];
    for (let fqn = this.pending.shift(); fqn !== undefined; fqn = this.pending.shift()) {
      blocks.push(this.block(this.types[fqn]));
    }
    return blocks.flat();
  }

  private need(fqn: string): string {
    if (!this.seen.has(fqn)) {
      this.seen.add(fqn);
      this.pending.push(fqn);
    }
    return shortName(fqn);
  }

  private block(type: Type): string[] {
    if (type.kind === 'enum') return [this.enumLine(type)];
    if (type.datatype) {
      const bases = (type.interfaces ?? []).map((fqn) => this.need(fqn));
      return [header('struct', type, bases), ...(type.properties ?? []).map((property) => this.propLine(property))];
    }
    const isOwn = isOwnName(type.fqn);
    if (type.kind === 'class' && isOwn) return this.classBlock(type);
    const head = isOwn ? header('interface', type, ownNames(type.interfaces)) : `shape ${shortName(type.fqn)}`;
    return [`${head} : ${this.members(type).join(' ')}`];
  }

  private enumLine(type: Type): string {
    const values = this.valuesOf(type.fqn);
    const members = type.members!.map(({ name }) => `${name}=${values[name]}`);
    if (members.some((member) => /\s/.test(member))) throw new Error(`a value of ${type.fqn} has a space in it`);
    return `enum ${shortName(type.fqn)} : ${members.join(' ')}`;
  }

  private propLine({ name, optional, type }: Property): string {
    return ` ${name}${optional ? '?' : ''} ${this.typeText(type)}`;
  }

  private classBlock(type: Type): string[] {
    const bases = ownNames([type.base, ...(type.interfaces ?? [])]);
    const made = type.initializer && !type.abstract ? [this.callLine('new', type.initializer)] : [];
    // A static method counts without parameters too: it makes values.
    const methods = (type.methods ?? [])
      .filter((method) => !method.protected && (method.static || method.parameters?.length))
      .map((method) => this.methodLine(method));
    return [header('class', type, bases), ...made, ...methods];
  }

  private methodLine(method: Method): string {
    const { returns } = method;
    const gives = method.static && returns?.type.fqn ? ` > ${shortName(returns.type.fqn)}` : '';
    return this.callLine(`${method.static ? 'static ' : ''}${method.name}`, method) + gives;
  }

  private callLine(name: string, { parameters = [] }: Callable): string {
    return [` ${name}`, ...parameters.map((parameter) => this.parameterText(parameter))].join(' ');
  }

  private parameterText({ name, optional, variadic, type }: Parameter): string {
    return `${variadic ? '...' : ''}${name}${optional ? '?' : ''}:${this.typeText(type)}`;
  }

  private typeText(type: TypeReference): string {
    if (type.collection) {
      const element = this.typeText(type.collection.elementtype);
      return type.collection.kind === 'array' ? `[${element}]` : `{${element}}`;
    }
    // The Kubernetes API itself, and choices of which this library has none.
    if (type.union || type.fqn?.startsWith('cdk8s-plus-28.k8s.')) return 'any';
    return type.primitive ?? this.need(type.fqn!);
  }

  /** What an object has that is one of a type; where nothing is required, what it may have. */
  private members(type: Type): string[] {
    const inner = INNER_MEMBERS[type.fqn];
    if (inner) return [...inner];
    const members = this.allMembers(type);
    const required = members.filter(({ optional }) => !optional);
    const names = (required.length ? required : members).map(({ name }) => name);
    return [...new Set(names)].filter((name) => name !== 'toString');
  }

  private allMembers(type: Type): { name: string; optional?: boolean }[] {
    const inherited = [type.base, ...(type.interfaces ?? [])].filter((fqn) => fqn && this.types[fqn]);
    return [
      ...inherited.flatMap((fqn) => this.allMembers(this.types[fqn!])),
      ...(type.properties ?? []).filter((member) => !member.static),
      ...(type.methods ?? []).filter((method) => !method.static && !method.protected).map(({ name }) => ({ name })),
    ];
  }
}

/** Names of this library stand alone; others keep their module. */
function shortName(fqn: string): string {
  return fqn.replace(/^cdk8s-toolhive\./, '').replace(/^cdk8s-plus-28\./, 'kplus.');
}

function ownNames(fqns: readonly (string | undefined)[] = []): string[] {
  return fqns.filter((fqn) => fqn !== undefined && isOwnName(fqn)).map((fqn) => shortName(fqn!));
}

const isOwnName = (fqn: string) => fqn.startsWith('cdk8s-toolhive.');

function header(kind: string, { fqn }: Type, bases: readonly string[]): string {
  return [kind, shortName(fqn), ...(bases.length ? ['<', ...bases] : [])].join(' ');
}
