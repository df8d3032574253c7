import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = resolve(__dirname, '..', 'src');

/** From the top down: a file may import from its own layer and from those below. Same as in ARCHITECTURE.md. */
const LAYERS = [
  ['index.ts'],
  ['deprecated.ts'],
  ['cli'],
  ['import'],
  ['catalog'],
  ['assertions'],
  ['manifests'],
  ['gateway', 'servers', 'registry', 'policies', 'operator', 'toolhive-app.ts', 'toolhive-chart.ts', 'warnings.ts'],
  ['toolhive.ts'],
  ['access.ts', 'client-config.ts'],
  ['synthesis'],
  ['toolhive-settings.ts', 'operations', 'pods'],
  ['rendering', 'graph', 'clients', 'secrets', 'images', 'authorization', 'network'],
  ['resources'],
  ['tools'],
  ['kubernetes'],
  ['cedar'],
  ['props'],
  ['findings.ts', 'scope-warnings.ts', 'warning-ids.ts'],
  ['go'],
  ['credentials'],
  ['plain'],
];

/** The rooms of src/rendering, in the same way: a file may import from its own room and from those before it. */
const ROOMS = [
  'model',
  'pod',
  'policies',
  'servers/proxy',
  'servers',
  'registry',
  'operations/objects',
  'gateway',
  'operations',
  'catalog',
  'operator',
  'tool-lock',
  'render.ts',
];
/** A room that outgrows this is several. */
const LINES_OF_A_ROOM = 4_000;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const all = files(SRC).map((file) => relative(SRC, file));
const textOf = new Map(all.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));

/** What a file imports of src, for a value or for a type only. */
function importsOf(file: string): string[] {
  const found = textOf.get(file)!.matchAll(/(?:from|require\(|import\()\s*'(\.[^']*)'/g);
  return [...found].map(([, path]) => {
    const target = relative(SRC, resolve(SRC, dirname(file), path));
    return [`${target}.ts`, join(target, 'index.ts')].find((name) => textOf.has(name)) ?? target;
  });
}

const edges = all.flatMap((file) => importsOf(file).map((target) => [file, target] as const));
const layerOf = (file: string) => LAYERS.findIndex((names) => names.includes(file.split('/')[0]));

test('every file belongs to a layer', () => {
  expect(all.filter((file) => layerOf(file) < 0)).toEqual([]);
});

test('imports go down the layers, never up', () => {
  const upward = edges.filter(([file, target]) => layerOf(target) < layerOf(file));
  expect(upward.map(([file, target]) => `${file} imports ${target}`)).toEqual([]);
});

describe('the rooms of rendering', () => {
  const inRendering = (file: string) => file.startsWith('rendering/');
  const within = (file: string) => relative('rendering', file);
  /** The innermost room that holds a file. */
  const roomOf = (file: string) =>
    ROOMS.reduce((found, room, index) => {
      const holds = within(file) === room || within(file).startsWith(`${room}/`);
      return holds && room.length > (ROOMS[found]?.length ?? 0) ? index : found;
    }, -1);

  test('hold every file', () => {
    expect(all.filter((file) => inRendering(file) && roomOf(file) < 0)).toEqual([]);
  });

  test('import from those before them', () => {
    const upward = edges.filter(
      ([file, target]) => inRendering(file) && inRendering(target) && roomOf(target) > roomOf(file),
    );
    expect(upward.map(([file, target]) => `${within(file)} imports ${within(target)}`)).toEqual([]);
  });

  test.each(ROOMS)('%s is not too large', (room) => {
    const own = all.filter((file) => inRendering(file) && ROOMS[roomOf(file)] === room);
    const lines = own.reduce((sum, file) => sum + textOf.get(file)!.split('\n').length - 1, 0);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(LINES_OF_A_ROOM);
  });
});

test('no value is of any type in rendering', () => {
  const typed = all.filter((file) => file.startsWith('rendering/'));
  expect(typed.length).toBeGreaterThan(100);
  const code = (file: string) => textOf.get(file)!.replace(/\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '');
  expect(typed.filter((file) => /\bObj\b|[:<] ?any\b|\bas any\b/.test(code(file)))).toEqual([]);
});

test('no files import each other in a circle, not even for their types', () => {
  const imported = new Map(all.map((file) => [file, importsOf(file).filter((target) => textOf.has(target))]));
  const follow = (file: string, found = new Set<string>()): Set<string> => {
    for (const target of imported.get(file)!) if (!found.has(target)) follow(target, found.add(target));
    return found;
  };
  const reached = new Map(all.map((file) => [file, follow(file)]));
  const circles = all.flatMap((file) => {
    const others = [...reached.get(file)!].filter((other) => reached.get(other)!.has(file));
    return others.length > 0 ? [[...new Set([file, ...others])].sort().join(', ')] : [];
  });
  expect([...new Set(circles)].sort()).toEqual([]);
});

test('rendering knows neither cdk8s nor constructs', () => {
  const pure = all.filter((file) =>
    /^(rendering|graph|authorization|network|clients|secrets|images|resources|kubernetes|cedar|go|plain|manifests|cli)\//.test(
      file,
    ),
  );
  expect(pure.filter((file) => /from '(cdk8s|constructs|cdk8s-plus-28)'/.test(textOf.get(file)!))).toEqual([]);
});
