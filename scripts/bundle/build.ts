/** Builds a bundle, and fails where something in it would still be looked for when it runs. */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { BuildOptions, LogLevel, Message, build as bundle } from 'esbuild';

export interface Bundle {
  readonly text: string;
  /** The files that are in it. */
  readonly inputs: readonly string[];
}

/**
 * esbuild's warnings about code that keeps a `require` or `import()` of its own, where it can't see what is meant. Packages of
 * the UMD kind do: they hand `require` to a function. A bundle has no modules next to it for them to find.
 */
const STAYS_UNRESOLVED = [
  'indirect-require',
  'unsupported-require-call',
  'unsupported-dynamic-import',
  'require-resolve-not-external',
  'direct-eval',
];

/** A `require` made with it is one that esbuild doesn't know as such. */
const MAKES_REQUIRE = /^(?:node:)?module$/;

/**
 * Bundles with those options. Whatever is no module of Node.js' own has to be in the bundle or among `external`.
 *
 * @throws Error with file, line and text of every module that would be looked for at run time
 */
export async function build(options: BuildOptions & { readonly absWorkingDir: string }): Promise<Bundle> {
  const { metafile, outputFiles, warnings } = await bundle({
    bundle: true,
    platform: 'node',
    // Modules before what a package has for CommonJS, which may be UMD.
    mainFields: ['module', 'main'],
    target: 'node20',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
    logOverride: Object.fromEntries(STAYS_UNRESOLVED.map((id): [string, LogLevel] => [id, 'warning'])),
    ...options,
  });
  const wanted = Object.values(metafile!.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && !isGiven(path, options.external ?? []));
  const problems = [
    ...warnings.map(lineOf),
    ...wanted.map(({ path }) => `"${path}" is neither in the bundle nor among the modules that stay outside`),
  ];
  if (problems.length) throw new Error(`the bundle would not run:\n${[...new Set(problems)].join('\n')}`);
  return { text: outputFiles![0].text, inputs: Object.keys(metafile!.inputs) };
}

/** Whether Node.js has the module, or the user's installation. */
function isGiven(path: string, external: readonly string[]): boolean {
  if (MAKES_REQUIRE.test(path)) return false;
  if (path.startsWith('node:') || builtinModules.includes(path)) return true;
  return external.some((name) =>
    name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : path === name || path.startsWith(join(name, '/')),
  );
}

function lineOf({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}: ${text}: ${location.lineText.trim().slice(0, 120)}` : text;
}

/**
 * One character beyond Latin-1 makes V8 keep the whole file in two bytes a character; what it escapes is in texts,
 * expressions and comments.
 */
export function inOneByte(text: string): string {
  return text.replace(/[^\0-\xff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
