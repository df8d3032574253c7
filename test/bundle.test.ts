/** Held to packages that are planted for it: what a bundle leaves to be found at run time isn't there when it is packed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build, inOneByte } from '../scripts/bundle/build';

const LIB = resolve(__dirname, '..', 'node_modules');
let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'bundle-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The bundle of a program that needs a package of that text. */
async function bundleOf(planted: string, options: { external?: string[]; manifest?: object } = {}): Promise<string> {
  const home = join(folder, 'node_modules', 'planted');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ main: 'index.js', ...options.manifest }));
  writeFileSync(join(home, 'index.js'), planted);
  writeFileSync(join(home, 'part.js'), 'exports.part = 1;\n');
  writeFileSync(join(home, 'module.mjs'), 'export const part = 2;\n');
  writeFileSync(join(folder, 'main.js'), "console.log(require('planted').part);\n");
  const { external } = options;
  return (await build({ absWorkingDir: folder, entryPoints: ['main.js'], external })).text;
}

const UMD = 'void function (factory) { factory(require, exports); }((require, exports) => require("./part"));\n';

test.each([
  ['hands it to a function, as UMD does', UMD, /planted\/index\.js:1: Indirect calls to "require"/],
  ['requires what a variable says', 'const name = "./part";\nrequire(name);\n', /index\.js:2: This call to "require"/],
  ['imports what a variable says', 'const name = "./part";\nimport(name);\n', /index\.js:2: This "import" expression/],
  ['keeps it under another name', 'const load = require;\nload("./part");\n', /index\.js:1: Indirect calls/],
  ['looks for a path', 'require.resolve("./part.txt");\n', /index\.js:1: .*"require.resolve"/],
  [
    'makes one',
    'require("node:module").createRequire(__filename)("./part");\n',
    /"node:module" is neither in the bundle/,
  ],
  ['evaluates text', 'eval(\'require("./part")\');\n', /index\.js:1: Using direct eval/],
  ['tries what is not installed', 'try { require("absent"); } catch {}\n', /"absent" is neither in the bundle/],
])('fails where a package keeps a require of its own: %s', async (_, planted, message) => {
  await expect(bundleOf(planted)).rejects.toThrow(message);
});

test('takes what a package says once it is resolved, and what stays outside by name', async () => {
  expect(await bundleOf('exports.part = require("./part").part;\n')).toContain('.part = 1;');
  const external = ['outside', 'beside/*'];
  const text = await bundleOf('require("node:fs"); require("outside/part"); require("beside/file");\n', { external });
  expect(text).toContain('require("outside/part")');
});

test('takes the modules of a package before its UMD build', async () => {
  expect(await bundleOf(UMD, { manifest: { module: 'module.mjs' } })).toContain('part = 2');
  const { module } = JSON.parse(readFileSync(join(LIB, 'jsonc-parser', 'package.json'), 'utf8'));
  expect(module).toMatch(/esm/);
});

test('has no character that V8 would keep in two bytes, and says the same', () => {
  const text = 'module.exports = [/^…$/.test("…"), "µ μ 😀"]; // “quoted”, ©';
  const escaped = inOneByte(text);
  expect(escaped).toMatch(/^[\0-\xff]*$/);
  const run = (code: string) => runInNewContext(code, { module: {} });
  expect(run(escaped)).toEqual(run(text));
});
