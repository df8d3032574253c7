/**
 * Checks everything that the library prints with judges from outside: Kubernetes' strict schemas, and the API server's own
 * evaluator of the restricted Pod Security Standard. Run by `npm run test:judges`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { judgedApp } from './app';
import { catalogueServers, deployed } from './catalogues';
import { Absent, Case, judgePodSecurity, judgeSchemas, Verdict } from './tools';
import { ToolhiveVersion } from '../../src';
import { main as cli } from '../../src/cli/main';
import { DEFAULT_VERSION, VERSION_NAMES, VersionName } from '../../src/rendering/model/versions';
import { Recording, recordingsOf } from '../../test/parity/recordings';

/** Groups of Kubernetes itself; nobody outside knows the schemas of custom resources. */
const KUBERNETES_GROUPS = /^(v1|(apps|autoscaling|batch|policy|(networking|rbac\.authorization)\.k8s\.io)\/.*)$/;

/** Two of upstream's manifests refer to what they don't bring. */
const INCOMPLETE = /there is no \w+ ".*" in namespace/;

let [passed, failed, skipped] = [0, 0, 0];

function fail(what: string, problems: string[]): void {
  failed++;
  console.log(`✗ ${what}\n    ${problems.join('\n    ')}`);
}

/** Runs a part that must not keep the others from being counted. */
function guarded<T>(what: string, run: () => T[]): T[] {
  try {
    return run();
  } catch (error) {
    fail(what, [String((error as Error)?.stack ?? error)]);
    return [];
  }
}

/** The objects of a YAML text, read as kubectl does: YAML 1.1, where `on` and `010` are no texts. */
function casesIn(from: string, yaml: string): Case[] {
  const documents = parseAllDocuments(yaml, { version: '1.1' });
  for (const { errors } of documents) if (errors.length) throw errors[0];
  const objects: any[] = documents.map((document) => document.toJS()).filter(Boolean);
  return objects.map((object) => ({
    name: `${from}: ${object.kind}/${object.metadata?.name}`,
    object,
  }));
}

/** What constructs make. */
function fromConstructs(): Case[] {
  const examples = existsSync('dist/example') ? readdirSync('dist/example') : [];
  return [
    ...Object.values(ToolhiveVersion).flatMap((version) =>
      guarded(version, () => casesIn(`constructs for ${version}`, judgedApp(version))),
    ),
    ...examples
      .map((name) => join('dist/example', name))
      .flatMap((file) => guarded(file, () => casesIn(file, readFileSync(file, 'utf8')))),
  ];
}

/** Servers of known catalogues, where these are. */
function fromCatalogues(): Case[] {
  const servers = catalogueServers();
  if (!servers) {
    console.log('catalogues: SKIPPED, ../shared/catalogs is not there');
    return [];
  }
  const all = [...servers.values()].flat();
  const made = all.flatMap((server) => {
    const { name } = server.entry;
    const objects = guarded(name, () => deployed(server, 'Secrets and values') ?? []);
    return objects.length ? [{ name, objects }] : [];
  });
  console.log(`catalogues: ${made.length} of ${all.length} servers; the others are refused`);
  return made.flatMap(({ name, objects }) =>
    objects.map((object) => ({ name: `catalogue, ${name}: ${object.kind}/${object.metadata.name}`, object })),
  );
}

/** What `render` prints for the recorded cases, and for upstream's own manifests where they are. */
function fromRender(): Case[] {
  const inputs = [
    ...VERSION_NAMES.flatMap((version) => recordingsOf('cases', version)),
    ...upstreamIn('../shared/upstream-examples'),
  ];
  const incomplete: string[] = [];
  const cases = inputs.flatMap(({ folder, version }) => {
    const name = `${folder}, ToolHive ${version}`;
    return guarded(name, () => {
      const { status, stdout, stderr } = render(folder, version);
      if (status === 0) return casesIn(name, stdout);
      if (!INCOMPLETE.test(stderr)) throw new Error(`render ended with status ${status}: ${stderr}`);
      incomplete.push(folder);
      return [];
    });
  });
  console.log(
    `render: ${inputs.length - incomplete.length} of ${inputs.length} inputs; the others refer to what is not there`,
  );
  return cases;
}

/** Upstream's manifests, where they are. */
function upstreamIn(parent: string): Pick<Recording, 'folder' | 'version'>[] {
  const names = existsSync(parent) ? readdirSync(parent) : [];
  return names.map((name) => ({ folder: join(parent, name), version: DEFAULT_VERSION }));
}

function render(folder: string, version: VersionName): { status: number; stdout: string; stderr: string } {
  const argsFile = join(folder, 'args');
  const args = existsSync(argsFile) ? readFileSync(argsFile, 'utf8').trim().split('\n') : [];
  const printed = { stdout: '', stderr: '' };
  const { write } = process.stderr;
  process.stderr.write = (text: any) => Boolean((printed.stderr += text));
  try {
    // What is judged is what the operator makes of the case too: with members that it finds itself.
    // Only `tools` has to wait.
    const status = cli(
      ['render', '--toolhive-version', version, '--discovery', 'cluster', ...args, join(folder, 'input.yaml')],
      (text) => (printed.stdout += text),
    ) as number;
    return { status, ...printed };
  } finally {
    process.stderr.write = write;
  }
}

/** Objects that differ in nothing but where they come from are judged once. */
function distinct(cases: readonly Case[]): Case[] {
  return [...new Map(cases.map((c) => [JSON.stringify(c.object), c])).values()];
}

function ask(judge: string, cases: readonly Case[], judgement: (cases: readonly Case[]) => Verdict[]): void {
  try {
    const verdicts = cases.length ? judgement(cases) : [];
    if (verdicts.length !== cases.length) throw new Error(`${verdicts.length} verdicts on ${cases.length} objects`);
    const refused = verdicts.filter(({ problems }) => problems.length);
    for (const { name, problems } of refused) fail(`${judge}: ${name}`, problems);
    passed += cases.length - refused.length;
    console.log(`${judge}: ${cases.length - refused.length} of ${cases.length} objects`);
  } catch (error) {
    if (!(error instanceof Absent)) return fail(judge, [String((error as Error).stack)]);
    skipped += cases.length;
    console.log(`${judge}: skipped ${cases.length} objects: ${error.message}`);
  }
}

const made = distinct([...fromConstructs(), ...fromCatalogues()]);
const all = distinct([...made, ...fromRender()]).filter(({ object }) => KUBERNETES_GROUPS.test(object.apiVersion));
ask('strict schemas', all, judgeSchemas);
ask(
  'restricted pods',
  made.filter(({ object }) => object.spec?.template),
  judgePodSecurity,
);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (failed || (skipped && process.env.CI)) process.exitCode = 1;
