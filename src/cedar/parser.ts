/**
 * The Cedar project's own parser, a WebAssembly module that is loaded when the first text is due. Its answers are
 * brought into one form here; policies.ts and entities.ts have what ToolHive makes of them.
 */
import type { CheckParseAnswer, DetailedError, EntityJson, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { MAX_NESTING, tooDeepAt } from './nesting';
import { remembering } from './remembering';
import { WarningId } from '../warning-ids';

/** Something that is wrong with a text. */
export interface Complaint {
  /** Position of a character in the text; undefined where it is the text as a whole. */
  readonly offset?: number;
  /** What was found, and what to do. */
  readonly message: string;
  /** Id of the warning that it is, where ToolHive silently does what nobody means. */
  readonly warning?: WarningId;
}

/** The policy in a text, as Cedar's JSON form has it; undefined where the text isn't one static policy. */
export const parsedPolicy = remembering((text): PolicyJson | undefined => {
  if (tooDeepAt(text) !== undefined) return undefined;
  const answer = ask((cedar) => cedar.policyToJson(text));
  return answer.type === 'success' ? answer.json : undefined;
});

/** What Cedar's parser has against a text that is to be one static policy. */
export function policyErrors(text: string): Complaint[] {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) {
    const message = `is nested too deeply for Cedar's parser; write it with at most ${MAX_NESTING} brackets in each other`;
    return [{ offset: tooDeep, message }];
  }
  return answerOf((cedar) => cedar.checkParsePolicySet({ staticPolicies: { policy: text } })).map((error) => ({
    offset: characterAt(text, error.sourceLocations?.[0]?.start),
    message: wordsOf(error),
  }));
}

/** How many policies and templates there are in a text; 0 where it is wrong. */
export function policyCount(text: string): number {
  if (tooDeepAt(text) !== undefined) return 0;
  const parts = ask((cedar) => cedar.policySetTextToParts(text));
  return parts.type === 'success' ? parts.policies.length + parts.policy_templates.length : 0;
}

/** What Cedar's parser has against entities. It names no positions in them. */
export function entityErrors(entities: readonly unknown[]): string[] {
  return answerOf((cedar) => cedar.checkParseEntities({ entities: entities as EntityJson[] })).map((error) =>
    wordsOf({ ...error, sourceLocations: [] }),
  );
}

/** Cedar's module. */
export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');
type Failure = { type: 'failure'; errors: DetailedError[] };

/** Asks Cedar's module, which is another one after it has failed. */
export function ask<T>(question: (cedar: Cedar) => T): T | Failure {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 4 MB to compile, which few inputs need
  const cedar = require('@cedar-policy/cedar-wasm/nodejs') as Cedar;
  try {
    return question(cedar);
  } catch (error) {
    // The module doesn't clear its stack after it has thrown; the next text gets a fresh one.
    delete require.cache[require.resolve('@cedar-policy/cedar-wasm/nodejs')];
    const { name, message } = error as Error;
    const tooDeep = name === 'RuntimeError' || name === 'RangeError';
    return failure(tooDeep ? "is too much for Cedar's parser; write it shorter, or as several policies" : message);
  }
}

const failure = (message: string): Failure => ({
  type: 'failure',
  errors: [{ message, help: null, code: null, url: null, severity: null }],
});

function answerOf(question: (cedar: Cedar) => CheckParseAnswer): DetailedError[] {
  const answer = ask(question);
  return answer.type === 'success' ? [] : answer.errors.flatMap((error) => [error, ...(error.related ?? [])]);
}

/** Where Cedar lists more than this as expected, the list no longer helps. */
const MANY = 3;

/** Where Cedar reports its own internals. */
const PLAINER: [RegExp, string | ((...found: string[]) => string)][] = [
  [/^failed to parse policy with id `policy` from string: /, ''],
  [/^error during entity deserialization: /, ''],
  [/^failed to parse escape `__entity`: ([^]*), errors: [^]*$/, (_, uid) => `the type in ${oneLine(uid)} is no name`],
  [/^transitive closure [^`]* cycle containing vertex (.*)$/s, 'the parents of $1 lead back to it'],
  [/^duplicate entity entry (.*)$/, '$1 is in the list twice, and not the same'],
];

const oneLine = (json: string) => JSON.stringify(JSON.parse(json));

/** What Cedar says, in words. */
export function wordsOf({ message, help, sourceLocations }: DetailedError): string {
  const said = PLAINER.reduce((text, [theirs, ours]) => text.replace(theirs, ours as string), message);
  const expected = sourceLocations?.[0]?.label;
  const short = expected && expected.split(/, | or /).length <= MANY ? expected : undefined;
  return [said, short, help].filter(Boolean).join('; ');
}

/** Cedar counts bytes of UTF-8, JavaScript counts UTF-16. */
function characterAt(text: string, byte: number | undefined): number | undefined {
  return byte === undefined ? undefined : Buffer.from(text).subarray(0, byte).toString().length;
}
