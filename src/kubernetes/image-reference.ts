/** References to images: `[registry/]repository[:tag][@digest]`. */

/** A registry, with its port and the path below which it keeps images, where it has them. */
const REGISTRY = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** Why a text is no registry that images could be pulled from; undefined if it is one. */
export function isRegistry(text: string): string | undefined {
  return REGISTRY.test(text)
    ? undefined
    : 'write host, host:port or host/path, without https:// and without a / at the end';
}

/** An image's parts. A short name has Docker Hub's registry, and no tag is the tag `latest`, as container runtimes read it. */
export interface ImageParts {
  readonly registry: string;
  /** Without the registry. */
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** Source of what counts as a registry, and of Docker Hub's hidden names: github.com/distribution/reference, splitDockerDomain. */
export function imageParts(image: string): ImageParts {
  const { host = 'docker.io', repository } = withoutRegistry(image);
  const registry = host === 'index.docker.io' ? 'docker.io' : host;
  const [named, digest] = repository.split('@', 2);
  const [, path, tag = 'latest'] = /^(.*?)(?::([^:/]*))?$/s.exec(named)!;
  return { registry, repository: officialPath(registry, path), tag, digest };
}

/** One text for all names of an image, without its digest. */
export function canonicalImage(image: string): string {
  const { registry, repository, tag } = imageParts(image);
  return `${registry}/${repository}:${tag}`;
}

/** Whether an image without a digest has a tag: the colon of a port comes before a slash. */
export function isTagged(image: string): boolean {
  return image.lastIndexOf(':') > image.lastIndexOf('/');
}

/** Names that people let follow their branch or their newest release. */
const MOVING =
  /^(?:latest|main|master|trunk|head|edge|nightly|dev|develop|development|stable|canary|next|release|snapshot)$/;
/** Also in part, as in `cpu-latest` and `latest-alpine`. */
const LATEST = /(?:^|[-_.])latest(?:[-_.]|$)/;
/** A major version, with the variant behind it: `17`, `v2`, `17-alpine`. Longer numbers are dates and builds. */
const MAJOR = /^v?\d{1,3}(?:-[a-z][a-z0-9]*)?$/;

/** Why a tag may be another image tomorrow, in words that follow the image; undefined if it says one version. */
export function movingTag(image: string): string | undefined {
  const { tag, digest } = imageParts(image);
  // Of what is filled in later, nothing is known.
  if (digest !== undefined || image.includes('${')) return undefined;
  if (!isTagged(image)) return 'has no tag, so it is what the tag "latest" names when a pod starts';
  const isMoving = MOVING.test(tag.toLowerCase()) || LATEST.test(tag.toLowerCase());
  if (!isMoving && !MAJOR.test(tag)) return undefined;
  return `has the tag "${tag}", which names ${isMoving ? 'the newest image' : 'each new version in turn'}`;
}

/** The same image, pulled by a digest. The tag stays for readers; it has no effect. */
export function withDigest(image: string, digest: string): string {
  return `${image}${isTagged(image) ? '' : ':latest'}@${digest}`;
}

/** The same image in another registry: repository, tag and digest stay. An image that is there already stays as it is. */
export function inRegistry(image: string, registry: string): string {
  if (image.startsWith(`${registry}/`)) return image;
  const { host = 'docker.io', repository } = withoutRegistry(image);
  return `${registry}/${officialPath(host, repository)}`;
}

function withoutRegistry(image: string): { readonly host?: string; readonly repository: string } {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const namesRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return namesRegistry ? { host: first, repository: image.slice(slash + 1) } : { repository: image };
}

/** Docker Hub keeps its own images below `library`. */
function officialPath(registry: string, repository: string): string {
  const isOfficial = ['docker.io', 'index.docker.io'].includes(registry) && !repository.includes('/');
  return isOfficial ? `library/${repository}` : repository;
}

/** A repository's parts. Source: github.com/distribution/reference, whose rules container runtimes go by. */
const DOMAIN_LABEL = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const IPV6_DOMAIN = /^\[[a-fA-F0-9:]+\](:\d+)?$/;
const COMPONENT = /^[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+$/;
const VERSION = /^v?\d+(\.\d+)+([-+][\w.]+)?$/;

/** Filled in later, by Flux or a shell. */
const PLACEHOLDER = /\$\{[^{}]*\}/g;

/** Most images: registry, repository and tag in lower case. With a slash, or it might be a version alone. */
const ORDINARY =
  /^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)+(?::[a-z0-9][a-z0-9.-]{0,127})?$/;

/** Why a text is no reference to an image, and what to write; undefined if it is one. It doesn't repeat the text. */
export function isImage(text: string): string | undefined {
  return text.length <= 255 && ORDINARY.test(text) ? undefined : wrongOf(text);
}

function wrongOf(text: string): string | undefined {
  if (text === '') return 'must not be empty; name an image';
  if (/\s/.test(text)) return 'contains white space; write registry/name:tag';
  if (text.length > 1000) return 'is too long for an image; write registry/name:tag';
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text) ?? [];
  if (scheme) return `begins with "${scheme}", which is no part of an image; leave it out`;
  const [name, digest, ...more] = text.replace(PLACEHOLDER, '0').split('@');
  if (digest !== undefined && (more.length || !DIGEST.test(digest))) {
    return 'must have a digest such as sha256:... after "@", and no name or password before it';
  }
  const [, repository, tag] = /^(.*?)(?::([^:/]*))?$/s.exec(name)!;
  if (repository === '') return 'is a tag without an image; write registry/name:tag';
  if (VERSION.test(text)) return 'is a version without an image; write registry/name:tag';
  if (tag !== undefined && !TAG.test(tag)) {
    return "has a wrong tag: it must be letters, digits, '_', '-' and '.', 128 at most";
  }
  return isRepository(repository);
}

function isDomain(text: string): boolean {
  const [, host] = /^(.*?)(?::\d+)?$/s.exec(text)!;
  return host.split('.').every((label) => DOMAIN_LABEL.test(label)) || IPV6_DOMAIN.test(text);
}

function isRepository(text: string): string | undefined {
  const parts = text.split('/');
  const [first] = parts;
  const hasDomain = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  if (hasDomain && !isDomain(first)) return 'has a wrong registry before its first "/"';
  const path = hasDomain ? parts.slice(1) : parts;
  const wrong = path.find((part) => !COMPONENT.test(part));
  if (wrong === undefined) return text.length > 255 ? 'must have a name of at most 255 characters' : undefined;
  if (wrong !== wrong.toLowerCase()) return 'has upper case in its name; write it in lower case';
  return "must have lower case letters, digits, '.', '_' and '-' in its name, with '/' between its parts";
}
