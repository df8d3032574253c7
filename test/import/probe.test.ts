import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { imported, linesOf, objectsOf } from './app';
import { byName, casesOf, renderCase } from '../parity/compare';
import { join } from 'node:path';

const only = process.env.ONLY;
const cases = casesOf('cases').filter((n) => !only || n.includes(only));
test.each(cases)('%s', (name) => {
  const text = readFileSync(join(__dirname, '../parity/cases', name, 'input.yaml'), 'utf8');
  const ns = renderCase('cases', name).documents.map((d) => d.document);
  void ns;
  const args = existsSync(join(__dirname, '../parity/cases', name, 'args'))
    ? readFileSync(join(__dirname, '../parity/cases', name, 'args'), 'utf8')
        .trim()
        .split('\n')
    : [];
  const i = args.indexOf('--namespace');
  const app = imported(text, i >= 0 ? args[i + 1] : 'default');
  if (process.env.SHOW) console.log(app.files.get('main.ts'), linesOf(app));
  if (app.problems.some((p) => p.severity === 'error')) throw new Error(linesOf(app).join('\n'));
  const { documents } = renderCase('cases', name);
  expect(byName(objectsOf(app).filter((o) => o.kind !== 'x'))).toEqual(
    byName(
      documents
        .filter((d) => d.document.value.kind !== 'Secret')
        .flatMap(({ manifests, document }) => manifests ?? [document.value]),
    ),
  );
});
