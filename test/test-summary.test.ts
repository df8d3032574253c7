import { summaryOf } from '../scripts/test-summary/summary';

const caseOf = (name: string, inner = '') =>
  `<testcase classname="${name}" name="${name}" time="0">${inner}</testcase>`;

function report(...cases: string[]): string {
  const skipped = cases.filter((text) => text.includes('<skipped/>')).length;
  return `<testsuites name="jest tests" tests="${cases.length}" failures="0" errors="0" time="1">
    <testsuite name="a" errors="0" failures="0" skipped="${skipped}" time="1" tests="${cases.length}">${cases.join('\n')}</testsuite>
  </testsuites>`;
}

test('says how many tests ran', () => {
  expect(summaryOf(report(caseOf('a'), caseOf('b')))).toMatch(
    /^Types checked, 2 tests run in 1 files, code linted\.\nNot/,
  );
});

test('says what is skipped because a clone lacks it', () => {
  const needing = (path: string) => caseOf(`charts [needs ../shared/${path}]`, '<skipped/>');
  const text = summaryOf(
    report(caseOf('a'), needing('crds'), needing('crds'), needing('samples'), caseOf('b', '<skipped/>')),
  );
  expect(text).toContain('1 tests run');
  expect(text).toContain('../shared/crds (2 of the tests or groups), ../shared/samples (1 of the tests or groups).');
  expect(text).toContain('Skipped for other reasons: 1.');
});
