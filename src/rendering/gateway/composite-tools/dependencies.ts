/** What steps wait for. */
import { fieldPath, Findings, shown } from '../../../findings';
import { suggestion } from '../../../resources/schema';
import { Step } from '../../../resources/spec/shared';

/** Checks that steps wait for steps that are there, and not for each other. */
export function checkDependencies(steps: readonly Step[], at: string, findings: Findings): void {
  const ids = steps.map(({ id }) => id);
  steps.forEach(({ id, dependsOn = [] }, i) =>
    dependsOn.forEach((other, j) => {
      if (ids.includes(other)) return;
      const field = fieldPath(`${fieldPath(at, i)}.dependsOn`, j);
      findings.error(field, `step ${shown(id)} waits for ${shown(other)}, but ${noSuchStep(other, ids)}`);
    }),
  );
  for (const cycle of cyclesOf(steps)) {
    findings.error(at, `steps wait for each other: ${cycle.join(' -> ')}; take one of them out of dependsOn`);
  }
}

/** `there is no such step; did you mean "search"?` */
export function noSuchStep(id: string, ids: readonly string[]): string {
  const hint = suggestion(id, ids);
  const choice = ids.length <= 8 ? `; steps: ${ids.map(shown).join(', ')}` : '';
  return `there is no such step${hint.includes('did you mean') ? hint : choice}`;
}

/** Cycles, each from one of its steps back to it; one for each edge that closes one. */
function cyclesOf(steps: readonly Step[]): string[][] {
  const graph = new Map(steps.map(({ id, dependsOn = [] }) => [id, dependsOn]));
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (id: string): void => {
    if (path.includes(id)) cycles.push([...path.slice(path.indexOf(id)), id]);
    if (done.has(id)) return;
    done.add(id);
    path.push(id);
    new Set(graph.get(id)).forEach(visit);
    path.pop();
  };
  for (const id of graph.keys()) visit(id);
  return cycles;
}

/** How many steps are done one after the other before each step; a step in a cycle, or behind one, has none. */
export function levelsOf(steps: readonly Step[]): Map<string, number> {
  const levels = new Map<string, number>();
  for (let changed = true; changed;) {
    changed = false;
    for (const { id, dependsOn = [] } of steps) {
      if (levels.has(id) || !dependsOn.every((other) => levels.has(other))) continue;
      levels.set(id, Math.max(-1, ...dependsOn.map((other) => levels.get(other)!)) + 1);
      changed = true;
    }
  }
  return levels;
}

/** Whether a server may go on without the step. */
export function maySkip({ condition, onError }: Step): boolean {
  return Boolean(condition) || onError?.action === 'continue';
}
