/** Files that the registry server's configuration names, mounted where it names them. */
import { ProjectedSource, Volume, VolumeMount } from '../../../kubernetes/objects';
import { folderOf } from '../config/places';

/** A file and where it comes from: a key of a Secret or ConfigMap, or a token that the kubelet makes. */
export interface FileMount {
  readonly path: string;
  readonly secret?: { readonly name: string; readonly key: string };
  readonly configMap?: { readonly name: string; readonly key: string };
  readonly token?: boolean;
}

/** Where Kubernetes puts the files of a ServiceAccount, and who else has them. */
export const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const ACCOUNT_FILES: Record<string, Omit<FileMount, 'path'>> = {
  // In each namespace, by Kubernetes' own hand.
  'ca.crt': { configMap: { name: 'kube-root-ca.crt', key: 'ca.crt' } },
  token: { token: true },
};

/** Readable for owner and group, which is the pod's fsGroup. */
export const GROUP_READABLE = 0o440;
/** Readable for everybody in the container, where files are root's and the server isn't. */
export const WORLD_READABLE = 0o444;
/** Kubernetes' own tokens are as short-lived. */
const TOKEN_SECONDS = 3607;

/** The named files of a ServiceAccount, for a pod that doesn't mount all of them. */
export function accountFiles(paths: readonly string[]): FileMount[] {
  return [...new Set(paths)].flatMap((path) => {
    const source = folderOf(path) === ACCOUNT_FOLDER ? ACCOUNT_FILES[path.slice(ACCOUNT_FOLDER.length + 1)] : undefined;
    return source ? [{ path, ...source }] : [];
  });
}

/**
 * One volume for each folder: a file mounted on its own would never see that its Secret has changed.
 *
 * @param mode for pods without an fsGroup, WORLD_READABLE
 */
export function fileVolumes(
  files: readonly FileMount[],
  mode: number = GROUP_READABLE,
): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  const folders = new Map<string, FileMount[]>();
  for (const file of files) {
    const folder = folderOf(file.path);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const named = [...folders].map(([mountPath, inFolder], i) => ({
    name: i ? `files-${i + 1}` : 'files',
    mountPath,
    inFolder,
  }));
  return {
    volumes: named.map(({ name, inFolder }) => ({
      name,
      projected: { defaultMode: mode, sources: inFolder.map(projection) },
    })),
    volumeMounts: named.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
  };
}

function projection({ path, secret, configMap }: FileMount): ProjectedSource {
  const inVolume = path.slice(path.lastIndexOf('/') + 1);
  if (secret) return { secret: { name: secret.name, items: [{ key: secret.key, path: inVolume }] } };
  if (configMap) return { configMap: { name: configMap.name, items: [{ key: configMap.key, path: inVolume }] } };
  return { serviceAccountToken: { path: inVolume, expirationSeconds: TOKEN_SECONDS } };
}
