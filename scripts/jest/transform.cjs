/**
 * TypeScript and ES modules to what jest loads, by esbuild: types are checked once, by `tsc`, before jest begins.
 * esbuild leaves `jest.mock` where it stands, below the imports that it is about, so a file that calls it goes to ts-jest.
 */
// With a thread of its own, esbuild runs once for all files and not once for each.
process.env.ESBUILD_WORKER_THREADS ??= '1';

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const esbuild = require('esbuild');

const HOISTS = /^jest\.mock\(/m;

const known = createHash('sha256').update(readFileSync(__filename)).update(esbuild.version).digest('hex');

let hoisting;
/** Loaded only where it is needed: it brings the compiler. */
function hoister() {
  hoisting ??= require('ts-jest').default.createTransformer({ tsconfig: 'test/tsconfig.json' });
  return hoisting;
}

module.exports = {
  getCacheKey: (text, path, { configString }) =>
    createHash('sha256').update([known, configString, path, text].join('\0')).digest('hex'),

  process(text, path, options) {
    if (path.endsWith('.ts') && HOISTS.test(text)) return hoister().process(text, path, options);
    const { code, map } = esbuild.transformSync(text, {
      format: 'cjs',
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      platform: 'node',
      sourcefile: path,
      sourcemap: 'external',
      target: 'node20',
      // What tsconfig.json says of classes, which esbuild doesn't look for here.
      tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: true } },
    });
    return { code, map };
  },
};
