// Where Node may keep compiled code between runs: what lies there is run, so nobody else may write there.
const { lstatSync, mkdirSync } = require('node:fs');
const { homedir } = require('node:os');
const { isAbsolute, join } = require('node:path');

/** Others may not write, nor put another folder in its place. */
function isSafe(folder, owners, forbidden) {
  const status = lstatSync(folder);
  return status.isDirectory() && owners.includes(status.uid) && (status.mode & forbidden) === 0;
}

/** @returns a folder of the user's own; undefined where there is none */
exports.cacheFolder = function (env = process.env, home = homedir()) {
  if (!process.getuid) return undefined;
  const uid = process.getuid();
  const given = env.XDG_CACHE_HOME;
  const parent = given && isAbsolute(given) ? given : join(home, '.cache');
  const folder = join(parent, 'cdk8s-toolhive');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isSafe(parent, [0, uid], 0o022) && isSafe(folder, [uid], 0o077) ? folder : undefined;
  } catch {
    return undefined;
  }
};
