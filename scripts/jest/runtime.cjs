/**
 * Loads what is under test, and what it is built on, once for all test files of a worker, as an app loads it once. Jest
 * would load all of it anew for each file, which took a fifth of the time.
 *
 * Test files and their helpers are loaded anew. So is everything else in a file that calls `jest.mock`, and within
 * `jest.isolateModules`.
 */
const { join, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

/** The one that loads for all; it is never torn down, as its modules load others when they are needed. */
let common;

class SharedRuntime extends Runtime {
  hasMocks = false;

  constructor(...args) {
    super(...args);
    const [{ rootDir }] = args;
    // What knows `jest`, which belongs to one file.
    this.ownFolders = ['test', join('scripts', 'packed')].map((folder) => join(rootDir, folder) + sep);
    common ??= new Runtime(...args);
    // Where an error comes from is told by one map of all.
    this.transformCache.sourceMaps = common.transformCache.sourceMaps;
  }

  setMock(...args) {
    this.hasMocks = true;
    return super.setMock(...args);
  }

  requireModule(from, name, options, isRequireActual) {
    if (options?.isInternalModule || this.hasMocks || this.registries.isIsolated() || this.isCore(name)) {
      return super.requireModule(from, name, options, isRequireActual);
    }
    const path = name ? this._resolution.resolveCjs(from, name) : from;
    if (this.ownFolders.some((folder) => path.startsWith(folder))) {
      return super.requireModule(from, name, options, isRequireActual);
    }
    return common.requireModule(path);
  }

  isCore(name) {
    return Boolean(name) && this._resolution.isCoreModule(name);
  }
}

module.exports = SharedRuntime;
