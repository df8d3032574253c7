/** The file that says which digest each image is pulled by. */
import { shown } from '../findings';
import { canonicalImage, isImage } from '../kubernetes/image-reference';
import { isObject } from '../plain/objects';

/** Digests by images, as people wrote these. */
export type Digests = ReadonlyMap<string, string>;

/** What the file is called where nobody says otherwise. */
export const LOCK_FILE = 'images.lock.json';

/** What registries name the content of an image by. */
export const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Reads a lock.
 *
 * @throws when it is none; the message has all that is wrong
 */
export function parseLock(text: string): Digests {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    throw new Error(`is no JSON: ${(e as Error).message}`);
  }
  const images = isObject(value) ? value.images : undefined;
  if (!isObject(images)) throw new Error('is no lock of images: it must have "images", with a digest for each image');
  const problems = Object.entries(images).flatMap(([image, digest]) => problemsOf(image, digest));
  const seen = new Map<string, string>();
  for (const image of Object.keys(images)) {
    const name = canonicalImage(image);
    const other = seen.get(name);
    if (other !== undefined) problems.push(`images: ${shown(other)} and ${shown(image)} are one image; drop one`);
    seen.set(name, image);
  }
  if (problems.length) throw new Error(problems.join('\n'));
  return new Map(Object.entries(images as Record<string, string>));
}

function problemsOf(image: string, digest: unknown): string[] {
  const field = `images[${JSON.stringify(image)}]`;
  const wrong = isImage(image);
  if (wrong) return [`${field}: ${wrong}`];
  if (image.includes('@')) return [`${field}: must be an image without a digest; the digest is its value`];
  if (typeof digest === 'string' && DIGEST.test(digest)) return [];
  return [`${field}: ${shown(digest)} must be a digest: sha256: and 64 lower case hexadecimal digits`];
}

/** The text of the file: the same for the same digests, one line an image. */
export function lockText(digests: Digests): string {
  const images = Object.fromEntries([...digests].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ images }, undefined, 2)}\n`;
}

/** Digests by the canonical names of images, as rendering looks them up. */
export function byCanonicalName(digests: Digests): ReadonlyMap<string, string> {
  return new Map([...digests].map(([image, digest]) => [canonicalImage(image), digest]));
}
