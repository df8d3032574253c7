/**
 * The command line program. All checks come before the first byte of output, so that what is printed can be piped
 * into kubectl.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAccess } from './access';
import { runAdd } from './add';
import { runClients } from './clients';
import { FileError } from './file-error';
import { runLock, withImageLock } from './image-lock';
import { runImport } from './import';
import { readFilled, readInput } from './input';
import { CommandLine, parseCommandLine, UsageError } from './options';
import { printYaml, writeDocuments } from './output';
import { runSecrets } from './secrets';
import { tell } from './tell';
import { runToolLock, runTools } from './tools';
import { mermaid } from '../graph/mermaid';
import { Problem, problemLine } from '../manifests/problem';
import { ReadError } from '../manifests/read';
import { readResources, renderManifests } from '../manifests/render-manifests';
import { counted } from '../plain/counted';
import { REFUSED_BY_SERVER } from '../rendering/registry/config/check';

/**
 * Runs the program and returns its exit status; a promise of it where a server is asked.
 *
 * @param print takes what belongs on standard output
 */
export function main(argv: readonly string[], print: (text: string) => void): number | Promise<number> {
  try {
    const commandLine = parseCommandLine(argv, version, print);
    if (!commandLine) return 0;
    // Only what asks a server has to wait.
    if (commandLine.from !== undefined) {
      const { command } = commandLine;
      const asked = command === 'tools' ? runTools(commandLine, print) : runToolLock(commandLine);
      return asked.catch(failed);
    }
    return commandLine.command === 'graph' ? graph(commandLine, print) : run(withImageLock(commandLine), print);
  } catch (e) {
    return failed(e);
  }
}

function failed(e: unknown): number {
  if (e instanceof UsageError) {
    tell(`error: ${e.message}`);
    tell('Run cdk8s-toolhive --help for what is possible.');
    return 2;
  }
  if (e instanceof ReadError || e instanceof FileError) {
    tell(`error: ${e.message}`);
    return 1;
  }
  if ((e as NodeJS.ErrnoException).code === 'EPIPE') throw e;
  return ownFault(e);
}

/** The user can fix nothing of it, so there is no trace unless it is asked for. */
function ownFault(e: unknown): number {
  const { message = String(e), stack = '' } = e as Partial<Error>;
  tell(`error: a fault of this program, and not of what you gave it: ${message}`);
  tell(
    `Please report it at ${issues()} with the smallest input that shows it. With DEBUG=1 it says where it happened.`,
  );
  if (process.env.DEBUG) stack.split('\n').forEach(tell);
  return 3;
}

function run(commandLine: CommandLine, print: (text: string) => void): number {
  if (commandLine.command === 'add') return runAdd(commandLine, version(), print);
  if (commandLine.command === 'clients') return runClients(commandLine, print);
  if (commandLine.command === 'secrets') return runSecrets(commandLine, print);
  if (commandLine.command === 'access') return runAccess(commandLine, print);
  if (commandLine.command === 'lock') return runLock(commandLine);
  if (commandLine.command === 'import') return runImport(commandLine, version());

  const { command, paths, namespace, givenNamespace, settings, discovery, strict, output, insecureUrl } = commandLine;
  const validates = command === 'validate';
  const registryConfigs = validates ? { insecureUrl } : undefined;
  const documents = validates ? readFilled(paths) : readInput(paths);
  const input = renderManifests(documents, {
    namespace,
    othersNamespace: givenNamespace,
    settings,
    discovery,
    registryConfigs,
  });
  const isError = ({ id, severity }: Problem) =>
    severity !== 'note' && (strict || (validates && id === REFUSED_BY_SERVER));
  const problems = [...commandLine.problems, ...input.problems].map((problem) =>
    isError(problem) ? { ...problem, severity: 'error' as const } : problem,
  );
  for (const problem of problems) tell(problemLine(problem));
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  if (!input.resources) noteNoResource(paths);
  if (command === 'render') {
    if (output === undefined) {
      printYaml(input.documents, print);
    } else {
      tell(`note: wrote ${counted(writeDocuments(input.documents, output), 'file')} to ${output}`);
    }
  }
  return 0;
}

function graph({ paths, namespace, settings }: CommandLine, print: (text: string) => void): number {
  const { resources, problems } = readResources(readInput(paths), { namespace, settings });
  for (const problem of problems) tell(problemLine(problem));
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  if (!resources.length) noteNoResource(paths);
  print(mermaid(resources));
  return 0;
}

function noteNoResource(paths: readonly string[]): void {
  tell(`note: no ToolHive resource in ${paths.join(', ')}`);
}

function version(): string {
  return ownPackage().version;
}

function issues(): string {
  return ownPackage().repository.url.replace(/\.git$/, '/issues');
}

function ownPackage(): { readonly version: string; readonly repository: { readonly url: string } } {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
}
