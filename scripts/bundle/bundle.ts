/**
 * Puts what is run into three files, which load in a third of the time that their modules take: the library, the command
 * line program, and the part of it that needs cdk8s. Only they are packed, with the types
 * (docs/decisions/0015-bundles.md). The licences of what is in a bundle are at its end.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BuildOptions, Plugin, transformSync } from 'esbuild';
import { build, inOneByte } from './build';

const ROOT = resolve(__dirname, '..', '..');

/** Cedar's parser reads a WebAssembly module from its own folder; of the others, an app must have one copy only. */
const NEVER_INSIDE = ['@cedar-policy/cedar-wasm', 'cdk8s', 'cdk8s-plus-28', 'constructs'];

/** What the library loads when it is needed, which most apps never do. */
const LATER = ['jsonc-parser', 'yaml'];

/**
 * js-yaml spreads its options into its state, and V8 is slow with every object made so. A loop doesn't have that effect;
 * elsewhere it is the slower of the two.
 */
const SPREADS_IN_LOOPS: Plugin = {
  name: 'spreads-in-loops',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/js-yaml\/.*\.m?js$/ }, ({ path }) => ({
      contents: transformSync(readFileSync(path, 'utf8'), { supported: { 'object-rest-spread': false } }).code,
    }));
  },
};

const PROGRAM: BuildOptions = { minifySyntax: true, minifyWhitespace: true, plugins: [SPREADS_IN_LOOPS] };

async function bundleAll(): Promise<void> {
  // Made of what jsii compiled, which has marks that jsii's runtime looks for. Its index itself is replaced.
  await bundle('index.js', {
    stdin: { contents: readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8'), resolveDir: join(ROOT, 'lib') },
    external: [...NEVER_INSIDE, ...LATER],
  });
  nameExports('index.js');
  // A pattern would be held against the checkout's own path, too.
  await bundle('cli/program.bundle.js', {
    ...PROGRAM,
    entryPoints: ['src/cli/program.ts'],
    external: [...NEVER_INSIDE, '../import/import-manifests'],
  });
  await bundle('import/import-manifests.js', {
    ...PROGRAM,
    entryPoints: ['src/import/import-manifests.ts'],
    external: NEVER_INSIDE,
  });
}

void bundleAll();

async function bundle(output: string, options: BuildOptions): Promise<void> {
  const { text, inputs } = await build({ absWorkingDir: ROOT, ...options });
  const licences = packagesOf(inputs).map(licenceOf);
  writeFileSync(join(ROOT, 'lib', output), inOneByte(text + licences.join('')));
}

/**
 * Node finds the names that an ES module may import by reading the file; the bundler leaves none that it would see. And it
 * renames classes, whose names are in messages.
 */
function nameExports(output: string): void {
  const path = join(ROOT, 'lib', output);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it was made just now
  const library: Record<string, unknown> = require(path);
  const names = Object.keys(library);
  const renamed = names.filter((name) => typeof library[name] === 'function' && library[name].name !== name);
  const namings = renamed.map(
    (name) => `Object.defineProperty(module.exports.${name}, 'name', { value: '${name}', configurable: true });\n`,
  );
  appendFileSync(path, `${namings.join('')}0 && (module.exports = { ${names.join(', ')} });\n`);
}

/** `node_modules/@scope/name/...` and `node_modules/name/...` */
function packagesOf(inputs: readonly string[]): string[] {
  return [...new Set(inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))].sort();
}

function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENCE', 'license'].find((candidate) =>
    existsSync(join(ROOT, folder, candidate)),
  );
  if (!file) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(ROOT, folder, file), 'utf8')
    .trim()
    .replaceAll('*/', '* /');
  return `/*! ${name} ${version}\n\n${text}\n*/\n`;
}
