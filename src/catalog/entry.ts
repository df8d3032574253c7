/** What a catalogue says about one server, whatever form it was written in. Plain data; nothing of Kubernetes. */

import { CatalogProvenance } from '../images/provenance';
import { Tool } from '../tools/tool';

/** What a server has to be given, and what for. */
export interface Input {
  /** As the catalogue has it: a variable, a header, an argument, or a parameter of a template. */
  readonly name: string;
  readonly kind: 'variable' | 'header' | 'argument' | 'parameter';
  readonly description?: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly default?: string;
  readonly choices?: readonly string[];
  /** Whether it is the path of a file on somebody's machine. */
  readonly isFile?: boolean;
}

/** A text with places that are filled in: each an index of the entry's inputs. */
export type Template = readonly (string | { readonly input: string })[];

/** `--name value`, `--name`, or a value alone. */
export interface Argument {
  readonly flag?: string;
  readonly value?: Template;
}

/** A variable or header, and where its value comes from. */
export interface Setting {
  readonly name: string;
  readonly value: Template;
  readonly isSecret: boolean;
}

/** What a server may reach, in the form of ToolHive's permission profiles. */
export interface Permissions {
  readonly name?: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly isPrivileged: boolean;
  /** Undefined: the entry has no network settings. */
  readonly network?: {
    readonly allowAll: boolean;
    readonly hosts: readonly string[];
    readonly ports: readonly number[];
  };
}

/** An image of an MCP server. */
export interface Container {
  readonly image: string;
  readonly transport: string;
  readonly port?: number;
  readonly args: readonly Argument[];
  readonly env: readonly Setting[];
  readonly permissions?: Permissions;
  /** Paths in the container at which the catalogue wants something of the machine it runs on. */
  readonly mounts: readonly string[];
}

/** A server that somebody else runs. */
export interface Remote {
  readonly url: Template;
  readonly transport: string;
  readonly headers: readonly Setting[];
}

/** How clients log in at a remote server. */
export interface OAuth {
  readonly issuer?: string;
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly scopes: readonly string[];
}

/** Why no server can be made of an entry. */
export interface Refusal {
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The name that lets it pass where `omit` has it; without one, nothing does. */
  readonly omit?: string;
}

/** One server of a catalogue. */
export interface Entry {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly version?: string;
  readonly repository?: string;
  readonly tier?: string;
  readonly isDeprecated: boolean;
  readonly tags: readonly string[];
  readonly tools: readonly Tool[];
  readonly isStateless: boolean;
  readonly provenance?: CatalogProvenance;
  readonly oauth?: OAuth;
  readonly container?: Container;
  readonly remote?: Remote;
  readonly proxyPort?: number;
  readonly inputs: readonly Input[];
  /** Why no server can be made of it. */
  readonly refusals: readonly Refusal[];
}
