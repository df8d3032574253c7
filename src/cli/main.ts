/**
 * The command line program. All checks come before the first byte of output, so that what is printed can be piped
 * into kubectl.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readInput } from './input';
import { CommandLine, parseCommandLine, UsageError } from './options';
import { Problem, problemLine } from '../manifests/problem';
import { ReadError } from '../manifests/read';
import { fileStem, RenderedDocument, renderManifests } from '../manifests/render-manifests';
import { REFUSED_BY_SERVER } from '../rendering/registry-api/config-check';

/** Runs the program and returns its exit status. */
export function main(argv: readonly string[]): number {
  try {
    const commandLine = parseCommandLine(argv, version, (text) => process.stdout.write(text));
    return commandLine ? run(commandLine) : 0;
  } catch (e) {
    if (e instanceof UsageError) {
      process.stderr.write(`error: ${e.message}\nRun cdk8s-toolhive --help for what is possible.\n`);
      return 2;
    }
    if (e instanceof ReadError) {
      process.stderr.write(`error: ${e.message}\n`);
      return 1;
    }
    throw e;
  }
}

function run({ command, paths, namespace, settings, strict, output, insecureUrl }: CommandLine): number {
  const registryConfigs = command === 'validate' ? { insecureUrl } : undefined;
  const input = renderManifests(readInput(paths), { namespace, settings, registryConfigs });
  const isError = ({ id }: Problem) => strict || (command === 'validate' && id === REFUSED_BY_SERVER);
  const problems = input.problems.map((problem) =>
    isError(problem) ? { ...problem, severity: 'error' as const } : problem,
  );
  for (const problem of problems) process.stderr.write(`${problemLine(problem)}\n`);
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  if (!input.resources) process.stderr.write(`note: no ToolHive resource in ${paths.join(', ')}\n`);
  if (command === 'render') {
    if (output === undefined) process.stdout.write(input.documents.map(yamlOf).join(''));
    else writeFiles(input.documents, output);
  }
  return 0;
}

/** YAML 1.1, so that kubectl's parser finds texts such as `on` and `0x10` quoted. */
function yamlOf({ document, manifests }: RenderedDocument): string {
  if (!manifests && document.text) return `---\n${document.text}`;
  return (manifests ?? [document.value])
    .map((manifest) => `---\n${stringify(manifest, { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false })}`)
    .join('');
}

function writeFiles(documents: readonly RenderedDocument[], directory: string): void {
  mkdirSync(directory, { recursive: true });
  const written = new Map<string, string>();
  for (const rendered of documents) {
    const text = yamlOf(rendered);
    if (!text) continue;
    const stem = fileStem(rendered.document.value);
    const name = written.has(stem) ? `${stem}-${rendered.document.value.metadata?.namespace ?? written.size}` : stem;
    written.set(name, text);
  }
  for (const [name, text] of written) writeFileSync(join(directory, `${name}.yaml`), text);
  process.stderr.write(`note: wrote ${written.size} file${written.size === 1 ? '' : 's'} to ${directory}\n`);
}

function version(): string {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')).version;
}
