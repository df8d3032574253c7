/** What a report of jest-junit comes down to, in a few lines. */

const NOT_RUN = ['parity', 'test:judges', 'test:packed', 'test:languages'];

function countOf<T>(items: readonly T[]): Map<T, number> {
  return items.reduce((counts, item) => counts.set(item, (counts.get(item) ?? 0) + 1), new Map<T, number>());
}

/** @param report XML as jest-junit writes it. Skipped tests that need `../shared` have it in their names (test/shared.ts). */
export function summaryOf(report: string): string {
  const numberOf = (name: string) => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(report)?.[1] ?? 0);
  const skipped = [...report.matchAll(/<testcase [^>]*\bname="([^"]*)"[^>]*>\s*<skipped\/>/g)].map(([, name]) => name);
  const needed = skipped.map((name) => /\[needs (\.\.\/shared\/[^\]]*)\]$/.exec(name)?.[1]);
  const missing = [...countOf(needed.filter((path) => path !== undefined))];
  const others = needed.filter((path) => path === undefined).length;
  return [
    `Types checked, ${numberOf('tests') - skipped.length} tests run in ${report.split('<testsuite ').length - 1} files, code linted.`,
    ...(missing.length
      ? [
          `Skipped, because it is not beside this checkout: ${missing.map(([path, n]) => `${path} (${n} of the tests or groups)`).join(', ')}.`,
        ]
      : []),
    ...(others ? [`Skipped for other reasons: ${others}.`] : []),
    `Not part of it: ${NOT_RUN.map((name) => `npm run ${name}`).join(', ')}. .ci/run does all of them.`,
  ].join('\n');
}
