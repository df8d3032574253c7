/** Expressions that see a user's text take time in proportion to it: each of them is held to that on text made to hurt. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createContext, Script } from 'node:vm';
import * as ts from 'typescript';

const SRC = resolve(__dirname, '..', 'src');
const LENGTH = 50_000;
/** In this time even a slow machine looks at each character some hundred times, and far from a thousand. */
const MILLISECONDS = 1000;
/** A tenth of the text takes a hundredth of the time where time grows as the square; half of that is worth a closer look. */
const GLANCE = { length: LENGTH / 10, milliseconds: MILLISECONDS / 200 };

/** Those that see nothing of a user's, and why. */
const OWN_TEXTS: Readonly<Record<string, string>> = {
  'resources/cel.ts': 'rules of the CRDs that this library knows',
  'import/evaluate.ts': 'code that this library wrote',
};

interface Literal {
  readonly place: string;
  readonly text: string;
}

function literalsIn(path: string): Literal[] {
  const file = ts.createSourceFile(path, readFileSync(join(SRC, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ place: path, text: node.text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const LITERALS = [
  ...new Map(
    readdirSync(SRC, { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.ts') && !path.startsWith('resources/crd') && !(path in OWN_TEXTS))
      .sort()
      .flatMap(literalsIn)
      .map((literal) => [literal.text, literal]),
  ).values(),
];

/** Characters that an expression may dwell on: those that stand in it, and one of each class. */
function charactersOf(expression: string): string[] {
  const inner = expression.slice(1, expression.lastIndexOf('/')).replace(/\\[dwsDWSbBnrt]|\(\?[:=!<]+\w*>?/g, ' ');
  return [...new Set([...'0a_ \n', ...inner.replace(/[\\^$*?|]/g, '')])].slice(0, 24);
}

type Attack = (length: number) => string;

/** Texts that begin as the expression wants it, go on for so long, and do not end that way. */
function hostile(expression: string): Attack[] {
  const characters = charactersOf(expression);
  const units = [
    ...characters,
    ...characters.slice(5).flatMap((a) => [`${a}a`, `a${a}`, `${a}0`, ` ${a}`, `\n${a}`, `\\${a}`]),
  ];
  const starts = ['', ...(expression.match(/[\w]{2,}/g) ?? []).slice(0, 3).map(String)];
  return units.flatMap((unit) =>
    starts
      .slice(0, unit.length > 1 ? 1 : undefined)
      .flatMap((start) =>
        ['\u0001', '\n!'].map(
          (end) => (length: number) => `${start}${unit.repeat(Math.ceil(length / unit.length))}${end}`,
        ),
      ),
  );
}

/** So many texts share a glance: one that is fast with all of them is fast with each. */
const AT_ONCE = 16;

/** @returns a text that it takes too long on */
function slowOn({ text }: Literal): string | undefined {
  const end = text.lastIndexOf('/');
  const flags = text.slice(end + 1);
  const expression = new RegExp(text.slice(1, end), flags);
  const look = flags.includes('g') ? 'text.replaceAll(expression, "")' : 'expression.test(text)';
  const run = new Script(`for (const text of texts) ${look}`);
  const context = createContext({ texts: [], expression });
  const isSlow = (texts: readonly string[], timeout: number) => {
    context.texts = texts;
    try {
      run.runInContext(context, { timeout });
      return false;
    } catch {
      return true;
    }
  };
  const isSlowAtAGlance = (attacks: readonly Attack[]) =>
    isSlow(
      attacks.map((attack) => attack(GLANCE.length)),
      GLANCE.milliseconds,
    );
  const attacks = hostile(text);
  for (let at = 0; at < attacks.length; at += AT_ONCE) {
    const some = attacks.slice(at, at + AT_ONCE);
    if (!isSlowAtAGlance(some)) continue;
    const slow = some.find((attack) => isSlowAtAGlance([attack]) && isSlow([attack(LENGTH)], MILLISECONDS));
    if (slow) return slow(LENGTH);
  }
  return undefined;
}

test('there are expressions to look at', () => {
  expect(LITERALS.length).toBeGreaterThan(150);
});

test('every regular expression is linear on text made to hurt', () => {
  const slow = LITERALS.flatMap((literal) => {
    const attack = slowOn(literal);
    return attack === undefined
      ? []
      : [`${literal.place}: ${literal.text} on ${JSON.stringify(attack.slice(0, 20))}...`];
  });
  expect(slow).toEqual([]);
});

test('what is quadratic is found', () => {
  const texts = ['/^([+-]?)0*(\\d*)x$/', '/\\/+$/', '/\\[[^\\]]*\\]/g', '/^(?:\\d+\\.?\\d*)+$/', '/^\\d+\\.?\\d*e$/'];
  expect(texts.filter((text) => slowOn({ place: '', text }) === undefined)).toEqual([]);
});
