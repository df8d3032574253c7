/** The command `import`. */
import { readdirSync } from 'node:fs';
import { FileError } from './file-error';
import { readTexts } from './input';
import { CommandLine } from './options';
import { tell } from './tell';
import { writeFiles } from './write-files';
import type { NeededSecret } from '../import/forms/making';
import { purposesOf, secretCommand } from '../kubernetes/secret-command';
import { problemLine } from '../manifests/problem';
import { readManifests, ReadError } from '../manifests/read';

/** What an app is written with besides this library. */
export const VERSIONS = { cdk8s: '^2.70.0', 'cdk8s-plus-28': '^2.5.6', constructs: '^10.4.5' };

/** @param version of this library */
export function runImport({ paths, namespace, output, images, settings }: CommandLine, version: string): number {
  checkFolder(output!);
  const sources = readTexts(paths);
  const documents = sources.flatMap(({ name, text }) => readManifests(text, name));
  const versions = { ...VERSIONS, 'cdk8s-toolhive': `^${version}` };
  const { files, problems, resources, secrets } = importer()(documents, sources, {
    namespace,
    versions,
    toolhiveVersion: settings.version,
    images,
  });
  for (const problem of problems) tell(problemLine(problem));
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  if (!resources && problems.some(({ severity }) => severity === 'warning')) {
    tell('error: no server of the files can be made, so nothing is written');
    return 1;
  }
  if (!resources) tell(`note: no ToolHive resource in ${paths.join(', ')}`);
  writeFiles(output!, files);
  tell(`note: wrote ${[...files.keys()].join(', ')} to ${output}`);
  tellSecrets(secrets);
  return 0;
}

export function tellSecrets(secrets: readonly NeededSecret[]): void {
  if (!secrets.length) return;
  tell('note: the app refers to these Secrets; make them, with values in place of what is in angle brackets:');
  for (const secret of secrets) {
    tell(`  ${secretCommand(secret)}`);
    for (const purpose of purposesOf(secret)) tell(`    # ${purpose}`);
  }
}

/** Loaded when it is needed: no other command makes constructs, and only this one needs cdk8s. */
export function importer(): typeof import('../import/import-manifests').importManifests {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would load it for all commands
    return require('../import/import-manifests').importManifests;
  } catch (e) {
    const missing = /Cannot find module '(cdk8s|cdk8s-plus-28|constructs)'/.exec((e as Error).message)?.[1];
    if (!missing) throw e;
    throw new ReadError(
      `this needs the package ${missing} beside cdk8s-toolhive; run npm install cdk8s cdk8s-plus-28 constructs`,
    );
  }
}

/** Nothing is overwritten. */
function checkFolder(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new FileError(folder, e);
  }
  if (names.length) throw new ReadError(`--output: ${folder} is not empty; name a folder that is, or a new one`);
}
