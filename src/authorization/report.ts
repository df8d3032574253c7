/** Who may do what at servers, as Markdown. */
import { Decision } from './decisions';
import { ServerItem } from './items';
import { Principal } from './principal';
import { fieldOfPolicy, PlaceText, policyText, serverText } from './reasons';
import { AskedServer } from './servers';

const WORDS = { permitted: 'yes', denied: 'no', depends: 'depends' } as const;

/**
 * A table for each server, and the policies that decide.
 *
 * @param decisions those of one server after the other
 */
export function accessTable(
  decisions: readonly Decision[],
  principals: readonly Principal[],
  placeOf: PlaceText = fieldOfPolicy,
): string {
  return [...groupsOf(decisions, ({ server }) => server)]
    .map(([server, own]) => serverTable(server, own, principals, placeOf))
    .join('\n');
}

/** Decisions by what they are about, each list and its keys in their order: there may be many thousands. */
function groupsOf<Key>(decisions: readonly Decision[], keyOf: (decision: Decision) => Key): Map<Key, Decision[]> {
  const groups = new Map<Key, Decision[]>();
  for (const decision of decisions) {
    const key = keyOf(decision);
    const group = groups.get(key);
    if (group) group.push(decision);
    else groups.set(key, [decision]);
  }
  return groups;
}

function serverTable(
  server: AskedServer,
  decisions: readonly Decision[],
  principals: readonly Principal[],
  placeOf: PlaceText,
): string {
  const notes: string[] = [];
  const cellOf = (decision: Decision) => {
    const { policies, verdict, because, isListed } = decision;
    const isHidden = verdict !== 'denied' && !isListed && policies.length > 0;
    if (policies.length) {
      return `${WORDS[verdict]} (${policies.map((i) => i + 1).join(', ')}${isHidden ? '; not listed' : ''})`;
    }
    if (because === 'no policy permits it') return WORDS[verdict];
    if (!notes.includes(because)) notes.push(because);
    return `${WORDS[verdict]} [${letter(notes.indexOf(because))}]`;
  };
  const items = [...groupsOf(decisions, ({ item }) => item)].filter(([item, own]) => isWorthARow(item, own));
  const rows = items.map(([item, own]) => {
    const cells = principals.map((principal) =>
      own
        .filter((one) => one.principal === principal)
        .map(cellOf)
        .join(''),
    );
    return row([itemText(item), ...cells]);
  });
  const head = ['', ...principals.map(({ label }) => label)];
  const { cedar } = server;
  const used = [...new Set(decisions.flatMap(({ policies }) => policies))].sort((a, b) => a - b);
  return [
    `## ${cellText(serverText(server))} (namespace ${server.namespace})`,
    '',
    row(head),
    `|${head.map(() => '---|').join('')}`,
    ...rows,
    '',
    ...used.map((i) => `- (${i + 1}) ${cellText(placeOf(cedar!, i))}: ${code(policyText(cedar!.texts[i]))}`),
    ...notes.map((note, i) => `- [${letter(i)}] ${cellText(note)}`),
    ...(used.length || notes.length ? [''] : []),
  ].join('\n');
}

/** Prompts and resources without a name are of interest where somebody may have them. */
function isWorthARow(item: ServerItem, own: readonly Decision[]): boolean {
  if (!item.isAnyOther || item.feature === 'tool') return true;
  return own.some(({ verdict }) => verdict !== 'denied');
}

/** What an item is called in texts: what clients call it, too, where that differs. */
export function itemText({ feature, name, shownAs, isAnyOther }: ServerItem): string {
  const kind = feature === 'tool' || isAnyOther ? '' : `${feature} `;
  return `${kind}${name}${shownAs === undefined ? '' : ` (clients see ${shownAs})`}`;
}

const row = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`.replace(/ {2,}/g, ' ');

const letter = (index: number) => String.fromCharCode('a'.charCodeAt(0) + (index % 26));

/** Names are others' text: nothing of them is to end a cell, or to be more than text. */
function cellText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|`<>]/g, '\\$&');
}

/** A text as code, whatever marks are in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const mark = '`'.repeat(longest + 1);
  return longest ? `${mark} ${text} ${mark}` : `${mark}${text}${mark}`;
}
