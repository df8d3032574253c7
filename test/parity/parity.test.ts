import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byName, casesOf, recorded, renderCase } from './compare';
import { Problem, problemLine } from '../../src/manifests/problem';

const errorsOf = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === 'error');

describe('what the real operator made of the same input', () => {
  test.each(casesOf('cases'))('%s: every object is the same, text and hashes included', (name) => {
    const { documents, problems } = renderCase('cases', name);
    expect(errorsOf(problems).map(problemLine)).toEqual([]);
    expect(byName(documents.flatMap(({ manifests = [] }) => manifests))).toEqual(recorded(name));
  });
});

describe('what the real operator or the API server refuses', () => {
  test.each(casesOf('refused'))('%s: is refused, and the message says why', (name) => {
    const wanted = new RegExp(readFileSync(join(__dirname, 'refused', name, 'message'), 'utf8').trim());
    expect(errorsOf(renderCase('refused', name).problems).map(problemLine).join('\n')).toMatch(wanted);
  });
});
