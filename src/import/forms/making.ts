/** What is made of files that are no manifests: resources, messages about them, and the Secrets that they need. */
import { SecretKey } from './settle';
import { resourceName } from '../../catalog/resource-name';
import { masked } from '../../credentials/mask';
import { printable } from '../../findings';
import { GivenManifest } from '../../manifests/metadata';
import { Problem } from '../../manifests/problem';
import { ManifestDocument } from '../../manifests/read';
import { isToolhive } from '../../manifests/to-resource';
import { JsonObject } from '../../plain/objects';
import { crdOf, TOOLHIVE_GROUP } from '../../resources/crd';
import { Comment, Comments, Path } from '../comments';
import { Expression } from '../expression';
import { Ledger } from './part';
import { isListedKind } from '../../rendering/catalog/registry-catalog';

/** What the importer has to know of a document that it has made itself. */
export interface Made {
  readonly comments: Comments;
  /** Props for what no custom resource has, and the fields of the spec that they decide. */
  readonly props: Readonly<Record<string, Expression>>;
  readonly decides: readonly string[];
}

/** A resource, as a form describes it. */
export interface MadeResource {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly spec: JsonObject;
  readonly metadata?: JsonObject;
  /** Where it is in the file. */
  readonly path: string;
  /** What it is called there. */
  readonly called: string;
  readonly comments?: readonly { readonly path: Path; readonly text: string }[];
  readonly props?: Readonly<Record<string, Expression>>;
  readonly decides?: readonly string[];
}

/** A Secret that has to be made. */
export interface NeededSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly SecretKey[];
  /** A file of variables that it is made of. */
  readonly envFile?: string;
}

export interface MakingOptions {
  readonly namespace: string;
  /** Images of servers that a file names none of, by the server's name. */
  readonly images: ReadonlyMap<string, string>;
  /** Names of servers, where the documents are catalogues of which these alone are wanted. */
  readonly servers?: readonly string[];
}

export class Making {
  readonly documents: ManifestDocument[] = [];
  readonly made = new Map<ManifestDocument, Made>();
  readonly problems: Problem[] = [];
  readonly secrets: NeededSecret[] = [];
  /** What is left out, for the reader of the code. */
  readonly remarks: string[] = [];
  readonly usedImages = new Set<string>();
  private readonly taken: Set<string>;

  /** @param input all documents, of whatever form */
  constructor(
    readonly options: MakingOptions,
    readonly input: readonly ManifestDocument[],
  ) {
    const taken = input.map(({ value }) => value).filter(isToolhive);
    this.taken = new Set(
      taken.flatMap(({ kind, metadata }) => {
        const place = `${metadata?.namespace || options.namespace}/${metadata?.name}`;
        return [`${kind}/${place}`, ...(isListedKind(kind) ? [place] : [])];
      }),
    );
  }

  /** The image that was given for a server. */
  imageFor(name: string): string | undefined {
    const image = this.options.images.get(name);
    if (image !== undefined) this.usedImages.add(name);
    return image;
  }

  /** A name that no other server has. */
  name(given: string, namespace = this.options.namespace): string {
    const label = resourceName(given) || 'server';
    let name = label;
    for (let n = 2; this.taken.has(`${namespace}/${name}`); n++) name = `${label}-${n}`;
    this.taken.add(`${namespace}/${name}`);
    return name;
  }

  /** Whether the input has a server of that name already. */
  isTaken(name: string, namespace = this.options.namespace): boolean {
    return this.taken.has(`${namespace}/${name}`);
  }

  /** What several servers may share: a group of one name is one. */
  shared(kind: string, given: string, namespace = this.options.namespace): { name: string; isNew: boolean } {
    const name = resourceName(given) || kind.toLowerCase();
    const key = `${kind}/${namespace}/${name}`;
    const isNew = !this.taken.has(key);
    this.taken.add(key);
    return { name, isNew };
  }

  /** A name that no other resource of its kind has. */
  free(kind: string, given: string, namespace = this.options.namespace): string {
    let name = given;
    for (let n = 2; this.taken.has(`${kind}/${namespace}/${name}`); n++) name = `${given}-${n}`;
    this.taken.add(`${kind}/${namespace}/${name}`);
    return name;
  }

  /** How much has been made so far. */
  mark(): number {
    return this.documents.length;
  }

  /** Forgets what was made since. */
  takeBack(mark: number): void {
    this.documents.length = mark;
  }

  /** What of a file is about one thing in it. */
  about(document: ManifestDocument, ledger: Ledger): About {
    return new About(this, document, ledger);
  }
}

/** One document of the input, while it is read. */
export class About {
  /** What it has, for messages. */
  what = 'MCP server';

  constructor(
    readonly making: Making,
    readonly document: ManifestDocument,
    readonly ledger: Ledger,
  ) {}

  /** The file's own name, without the folders of somebody's machine. */
  get file(): string {
    const { file } = this.document.position;
    return file === '-' ? 'standard input' : file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  /** Makes the resource; false where something in it that can't be put into a Secret looks like a credential. */
  make(resource: MadeResource): boolean {
    const { path, name, called, spec, metadata, props } = resource;
    if (holdsCredential([name, called, spec, metadata, props])) {
      this.leave(path, called, EXPOSED);
      return false;
    }
    this.add(resource);
    return true;
  }

  private add({
    kind,
    name,
    namespace,
    spec,
    metadata,
    path,
    called,
    comments = [],
    props = {},
    decides = [],
  }: MadeResource): void {
    const { position } = this.document;
    const value: GivenManifest = {
      apiVersion: `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`,
      kind,
      metadata: { name, ...(namespace !== undefined && { namespace }), ...metadata },
      spec,
    };
    const document: ManifestDocument = {
      source: position.of(path),
      position,
      value,
      text: '',
      older: { value: { kind: this.what, metadata: { name: called } }, fields: { spec: path, metadata: path } },
    };
    this.making.documents.push(document);
    this.making.made.set(document, { comments: commentsOf(comments), props, decides });
  }

  /** A server of which nothing is made. */
  leave(path: string, name: string, reason: string): void {
    this.ledger.place(path);
    this.say('warning', path, name, `is left out: ${reason}`);
    const [what, ...advice] = reason.split('; ');
    const lines = [`${printable(name)} of ${this.file} is left out: ${what}.`, ...advice.map(sentence)];
    this.making.remarks.push(...lines.map(masked));
  }

  say(severity: 'warning' | 'note' | 'error', path: string, name: string | undefined, message: string): void {
    this.making.problems.push({
      severity,
      source: this.document.position.of(path),
      resource: name === undefined ? undefined : masked(`${this.what} ${JSON.stringify(name)}`),
      field: name === undefined ? masked(path) : '',
      message: masked(message),
    });
  }

  /** Lists the fields that have no place, one line for each reason. */
  list(value: unknown, path: string, name?: string): void {
    for (const { reason, paths } of this.ledger.left(value, path)) {
      const [first] = paths;
      const fields = paths.map((other) => shorter(other, path)).join(', ');
      this.making.problems.push({
        severity: 'note',
        source: this.document.position.of(first),
        resource: name === undefined ? undefined : masked(`${this.what} ${JSON.stringify(name)}`),
        field: '',
        message: masked(`nothing is made of ${fields}: ${reason}`),
      });
    }
  }

  need(secret: Omit<NeededSecret, 'namespace'> & { readonly namespace?: string }): void {
    const { namespace = this.making.options.namespace } = secret;
    this.making.secrets.push({ ...secret, namespace });
  }
}

/** Why nothing is made of what has a credential in its name, an image, or the like. */
export const EXPOSED = 'what looks like a credential stands where none can be put into a Secret; take it out';

/** Whether a text, or a key, anywhere in a value looks like a credential. */
function holdsCredential(value: unknown): boolean {
  if (typeof value === 'string') return masked(value) !== value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]: [string, unknown]) => {
    // What was an address once.
    const isCut = typeof inner === 'string' && inner.startsWith('//') && holdsCredential(`${key}:${inner}`);
    return isCut || masked(key) !== key || holdsCredential(inner);
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A field within what the line is about already. */
function shorter(field: string, path: string): string {
  return path && field.startsWith(`${path}.`) ? field.slice(path.length + 1) : field;
}

function commentsOf(comments: readonly { readonly path: Path; readonly text: string }[]): Comments {
  const found = new Map<string, Comment[]>();
  for (const { path, text } of comments) {
    const key = JSON.stringify(path);
    const lines = masked(text)
      .split(/[\n\r\u2028\u2029]/)
      .map((line) => line.trim());
    const own = lines.filter(Boolean).map((line): Comment => ({ field: key, text: line }));
    found.set(key, [...(found.get(key) ?? []), ...own]);
  }
  return new Comments(found);
}
