import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byName, casesOf, inputOf, objectsIn, recorded, runCase } from './compare';
import { isToolhive } from '../../src/manifests/to-resource';
import { Obj } from '../../src/plain/objects';

/** The input's objects that are no custom resource, but those that the operator made anew. */
function passedThrough(name: string, wanted: Obj): Obj {
  const given = byName(objectsIn(inputOf('cases', name)).filter((object) => object && !isToolhive(object)));
  return without(given, Object.keys(wanted));
}

function without(objects: Obj, names: readonly string[]): Obj {
  return Object.fromEntries(Object.entries(objects).filter(([name]) => !names.includes(name)));
}

describe('what the real operator made of the same input', () => {
  test.each(casesOf('cases'))('%s: every object is the same, text and hashes included', (name) => {
    const { status, stdout, stderr } = runCase('cases', name);
    expect({ status, errors: stderr.match(/^error.*/gm) }).toEqual({ status: 0, errors: null });
    const printed = byName(objectsIn(stdout));
    const wanted = recorded(name);
    const given = passedThrough(name, wanted);
    expect(without(printed, Object.keys(given))).toEqual(wanted);
    expect(printed).toMatchObject(given);
  });
});

describe('what the real operator or the API server refuses', () => {
  test.each(casesOf('refused'))('%s: is refused, and the message says why', (name) => {
    const wanted = new RegExp(readFileSync(join(__dirname, 'refused', name, 'message'), 'utf8').trim());
    const { status, stdout, stderr } = runCase('refused', name);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(wanted);
  });
});
