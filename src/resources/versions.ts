/** The versions of ToolHive that there are recordings of: the window of facts, behaviour and images. */

/** A version of ToolHive. */
export enum ToolhiveVersion {
  /** Of August 2026, the oldest version that is tested with recordings of its operator. */
  V0_44_0 = '0.44.0',
  /** Of November 2026, the newest version that is tested so, and the default. */
  V0_63_0 = '0.63.0',
}

export type VersionName = `${ToolhiveVersion}`;

/** All of them, the oldest first. */
export const VERSION_NAMES: readonly VersionName[] = Object.values(ToolhiveVersion);

/** Whether one version comes before another. */
export function isBefore(version: VersionName, other: VersionName): boolean {
  return VERSION_NAMES.indexOf(version) < VERSION_NAMES.indexOf(other);
}

/** From when on something holds, in words. Where minor versions before it were not recorded, it may have come earlier. */
export function sinceWhen(since: VersionName): string {
  const before = VERSION_NAMES[VERSION_NAMES.indexOf(since) - 1];
  const minor = (version: string): number => Number(version.split('.')[1]);
  const isKnown = before !== undefined && minor(since) - minor(before) <= 1;
  return `from ${since} on${isKnown ? '' : ', as far as we know'}`;
}
