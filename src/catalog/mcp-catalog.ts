import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { CatalogEntry } from './catalog-entry';
import { CatalogRemoteProxyProps, CatalogServerProps } from './catalog-server-props';
import { makeRemoteProxy, makeServer } from './make-server';
import { nameInCatalog } from './named';
import { readCatalog } from './read-catalog';
import { resourceName } from './resource-name';
import { shown } from '../findings';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { McpRemoteProxy } from '../servers/mcp-remote-proxy';
import { McpServer } from '../servers/mcp-server';

/**
 * A catalogue of MCP servers, from which servers are deployed by name.
 *
 * It reads ToolHive's catalogue, documents of the official MCP registry, single `server.json` files, and entries of
 * Docker's MCP catalogue, as JSON or YAML. The format is detected from the content.
 *
 * @example
 * const catalog = McpCatalog.fromFile('registry.json');
 * catalog.server(chart, 'github', {
 *   secretsFrom: kplus.Secret.fromSecretName(chart, 'github-token', 'github-token'),
 * });
 */
export class McpCatalog {
  static {
    checkCalls('McpCatalog', this);
  }

  /**
   * Reads a catalogue from a file.
   *
   * @param path the file, relative to the working directory of the app
   * @throws when it is no catalogue, or members have a wrong type; the message has file, line and field
   */
  public static fromFile(path: string): McpCatalog {
    return McpCatalog.fromText(textOf(path), path);
  }

  /**
   * Reads all JSON and YAML files of a folder, with its subfolders, into one catalogue.
   *
   * @param path the folder, relative to the working directory of the app
   * @throws when a file is no catalogue, or two have a server of the same name
   */
  public static fromFolder(path: string): McpCatalog {
    const files = reading(path, () => readdirSync(path, { recursive: true, encoding: 'utf8' })).filter((file) =>
      /\.(json|ya?ml)$/i.test(file),
    );
    const paths = files.map((file) => join(path, file)).filter((file) => statSync(file).isFile());
    return new McpCatalog(paths.sort().flatMap((file) => entriesOf(textOf(file), file)));
  }

  /**
   * Reads a catalogue from text.
   *
   * @param text JSON or YAML
   * @param source name of the catalogue in messages
   * @throws when it is no catalogue, or members have a wrong type; the message has line and field
   */
  public static fromText(text: string, source: string = 'catalog'): McpCatalog {
    return new McpCatalog(entriesOf(text, source));
  }

  private readonly entries = new Map<string, CatalogEntry>();

  private constructor(entries: readonly CatalogEntry[]) {
    for (const entry of entries) {
      const other = this.entries.get(entry.name);
      // A registry's answer has all versions of a server, the newest first.
      if (other && other.source.split(':')[0] === entry.source.split(':')[0]) continue;
      if (other) {
        throw refused(`${entry.source}: ${shown(entry.name)} is in ${other.source} too; leave one file out`);
      }
      this.entries.set(entry.name, entry);
    }
  }

  /** Names of all servers, in the order of the catalogue. */
  public names(): string[] {
    return [...this.entries.keys()];
  }

  /**
   * One server of the catalogue.
   *
   * @param name its name; the part after the `/` is enough if it is unique
   * @throws when there is none; the message names the nearest
   */
  public entry(name: string): CatalogEntry {
    try {
      return this.entries.get(nameInCatalog(this.names(), name, 'names() lists them'))!;
    } catch (e) {
      throw refused(`McpCatalog: ${(e as Error).message}`);
    }
  }

  /**
   * Deploys an image of the catalogue as an McpServer.
   *
   * Its id, and its default name, is the part after the `/` of the catalogue's name.
   *
   * @param scope a chart, or a construct in one
   * @param server its name in the catalogue
   * @param props values, secrets and other props of the server
   * @throws when it is a remote server, or something is missing or can't be run on Kubernetes; the message has all of it, with what
   * each is for
   */
  public server(scope: Construct, server: string, props: CatalogServerProps = {}): McpServer {
    const entry = this.entry(server);
    return makeServer(scope, idOf(entry, props), entry._read(), props);
  }

  /**
   * Deploys an McpRemoteProxy for a remote server of the catalogue.
   *
   * Its id, and its default name, is the part after the `/` of the catalogue's name.
   *
   * @param scope a chart, or a construct in one
   * @param server its name in the catalogue
   * @param props values, secrets and other props of the proxy
   * @throws when it is an image, or something is missing; the message has all of it, with what each is for
   */
  public remoteProxy(scope: Construct, server: string, props: CatalogRemoteProxyProps = {}): McpRemoteProxy {
    const entry = this.entry(server);
    return makeRemoteProxy(scope, idOf(entry, props), entry._read(), props);
  }
}

function idOf({ name }: CatalogEntry, props: { readonly name?: string }): string {
  const id = props.name ?? resourceName(name);
  if (id) return id;
  throw refused(`McpCatalog: ${shown(name)} has no letter or digit that a resource's name can have; give name`);
}

function textOf(path: string): string {
  return reading(path, () => readFileSync(path, 'utf8'));
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    const reason = (e as NodeJS.ErrnoException).code ?? (e as Error).message;
    throw refused(`McpCatalog: ${shown(path)} can't be read: ${reason}`);
  }
}

function entriesOf(text: string, source: string): CatalogEntry[] {
  return readCatalog(text, source).map((read) => CatalogEntry._of(read));
}
