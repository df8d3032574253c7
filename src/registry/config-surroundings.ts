/** What a configuration brings along beside its text. Internal: the constructs put it into the pod. */
import { Duration } from 'cdk8s';
import type { VolumeMount } from 'cdk8s-plus-28';
import { RegistryFile } from './registry-file';
import { Obj } from '../findings';
import { yamlLibrary } from '../kubernetes/yaml-library';
import { FileMount } from '../rendering/registry-api/files';

/** Collects what the parts of a configuration need in the pod, while they are written down. */
export class Surroundings {
  /** @param files by the path where each has to be */
  public static of(files: { readonly [path: string]: RegistryFile } = {}): Surroundings {
    const surroundings = new Surroundings();
    for (const [path, file] of Object.entries(files)) surroundings.file(file, path);
    return surroundings;
  }

  private readonly mounts = new Map<string, FileMount>();
  /** Volumes that parts of the configuration were given. */
  public readonly volumes: VolumeMount[] = [];
  /** Variables, as Kubernetes writes them. */
  public readonly env: Obj[] = [];
  /** The key that holds a pgpass file, and the image that copies it where that is asked for. */
  public pgpass?: Obj;

  /**
   * Mounts a file, each once.
   *
   * @returns its path in the container
   */
  public file(file: RegistryFile, at?: string): string {
    const mount = file._mount(at);
    this.mounts.set(mount.path, mount);
    return mount.path;
  }

  /** Path of a file that may not be there. */
  public optionalFile(file: RegistryFile | undefined): string | undefined {
    return file && this.file(file);
  }

  /** All files, in the order in which they were added. */
  public get files(): FileMount[] {
    return [...this.mounts.values()];
  }
}

/** The text of a configuration. */
export function configYaml(config: Obj): string {
  return yamlLibrary().stringify(config, { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false });
}

/** As Go reads it, in the largest units: `15m`, `1h30m`. */
export function durationText(duration: Duration | undefined): string | undefined {
  if (!duration) return undefined;
  const seconds = duration.toMilliseconds() / 1000;
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const text = parts.map(([n, unit]) => (n ? `${n}${unit}` : '')).join('');
  return text || '0s';
}

/** Leaves out what is undefined. */
export function defined(members: Obj): Obj {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
