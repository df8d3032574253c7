/** The command `lock`, and the lock that other commands render with. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readInput, readTexts } from './input';
import { CommandLine, UsageError } from './options';
import { tell } from './tell';
import { writeFiles } from './write-files';
import { readCatalog } from '../catalog/read-catalog';
import { changesOf, LockChanges } from '../images/compare';
import { FoundDigest, howToAsk, lookUp, readDigests } from '../images/digests';
import { byCanonicalName, DIGEST, Digests, LOCK_FILE, lockText, parseLock } from '../images/lock';
import { imagesNamedBy } from '../images/named';
import { canonicalImage, isTagged } from '../kubernetes/image-reference';
import { problemLine } from '../manifests/problem';
import { ReadError } from '../manifests/read';
import { renderManifests } from '../manifests/render-manifests';
import { counted } from '../plain/counted';

/** The command line with the digests of its lock. */
export function withImageLock(commandLine: CommandLine): CommandLine {
  const { imageLock, settings } = commandLine;
  if (imageLock === undefined) return commandLine;
  return { ...commandLine, settings: { ...settings, imageDigests: byCanonicalName(readLock(imageLock)) } };
}

export function runLock(commandLine: CommandLine): number {
  const { paths, digests, check, output = LOCK_FILE } = commandLine;
  if ([...paths, ...digests, check].filter((path) => path === '-').length > 1) {
    throw new UsageError('standard input is given twice; name a file instead');
  }
  const before = check !== undefined ? readLock(check) : existsSync(output) ? readLock(output) : new Map();
  const images = imagesOf(commandLine);
  if (!images) return 1;
  if (!images.size) throw new ReadError(`${paths.join(', ')}: names no image, so there is nothing to lock`);
  const found = digests.flatMap((path) => readTexts([path])).flatMap(({ name, text }) => digestsIn(text, name));
  const { now, problems, unknown } = digestsFor(images, found, check === undefined ? before : new Map());
  for (const problem of problems) tell(`error: ${problem}`);
  if (problems.length) return 1;
  if (check !== undefined) return compare(check, before, images, now, digests.length > 0 ? unknown : []);
  for (const image of unknown) tell(`error: ${image} has no digest in ${digests.join(', ') || 'a file of --digests'}`);
  if (unknown.length) {
    tell(`error: nothing is written; ask the registry, and give the file with --digests: ${askFor(unknown)}`);
    return 1;
  }
  writeFiles(dirname(output), new Map([[basename(output), lockText(now)]]));
  const changes = changesOf(before, now);
  tellMoved('note', changes);
  tell(`note: wrote ${counted(now.size, 'image')} to ${output}: ${summaryOf(changes)}`);
  return 0;
}

/** Without digests, only whether the lock has every image. */
function compare(lock: string, before: Digests, images: Images, now: Digests, unknown: readonly string[]): number {
  const known = byCanonicalName(before);
  const isPinned = (image: string) => images.get(image) !== undefined || known.has(canonicalImage(image));
  const missing = [...images.keys()].filter((image) => !isPinned(image));
  const changes = changesOf(before, new Map([...images].map(([image]) => [image, now.get(image) ?? ''])));
  const moved = changes.moved.filter(({ to }) => to !== '');
  for (const image of missing) tell(`error: ${image} is not in ${lock}, so it is pulled by its tag`);
  tellMoved('error', { ...changes, moved });
  for (const image of unknown) tell(`note: ${image} has no digest in the files of --digests, so it is not compared`);
  for (const image of changes.unused) tell(`note: ${image} is in ${lock}, and nothing of the input uses it`);
  if (missing.length || moved.length) {
    tell(
      `error: write ${lock} anew with cdk8s-toolhive lock, with a file of today's digests: ${askFor([...images.keys()])}`,
    );
    return 1;
  }
  tell(`note: ${lock} has all ${counted(images.size, 'image')}${now.size ? `, and ${now.size} were compared` : ''}`);
  return 0;
}

/** Images of the input, with the digest that objects have them with already. */
type Images = ReadonlyMap<string, string | undefined>;

/** Undefined where the input is refused. What somebody pinned by hand needs no lock, but for the output of an app. */
function imagesOf({ paths, namespace, settings }: CommandLine): Images | undefined {
  const input = renderManifests(readInput(paths), { namespace, othersNamespace: namespace, settings });
  const errors = input.problems.filter(({ severity }) => severity === 'error');
  for (const problem of errors) tell(problemLine(problem));
  if (errors.length) return undefined;
  const images = new Map<string, string | undefined>();
  const names = new Set<string>();
  const add = (image: string, digest?: string) => {
    if (image.includes('://') || names.has(canonicalImage(image))) return;
    names.add(canonicalImage(image));
    images.set(image, digest);
  };
  for (const { document, manifests } of input.documents) {
    for (const image of (manifests ?? [document.value]).flatMap(imagesNamedBy)) {
      const [name, digest] = image.split('@');
      if (digest === undefined) add(image);
      else if (!manifests && isTagged(name)) add(name, digest);
    }
  }
  return new Map([...images].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the files say counts most, then the lock before, then what the objects have. */
function digestsFor(images: Images, found: readonly FoundDigest[], before: Digests) {
  const earlier = byCanonicalName(before);
  const now = new Map<string, string>();
  const problems: string[] = [];
  const unknown: string[] = [];
  for (const [image, own] of images) {
    const { digest, problem } = lookUp(image, [...images.keys()], found);
    const known = digest ?? earlier.get(canonicalImage(image)) ?? own;
    if (problem !== undefined) problems.push(problem);
    else if (known !== undefined) now.set(image, known);
    else unknown.push(image);
  }
  return { now, problems: [...new Set(problems)], unknown };
}

function digestsIn(text: string, file: string): FoundDigest[] {
  const found = readingOf(file, () => readDigests(text, file));
  if (found) return found;
  const entries = attempt(() => readCatalog(text, file));
  if (!entries) {
    throw new ReadError(
      `${file}: has no digests of images; what is read: lines of image and digest, skopeo inspect, kubectl get pods -o json, a lock, and a catalogue of MCP servers`,
    );
  }
  return entries.flatMap(({ entry, where }) => {
    const [image, digest] = (entry.container?.image ?? '').split('@');
    return digest === undefined || !DIGEST.test(digest) ? [] : [{ image, isTagged: isTagged(image), digest, where }];
  });
}

function readLock(path: string): Digests {
  const [{ name, text }] = readTexts([path]);
  return readingOf(name, () => parseLock(text));
}

/** What is wrong with a file can be fixed by its user. */
function readingOf<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    const lines = (e as Error).message.split('\n');
    throw new ReadError(lines.map((line) => (line.startsWith(file) ? line : `${file}: ${line}`)).join('; '));
  }
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function tellMoved(severity: 'note' | 'error', { moved }: LockChanges): void {
  for (const { image, from, to } of moved) tell(`${severity}: ${image} moved from ${from} to ${to}`);
}

function summaryOf({ added, moved, unused }: LockChanges): string {
  return `${added.length} added, ${moved.length} moved, ${unused.length} dropped`;
}

const askFor = (images: readonly string[]) => howToAsk(images.join(' '));
