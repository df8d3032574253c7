/** References to images: `[registry/]repository[:tag][@digest]`. */

/** A registry, with its port and the path below which it keeps images, where it has them. */
const REGISTRY = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** Why a text is no registry that images could be pulled from; undefined if it is one. */
export function isRegistry(text: string): string | undefined {
  return REGISTRY.test(text)
    ? undefined
    : 'write host, host:port or host/path, without https:// and without a / at the end';
}

/**
 * The same image in another registry: repository, tag and digest stay. An image that is there already stays as it is.
 *
 * Source of what counts as a registry, and of Docker Hub's hidden names: github.com/distribution/reference, splitDockerDomain.
 */
export function inRegistry(image: string, registry: string): string {
  if (image.startsWith(`${registry}/`)) return image;
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const namesRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const host = namesRegistry ? first : 'docker.io';
  const repository = namesRegistry ? image.slice(slash + 1) : image;
  const isOfficial = ['docker.io', 'index.docker.io'].includes(host) && !repository.includes('/');
  return `${registry}/${isOfficial ? 'library/' : ''}${repository}`;
}
