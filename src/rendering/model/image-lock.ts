/** Images of which nobody can say what they are tomorrow: a tag that moves, or an image that the lock lacks. */
import { imagesOfSpec } from './images';
import { Settings } from './settings';
import { Findings, shown } from '../../findings';
import { movingTag } from '../../kubernetes/image-reference';
import { crdOf, TOOLHIVE_KINDS } from '../../resources/crd';
import { Resource } from '../../resources/resource';

export const IMAGE_NOT_LOCKED = 'image-not-locked';
export const IMAGE_TAG_MOVES = 'image-tag-moves';

/** What ToolHive builds of a package is no image of a registry. */
const isPackage = (image: string) => image.includes('://');

/**
 * Warns of each image that is pulled by its tag, once.
 *
 * @param resource with images as they are pulled
 * @param images all that its objects name or start
 */
export function warnOfUnlocked({ spec }: Resource, images: readonly string[], findings: Findings): void {
  const fields = new Map(imagesOfSpec(spec).map(({ image, field }) => [image, field]));
  for (const image of new Set(images)) {
    if (image.includes('@') || isPackage(image)) continue;
    findings.warning(
      IMAGE_NOT_LOCKED,
      fields.get(image) ?? '',
      `the image ${shown(image)} has no digest in the lock, so it is pulled by its tag; add it with cdk8s-toolhive lock`,
    );
  }
}

/** Warns of the tags that somebody chose. */
export function warnOfMovingTags({ kind, spec }: Resource, settings: Settings, findings: Findings): void {
  for (const { image, field } of imagesOfSpec(spec)) {
    if (image !== defaultImage(kind)) warnOfMovingTag(image, field, settings, findings);
  }
}

/** The same for one image. A lock pins it, or warns itself. */
export function warnOfMovingTag(image: string, field: string, { imageDigests }: Settings, findings: Findings): void {
  const moving = imageDigests ? undefined : movingImage(image);
  if (moving) findings.warning(IMAGE_TAG_MOVES, field, moving);
}

/** The warning about one image; undefined if its tag stays. */
export function movingImage(image: string): string | undefined {
  const moving = isPackage(image) ? undefined : movingTag(image);
  return (
    moving && `${shown(image)} ${moving}; name one version or a digest, or pin all images with cdk8s-toolhive lock`
  );
}

function defaultImage(kind: string): unknown {
  return TOOLHIVE_KINDS.includes(kind) ? crdOf(kind).spec.properties?.image?.default : undefined;
}
