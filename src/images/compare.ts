/** A lock of today, compared with the one before. */
import { byCanonicalName, Digests } from './lock';
import { canonicalImage } from '../kubernetes/image-reference';

/** What became of images since a lock was written. */
export interface LockChanges {
  readonly added: readonly string[];
  readonly moved: readonly { readonly image: string; readonly from: string; readonly to: string }[];
  /** Images of the lock that nothing uses any more. */
  readonly unused: readonly string[];
}

export function changesOf(before: Digests, now: Digests): LockChanges {
  const known = byCanonicalName(before);
  const used = new Set([...now.keys()].map(canonicalImage));
  const added: string[] = [];
  const moved: { image: string; from: string; to: string }[] = [];
  for (const [image, to] of now) {
    const from = known.get(canonicalImage(image));
    if (from === undefined) added.push(image);
    else if (from !== to) moved.push({ image, from, to });
  }
  return { added, moved, unused: [...before.keys()].filter((image) => !used.has(canonicalImage(image))) };
}
