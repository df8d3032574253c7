/** Servers of the catalogues in `../shared/catalogs`, each as somebody would deploy it. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CatalogEntry, McpCatalog, ToolhiveChart } from '../../src';
import { Obj } from '../../src/plain/objects';

export interface CatalogueServer {
  readonly catalog: McpCatalog;
  readonly entry: CatalogEntry;
}

/** What somebody gives for a server. */
export type Given = 'nothing' | 'Secrets' | 'Secrets and values';

const FOLDER = resolve(__dirname, '../../../shared/catalogs');

const CATALOGUES: Readonly<Record<string, string>> = {
  "ToolHive's catalogue, 2026-02-18": 'toolhive-2026-02-18.json',
  'an official registry document': 'upstream-registry.json',
  "entries of Docker's catalogue": 'docker',
  'examples of `server.json`': 'server-json',
};

/** All servers, by what the catalogue is called in the documents. Undefined where the catalogues are not. */
export function catalogueServers(): Map<string, CatalogueServer[]> | undefined {
  if (!existsSync(FOLDER)) return undefined;
  return new Map(
    Object.entries(CATALOGUES).map(([name, path]) => [name, filesOf(join(FOLDER, path)).flatMap(serversOf)]),
  );
}

function filesOf(path: string): string[] {
  return /\.json$/.test(path) ? [path] : readdirSync(path).map((file) => join(path, file));
}

function serversOf(file: string): CatalogueServer[] {
  const catalog = McpCatalog.fromFile(file);
  return catalog.names().map((name) => ({ catalog, entry: catalog.entry(name) }));
}

/** The objects of a server; undefined where it is refused. */
export function deployed({ catalog, entry }: CatalogueServer, given: Given): Obj[] | undefined {
  const chart = new ToolhiveChart(Testing.app(), 'chart', { namespace: 'mcp' });
  const asked = entry.inputs.filter((input) => input.isRequired && !input.isSecret && !input.defaultValue);
  const values = Object.fromEntries(asked.map(({ name, choices }) => [name, choices?.[0] ?? 'https://x.example.com']));
  const props = {
    secretsFrom: given === 'nothing' ? undefined : kplus.Secret.fromSecretName(chart, 's', 's'),
    values: given === 'Secrets and values' ? values : undefined,
  };
  try {
    if (entry.isRemote) catalog.remoteProxy(chart, entry.name, props);
    else catalog.server(chart, entry.name, props);
  } catch {
    return undefined;
  }
  return Testing.synth(chart);
}
