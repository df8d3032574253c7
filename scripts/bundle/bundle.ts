/**
 * Puts the command line program into one file, lib/cli/program.bundle.js, which loads in a third of the time that its
 * modules take. The licences of what is in it stand at its end.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '..', '..');
const OUTPUT = join(ROOT, 'lib', 'cli', 'program.bundle.js');

const { metafile, outputFiles } = buildSync({
  absWorkingDir: ROOT,
  entryPoints: ['src/cli/program.ts'],
  bundle: true,
  platform: 'node',
  // The first reads a WebAssembly module from beside itself; the second is for one command alone, and brings cdk8s.
  external: ['@cedar-policy/cedar-wasm', '../import/*'],
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  write: false,
});

/** `node_modules/@scope/name/...` and `node_modules/name/...` */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);

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

writeFileSync(OUTPUT, outputFiles[0].text + [...packages].sort().map(licenceOf).join(''));
