import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = resolve(__dirname, '..', 'src');

/** From the top down: a file may import from its own layer and from those below. Same as in ARCHITECTURE.md. */
const LAYERS = [
  ['index.ts'],
  ['cli'],
  ['import'],
  ['manifests'],
  ['gateway', 'servers', 'registry', 'policies', 'operator', 'toolhive-app.ts', 'toolhive-chart.ts', 'warnings.ts'],
  ['toolhive.ts'],
  ['synthesis'],
  ['toolhive-settings.ts', 'operations', 'pods'],
  ['rendering', 'graph'],
  ['resources'],
  ['kubernetes'],
  ['cedar'],
  ['props'],
  ['findings.ts', 'nearest.ts', 'scope-warnings.ts'],
  ['credentials'],
];

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const layerOf = (file: string) => LAYERS.findIndex((names) => names.includes(relative(SRC, file).split('/')[0]));

function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from|require\()\s*'(\.[^']*)'/g);
  return [...found].map(([, path]) => resolve(dirname(file), path));
}

const all = files(SRC);

test('every file belongs to a layer', () => {
  expect(all.filter((file) => layerOf(file) < 0).map((file) => relative(SRC, file))).toEqual([]);
});

test('imports go down the layers, never up', () => {
  const target = (path: string) => all.find((file) => [`${path}.ts`, join(path, 'index.ts')].includes(file)) ?? path;
  const upward = all.flatMap((file) =>
    importsOf(file)
      .filter((path) => layerOf(target(path)) < layerOf(file))
      .map((path) => `${relative(SRC, file)} imports ${relative(SRC, path)}`),
  );
  expect(upward).toEqual([]);
});

test('rendering knows neither cdk8s nor constructs', () => {
  const pure = all.filter((file) =>
    /^(rendering|graph|resources|kubernetes|cedar|manifests|cli)\//.test(relative(SRC, file)),
  );
  const impure = pure.filter((file) => /from '(cdk8s|constructs|cdk8s-plus-28)'/.test(readFileSync(file, 'utf8')));
  expect(impure.map((file) => relative(SRC, file))).toEqual([]);
});
