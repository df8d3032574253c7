/** What changed between two texts, line by line: to show it, and to change a third text in the same way. */

/** Lines of the first text, and what is in their place. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Unchanged lines that are shown around a change, and by which its place is found. */
const CONTEXT = 3;

/** The changes as `diff -u` prints them; empty where there are none. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const old = before.split('\n');
  let moved = 0;
  const hunks = changesOf(old, after.split('\n')).map(({ start, end, lines }) => {
    const from = Math.max(0, start - CONTEXT);
    const to = Math.min(old.length, end + CONTEXT);
    const count = to - from - (end - start) + lines.length;
    const head = `@@ -${from + 1},${to - from} +${from + 1 + moved},${count} @@`;
    moved += lines.length - (end - start);
    const body = [
      ...old.slice(from, start).map((line) => ` ${line}`),
      ...old.slice(start, end).map((line) => `-${line}`),
      ...lines.map((line) => `+${line}`),
      ...old.slice(end, to).map((line) => ` ${line}`),
    ];
    return [head, ...body].map((line) => `${line}\n`).join('');
  });
  return hunks.length ? `--- ${path}\n+++ ${path}\n${hunks.join('')}` : '';
}

/**
 * Changes a text as another was changed.
 *
 * @param text began as `before`, and was edited since
 * @returns undefined where a change has no place in it, or more than one
 */
export function patched(text: string, before: string, after: string): string | undefined {
  const old = before.split('\n');
  let own: string[] | undefined = text.split('\n');
  for (const change of changesOf(old, after.split('\n')).reverse()) own = own && withChange(own, old, change);
  return own?.join('\n');
}

function withChange(own: readonly string[], old: readonly string[], change: Change): string[] | undefined {
  const { start, end, lines } = change;
  for (let context = CONTEXT; context > 0; context--) {
    const from = Math.max(0, start - context);
    const around = old.slice(from, Math.min(old.length, end + context));
    const places = own.flatMap((_, i) => (around.every((line, n) => own[i + n] === line) ? [i] : []));
    if (places.length > 1) return undefined;
    if (!places.length) continue;
    const at = places[0] + start - from;
    return [...own.slice(0, at), ...lines, ...own.slice(at + end - start)];
  }
  return undefined;
}

/** In their order; what is near each other is one. */
function changesOf(old: readonly string[], now: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (const change of smallest(old, now)) {
    const last = changes.at(-1);
    if (last && change.start - last.end <= 2 * CONTEXT) {
      const lines = [...last.lines, ...old.slice(last.end, change.start), ...change.lines];
      changes[changes.length - 1] = { start: last.start, end: change.end, lines };
    } else {
      changes.push(change);
    }
  }
  return changes;
}

/** By the longest common subsequence of what is between the common start and the common end. */
function smallest(old: readonly string[], now: readonly string[]): Change[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > start && nowEnd > start && old[oldEnd - 1] === now[nowEnd - 1]) {
    [oldEnd, nowEnd] = [oldEnd - 1, nowEnd - 1];
  }
  const lengths = lengthsOf(old.slice(start, oldEnd), now.slice(start, nowEnd));
  const changes: Change[] = [];
  let [i, j] = [start, start];
  while (i < oldEnd || j < nowEnd) {
    const [firstOld, firstNow] = [i, j];
    while ((i < oldEnd || j < nowEnd) && !(i < oldEnd && j < nowEnd && old[i] === now[j])) {
      const isRemoved =
        j === nowEnd || (i < oldEnd && lengths[i + 1 - start][j - start] >= lengths[i - start][j + 1 - start]);
      if (isRemoved) i++;
      else j++;
    }
    if (i > firstOld || j > firstNow) changes.push({ start: firstOld, end: i, lines: now.slice(firstNow, j) });
    while (i < oldEnd && j < nowEnd && old[i] === now[j]) [i, j] = [i + 1, j + 1];
  }
  return changes;
}

/** Of what begins at each line of both. */
function lengthsOf(old: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i][j] = old[i] === now[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
