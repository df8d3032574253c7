import { byName, inputOf, runCase, sentOf } from './compare';
import { fileOf, Recording, recordingsOf, TAKEN_SINCE, takenBy } from './recordings';
import { isToolhive } from '../../src/manifests/to-resource';
import { Obj } from '../../src/plain/objects';
import { VERSION_NAMES } from '../../src/resources/versions';
import { objectsIn } from '../yaml';

/** The input's objects that are no custom resource, but those that the operator made anew. */
function passedThrough(recording: Recording, wanted: Obj): Obj {
  const given = byName(objectsIn(inputOf(recording)).filter((object) => object && !isToolhive(object)));
  return without(given, Object.keys(wanted));
}

function without(objects: Obj, names: readonly string[]): Obj {
  return Object.fromEntries(Object.entries(objects).filter(([name]) => !names.includes(name)));
}

describe.each(VERSION_NAMES)('of ToolHive %s', (version) => {
  describe('what the real operator made of the same input', () => {
    test.each(recordingsOf('cases', version))(
      '$name: every object is the same, text and hashes included',
      (recording) => {
        const { status, stdout, stderr } = runCase(recording);
        expect({ status, errors: stderr.match(/^error.*/gm) }).toEqual({ status: 0, errors: null });
        const printed = byName(objectsIn(stdout));
        const wanted = sentOf(recording);
        const given = passedThrough(recording, wanted);
        expect(without(printed, Object.keys(given))).toEqual(wanted);
        expect(printed).toMatchObject(given);
      },
    );
  });

  describe('what the real operator or the API server refuses', () => {
    test.each(recordingsOf('refused', version))('$name: is refused, and the message says why', (recording) => {
      const wanted = new RegExp(fileOf(recording, 'message')!.trim());
      const { status, stdout, stderr } = runCase(recording);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(wanted);
    });
  });
});

describe('a field that a version knows is no reason to refuse any more', () => {
  test.each(VERSION_NAMES.flatMap(takenBy))('$name with $version', (recording) => {
    const field = new RegExp(`${fileOf(recording, 'message')!.trim()}.*known to ToolHive`);
    expect(runCase(recording).stderr).not.toMatch(field);
    expect(runCase({ ...recording, version: recording.recorded }).stderr).toMatch(
      `known to ToolHive from ${TAKEN_SINCE[recording.name]} on`,
    );
  });
});
