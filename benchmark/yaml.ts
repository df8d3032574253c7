/** `npx tsx benchmark/yaml.ts`, after compiling: user CPU of writing and reading 1,000 servers, each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import { objectsOf } from './programs/objects';
import { toYaml } from '../lib/kubernetes/yaml-writer';
import { readCarefully } from '../lib/manifests/read';
import { readPlain } from '../lib/manifests/read-plain';

const objects = Array.from({ length: 1000 }, (_, i) => objectsOf(i)).flat();
const text = (write: (value: object) => string) => objects.map((object) => `---\n${write(object)}`).join('');
const plain = { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false } as const;

/** Made beforehand by another library than the one that is measured, which would otherwise be warm. */
const input = process.argv[2]?.startsWith('read') ? text(toYaml) : '';

const WAYS: Record<string, () => unknown> = {
  'write with yaml': () => text((object) => stringify(object, plain)),
  'write with js-yaml': () => text((object) => dump(object, { lineWidth: -1, noRefs: true })),
  'write with ours': () => text(toYaml),
  'read with yaml': () => readCarefully(input, 'input'),
  'read with js-yaml': () => readPlain(input),
};

const [way] = process.argv.slice(2);
if (way) {
  const before = process.cpuUsage();
  WAYS[way]();
  console.log(`${way}: ${Math.round(process.cpuUsage(before).user / 1000)} ms`);
} else {
  for (const name of Object.keys(WAYS)) {
    process.stdout.write(execFileSync(process.execPath, [...process.execArgv, __filename, name]));
  }
}
