import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printYaml } from '../../src/cli/output';
import { toYaml } from '../../src/kubernetes/yaml-writer';
import { problemLine } from '../../src/manifests/problem';
import { readManifests, ReadError } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { runs } from '../random';

/** Inputs that are read from a text, and changed at random: the same ones in each run. */
const RUNS = runs(5000);

const PARITY = join(__dirname, '..', 'parity');
const TEXTS = [...yamlBelow(PARITY), ...yamlBelow(join(__dirname, 'faults'))].map((path) => readFileSync(path, 'utf8'));

function yamlBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((path) => join(folder, String(path)))
    .filter((path) => /(?:input|config|\d-[\w-]+|v\d+)\.yaml$/.test(path))
    .sort();
}

/** Numbers at random from a seed (Park and Miller's minimal standard). */
function random(seed: number): (below: number) => number {
  let state = seed * 7919 + 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * below);
  };
}

type Random = ReturnType<typeof random>;

const ODD_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 60,
    '',
    ' ',
    'a',
    'toString',
    '__proto__',
    'constructor',
    '0o17',
    '*',
    '{{',
    '{{ .x }}',
  ],
  ...[
    '../..',
    'http://',
    'a:b@c',
    '\u0000',
    '\u001b[31m',
    '\ud800',
    '😀',
    '-',
    '.',
    '/',
    '%',
    '${X}',
    '1h',
    '1Gi',
    '0'.repeat(999),
  ],
  ...[
    [],
    {},
    [null],
    [[]],
    [{}],
    ['a', 'a'],
    { a: null },
    { toString: 1 },
    { constructor: { prototype: 1 } },
    { name: null },
  ],
  JSON.parse('{"__proto__": {"name": "x"}}'),
  Array(50).fill({ name: 'a' }),
];

const ODD_KEYS = [
  'toString',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'length',
  '',
  '0',
  'a b',
  'a\nb',
  'name',
  'type',
];

/** Changes one place within a value. */
function mutate(value: unknown, pick: Random): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || pick(12) === 0) {
    return ODD_VALUES[pick(ODD_VALUES.length)];
  }
  if (Array.isArray(value)) {
    const at = pick(value.length);
    if (pick(8) === 0) return [...value, pick(2) ? value[at] : ODD_VALUES[pick(ODD_VALUES.length)]];
    return value.map((item, i) => (i === at ? mutate(item, pick) : item));
  }
  const entries = Object.entries(value as Obj);
  const at = pick(entries.length);
  const [key, member] = entries[at];
  const action = pick(12);
  if (action === 0) entries.splice(at, 1);
  else if (action === 1) entries[at] = [ODD_KEYS[pick(ODD_KEYS.length)], member];
  else if (action === 2) entries.push([ODD_KEYS[pick(ODD_KEYS.length)], ODD_VALUES[pick(ODD_VALUES.length)]]);
  else entries[at] = [key, mutate(member, pick)];
  return Object.fromEntries(entries);
}

const PIECES = [
  ...[
    ' ',
    '\n',
    '\t',
    '\r',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' #',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '>',
    '&a ',
    '*a ',
    '!',
    '!!set ',
  ],
  ...[
    '!!binary ',
    '?',
    '? ',
    '%',
    '~',
    '0',
    '0o',
    '<<: ',
    '---',
    '\n---\n',
    '--- &a\n',
    '\n...\n',
    '\ufeff',
    '\0',
    '\x1b',
    'null',
    '{{ .x }}',
  ],
];

function mutateText(text: string, pick: Random): string {
  const at = pick(text.length + 1);
  return text.slice(0, at) + PIECES[pick(PIECES.length)] + text.slice(at + pick(4));
}

/** What the commands do with a text. @returns what a user would see of an exception */
function outcome(text: string): string | undefined {
  try {
    const documents = readManifests(text, 'f.yaml');
    for (const registryConfigs of [undefined, { insecureUrl: false }]) {
      const { documents: rendered, problems } = renderManifests(documents, {
        namespace: 'default',
        settings: DEFAULT_SETTINGS,
        registryConfigs,
      });
      problems.forEach((problem) => problemLine(problem));
      if (!problems.some(({ severity }) => severity === 'error')) printYaml(rendered, () => undefined);
    }
  } catch (e) {
    if (!(e instanceof ReadError)) return String((e as Error).stack);
    if (!/^f\.yaml:\d+/.test(e.message)) return `no line: ${e.message}`;
  }
  return undefined;
}

test('no input makes the program fall over, whatever is changed in it', () => {
  const values = TEXTS.map((text) => {
    try {
      return readManifests(text, 'f.yaml').map(({ value }) => value);
    } catch {
      return [];
    }
  });
  const found = new Map<string, string>();
  for (let seed = 0; seed < RUNS; seed++) {
    const pick = random(seed);
    const at = pick(TEXTS.length);
    let text = TEXTS[at];
    if (seed % 3 && values[at].length) {
      const changed = [...values[at]];
      for (let n = 0; n <= pick(3); n++) {
        const i = pick(changed.length);
        changed[i] = mutate(changed[i], pick) as Obj;
      }
      text = changed.map((value) => `---\n${toYaml(value)}`).join('');
    } else {
      for (let n = 0; n <= pick(3); n++) text = mutateText(text, pick);
    }
    const wrong = outcome(text);
    if (wrong) found.set(wrong.split('\n').slice(0, 6).join('\n'), `seed ${seed}`);
  }
  expect([...found]).toEqual([]);
});
