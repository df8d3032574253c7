/** Recordings of a new version, held against what is rendered for the last one with the new images. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseCommandLine } from '../../src/cli/options';
import { Problem, problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { VersionName } from '../../src/resources/versions';
import { byName } from '../../test/parity/compare';
import { objectsIn } from '../../test/yaml';

/** An input whose recording is not what is rendered so far. */
export interface ChangedVector {
  readonly name: string;
  readonly why: string;
}

/** The groups of recordings: what was sent, and what was refused. */
const GROUPS = ['cases', 'refused'] as const;

/** The inputs in a folder whose outcome is another one. @param base the version that they are rendered for */
export function changedVectors(folder: string, version: string, base: VersionName): ChangedVector[] {
  return GROUPS.flatMap((group) => {
    const cases = join(folder, group);
    if (!existsSync(cases)) return [];
    return readdirSync(cases)
      .sort()
      .flatMap((name) => {
        const why = differenceOf(join(cases, name), group, version, base);
        return why ? [{ name: `${group}/${name}`, why }] : [];
      });
  });
}

/** Copies vectors to those that the tests run. */
export function copyVectors(vectors: readonly ChangedVector[], from: string, to: string): void {
  for (const { name } of vectors) cpSync(join(from, name), join(to, name), { recursive: true });
}

function differenceOf(
  folder: string,
  group: (typeof GROUPS)[number],
  version: string,
  base: VersionName,
): string | undefined {
  const { sent, refusals } = rendered(folder, version, base);
  const refusal = refusals[0]?.message;
  if (group === 'refused') {
    if (!refusal) return 'is refused by the operator, and rendered here';
    const message = readFileSync(join(folder, 'message'), 'utf8').trim();
    return new RegExp(message).test(refusals.map(problemLine).join('\n'))
      ? undefined
      : `is refused here for something else: ${refusal}`;
  }
  if (refusal) return `is refused here: ${refusal}`;
  const recorded = byName(objectsIn(readFileSync(join(folder, 'expected.yaml'), 'utf8')).filter(isRendered));
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(sent)])];
  const changed = names.filter((name) => !isDeepStrictEqual(recorded[name], sent[name]));
  return changed.length ? changed.sort().join(', ') : undefined;
}

/** The operator makes a session secret up; nobody can render it. */
function isRendered({ kind, metadata }: Obj): boolean {
  return !(kind === 'Secret' && metadata.name.endsWith('-hmac-secret'));
}

function rendered(
  folder: string,
  version: string,
  base: VersionName,
): { sent: Readonly<Record<string, unknown>>; refusals: Problem[] } {
  const file = join(folder, 'args');
  const args = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const options = ['render', '--toolhive-version', base, '--discovery', 'cluster', ...args, 'input.yaml'];
  const { namespace, settings, discovery } = parseCommandLine(
    options,
    () => '',
    () => undefined,
  )!;
  const images = Object.entries(settings.images).map(([name, image]) => [
    name,
    image.replace(new RegExp(`:v${base}$`), `:v${version}`),
  ]);
  const ofVersion = { ...settings, images: Object.fromEntries(images) };
  const input = readManifests(readFileSync(join(folder, 'input.yaml'), 'utf8'), 'input.yaml');
  const { documents, problems } = renderManifests(input, { namespace, settings: ofVersion, discovery });
  const refusals = problems.filter(({ severity }) => severity === 'error');
  return { sent: byName(documents.flatMap(({ manifests = [] }) => manifests)), refusals };
}
