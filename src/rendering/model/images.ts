/**
 * All images that rendering writes, wherever they come from: settings, a resource, a pod template or a constant. This is
 * the one place that knows where images are, and that puts a mirror in place of their registries.
 */
import { Settings } from './settings';
import { inRegistry } from '../../kubernetes/image-reference';
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

/** Settings whose images come from the mirror. */
export function mirroredSettings(settings: Settings): Settings {
  const { imageRegistry: registry, images } = settings;
  if (registry === undefined) return settings;
  const { proxyRunner, vmcp, registryApi } = images;
  const mirrored = [proxyRunner, vmcp, registryApi].map((image) => inRegistry(image, registry));
  return { ...settings, images: { proxyRunner: mirrored[0], vmcp: mirrored[1], registryApi: mirrored[2] } };
}

/** A resource whose images come from the mirror: what rendering passes on as text, in arguments and configurations. */
export function mirroredResource(resource: Resource, registry: string | undefined): Resource {
  if (registry === undefined) return resource;
  const { image, ...spec } = withImages(resource.spec, (text) => inRegistry(text, registry)) as JsonObject;
  const own = typeof image === 'string' && image ? inRegistry(image, registry) : image;
  return { ...resource, spec: own === undefined ? spec : { ...spec, image: own } };
}

/** An object whose pods' images come from the mirror. */
export function mirroredManifest<T extends object>(manifest: T, registry: string | undefined): T {
  return registry === undefined ? manifest : (withImages(manifest, (image) => inRegistry(image, registry)) as T);
}

/** A copy with every image of a pod replaced. */
function withImages(value: unknown, replace: (image: string) => string): unknown {
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
function withImageVolume(volume: JsonObject, replace: (image: string) => string): JsonObject {
  return volume?.image ? { ...volume, image: withImage(volume.image as JsonObject, 'reference', replace) } : volume;
}

function withImage(holder: JsonObject, key: string, replace: (image: string) => string): JsonObject {
  const image = holder?.[key];
  return typeof image === 'string' && image ? { ...holder, [key]: replace(image) } : holder;
}
