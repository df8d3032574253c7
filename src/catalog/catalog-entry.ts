import { Input } from './entry';
import { knownToolsOf } from './known-tools-of';
import { ReadEntry } from './read-catalog';
import { CatalogProvenance } from '../images/provenance';
import { checkCalls } from '../props/check-calls';
import { KnownTools } from '../servers/known-tools';

/** A value that a server of a catalogue needs or accepts. */
export interface CatalogInput {
  /** What the catalogue calls it: a variable, a header, an argument such as `--host`, or a parameter. */
  readonly name: string;

  /** Where its value is used. */
  readonly kind: CatalogInputKind;

  /** Whether its value is a secret, and must come from a Secret. */
  readonly isSecret: boolean;

  /** Whether the server needs it. If it has a default, it is optional anyway. */
  readonly isRequired: boolean;

  /**
   * What the value is for.
   *
   * @default - the catalogue does not say
   */
  readonly description?: string;

  /**
   * The catalogue's default value.
   *
   * @default - none: it stays unset
   */
  readonly defaultValue?: string;

  /**
   * The values that are allowed.
   *
   * @default - any
   */
  readonly choices?: string[];
}

/** Where the value of a CatalogInput is used. */
export enum CatalogInputKind {
  /** In the environment of the MCP server. */
  VARIABLE = 'variable',
  /** In a header that is sent to a remote server. */
  HEADER = 'header',
  /** In the arguments of the MCP server. */
  ARGUMENT = 'argument',
  /** In variables, arguments, headers or addresses that contain its name. */
  PARAMETER = 'parameter',
}

/** One server of a catalogue, with its image or address and the values that it needs. */
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

  /** File and line of the entry. */
  public readonly source: string;

  /** Title for people, where the catalogue has one. */
  public readonly title?: string;

  /** What the server does. */
  public readonly description?: string;

  /** Version of the entry. */
  public readonly version?: string;

  /** Repository of the source code. */
  public readonly repository?: string;

  /** Image of the server; undefined for a remote one. */
  public readonly image?: string;

  /** Address of a remote server, with the names of parameters in braces; undefined for an image. */
  public readonly url?: string;

  /** Transport in the catalogue's words: `stdio`, `sse` or `streamable-http`. */
  public readonly transport?: string;

  /** Port that it listens on, if the catalogue has it. */
  public readonly port?: number;

  /** Whether it is a remote server, for `remoteProxy` of the catalogue; an image is for `server`. */
  public readonly isRemote: boolean;

  /** Values that are required or optional. */
  public readonly inputs: CatalogInput[];

  /** Names of its tools. `McpTools.allow(...entry.tools)` hides tools that later versions add. */
  public readonly tools: string[];

  /** Its tools, for the prop `knownTools` of a server; nothing is known where the catalogue names none. */
  public readonly knownTools: KnownTools;

  /** Keywords for search. */
  public readonly tags: string[];

  /** Who maintains it: `Official` or `Community`. */
  public readonly tier?: string;

  /** Whether the catalogue marks it as deprecated. */
  public readonly isDeprecated: boolean;

  /** Whether any replica can answer any request. */
  public readonly isStateless: boolean;

  /** Hosts that it connects to, in the format of permission profiles. */
  public readonly allowHost: string[];

  /** Ports that it connects to. */
  public readonly allowPort: number[];

  /** Who built its image. */
  public readonly provenance?: CatalogProvenance;

  /** Reasons why no server can be made of it, each with what to do. Empty for most entries. */
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
    this.isRemote = remote !== undefined;
    this.inputs = entry.inputs.map(inputOf);
    this.tools = entry.tools.map((tool) => tool.name);
    this.knownTools = knownToolsOf(entry);
    this.tags = [...entry.tags];
    this.tier = entry.tier;
    this.isDeprecated = entry.isDeprecated;
    this.isStateless = entry.isStateless;
    this.allowHost = [...(container?.permissions?.network?.hosts ?? [])];
    this.allowPort = [...(container?.permissions?.network?.ports ?? [])];
    this.provenance = entry.provenance;
    this.refusals = entry.refusals.map(({ message }) => message);
  }

  /**
   * What was made of each field of the entry.
   *
   * A field became a prop of McpServer or McpRemoteProxy, or a property of this entry; or there is a reason why it was
   * left out.
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
