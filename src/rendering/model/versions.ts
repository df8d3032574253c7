/** The versions of ToolHive that this library knows, and which images belong together. */
import { shown } from '../../findings';
import { isBefore, VERSION_NAMES, VersionName } from '../../resources/versions';

export { VERSION_NAMES, type VersionName } from '../../resources/versions';

/** Images of ToolHive's own programs. */
export interface Images {
  readonly proxyRunner: string;
  readonly vmcp: string;
  readonly registryApi: string;
}

/** Id of the warning about an image whose tag is of another version than the settings have. */
export const IMAGE_OF_OTHER_VERSION = 'image-of-other-version';

/**
 * Versions of the registry server, and from which version of ToolHive on they go with it: the one that is deployed, and
 * others that its charts bring. The newest first.
 */
const REGISTRY_SERVERS: readonly { readonly since: VersionName; readonly tags: readonly [string, ...string[]] }[] = [
  { since: '0.63.0', tags: ['1.5.3'] },
  // Its operator's chart brings 1.3.0; the rules of rendering/registry/config are held against 1.5.1.
  { since: '0.44.0', tags: ['1.5.1', '1.3.0'] },
];

function registryServersOf(version: VersionName): readonly string[] {
  return REGISTRY_SERVERS.find(({ since }) => !isBefore(version, since))!.tags;
}

/** What is rendered is held against this one's recordings. */
export const DEFAULT_VERSION: VersionName = '0.63.0';

/** Images of what a version's resources run. */
export function imagesOf(version: VersionName): Images {
  return {
    proxyRunner: `ghcr.io/stacklok/toolhive/proxyrunner:v${version}`,
    vmcp: `ghcr.io/stacklok/toolhive/vmcp:v${version}`,
    registryApi: `ghcr.io/stacklok/thv-registry-api:v${registryServersOf(version)[0]}`,
  };
}

/** Image of the operator itself. */
export function operatorImageOf(version: VersionName): string {
  return `ghcr.io/stacklok/toolhive/operator:v${version}`;
}

/** Why a text is no image of one of ToolHive's programs: a tag alone would be looked for at Docker Hub. */
export function tagAlone(image: string, setting: string): string | undefined {
  if (!/^:?v?\d+(\.\d+)+([-+][\w.-]+)?$/.test(image)) return undefined;
  return `${shown(image)} is a tag alone; write registry/name:tag, or set ${setting} and leave the image out`;
}

/**
 * The warning about an image given by hand whose tag is of another version; undefined where it is of this one, or shows no version.
 *
 * @param name which of ToolHive's programs it is
 * @param setting what the version is set by
 */
export function otherVersion(
  name: keyof Images | 'operator',
  image: string,
  version: VersionName,
  setting: string,
): string | undefined {
  const [, tag] = /:v?(\d+\.\d+\.\d+)[\w.+-]*(?:@[\w:]+)?$/.exec(image) ?? [];
  const tagsOf = (of: VersionName): readonly string[] => (name === 'registryApi' ? registryServersOf(of) : [of]);
  if (!tag || tagsOf(version).includes(tag)) return undefined;
  const meant = VERSION_NAMES.find((other) => tagsOf(other).includes(tag));
  const advice = meant ? `set ${setting} to ${meant}, and` : `use an image of v${tagsOf(version)[0]}, or`;
  return `${shown(image)} is of another version than ToolHive ${version}, which this is rendered for; ${advice} leave the image out where it is ToolHive's own`;
}
