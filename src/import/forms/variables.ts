/**
 * `${…}` in the files of clients and of Compose. Sources, each for what it takes: code.claude.com/docs/en/mcp, "Environment
 * variable expansion in .mcp.json" (`${VAR}`, `${VAR:-default}`); code.visualstudio.com/docs/reference/variables-reference and
 * .../docs/copilot/reference/mcp-configuration (`${input:id}`, `${env:VAR}`, `${workspaceFolder}`); cursor.com/docs/mcp,
 * "Config interpolation" (`${env:NAME}`, `${userHome}`); docs.docker.com/reference/compose-file/interpolation (`$VAR`, `$$`).
 */
import { Input, Template } from '../../catalog/entry';
import { isCredentialName } from '../../credentials/forms';

/** What VS Code asks its user for, by id. */
export interface Asked {
  readonly isSecret: boolean;
  readonly description?: string;
  readonly default?: string;
}

/** A text, with what has to be given in it. */
export interface Filled {
  readonly template: Template;
  /** Which default was taken, as the file has it. */
  readonly remark?: string;
}

/** Variables of somebody's machine: their values are in no cluster. */
const OF_THE_MACHINE =
  /^(?:workspaceFolder\w*|userHome|cwd|file\w*|relativeFile\w*|pathSeparator|\/|(?:command|config|file):.*|(?:env:)?(?:HOME|USER|USERNAME|PWD|PATH|TMPDIR|TEMP|USERPROFILE|APPDATA|LOCALAPPDATA|SSH_AUTH_SOCK))$/s;

type Piece = Template[number];

const PLACE = /\$\{([^{}]{1,500})\}/g;
const PLACE_OF_COMPOSE = /\$\$|\$\{([^{}]{1,500})\}|\$([A-Za-z_]\w*)/g;

/** The variables of one server. */
export class Variables {
  private readonly found = new Map<string, Input>();

  /**
   * @param asked what the file has about its inputs
   * @param known texts that its own variables have, where a tool puts them in by itself
   * @param isCompose whether `$VAR` and `$$` mean something
   */
  constructor(
    private readonly asked: ReadonlyMap<string, Asked>,
    private readonly known: ReadonlyMap<string, string> = new Map(),
    private readonly isCompose = false,
  ) {}

  /** All that has to be given. */
  get inputs(): Input[] {
    return [...this.found.values()];
  }

  /** The same variables for a tool that puts some of them in by itself. */
  within(known: ReadonlyMap<string, string>): Variables {
    return new Variables(this.asked, known, this.isCompose);
  }

  /** Undefined where the text names something of the machine. */
  fill(text: string): Filled | undefined {
    return this.filled(text, this.known);
  }

  private filled(text: string, known: ReadonlyMap<string, string>): Filled | undefined {
    const pieces: Piece[] = [];
    const remarks: string[] = [];
    let end = 0;
    for (const match of text.matchAll(this.isCompose ? PLACE_OF_COMPOSE : PLACE)) {
      pieces.push(text.slice(end, match.index));
      end = match.index + match[0].length;
      const inner = match[1] ?? match[2];
      if (inner !== undefined && OF_THE_MACHINE.test(inner)) return undefined;
      const found = inner === undefined ? { template: ['$'] } : this.value(inner, known);
      if (found.isDefault) remarks.push(match[0]);
      pieces.push(...found.template);
    }
    pieces.push(text.slice(end));
    const template = pieces.filter((piece) => piece !== '');
    return { template: template.length ? template : [''], remark: remarks.length ? remarks.join(', ') : undefined };
  }

  private value(inner: string, known: ReadonlyMap<string, string>): { template: Template; isDefault?: boolean } {
    if (inner.startsWith('input:')) {
      const id = inner.slice('input:'.length);
      const asked = this.asked.get(id);
      const given = asked?.isSecret ? undefined : asked?.default;
      return given === undefined
        ? { template: [this.need(id, asked?.description)] }
        : { template: [given], isDefault: true };
    }
    const [, name = inner, fallback] = /^(?:env:)?([A-Za-z_]\w*)(?::?-([^]*)|:?[?+][^]*)?$/.exec(inner) ?? [];
    const own = known.get(name);
    // A variable whose value is itself is the one of the same name around it.
    const template = own === undefined ? undefined : this.filled(own, new Map())?.template;
    if (template) return { template };
    const isGiven = fallback !== undefined && !isCredentialName(name);
    return isGiven ? { template: [fallback], isDefault: true } : { template: [this.need(name)] };
  }

  /** A value that is in no file goes where credentials go. */
  private need(name: string, description?: string): Piece {
    this.found.set(name, { name, kind: 'parameter', description, isSecret: true, isRequired: true });
    return { input: name };
  }
}
