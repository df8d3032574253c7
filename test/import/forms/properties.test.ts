/** What holds for every file that is no manifest, whatever stands in it. */
import fc, { runs } from '../../random';
import { commandsOf, importedFiles, linesOf, objectsOf, purposes } from '../app';
import { SAMPLES } from './samples';
import { unexpectedIn } from '../code-shape';

const RAN = 'codeOfFilesRan';
const RUN = `globalThis.${RAN}=1`;

const HOSTILE = [
  `';${RUN};//`,
  `');${RUN};('`,
  `"+(${RUN})+"`,
  `\`+(${RUN})+\``,
  `\${${RUN}}`,
  `\${X:-';${RUN};//}`,
  `a\n${RUN}\n//`,
  `*/${RUN};/*`,
  `a\u2028${RUN}`,
  `a\r${RUN}`,
  `--token=';${RUN}`,
  `../../outside`,
  `__proto__`,
  `constructor`,
  `@ts-nocheck`,
  `\0`,
  ``,
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 }));

type Path = readonly (string | number)[];

/** Texts of a document, and the keys of its maps. */
function placesIn(value: unknown, path: Path = []): { path: Path; isKey: boolean }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => placesIn(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [{ path, isKey: false }] : [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = [...path, key];
    return [{ path: own, isKey: true }, ...placesIn(inner, own)];
  });
}

function changed(value: any, path: Path, change: (value: any, key: string | number) => [string | number, any]): any {
  const [key, ...rest] = path;
  const entry = (k: string | number, inner: any): [string | number, any] =>
    k !== key ? [k, inner] : rest.length ? [k, changed(inner, rest, change)] : change(inner, k);
  if (Array.isArray(value)) return value.map((inner, i) => entry(i, inner)[1]);
  return Object.fromEntries(Object.entries(value).map(([k, inner]) => entry(k, inner)));
}

const withText = (value: object, { path, isKey }: { path: Path; isKey: boolean }, text: string) =>
  changed(value, path, (inner, key) => (isKey ? [text, inner] : [key, text]));

const PLACES = Object.entries(SAMPLES).flatMap(([name, value]) =>
  placesIn(value).map((place) => ({ name, value, place })),
);

/** All that is written or said. */
function outputOf(name: string, value: object): string {
  const app = importedFiles({ [name]: value });
  return [...app.files.values(), ...linesOf(app), ...commandsOf(app), ...purposes(app)].join('\n');
}

test.each(Object.keys(SAMPLES))('%s makes an app that runs', (name) => {
  const app = importedFiles({ [name]: SAMPLES[name] });
  expect(linesOf(app).filter((line) => line.startsWith('error'))).toEqual([]);
  expect(objectsOf(app).length).toBeGreaterThan(5);
  expect(outputOf(name, SAMPLES[name])).not.toContain('hunter2');
});

test('no text becomes code', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), hostile, ({ name, value, place }, text) => {
      const app = importedFiles({ [name]: withText(value, place, text) });
      expect(unexpectedIn(app.files)).toEqual([]);
    }),
    { numRuns: runs(1000) },
  );
});

test.each([
  [0, 'a token', `ghp_${'a1B2'.repeat(9)}`],
  [1, 'a password in an address', 'https://me:Sw0rdf1shes@db.example.com/x'],
  [2, 'a random text', 'q8Zr4Lk2Vw9Xt7Bn3Mc6Hy1PdJf5'],
])('%i: %s is in no output, wherever it stands', (n, _, credential) => {
  const secret = credential.startsWith('https') ? 'Sw0rdf1shes' : credential;
  // Without its kind, it is another file.
  const places = PLACES.filter(
    ({ place: { isKey, path } }) => !isKey && !['kind', 'apiVersion'].includes(String(path[0])),
  );
  for (const [i, { name, value, place }] of places.entries()) {
    // Each of them at a third of the places, unless there is time.
    if (runs(100) < 100 && i % 3 !== n) continue;
    const text = i % 2 ? credential : `x ${credential}`;
    const lines = outputOf(name, withText(value, place, text)).split('\n');
    const line = lines.find((one) => one.includes(secret));
    expect({ name, place, text, line }).toEqual({ name, place, text, line: undefined });
  }
});

/** A place as messages name it: in full, or from its server on. */
function namesOf(path: Path): string[] {
  const names = [2, 0].map((start) =>
    path
      .slice(start)
      .reduce((text: string, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key), ''),
  );
  return names.filter(Boolean);
}

const escaped = (text: string) => text.replace(/[\[\]$.*+?(){}|^\\]/g, '\\$&');

/** Whether the output says a text, lists its field or one around it, or says that all around it is left out. */
function isSaid(output: string, path: Path, text: string): boolean {
  const outer = path.map((_, i) => path.slice(0, i + 1));
  const isListed = outer.flatMap(namesOf).some((field) => new RegExp(`(?:of|,) ${escaped(field)}[,:]`).test(output));
  return isListed || output.includes(text) || /is left out|error/.test(output);
}

test('no text gets lost: it is in the code, or its field is listed, or its server is left out', () => {
  // What is required says what stays unset, and what is secret is to be lost.
  const hidden = ['required', 'API_KEY', 'ClientSecret', 'client_secret', 'password'];
  const lost = PLACES.filter(({ place }) => !place.path.some((key) => hidden.includes(String(key)))).filter(
    ({ name, value, place }) => !isSaid(outputOf(name, withText(value, place, 'zqx9')), place.path, 'zqx9'),
  );
  expect(lost.map(({ name, place }) => `${name}: ${place.path.join('.')}`)).toEqual([]);
});

test('no field that is not known gets lost', () => {
  for (const { name, value, place } of PLACES.filter(({ place: { isKey } }) => isKey)) {
    const more = changed(value, place.path, (inner, key) => [
      key,
      typeof inner === 'object' && !Array.isArray(inner) ? { ...inner, zqx9: { a: 'b' } } : inner,
    ]);
    if (JSON.stringify(more) === JSON.stringify(value)) continue;
    const output = outputOf(name, more);
    expect({ name, place, isSaid: isSaid(output, place.path, 'zqx9') }).toEqual({ name, place, isSaid: true });
  }
});

test('a value of any other type ends in a message', () => {
  const other = fc.constantFrom<unknown>(null, 5, true, '', [], {}, [5], [[]], [{}], { a: 5 }, { a: { b: [] } }, [
    'a',
    {},
  ]);
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), other, ({ name, value, place }, instead) => {
      const given = changed(value, place.path, (_, key) => [key, instead]);
      expect(linesOf(importedFiles({ [name]: given })).join()).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: runs(1500) },
  );
});
