/** docs/proof.md: the results of the tests on a cluster. Each topic has its section, which a run of that topic writes anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Promised, Topic } from './promises';

/** The result of a promise. */
export interface Result {
  readonly topic: Topic;
  readonly promised: Promised;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped, or a remark. */
  readonly why: string;
}

/** The versions that it was tested with. */
export interface Versions {
  readonly kubernetes: string;
  readonly toolhive: string;
}

const FILE = 'docs/proof.md';
const MARK = '<!-- written by npm run test:cluster -->';

/** The section of a topic. */
export function sectionOf({ title }: Topic, results: readonly Result[], { kubernetes, toolhive }: Versions): string {
  const rows = results.map(({ promised: { promise, page, how }, outcome, why }) => {
    const said = why && outcome !== 'failed' ? `${outcome}: ${why}` : outcome;
    return `| ${[cell(promise), link(page), cell(how), cell(said)].join(' | ')} |`;
  });
  return [
    `## ${title}`,
    '',
    `On Kubernetes ${kubernetes}, with ToolHive ${toolhive}.`,
    '',
    '| promise | page | tested by | result |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The text of the page with the sections in it; those of other topics stay. */
export function withSections(text: string, sections: ReadonlyMap<string, string>): string {
  const [head, ...rest] = text.split(MARK);
  const written = new Map(
    rest
      .join(MARK)
      .split(/^(?=## )/m)
      .filter((section) => section.trim())
      .map((section) => [titleIn(section), section.trimEnd() + '\n']),
  );
  for (const [title, section] of sections) written.set(title, section);
  return `${head}${MARK}\n\n${[...written.values()].join('\n')}`;
}

/** Writes the results of a run into the page. */
export function writeProof(results: readonly Result[], versions: Versions): void {
  const topics = [...new Set(results.map(({ topic }) => topic))];
  const sections = new Map(
    topics.map((topic) => [
      topic.title,
      sectionOf(
        topic,
        results.filter((result) => result.topic === topic),
        versions,
      ),
    ]),
  );
  writeFileSync(FILE, withSections(readFileSync(FILE, 'utf8'), sections));
}

function titleIn(section: string): string {
  return /^## (.*)$/m.exec(section)?.[1] ?? '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 300);
}

function link(page: string): string {
  return `[${basename(page)}](${page.startsWith('docs/') ? page.slice('docs/'.length) : `../${page}`})`;
}
