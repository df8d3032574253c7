/**
 * Digests of images as tools print them: `crane digest`, `skopeo inspect`, and the pods of a cluster. Sources of the forms:
 * cmd/crane/cmd/digest.go of google/go-containerregistry, cmd/skopeo/inspect/output.go of containers/skopeo, and
 * ContainerStatus of the Kubernetes API.
 */
import { DIGEST, parseLock } from './lock';
import { shown } from '../findings';
import { imageParts, isImage, isTagged } from '../kubernetes/image-reference';
import { isObject, JsonObject } from '../plain/objects';

/** A digest that somebody found. */
export interface FoundDigest {
  /** The image; its tag counts if `isTagged`. */
  readonly image: string;
  /** Whether it is known which tag the digest was found for. */
  readonly isTagged: boolean;
  readonly digest: string;
  /** File, and where in it. */
  readonly where: string;
}

/**
 * Reads the digests in a text.
 *
 * @returns undefined for a text that is something else
 * @throws when a digest belongs to no image
 */
export function readDigests(text: string, file: string): FoundDigest[] | undefined {
  const values = jsonValues(text);
  if (!values) return fromLines(text, file);
  const found = values.map((value) => fromJson(value, file));
  return found.includes(undefined) ? undefined : found.flatMap((some) => some!);
}

/** One value or several, one after the other, as a loop over images prints them. */
function jsonValues(text: string): unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return [JSON.parse(text)];
  } catch {
    // Between members and items there is a comma, and no text of JSON has a line end in it.
    const parts = text.split(/(?<=\})[ \t\r]*\n\s*(?=\{)/);
    try {
      return parts.map((part) => JSON.parse(part));
    } catch {
      return undefined;
    }
  }
}

function fromJson(value: unknown, file: string): FoundDigest[] | undefined {
  if (Array.isArray(value)) {
    const found = value.map((item) => fromJson(item, file));
    return found.length && !found.includes(undefined) ? found.flatMap((some) => some!) : undefined;
  }
  if (!isObject(value)) return undefined;
  if (Array.isArray(value.items)) return value.items.flatMap((item) => (isObject(item) ? ofPod(item, file) : []));
  if (value.kind === 'Pod') return ofPod(value, file);
  if (typeof value.Digest === 'string') return ofSkopeo(value, file);
  if (!isObject(value.images) || value.apiVersion !== undefined) return undefined;
  return [...parseLock(JSON.stringify(value))].map(([image, digest]) => ({
    ...{ image, digest, isTagged: true, where: file },
  }));
}

/** Its `Name` has no tag, although the digest is a tag's. */
function ofSkopeo({ Name: name, Digest: digest }: JsonObject, file: string): FoundDigest[] {
  if (typeof name !== 'string' || !name) {
    throw new Error(`${file}: the digest ${shown(digest)} has no "Name"; leave --format out of skopeo inspect`);
  }
  const found = String(digest);
  if (!DIGEST.test(found)) throw new Error(`${file}: ${shown(name)} has no digest of an image, but ${shown(found)}`);
  return [{ image: name, isTagged: false, digest: found, where: file }];
}

function ofPod({ kind, metadata, spec, status }: JsonObject, file: string): FoundDigest[] {
  if (kind !== 'Pod' || !isObject(spec) || !isObject(status)) return [];
  const { namespace = 'default', name } = isObject(metadata) ? metadata : {};
  const images = new Map(
    ['initContainers', 'containers'].flatMap((list) => objectsIn(spec[list])).map((one) => [one.name, one.image]),
  );
  return ['initContainerStatuses', 'containerStatuses']
    .flatMap((list) => objectsIn(status[list]))
    .flatMap((container): FoundDigest[] => {
      const image = images.get(container.name);
      // An image that was loaded into a node, and not pulled, has an id that no registry knows: there is no @ in it.
      const [, digest = ''] = String(container.imageID ?? '').split('@');
      if (typeof image !== 'string' || image.includes('@') || !DIGEST.test(digest)) return [];
      return [{ image, isTagged: true, digest, where: `${file}: Pod ${String(namespace)}/${String(name)}` }];
    });
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** `IMAGE DIGEST` or `IMAGE@DIGEST`, one in a line. */
function fromLines(text: string, file: string): FoundDigest[] | undefined {
  const found: FoundDigest[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const said = line.trim();
    if (!said || said.startsWith('#')) continue;
    const where = `${file}:${i + 1}`;
    if (DIGEST.test(said)) {
      throw new Error(`${where}: is a digest without an image; write both in the line: ${howToAsk('IMAGE')}`);
    }
    const [, image, between, digest] = /^(\S+?)(@|\s+)(sha\S+)$/.exec(said) ?? [];
    if (image === undefined || !DIGEST.test(digest) || isImage(image)) return undefined;
    found.push({ image, isTagged: between !== '@' || isTagged(image), digest, where });
  }
  return found;
}

/** A shell's line that makes such a file. */
export function howToAsk(images: string): string {
  return `for image in ${images}; do echo "$image $(crane digest $image)"; done`;
}

/** What was found of an image. */
export interface Lookup {
  readonly digest?: string;
  /** Why none can be taken. */
  readonly problem?: string;
}

/**
 * The digest of an image.
 *
 * @param images all that are looked for, by which a digest without a tag is assigned
 */
export function lookUp(image: string, images: readonly string[], found: readonly FoundDigest[]): Lookup {
  const wanted = imageParts(image);
  const isSame = isSameRepository(wanted);
  const same = found.filter((one) => isSame(imageParts(one.image)));
  const tagged = same.filter((one) => one.isTagged && imageParts(one.image).tag === wanted.tag);
  const candidates = tagged.length ? tagged : same.filter((one) => !one.isTagged);
  const [first] = candidates;
  if (!first) return {};
  const other = candidates.find(({ digest }) => digest !== first.digest);
  if (other) {
    return {
      problem: `${shown(image)} has two digests: ${first.digest} (${first.where}) and ${other.digest} (${other.where}); leave the older one out`,
    };
  }
  const ofRepository = images.map(imageParts).filter(isSame);
  const tags = new Set(ofRepository.map(({ tag }) => tag));
  if (tagged.length || tags.size < 2) return { digest: first.digest };
  return {
    problem: `${first.where}: does not say which tag of ${shown(first.image)} the digest is of, and the input has ${[...tags].sort().join(' and ')}; write lines of image and digest: ${howToAsk(image)}`,
  };
}

type Parts = ReturnType<typeof imageParts>;

const isSameRepository = (one: Parts) => (other: Parts) =>
  one.registry === other.registry && one.repository === other.repository;
