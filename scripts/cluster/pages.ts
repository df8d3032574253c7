/** The whole app that a page of the documents begins with, and the examples, as objects. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Toolhive, ToolhiveApp, ToolhiveVersion } from '../../src';
import { Obj } from '../../src/plain/objects';

const FOLDER = 'dist/cluster';

/** What an app makes, by the file that it is in. */
export interface PageApp {
  readonly page: string;
  readonly objects: () => Promise<Obj[]>;
}

/** README and pages of docs/ that begin with a whole app. */
export function pageApps(): PageApp[] {
  const pages = [
    'README.md',
    ...readdirSync('docs', { encoding: 'utf8', recursive: true })
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => `docs/${name}`),
  ];
  return pages.flatMap((page) => {
    const code = [...readFileSync(page, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)]
      .map(([, block]) => block)
      .find((block) => block.includes("'cdk8s-toolhive'") && block.includes('app.synth()'));
    return code ? [{ page, objects: () => runPage(page, code) }] : [];
  });
}

/** The apps of examples/. */
export function exampleApps(): PageApp[] {
  return readdirSync('examples')
    .filter((name) => name.endsWith('.ts') && name !== 'main.ts')
    .map((name) => ({ page: `examples/${name}`, objects: () => objectsOfExample(resolve('examples', name)) }));
}

/** How an example is run. */
export interface ChangedExample {
  /** The file, without `.ts`. */
  readonly name: string;
  /** What the changed file is called: another name for each change. */
  readonly as: string;
  readonly change: (source: string) => string;
  /** @default - the library's default */
  readonly toolhiveVersion?: ToolhiveVersion;
}

/** The objects of an example whose source is changed before it runs. */
export async function exampleObjects({ name, as, change, toolhiveVersion }: ChangedExample): Promise<Obj[]> {
  mkdirSync(FOLDER, { recursive: true });
  const file = resolve(FOLDER, `${as}.ts`);
  writeFileSync(file, change(readFileSync(join('examples', `${name}.ts`), 'utf8')));
  return objectsOfExample(file, toolhiveVersion);
}

async function objectsOfExample(file: string, toolhiveVersion?: ToolhiveVersion): Promise<Obj[]> {
  const [example] = Object.values(await import(file)).filter((made) => typeof made === 'function');
  const app = new ToolhiveApp();
  if (toolhiveVersion) Toolhive.configure(app, { toolhiveVersion });
  (example as (scope: ToolhiveApp) => unknown)(app);
  return read(app.synthYaml());
}

async function runPage(page: string, code: string): Promise<Obj[]> {
  const name = page.replaceAll('/', '-').replace(/\.md$/, '');
  const outdir = join(FOLDER, name);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const file = resolve(FOLDER, `${name}.ts`);
  writeFileSync(file, code);
  const { log } = console;
  process.env.CDK8S_OUTDIR = outdir;
  console.log = () => {};
  try {
    await import(file);
  } finally {
    console.log = log;
    delete process.env.CDK8S_OUTDIR;
  }
  // An app may write more than YAML, such as the files of clients.
  return readdirSync(outdir)
    .filter((made) => made.endsWith('.yaml'))
    .sort()
    .flatMap((made) => read(readFileSync(join(outdir, made), 'utf8')));
}

function read(yaml: string): Obj[] {
  return parseAllDocuments(yaml, { version: '1.1' })
    .map((document) => document.toJS() as Obj)
    .filter(Boolean);
}

/** The same objects in another namespace. */
export function movedTo(namespace: string, objects: readonly Obj[]): Obj[] {
  return objects.map((object) => ({
    ...object,
    metadata: { ...object.metadata, namespace },
    ...(object.subjects && { subjects: object.subjects.map((subject: Obj) => ({ ...subject, namespace })) }),
  }));
}
