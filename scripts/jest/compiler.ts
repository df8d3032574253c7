/**
 * Programs for tests that ask the compiler. Files outside the tests are parsed once for all programs of a worker: most of
 * the time of a small program is spent on the declarations of the language and of cdk8s. It lies here and not under test/,
 * because modules of test/ are loaded anew for each file (runtime.cjs).
 */
import { join, resolve, sep } from 'node:path';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** The same for all programs, as files that are shared must mean the same in all. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  // Without the browser's, which is longer than all else together.
  lib: ['lib.es2022.d.ts'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  esModuleInterop: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
  paths: { 'cdk8s-toolhive': [join(ROOT, 'src/index.ts')], '*': [join(ROOT, 'node_modules/*')] },
};

const shared = new Map<string, ts.SourceFile | undefined>();
const isShared = (path: string) =>
  ['src', 'node_modules'].some((folder) => resolve(path).startsWith(join(ROOT, folder) + sep));

interface ProgramProps {
  /** Texts of files that are on no disk, by path. */
  readonly virtual?: ReadonlyMap<string, string>;
  readonly noUnusedLocals?: boolean;
}

/** A program of some files, which import the library by its name. */
export function programOf(roots: readonly string[], props: ProgramProps = {}): ts.Program {
  const { virtual = new Map<string, string>(), noUnusedLocals = false } = props;
  const host = ts.createCompilerHost(OPTIONS, true);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.getCurrentDirectory = () => ROOT;
  host.getSourceFile = (path, ...options) => {
    if (!isShared(path)) return getSourceFile(path, ...options);
    if (!shared.has(path)) shared.set(path, getSourceFile(path, ...options));
    return shared.get(path);
  };
  return ts.createProgram(roots, { ...OPTIONS, noUnusedLocals }, host);
}

/** What is wrong in some files of a program. The library's own are checked when it is compiled. */
export function mistakesIn(program: ts.Program, paths: readonly string[]): string[] {
  return paths
    .map((path) => program.getSourceFile(path)!)
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .concat(program.getOptionsDiagnostics(), program.getGlobalDiagnostics())
    .map(({ file, start = 0, messageText }) => {
      const place = file ? `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}: ` : '';
      return place + ts.flattenDiagnosticMessageText(messageText, '\n');
    });
}
