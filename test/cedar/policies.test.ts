import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cedarVectors } from './vectors';
import { checkCedarEntityType, checkCedarPolicies } from '../../src/cedar/policies';
import { Findings } from '../../src/findings';

function errorsOf(...policies: string[]): string[] {
  const findings = new Findings();
  checkCedarPolicies(policies, 'policies', findings);
  return findings.list.map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
}

const messages = (policy: string) => errorsOf(policy).map((text) => text.replace('error policies[0]: ', ''));

const when = (condition: string) => `permit(principal, action, resource) when { ${condition} };`;

describe('takes and refuses policies as ToolHive does', () => {
  const all = cedarVectors('policies');

  test.each(all.filter((v) => !v.error && !v.stricter))('$text', ({ text }) => {
    expect(errorsOf(text)).toEqual([]);
  });

  test.each(all.filter((v) => v.error))('$text: refused', ({ text }) => {
    expect(errorsOf(text)).not.toEqual([]);
  });

  test.each(all.filter((v) => v.stricter))('$text: refused here only, because $stricter', ({ text, error }) => {
    expect(error).toBeUndefined();
    expect(errorsOf(text)).not.toEqual([]);
  });
});

describe('fails', () => {
  test('at line and column, with what was found and what was expected', () => {
    expect(messages('permit(\n  principal,\n  action resource\n);')).toEqual([
      'line 3, column 10: unexpected token `resource`',
    ]);
    expect(messages('not cedar')).toEqual(['line 1, column 5: unexpected token `cedar`; expected `(`']);
  });

  test('on each wrong policy of a list, by its index', () => {
    expect(errorsOf('permit', when('true'), 'allow(principal, action, resource);')).toEqual([
      'error policies[0]: line 1, column 7: unexpected end of input; expected `(`',
      'error policies[2]: line 1, column 1: invalid policy effect: allow; effect must be either `permit` or `forbid`',
    ]);
  });

  test('on several mistakes in one policy, each with its place', () => {
    expect(messages('permit(principal, action == action::"a", resource) when { foo(1) };')).toEqual([
      'line 1, column 29: expected an entity uid with type `Action` but got `action::"a"`; action entities must have type `Action`, optionally in a namespace',
      'line 1, column 59: `foo` is not a valid function; did you mean `ip`?',
    ]);
  });

  test.each([
    ['a missing semicolon', 'permit(principal, action, resource)', /^line 1, column 36: .* a policy ends with a semi/],
    ['single quotes', "permit(principal == User::'a', action, resource);", /column 27: invalid token "'"; .*double qu/],
    ['an operator in words', when('true and true'), /column 49: unexpected token `and`; write &&$/],
    ['half an operator', when('true & true'), /column 49: invalid token "&"; write &&$/],
    ['an assignment', when('context.a = 1'), /'=' is not a valid operator in Cedar; try using '==' instead/],
    [
      'a comment of another language',
      '/* all */ permit(principal, action, resource);',
      /; a comment begins with \/\/$/,
    ],
    ['a template', 'permit(principal == ?principal, action, resource);', /column 21: .*template.*slot \?principal/],
    ['no policy at all', ' // permit(principal, action, resource);\n', /^has no policy in it; write one/],
    ['a string over two lines', when('context.a == "a\nb"'), /^line 1, column 57: a line break in a string/],
    [
      'a space that is none',
      'permit(principal,\u00a0action, resource);',
      /^line 1, column 18: .*\(U\+00A0\); write a plain/,
    ],
    ['a function for tests of Cedar', when('unknown("a")'), /^line 1, column 44: `unknown` is no function/],
  ])('on %s, with a hint', (_, text, message) => {
    expect(messages(text)).toEqual([expect.stringMatching(message)]);
  });

  test('at the column that an editor shows, whatever characters stand before it', () => {
    expect(messages(when('context.a == "é€😀" nonsense'))).toEqual([
      expect.stringMatching(/^line 1, column 63: unexpected token `nonsense`$/),
    ]);
  });
});

test('a second policy in a text, of which ToolHive knows nothing, is warned of: constructs refuse it', () => {
  expect(errorsOf(`${when('true')}\nforbid(principal, action, resource);`)).toEqual([
    'warning policies[0]: line 2, column 1: a second policy begins here, which ToolHive drops silently; make it an entry of its own',
  ]);
});

describe('a policy with brackets in each other', () => {
  const nested = (depth: number) => when('('.repeat(depth - 1) + 'true' + ')'.repeat(depth - 1));

  test('is taken up to 50 of them, those in strings and comments not counted', () => {
    const many = '('.repeat(400);
    expect(errorsOf(nested(50), when(`context.a == "${many}" // ${many}\n`))).toEqual([]);
  });

  test.each([51, 400, 50_000])('fails with %p, and those after it are read', (depth) => {
    expect(errorsOf(nested(depth), when('true'), 'no')).toEqual([
      "error policies[0]: line 1, column 93: is nested too deeply for Cedar's parser; write it with at most 50 brackets in each other",
      'error policies[2]: line 1, column 3: unexpected end of input; expected `(`',
    ]);
  });
});

test('a policy that is too much for the parser is refused, and those after it are read', () => {
  const long = when(`${'if true then '.repeat(5000)}true${' else false'.repeat(5000)}`);
  // In a process of its own: jest keeps modules that a program wants to load afresh.
  const program = `
    const { Findings } = require('./src/findings');
    const findings = new Findings();
    require('./src/cedar/policies').checkCedarPolicies(${JSON.stringify([long, when('true'), 'no'])}, 'p', findings);
    console.log(JSON.stringify(findings.list.map(({ field, message }) => field + ' ' + message)));`;
  const root = join(__dirname, '..', '..');
  const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', program], { cwd: root, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([
    "p[0] is too much for Cedar's parser; write it shorter, or as several policies",
    'p[2] line 1, column 3: unexpected end of input; expected `(`',
  ]);
});

describe('the entity type of groups', () => {
  const errors = (type?: string) => {
    const findings = new Findings();
    checkCedarEntityType(type, 'groupEntityType', findings);
    return findings.errors.map(({ message }) => message);
  };

  test.each([undefined, '', 'THVGroup', '_group1', 'permit'])('may be %p', (type) => expect(errors(type)).toEqual([]));

  test.each(['in', 'if', '__cedar', '1st', 'a-b'])('fails on %p', (type) => {
    expect(errors(type)).toEqual([
      `"${type}" can't be an entity type: it is no Cedar identifier, or a word of the language; write a name such as "THVGroup"`,
    ]);
  });

  test('fails on a namespace', () => {
    expect(errors('Platform::Group')).toEqual([expect.stringContaining('ToolHive takes no namespace here')]);
  });
});
