/**
 * Shows everything that the library prints to judges from outside: Kubernetes' strict schemas, and the API server's own
 * evaluator of the restricted Pod Security Standard. Run by `npm run test:judges`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { parseCommandLine } from '../../src/cli/options';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { judgedApp } from './app';
import { Case, judgePodSecurity, judgeSchemas, Verdict } from './tools';

const objectsIn = (yaml: string): any[] =>
  parseAllDocuments(yaml, { version: '1.1' })
    .map((d) => d.toJS())
    .filter(Boolean);
const caseOf = (from: string, object: any): Case => ({
  name: `${from}: ${object.kind}/${object.metadata.name}`,
  object,
});

/** What constructs make. */
function fromConstructs(): Case[] {
  const examples = existsSync('dist/example')
    ? readdirSync('dist/example').map((name) => join('dist/example', name))
    : [];
  return [
    ...objectsIn(judgedApp()).map((object) => caseOf('constructs', object)),
    ...examples.flatMap((file) => objectsIn(readFileSync(file, 'utf8')).map((object) => caseOf(file, object))),
  ];
}

/** What `render` makes of the recorded cases, and of upstream's own manifests where they are. */
function fromRender(): Case[] {
  return ['test/parity/cases', '../shared/upstream-examples'].filter(existsSync).flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const argsFile = join(folder, name, 'args');
      const args = existsSync(argsFile) ? readFileSync(argsFile, 'utf8').trim().split('\n') : [];
      const { namespace, settings } = parseCommandLine(['render', ...args, 'input.yaml'], String, () => {})!;
      const documents = readManifests(readFileSync(join(folder, name, 'input.yaml'), 'utf8'), name);
      const { documents: rendered, problems } = renderManifests(documents, { namespace, settings });
      if (problems.some(({ severity }) => severity === 'error')) return [];
      return rendered.flatMap(({ manifests = [] }) => manifests.map((object) => caseOf(name, object)));
    }),
  );
}

/** Objects that differ in nothing but where they come from are judged once. */
function distinct(cases: readonly Case[]): Case[] {
  return [...new Map(cases.map((c) => [JSON.stringify(c.object), c])).values()];
}

function main(): void {
  const made = distinct(fromConstructs());
  const all = distinct([...made, ...fromRender()]);
  const pods = made.filter(({ object }) => (object as any).spec?.template);
  let [passed, failed, skipped] = [0, 0, 0];
  const count = (judge: string, cases: readonly Case[], verdicts: Verdict[] | undefined) => {
    if (!verdicts) {
      console.log(`${judge}: skipped, the judge is not here`);
      skipped += cases.length;
      return;
    }
    const refused = verdicts.filter(({ problems }) => problems.length);
    for (const { name, problems } of refused) console.log(`✗ ${judge}: ${name}\n    ${problems.join('\n    ')}`);
    console.log(`${judge}: ${verdicts.length - refused.length} of ${cases.length} objects`);
    passed += verdicts.length - refused.length;
    failed += refused.length;
  };
  count('strict schemas of Kubernetes 1.28 to 1.35', all, judgeSchemas(all));
  count('restricted Pod Security Standard', pods, judgePodSecurity(pods));
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  if (failed || (skipped && process.env.CI)) process.exitCode = 1;
}

main();
