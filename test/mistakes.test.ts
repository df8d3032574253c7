/**
 * Typical mistakes in code that nobody checks the types of (tsx, JavaScript). Each ends in an error or a warning that names
 * what is wrong, and never in an error of JavaScript's own. `mentions` is a pattern that the message has to match.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { javaScriptOf } from './javascript';
import * as library from '../src';
import { warningsBelow } from '../src/scope-warnings';

interface Mistake {
  readonly id: string;
  readonly expect: string;
  readonly mentions: string;
  readonly why: string;
  readonly code: string;
}

const mistakes: Mistake[] = JSON.parse(readFileSync(join(__dirname, 'mistakes.json'), 'utf8'));

const IMAGE = 'ghcr.io/stackloklabs/gofetch/server:1.0.4';

/** What a mistake ends in: the error, or else the warnings. */
function outcome(code: string): { error?: Error; warnings: string[] } {
  const app = cdk8s.Testing.app();
  const names = { ...library, ...cdk8s, T: library, kplus, app, image: IMAGE };
  const prelude = `
    const chart = new ToolhiveChart(app, 'mcp', { namespace: 'toolhive' });
    const db = kplus.Secret.fromSecretName(chart, 'db', 'db');
    const database = () => RegistryDatabase.password({ host: 'pg', database: 'r', user: 'u' }, { secret: db, key: 'password' });
    const auth = RegistryAuth.anonymous();
  `;
  const text = javaScriptOf(prelude + code);
  const silent = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    new Function(...Object.keys(names), text)(...Object.values(names));
    app.synth();
  } catch (error) {
    return { error: error as Error, warnings: [] };
  } finally {
    silent.mockRestore();
  }
  return { warnings: warningsBelow(app).map(({ message }) => message) };
}

const refused = mistakes.filter(({ expect: due }) => due === 'error');
const doubtful = mistakes.filter(({ expect: due }) => due.includes('warning'));
const fine = mistakes.filter(({ expect: due }) => due === 'ok');

test.each(refused)('fails with a word about it: $why ($id)', ({ code, mentions }) => {
  const { error } = outcome(code);
  expect(error?.message).toMatch(new RegExp(mentions, 'i'));
  expect(error).not.toBeInstanceOf(TypeError);
  expect(error!.message).not.toMatch(
    /is not a function|Cannot (read|destructure)|is not iterable|\[object|hunter2|ghp_/,
  );
});

test.each(doubtful)('warns or fails with a word about it: $why ($id)', ({ code, mentions, expect: due }) => {
  const { error, warnings } = outcome(code);
  expect([error?.message, ...warnings].join('\n')).toMatch(new RegExp(mentions, 'i'));
  if (!due.includes('error')) expect(error).toBeUndefined();
  expect(error).not.toBeInstanceOf(TypeError);
});

test.each(fine)('passes: $why ($id)', ({ code }) => {
  expect(outcome(code)).toEqual({ warnings: expect.any(Array) });
});
