import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byName, casesOf, recorded, renderCase } from './compare';
import { Problem, problemLine } from '../../src/manifests/problem';

const errorsOf = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === 'error');
const waits = (problems: readonly Problem[]) =>
  problems.some(({ message }) => message.includes('by this version of cdk8s-toolhive'));

const rendered = new Map(casesOf('cases').map((name) => [name, renderCase('cases', name)]));
const supported = [...rendered.keys()].filter((name) => !waits(rendered.get(name)!.problems));

describe('what the real operator made of the same input', () => {
  test.each(supported)('%s: every object is the same, text and hashes included', (name) => {
    const { documents, problems } = rendered.get(name)!;
    expect(errorsOf(problems).map(problemLine)).toEqual([]);
    expect(byName(documents.flatMap(({ manifests = [] }) => manifests))).toEqual(recorded(name));
  });

  test('the cases that wait for kinds and fields to come are these', () => {
    const kinds = new Set(
      [...rendered.keys()].filter((name) => !supported.includes(name)).map((name) => name.split('-')[0]),
    );
    const servers = [...rendered.keys()].filter((name) => name.startsWith('mcpserver-') && !supported.includes(name));
    expect([...kinds]).toEqual(['default', 'mcpserver', 'vmcp']);
    expect(servers).toEqual(['mcpserver-default-redis-env']);
  });
});

describe('what the real operator or the API server refuses', () => {
  const refused = casesOf('refused').map((name) => [name, renderCase('refused', name)] as const);
  const ready = refused.filter(([, { problems }]) => !waits(problems));

  test.each(ready)('%s: is refused, and the message says why', (name, { problems }) => {
    const wanted = new RegExp(readFileSync(join(__dirname, 'refused', name, 'message'), 'utf8').trim());
    expect(errorsOf(problems).map(problemLine).join('\n')).toMatch(wanted);
  });

  test('every other case is refused as well, by name of what is missing', () => {
    for (const [, { problems }] of refused) expect(errorsOf(problems)).not.toEqual([]);
  });
});
