/** Volumes of a proxy together with where its container finds them, always read-only. */
import { EnvVar, KeyToPath, Volume, VolumeMount } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';

export interface Mount {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** A reference to a key of a Secret, as ToolHive's resources write it. */
export interface SecretKeyRef {
  readonly name: string;
  readonly key: string;
}

/** Permission of files that the owner alone may read. */
export const OWNER_READ = 0o400;

/** A directory with one key of a ConfigMap in it. */
export function configMapMount(
  volume: string,
  configMap: string,
  item: { key: string; path: string },
  at: string,
): Mount {
  return {
    volume: { name: volume, configMap: { name: configMap, items: [item] } },
    mount: { name: volume, mountPath: at, readOnly: true },
  };
}

/** One key of a ConfigMap as a file, next to other files of its directory. */
export function configMapFileMount(volume: string, configMap: string, key: string, file: string, at: string): Mount {
  return {
    volume: { name: volume, configMap: { name: configMap, items: [{ key, path: file }] } },
    mount: { name: volume, mountPath: at, subPath: file, readOnly: true },
  };
}

/** Keys of several Secrets as the files of one directory. */
export function secretFilesMount(
  volume: string,
  files: readonly (readonly [SecretKeyRef, string])[],
  at: string,
  defaultMode: number,
): Mount {
  // Two of one Secret share one source, if they follow each other.
  const sources: { name: string; items: KeyToPath[] }[] = [];
  for (const [{ name, key }, path] of files) {
    const last = sources.at(-1);
    const item = { key, path };
    if (last?.name === name) last.items.push(item);
    else sources.push({ name, items: [item] });
  }
  return {
    volume: { name: volume, projected: { sources: sources.map((secret) => ({ secret })), defaultMode } },
    mount: { name: volume, mountPath: at, readOnly: true },
  };
}

/** One key of a Secret as a file, next to other files of its directory. */
export function secretFileMount(
  volume: string,
  { name, key }: SecretKeyRef,
  file: string,
  at: string,
  defaultMode?: number,
): Mount {
  return {
    volume: { name: volume, secret: pruned({ secretName: name, items: [{ key, path: file }], defaultMode }) },
    mount: { name: volume, mountPath: at, subPath: file, readOnly: true },
  };
}

/** A variable whose value is in a Secret. */
export function secretEnv(variable: string, { name, key }: SecretKeyRef): EnvVar {
  return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}
