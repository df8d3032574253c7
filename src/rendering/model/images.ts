/**
 * All images that rendering writes, wherever they come from: settings, a resource, a pod template or a constant. This is
 * the one place that knows where images are, and that puts a mirror in place of their registries and a digest in place of
 * their tags.
 */
import { Settings } from './settings';
import { canonicalImage, inRegistry, withDigest } from '../../kubernetes/image-reference';
import { isPlain, JsonObject } from '../../plain/objects';
import { Resource } from '../../resources/resource';

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** The images of all pods in an object, or in a part of one. */
export function imagesIn(value: unknown): string[] {
  const images: string[] = [];
  withImages(value, (image) => {
    images.push(image);
    return image;
  });
  return images;
}

/** The images that a spec names, each with its field: its own, and those of its pod template. */
export function imagesOfSpec(spec: SpecWithImages): { readonly field: string; readonly image: string }[] {
  const found: { field: string; image: string }[] = [];
  const add = (image: unknown, field: string) => {
    if (typeof image === 'string' && image) found.push({ field, image });
  };
  add(spec.image, 'spec.image');
  const pod = spec.podTemplateSpec?.spec;
  for (const list of CONTAINER_LISTS) {
    listIn(pod, list).forEach((container, i) => add(container?.image, `spec.podTemplateSpec.spec.${list}[${i}].image`));
  }
  listIn(pod, 'volumes').forEach((volume, i) => {
    add(volume?.image?.reference, `spec.podTemplateSpec.spec.volumes[${i}].image.reference`);
  });
  return found;
}

/** The members of a kind's spec that hold images. */
interface SpecWithImages {
  readonly image?: unknown;
  readonly podTemplateSpec?: { readonly spec?: JsonObject };
}

/** A list of a pod that nobody has checked yet. */
function listIn(pod: JsonObject | undefined, list: string): readonly Partial<Record<'image', any>>[] {
  const value = isPlain(pod) ? pod[list] : undefined;
  return Array.isArray(value) ? value : [];
}

/** What an image is pulled as. */
export type ImageRewrite = (image: string) => string;

/** What the settings make of images: a digest for a tag, a mirror for a registry. Undefined: they stay as they are. */
export function imageRewrite({ imageRegistry, imageDigests }: Settings): ImageRewrite | undefined {
  if (imageRegistry === undefined && imageDigests === undefined) return undefined;
  const pinned: ImageRewrite = (image) => {
    const digest = image.includes('@') ? undefined : imageDigests?.get(canonicalImage(image));
    return digest === undefined ? image : withDigest(image, digest);
  };
  if (imageRegistry === undefined) return pinned;
  // A lock may have been made of what names the mirror already.
  return (image) => pinned(inRegistry(pinned(image), imageRegistry));
}

/** Settings with ToolHive's own images as they are pulled. */
export function rewrittenSettings(settings: Settings): Settings {
  const rewrite = imageRewrite(settings);
  if (!rewrite) return settings;
  const { proxyRunner, vmcp, registryApi } = settings.images;
  const images = { proxyRunner: rewrite(proxyRunner), vmcp: rewrite(vmcp), registryApi: rewrite(registryApi) };
  return { ...settings, images };
}

/** A resource with images as they are pulled: what rendering passes on as text, in arguments and configurations. */
export function rewrittenResource(resource: Resource, rewrite: ImageRewrite | undefined): Resource {
  if (!rewrite) return resource;
  const { image, ...spec } = withImages(resource.spec, rewrite) as JsonObject;
  const own = typeof image === 'string' && image ? rewrite(image) : image;
  return { ...resource, spec: own === undefined ? spec : { ...spec, image: own } };
}

/** An object with its pods' images as they are pulled. */
export function rewrittenManifest<T extends object>(manifest: T, rewrite: ImageRewrite | undefined): T {
  return rewrite ? (withImages(manifest, rewrite) as T) : manifest;
}

/** A copy with every image of a pod replaced. */
function withImages(value: unknown, replace: ImageRewrite): unknown {
  if (Array.isArray(value)) return value.map((item) => withImages(item, replace));
  // What cdk8s resolves later is an instance of a class of its own.
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const inner = withImages(member, replace);
      if (!Array.isArray(inner)) return [key, inner];
      if (CONTAINER_LISTS.includes(key)) return [key, inner.map((container) => withImage(container, 'image', replace))];
      if (key === 'volumes') return [key, inner.map((volume) => withImageVolume(volume, replace))];
      return [key, inner];
    }),
  );
}

/** A volume that is an image (Kubernetes 1.31). */
function withImageVolume(volume: JsonObject, replace: ImageRewrite): JsonObject {
  return volume?.image ? { ...volume, image: withImage(volume.image as JsonObject, 'reference', replace) } : volume;
}

function withImage(holder: JsonObject, key: string, replace: ImageRewrite): JsonObject {
  const image = holder?.[key];
  return typeof image === 'string' && image ? { ...holder, [key]: replace(image) } : holder;
}
