/** Sources that list servers of the app: their data, and the ConfigMap with them that registries make below themselves. */
import { Catalogued, Surroundings } from './config-surroundings';
import { RegistryEntry, ServersSourceOptions } from './servers-source';
import { Findings, shown } from '../findings';
import { canonicalTime } from '../kubernetes/time';
import { defined, JsonObject, pruned } from '../plain/objects';
import { refused } from '../props/language';
import { brandOf } from '../props/values';
import { checkListing, defaultName, Listing } from '../rendering/catalog/listing';
import {
  catalogKey,
  isListedKind,
  ListedKind,
  ListedServer,
  names as objectNames,
  ServersCatalog,
} from '../rendering/catalog/registry-catalog';
import { FileMount } from '../rendering/registry/api/files';
import type { IListedServer } from '../servers/listed-server';
import type { ProxyResource } from '../servers/proxy-resource';
import { ToolhiveResource } from '../synthesis/toolhive-resource';

const LAST_UPDATED = '2025-01-01T00:00:00Z';

/** Checks a list of servers, and writes it down. */
export function serversCatalog(
  source: string,
  servers: readonly IListedServer[],
  { entries = [], lastUpdated = LAST_UPDATED }: ServersSourceOptions,
): ServersCatalog {
  const findings = new Findings();
  if (!servers.length) findings.error('servers', 'is empty, which the registry server refuses; list at least one');
  if (canonicalTime(lastUpdated) === undefined) {
    findings.error('lastUpdated', `${shown(lastUpdated)} must be an RFC 3339 time, such as "${LAST_UPDATED}"`);
  }
  checkOnce(servers, 'servers', findings);
  checkOnce(
    entries.map(({ server }) => server),
    'entries',
    findings,
  );
  entries.forEach(({ server }, i) => {
    if (!servers.includes(server)) {
      findings.error(`entries[${i}]`, `is about ${nameOf(server)}, which is not listed; list it too`);
    }
  });
  const fieldOfName = new Map<string, string>();
  const listed = [...new Set(servers)].map((server): ListedServer => {
    const i = entries.findIndex((entry) => entry.server === server);
    const field = i < 0 ? `servers[${servers.indexOf(server)}]` : `entries[${i}]`;
    const listing = listingOf(server, entries[i]);
    checkListing(listing, field, findings);
    const earlier = fieldOfName.get(listing.name);
    if (earlier) {
      findings.error(`${field}.name`, `${shown(listing.name)} is the name of ${earlier} too; rename one`);
    }
    fieldOfName.set(listing.name, field);
    return {
      kind: kindOf(server, `registry source "${source}": ${field}`),
      namespace: server.namespace,
      name: server.name,
      listing,
    };
  });
  if (findings.errors.length) {
    const lines = findings.errors.map(({ field, message }) => `registry source "${source}": ${field}: ${message}`);
    throw refused(lines.join('\n'));
  }
  return { source, lastUpdated, servers: listed };
}

/** Only what is in the app's catalogue can be read when the app is synthesized. */
function kindOf(server: IListedServer, where: string): ListedKind {
  const kind = (server as Partial<ToolhiveResource>)._identity?.kind;
  if (!isListedKind(kind)) {
    throw refused(
      `${where}: ${nameOf(server)} is not made by this app, so nothing is known of it but its name; leave it out`,
    );
  }
  return kind;
}

function nameOf(server: IListedServer): string {
  return `${brandOf(server) ?? server.constructor.name} ${shown(server.name)}`;
}

function checkOnce(servers: readonly IListedServer[], field: string, findings: Findings): void {
  servers.forEach((server, i) => {
    if (servers.indexOf(server) < i) {
      findings.error(`${field}[${i}]`, `${nameOf(server)} is in the list twice; drop one`);
    }
  });
}

/** What the entry says, then what the server says of itself. */
function listingOf(listed: IListedServer, entry?: RegistryEntry): Listing {
  const { namespace, name } = listed;
  const { server: _, ...given } = { ...entry };
  const own = (listed as Partial<ProxyResource>)._listing?.() ?? {};
  return {
    ...{ name: defaultName(namespace, name), description: `MCP server ${name}` },
    ...defined(own),
    ...defined(given),
  };
}

/**
 * The data of a registry's sources that list servers of the app. It is read from the servers when the app is synthesized.
 * @internal
 */
export class RegistryCatalog extends ToolhiveResource {
  /**
   * Makes the ConfigMap where a configuration needs one.
   *
   * @returns the files in it, where the configuration expects them
   */
  public static files(
    registry: ToolhiveResource,
    { catalogs }: Surroundings,
    labels: Record<string, string> = {},
  ): FileMount[] {
    if (!catalogs.length) return [];
    for (const { catalog, servers } of catalogs) {
      const foreign = servers.find((server) => server.node.root !== registry.node.root);
      if (!foreign) continue;
      throw refused(
        `[${registry.node.path}] ${registry.constructor.name} "${registry.name}": config: registry source "${catalog.source}" lists ${nameOf(foreign)} of another app, of which nothing is known here; list it in a registry of its own app`,
      );
    }
    new RegistryCatalog(registry, catalogs, labels);
    const name = objectNames.configMap(registry.name);
    return catalogs.map(({ catalog, path }) => ({ path, configMap: { name, key: catalogKey(catalog.source) } }));
  }

  private readonly spec: JsonObject;

  private constructor(registry: ToolhiveResource, catalogs: readonly Catalogued[], labels: Record<string, string>) {
    super(registry, 'Catalog', 'RegistryCatalog', registry.name);
    this.spec = pruned({ labels, catalogs: catalogs.map(({ catalog }) => catalog) });
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}
