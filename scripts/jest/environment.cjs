/**
 * One sandbox for all test files of a worker, so that modules loaded for one are there for the next (runtime.cjs). What a
 * file leaves on its globals is taken away behind it.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

let sandbox;

/** jest-circus starts one for each file and ends none: each makes every promise of all later files a little slower. */
const started = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  started.add(this);
  return run.apply(this, args);
};

class SharedEnvironment extends TestEnvironment {
  constructor(config, context) {
    if (sandbox) return sandbox;
    super(config, context);
    sandbox = this;
    this.globalsBefore = new Set(Reflect.ownKeys(this.global));
    this.exit = this.global.process.exit;
    this.variables = { ...this.global.process.env };
  }

  async teardown() {
    const { global, fakeTimersModern } = this;
    fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(global)) if (!this.globalsBefore.has(key)) delete global[key];
    const { env } = global.process;
    for (const name of Object.keys(env)) if (!(name in this.variables)) delete env[name];
    Object.assign(env, this.variables);
    global.process.exit = this.exit;
    global.process.exitCode = undefined;
    for (const storage of started) storage.disable();
    started.clear();
  }
}

module.exports = SharedEnvironment;
