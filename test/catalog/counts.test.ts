/** How many servers of known catalogues can be deployed, as docs/catalogs.md has it, and whether their pods are restricted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueServers, deployed, Given } from '../../scripts/judges/catalogues';
import { beyondRestricted } from '../../src/kubernetes/restricted';
import { shared } from '../shared';
import { chartIn } from '../util';

shared('catalogs').tests('of known catalogues', () => {
  const servers = catalogueServers()!;
  const all = [...servers.values()].flat();

  test('docs/catalogs.md says how many can be deployed', () => {
    const rows = [...servers].map(([name, own]) => {
      const count = (given: Given) => own.filter((server) => deployed(server, given)).length;
      const [none, secrets, values] = [count('nothing'), count('Secrets'), count('Secrets and values')];
      return `| ${[name, own.length, none, secrets, values, own.length - values].join(' | ')} |`;
    });
    const text = readFileSync(join(__dirname, '../../docs/catalogs.md'), 'utf8');
    const [, table = ''] = /\| catalogue \| servers \|.*\n\|-.*\n((?:\|.*\n)+)/.exec(text) ?? [];
    expect(table.trim().split('\n')).toEqual(rows);
  });

  test('the pods of all that can be deployed keep to the restricted standard', () => {
    const beyond = all.flatMap((server) =>
      (deployed(server, 'Secrets and values') ?? []).flatMap(({ kind, spec }) => {
        const found = spec?.template ? beyondRestricted(spec.template) : [];
        return found.map((field) => `${server.entry.name}: ${kind}: ${field}`);
      }),
    );
    expect(beyond).toEqual([]);
  });

  test('all that is refused says why, and what to do', () => {
    const refused = all.filter((server) => !deployed(server, 'Secrets and values'));
    expect(refused.length).toBeGreaterThan(0);
    for (const { catalog, entry } of refused) {
      expect(() => catalog.server(chartIn(), entry.name, {})).toThrow(
        /build one|mount a volume|in omit|a set of images/,
      );
    }
  });
});
