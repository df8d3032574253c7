import { Input, Provenance } from './entry';
import { ReadEntry } from './read-catalog';
import { checkCalls } from '../props/check-calls';

/** What a server of a catalogue has to be given. */
export interface CatalogInput {
  /** Name in the catalogue: of a variable, a header, an argument such as `--host`, or a parameter. */
  readonly name: string;

  /** Where its value goes. */
  readonly kind: CatalogInputKind;

  /** Whether its value belongs into a Secret. */
  readonly isSecret: boolean;

  /** Whether the server needs it. One with a default need not be given all the same. */
  readonly isRequired: boolean;

  /**
   * What it is for.
   *
   * @default - the catalogue does not say
   */
  readonly description?: string;

  /**
   * Its value where none is given.
   *
   * @default - none: it stays unset
   */
  readonly defaultValue?: string;

  /**
   * The values that it may have.
   *
   * @default - any
   */
  readonly choices?: string[];
}

/** Where the value of a CatalogInput goes. */
export enum CatalogInputKind {
  /** Into the environment of the MCP server. */
  VARIABLE = 'variable',
  /** Into a header that is sent to a remote server. */
  HEADER = 'header',
  /** Into the arguments of the MCP server. */
  ARGUMENT = 'argument',
  /** Into the text of variables, arguments, headers or addresses that name it. */
  PARAMETER = 'parameter',
}

/** Who built an image, and how Sigstore can prove it. */
export interface CatalogProvenance {
  /**
   * Host of Sigstore's root of trust.
   *
   * @default - the catalogue does not say
   */
  readonly sigstoreUrl?: string;

  /**
   * Repository that the image was built from.
   *
   * @default - the catalogue does not say
   */
  readonly repositoryUri?: string;

  /**
   * Branch or tag that it was built from.
   *
   * @default - the catalogue does not say
   */
  readonly repositoryRef?: string;

  /**
   * Workflow that signed it.
   *
   * @default - the catalogue does not say
   */
  readonly signerIdentity?: string;

  /**
   * Where the workflow ran.
   *
   * @default - the catalogue does not say
   */
  readonly runnerEnvironment?: string;

  /**
   * Issuer of the signer's certificate.
   *
   * @default - the catalogue does not say
   */
  readonly certIssuer?: string;
}

/** One server of a catalogue: what it is, and what it needs. */
export class CatalogEntry {
  static {
    checkCalls('CatalogEntry', this);
  }

  /** @internal */
  public static _of(read: ReadEntry): CatalogEntry {
    return new CatalogEntry(read);
  }

  /** Name in the catalogue. */
  public readonly name: string;

  /** File and line that it stands at. */
  public readonly source: string;

  /** Title for people, where the catalogue has one. */
  public readonly title?: string;

  /** What the server does. */
  public readonly description?: string;

  /** Version of the entry. */
  public readonly version?: string;

  /** Where its source is. */
  public readonly repository?: string;

  /** Image of the server; undefined for a remote one. */
  public readonly image?: string;

  /** Address of a remote server, with the names of parameters in braces; undefined for an image. */
  public readonly url?: string;

  /** How it speaks, in the catalogue's word: `stdio`, `sse` or `streamable-http`. */
  public readonly transport?: string;

  /** Port that it listens on, where the catalogue says it. */
  public readonly port?: number;

  /** What has to be given, or can be. */
  public readonly inputs: CatalogInput[];

  /** Names of its tools. `McpTools.allow(...entry.tools)` lets clients see these and no later ones. */
  public readonly tools: string[];

  /** Words that it is found by. */
  public readonly tags: string[];

  /** Who keeps it: `Official` or `Community`. */
  public readonly tier?: string;

  /** Whether the catalogue advises against it. */
  public readonly isDeprecated: boolean;

  /** Whether any replica can answer any request. */
  public readonly isStateless: boolean;

  /** Hosts that it connects to, as permission profiles have them. */
  public readonly allowHost: string[];

  /** Ports that it connects to. */
  public readonly allowPort: number[];

  /** Who built its image. */
  public readonly provenance?: CatalogProvenance;

  /** Why no server can be made of it, each with what to do. Empty for nearly all. */
  public readonly refusals: string[];

  private constructor(private readonly read: ReadEntry) {
    const { entry } = read;
    const { container, remote } = entry;
    this.name = entry.name;
    this.source = read.where;
    this.title = entry.title;
    this.description = entry.description;
    this.version = entry.version;
    this.repository = entry.repository;
    this.image = container?.image;
    this.url = remote?.url.map((piece) => (typeof piece === 'string' ? piece : `{${piece.input}}`)).join('');
    this.transport = (container ?? remote)?.transport;
    this.port = container?.port;
    this.inputs = entry.inputs.map(inputOf);
    this.tools = [...entry.tools];
    this.tags = [...entry.tags];
    this.tier = entry.tier;
    this.isDeprecated = entry.isDeprecated;
    this.isStateless = entry.isStateless;
    this.allowHost = [...(container?.permissions?.network?.hosts ?? [])];
    this.allowPort = [...(container?.permissions?.network?.ports ?? [])];
    this.provenance = provenanceOf(entry.provenance);
    this.refusals = entry.refusals.map(({ message }) => message);
  }

  /**
   * Where each field of the entry goes: a prop of McpServer or McpRemoteProxy, a property of this entry, or the reason why
   * nothing is made of it.
   */
  public fields(): { [path: string]: string } {
    return Object.fromEntries([
      ...this.read.places,
      ...this.read.unknown.map((path): [string, string] => [path, 'is not known to this library']),
    ]);
  }

  /** @internal */
  public _read(): ReadEntry {
    return this.read;
  }
}

function inputOf({
  name,
  kind,
  isSecret,
  isRequired,
  description,
  default: defaultValue,
  choices,
}: Input): CatalogInput {
  return {
    ...{ name, isSecret, isRequired, description, defaultValue },
    kind: kind as CatalogInputKind,
    choices: choices && [...choices],
  };
}

function provenanceOf(provenance: Provenance | undefined): CatalogProvenance | undefined {
  return provenance && { ...provenance };
}
