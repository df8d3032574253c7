/** Resources as a flowchart in Mermaid: what is there, who reaches whom, and what each refers to. */
import { listedBy, Reference, referencesOf } from './references';
import { AnyOf } from '../plain/objects';
import { isOneOf, MEMBER_KINDS } from '../rendering/model/kinds';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';

/** Brackets of the shape that stands for a kind; servers and all else are boxes. */
const SHAPES: Record<string, readonly [string, string]> = {
  MCPGroup: ['([', '])'],
  MCPRegistry: ['[(', ')]'],
  MCPServerEntry: ['(', ')'],
  RegistryApi: ['[(', ')]'],
  Secret: ['[/', '/]'],
  VirtualMCPServer: ['[[', ']]'],
};

/** What several share. */
const CONFIGURATION = /^(?:MCP\w+Config|VirtualMCPCompositeToolDefinition)$/;

/** A registry's own lists, drawn as what the registry lists. */
const CATALOG = 'RegistryCatalog';

/** Fields that some kind of server has. */
type ServerFields = AnyOf<Specs['MCPServer' | 'MCPRemoteProxy' | 'MCPServerEntry' | 'VirtualMCPServer']>;

interface Node {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/**
 * The flowchart. Arrows go the way of requests: from a virtual server to its group, from there to the members; dotted
 * ones lead to what is referred to. The same resources give the same text, in whatever order they come.
 */
export function mermaid(resources: readonly Resource[]): string {
  const graph = new Graph();
  const sorted = [...resources].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const resource of sorted) {
    if (resource.kind !== CATALOG) graph.add(resource, [...address(resource.spec), ...own(resource.spec)]);
  }
  for (const resource of sorted) {
    if (resource.kind === CATALOG) graph.list(resource);
    else for (const reference of referencesOf(resource)) graph.link(resource, reference);
  }
  return graph.text();
}

/** Where a remote server is: its host, for addresses may be long. */
function address({ remoteUrl }: ServerFields): string[] {
  return typeof remoteUrl === 'string' && URL.canParse(remoteUrl) ? [new URL(remoteUrl).host] : [];
}

/** Policies that are inline in the resource. */
function own(spec: ServerFields): string[] {
  const found = [
    (spec.authzConfig ?? spec.incomingAuth?.authzConfig) && 'rules of its own',
    (spec.audit ?? spec.config?.audit)?.enabled && 'audit',
    (spec.rateLimiting ?? spec.config?.rateLimiting) && 'rate limits',
  ].filter(Boolean);
  return found.length ? [found.join(', ')] : [];
}

function keyOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return [namespace, kind, name].join('/');
}

class Graph {
  private readonly nodes = new Map<string, Node>();
  private readonly ids = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly edges = new Set<string>();

  add({ kind, namespace, name }: { kind: string; namespace: string; name: string }, lines: readonly string[]): void {
    const key = keyOf({ kind, namespace, name });
    this.nodes.set(key, { kind, namespace, name, lines });
    this.ids.set(key, this.freeId(`${kind}_${namespace}_${name}`));
  }

  link(from: Resource, to: Reference): void {
    const [source, target] = [this.idOf(from), this.idOf({ namespace: from.namespace, ...to })];
    // The `groupRef` of a virtual server names the group that it offers.
    if (to.kind === 'MCPGroup' && isOneOf(MEMBER_KINDS, from.kind)) this.edges.add(`${target} --> ${source}`);
    else this.edges.add(`${source} ${isOnTheWay(to.kind) ? '-->' : '-.->'} ${target}`);
  }

  /** The registry of that name lists the catalog's servers. */
  list(catalog: Resource): void {
    const { namespace, name } = catalog;
    const kind = ['RegistryApi', 'MCPRegistry'].find((k) => this.nodes.has(keyOf({ kind: k, namespace, name })));
    if (!kind) return;
    for (const server of listedBy(catalog)) {
      this.edges.add(`${this.idOf({ kind, namespace, name })} -. lists .-> ${this.idOf({ namespace, ...server })}`);
    }
  }

  text(): string {
    const namespaces = new Map<string, string[]>();
    for (const [key, node] of this.nodes) {
      const line = nodeLine(this.ids.get(key)!, node);
      namespaces.set(node.namespace, [...(namespaces.get(node.namespace) ?? []), line]);
    }
    const nodes = [...namespaces].flatMap(([namespace, lines]) => {
      if (namespaces.size === 1) return lines.map((line) => `  ${line}`);
      const title = `subgraph ${this.freeId(`namespace_${namespace}`)}["${escaped(namespace)}"]`;
      return [`  ${title}`, ...lines.map((line) => `    ${line}`), '  end'];
    });
    return ['flowchart LR', ...nodes, ...[...this.edges].map((edge) => `  ${edge}`), ''].join('\n');
  }

  /** Also for what no document describes: it is in the cluster. */
  private idOf(node: { kind: string; namespace: string; name: string }): string {
    const key = keyOf(node);
    if (!this.ids.has(key)) this.add(node, node.kind === 'Secret' ? [] : ['not described here']);
    return this.ids.get(key)!;
  }

  /** Letters, digits and underscores only; two names that become the same get a number. */
  private freeId(wish: string): string {
    const plain = wish.replace(/[^A-Za-z0-9]/g, '_');
    let id = plain;
    for (let n = 2; this.taken.has(id); n++) id = `${plain}_${n}`;
    this.taken.add(id);
    return id;
  }
}

function isOnTheWay(kind: string): boolean {
  return kind === 'MCPGroup' || kind === 'EmbeddingServer';
}

function nodeLine(id: string, { kind, name, lines }: Node): string {
  const [open, close] = SHAPES[kind] ?? (CONFIGURATION.test(kind) ? ['{{', '}}'] : ['[', ']']);
  return `${id}${open}"${[kind, name, ...lines].map(escaped).join('<br/>')}"${close}`;
}

/** Mermaid's own way to write characters that mean something to it, or to the page that shows it. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
