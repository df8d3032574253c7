/** Images that a lock has no digest for, so that they are pulled by their tags. */
import { imagesOfSpec } from './images';
import { Findings, shown } from '../../findings';
import { Resource } from '../../resources/resource';

export const IMAGE_NOT_LOCKED = 'image-not-locked';

/**
 * Warns of each image that is pulled by its tag, once.
 *
 * @param resource with images as they are pulled
 * @param images all that its objects name or start
 */
export function warnOfUnlocked({ spec }: Resource, images: readonly string[], findings: Findings): void {
  const fields = new Map(imagesOfSpec(spec).map(({ image, field }) => [image, field]));
  for (const image of new Set(images)) {
    // What ToolHive builds of a package is no image of a registry.
    if (image.includes('@') || image.includes('://')) continue;
    findings.warning(
      IMAGE_NOT_LOCKED,
      fields.get(image) ?? '',
      `the image ${shown(image)} has no digest in the lock, so it is pulled by its tag; add it with cdk8s-toolhive lock`,
    );
  }
}
