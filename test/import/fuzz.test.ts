/** Nothing that is mutated out of a recorded case makes `import` stumble, and it takes what `render` takes. */
import { imported, linesOf, objectsOf } from './app';
import { unexpectedIn } from './code-shape';
import { readManifests, ReadError } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { MISSING } from '../../src/rendering/model/references';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { inputOf } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';
import { runs } from '../random';

const RUNS = runs(2000);

/** A generator of numbers below one, the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

const VALUES = [null, '', 'x', 0, -1, 1.5, true, false, [], {}, [{}], [null], [''], { a: null }, { name: 'x' }, '5s'];

/** What an app can't do, and kubectl can. */
const NO_CODE = ['has no metadata.name; the objects of an app are applied by name, so give it one'];

type Parent = Record<string | number, unknown>;

function mutated(documents: readonly Obj[], next: () => number): Obj[] {
  const copy: Obj[] = structuredClone(documents) as Obj[];
  const places: [Parent, string | number][] = [];
  const collect = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      places.push([value as Parent, key]);
      collect((value as Parent)[key]);
    }
  };
  copy.forEach(({ spec, data, metadata }) => collect({ spec, data, metadata }));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const [parent, key] = pick(places);
  const how = next();
  if (how < 0.6) parent[key] = structuredClone(pick(VALUES));
  else if (how < 0.8) delete parent[key];
  else if (Array.isArray(parent)) parent.push(structuredClone(parent[key as number]));
  else parent[pick(['extra', 'name', 'type', 'enabled', '__proto__x', 'a.b'])] = structuredClone(pick(VALUES));
  return copy.map((o) => JSON.parse(JSON.stringify(o)));
}

const cases = recordingsOf('cases').map((recording) =>
  readManifests(inputOf(recording), recording.name).map(({ value }) => value),
);

test('what is mutated is refused as render does, or taken', () => {
  const next = random(16);
  let taken = 0;
  for (let n = 0; n < RUNS; n++) {
    const text = mutated(cases[Math.floor(next() * cases.length)], next)
      .map((o) => JSON.stringify(o))
      .join('\n---\n');
    const errors = (problems: readonly { severity: string; id?: string; message: string }[]) =>
      problems.flatMap(({ severity, id, message }) => (severity === 'error' && id !== MISSING ? message : []));
    try {
      const documents = readManifests(text, 'input.yaml');
      const rendered = renderManifests(documents, { namespace: 'default', settings: DEFAULT_SETTINGS });
      const app = imported(text);
      const wanted = [...errors(rendered.problems), ...NO_CODE];
      expect(errors(app.problems).filter((message) => !wanted.includes(message))).toEqual([]);
      expect(unexpectedIn(app.files)).toEqual([]);
      if (!app.files.size) continue;
      taken++;
      if (n % 20 === 0 && !linesOf(app).some((line) => line.includes(' is not in the input'))) objectsOf(app);
    } catch (e) {
      if (e instanceof ReadError) continue;
      throw new Error(`run ${n}: ${(e as Error).stack}\n${text}`);
    }
  }
  expect(taken).toBeGreaterThan(RUNS / 5);
}, 120_000);
