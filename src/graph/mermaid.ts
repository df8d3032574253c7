/** ToolHive's resources as a Mermaid flowchart. */
import { References, referencesOf } from './references';
import { Resource } from '../resources/resource';

/** Kinds that traffic goes through. All others are what these are made with, and stand on dotted lines. */
const SERVERS = ['MCPServer', 'MCPRemoteProxy', 'VirtualMCPServer', 'EmbeddingServer', 'MCPRegistry', 'RegistryApi'];

/** Kinds that have no place in it: parts of others. */
const HIDDEN = ['RegistryCatalog', 'MCPGroup'];

/** @param resources in any order; those that they refer to and that are not among them are shown as missing */
export function toMermaid(resources: readonly Resource[]): string {
  return new Flowchart(resources).toString();
}

class Flowchart {
  private readonly lines: string[] = ['flowchart LR'];
  private readonly edges: string[] = [];
  private readonly ids = new Map<string, string>();
  private readonly known: Map<string, Resource>;
  private readonly resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.resources = [...resources].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    this.known = new Map(this.resources.map((resource) => [keyOf(resource), resource]));
    const namespaces = [...new Set(this.resources.map(({ namespace }) => namespace))];
    for (const namespace of namespaces) this.addNamespace(namespace, namespaces.length > 1);
    this.lines.push(...this.edges);
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }

  private addNamespace(namespace: string, isOneOfSeveral: boolean): void {
    const inside = this.resources.filter((resource) => resource.namespace === namespace);
    const indent = isOneOfSeveral ? '    ' : '  ';
    if (isOneOfSeveral) this.lines.push(`  subgraph ${this.id(`Namespace ${namespace}`)}["${text(namespace)}"]`);
    const groups = new Map<string, Resource[]>();
    for (const { kind, name } of inside) if (kind === 'MCPGroup') groups.set(name, []);
    for (const resource of inside) {
      const group = resource.kind === 'VirtualMCPServer' ? undefined : resource.spec.groupRef?.name;
      if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), resource]);
    }
    for (const [group, members] of groups) this.addGroup(namespace, group, members, indent);
    const grouped = new Set([...groups.values()].flat());
    for (const resource of inside) {
      if (!grouped.has(resource) && !HIDDEN.includes(resource.kind)) this.lines.push(indent + this.node(resource));
    }
    const visible = inside.filter(({ kind }) => !HIDDEN.includes(kind));
    for (const resource of visible) this.connect(resource, indent);
    if (isOneOfSeveral) this.lines.push('  end');
  }

  private addGroup(namespace: string, group: string, members: readonly Resource[], indent: string): void {
    const id = this.id(keyOf({ kind: 'MCPGroup', namespace, name: group }));
    if (!members.length) {
      this.lines.push(`${indent}${id}{{"${text(group)}<br/>MCPGroup"}}`);
      return;
    }
    this.lines.push(`${indent}subgraph ${id}["${text(group)}"]`);
    for (const member of members) this.lines.push(`${indent}  ${this.node(member)}`);
    this.lines.push(`${indent}end`);
  }

  private connect(resource: Resource, indent: string): void {
    const { namespace } = resource;
    const from = this.id(keyOf(resource));
    const { resources, secrets, hosts }: References = referencesOf(resource);
    for (const { kind, name } of resources) {
      if (kind === 'MCPGroup' && resource.kind !== 'VirtualMCPServer') continue;
      const key = keyOf({ kind, namespace, name });
      const isNew = !this.ids.has(key);
      const to = this.id(key);
      if (isNew && !this.known.has(key)) this.lines.push(`${indent}${to}["${text(name)}<br/>${kind}, not here"]`);
      const isTraffic = kind === 'MCPGroup' || SERVERS.includes(kind);
      this.edges.push(`  ${from} ${isTraffic ? '-->' : '-.->'} ${to}`);
    }
    for (const name of secrets) {
      const to = this.draw(`Secret ${namespace} ${name}`, `[("${text(name)}<br/>Secret")]`, this.lines, indent);
      this.edges.push(`  ${from} -.-> ${to}`);
    }
    // A host belongs to no namespace.
    for (const host of hosts) {
      const to = this.draw(`Host ${host}`, `(["${text(host)}"])`, this.edges, '  ');
      this.edges.push(`  ${from} --> ${to}`);
    }
  }

  /** Something that is no resource, drawn when it is first met. */
  private draw(key: string, shape: string, into: string[], indent: string): string {
    const isNew = !this.ids.has(key);
    const id = this.id(key);
    if (isNew) into.push(`${indent}${id}${shape}`);
    return id;
  }

  private node(resource: Resource): string {
    const { kind, name } = resource;
    const label = `"${text(name)}<br/>${kind}"`;
    const shape = SERVERS.includes(kind) ? `[${label}]` : `>${label}]`;
    return this.id(keyOf(resource)) + shape;
  }

  /** An id that Mermaid takes, told apart from those of other keys. */
  private id(key: string): string {
    const known = this.ids.get(key);
    if (known) return known;
    const plain = key.replace(/[^A-Za-z0-9]+/g, '_');
    const taken = new Set(this.ids.values());
    let id = plain;
    for (let i = 2; taken.has(id); i++) id = `${plain}_${i}`;
    this.ids.set(key, id);
    return id;
  }
}

function keyOf({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace} ${name}`;
}

/** Quotes and what HTML would read are written as Mermaid has them. */
function text(label: string): string {
  return label.replace(/[#"<>&]/g, (c) => `#${c.charCodeAt(0)};`);
}
