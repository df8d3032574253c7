/** Catalogues that people have: each entry is made, or refused with its reason, and no field is lost. */
import { readFileSync } from 'node:fs';
import * as kplus from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import { CatalogEntry, McpCatalog } from '../../src';
import { Entry } from '../../src/catalog/entry';
import { readEntries } from '../../src/catalog/read-catalog';
import { CarefulText } from '../../src/manifests/careful-positions';
import { Position } from '../../src/manifests/position';
import { defined, Obj } from '../../src/plain/objects';
import { shared } from '../shared';
import { chartIn, objects } from '../util';

const catalogs = shared('catalogs');
const files = [
  shared('catalogs', 'toolhive-2026-02-18.json').path,
  shared('catalogs', 'upstream-registry.json').path,
  ...shared('catalogs', 'docker').files,
  ...shared('catalogs', 'server-json').files,
];

/** An entry as Docker's whole catalogue has it. */
function listedOf({ about, meta, config, run, source, name: _, ...entry }: Obj): Obj {
  const { parameters, secrets, env } = config ?? {};
  return defined({
    ...{ title: about?.title, description: about?.description, metadata: meta, upstream: source?.project },
    ...{ secrets, env, config: parameters && [parameters], ...run, ...(run?.env && { env }), ...entry },
  });
}

/** Makes the server with Secrets for what is secret, and a text for all else that it asks for. */
function make(catalog: McpCatalog, entry: CatalogEntry): string | undefined {
  const chart = chartIn();
  const asked = entry.inputs.filter(
    ({ isSecret, isRequired, defaultValue }) => isRequired && !isSecret && !defaultValue,
  );
  const values = Object.fromEntries(asked.map(({ name, choices }) => [name, choices?.[0] ?? 'https://x.example.com']));
  try {
    const props = { secretsFrom: kplus.Secret.fromSecretName(chart, 's', 's'), values };
    if (entry.isRemote) catalog.remoteProxy(chart, entry.name, props);
    else catalog.server(chart, entry.name, props);
  } catch (e) {
    return (e as Error).message;
  }
  expect(Object.keys(objects(chart)).length).toBeGreaterThan(3);
  return undefined;
}

catalogs.tests('of the catalogues that people have', () => {
  const all = files.flatMap((file) => {
    const catalog = McpCatalog.fromFile(file);
    return catalog.names().map((name) => ({ file, catalog, entry: catalog.entry(name) }));
  });

  test('no field of an entry is unknown, and each has a place', () => {
    const unknown = all.flatMap(({ entry }) =>
      Object.entries(entry.fields()).flatMap(([path, place]) =>
        place.includes('not known') ? [`${entry.source}: ${path}`] : [],
      ),
    );
    expect(unknown).toEqual([]);
    expect(all.filter(({ entry }) => Object.keys(entry.fields()).length < 3)).toEqual([]);
  });

  test("an entry of Docker's says the same in its whole catalogue", () => {
    for (const file of shared('catalogs', 'docker').files) {
      const single = load(readFileSync(file, 'utf8')) as Obj;
      const [one] = readEntries(single, new Position(file, 1, new CarefulText('')));
      const [listed] = readEntries(
        { registry: { [single.name]: listedOf(single) } },
        new Position('c', 1, new CarefulText('')),
      );
      expect(listed.unknown).toEqual([]);
      const said = ({ container, remote, inputs, refusals }: Entry) => ({
        container,
        remote,
        inputs,
        count: refusals.length,
      });
      // What is fixed in `run.env` is among the settings there.
      if (!single.run?.env) expect(said(listed.entry)).toEqual(said(one.entry));
    }
  });

  test("all of ToolHive's and the registry's are made, and of the others all that have an image", () => {
    const refused = all.flatMap(({ file, catalog, entry }) => {
      const message = make(catalog, entry);
      return message === undefined ? [] : [`${file.split('/').at(-2)}: ${entry.name}`];
    });
    expect(refused).toEqual([
      'docker: arm-mcp',
      'docker: curl',
      'docker: markitdown',
      'server-json: io.modelcontextprotocol/brave-search',
      'server-json: io.modelcontextprotocol/filesystem',
      'server-json: weather-mcp-server',
      'server-json: mcp-database-manager',
    ]);
    expect(all.length).toBe(144);
  });
});
