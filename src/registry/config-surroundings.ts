/** What a configuration brings along in addition to its text. Internal: the constructs put it into the pod. */
import type { VolumeMount } from 'cdk8s-plus-28';
import { RegistryFile } from './registry-file';
import { shown } from '../findings';
import { EnvVar } from '../kubernetes/objects';
import { JsonObject } from '../plain/objects';
import { refused } from '../props/language';
import { catalogKey, ServersCatalog } from '../rendering/catalog/registry-catalog';
import { FileMount } from '../rendering/registry/api/files';
import { isFileInFolder } from '../rendering/registry/config/places';
import type { IListedServer } from '../servers/listed-server';

/** Servers of the app that a source lists, and the file that the configuration names for them. */
export interface Catalogued {
  readonly catalog: ServersCatalog;
  readonly servers: readonly IListedServer[];
  readonly path: string;
}

const CATALOG_FOLDER = '/etc/registry-files/catalog';

/** Collects what the parts of a configuration need in the pod, while they are written down. */
export class Surroundings {
  /**
   * @param files by the path where each has to be
   * @throws when a path can't be mounted
   */
  public static of(files: { readonly [path: string]: RegistryFile } = {}): Surroundings {
    const surroundings = new Surroundings();
    for (const [path, file] of Object.entries(files)) {
      if (!isFileInFolder(path)) {
        throw refused(
          `registry file ${shown(path)}: must be an absolute path in a folder, such as "/etc/registry-files/token", without ".." and the like; the folder is mounted`,
        );
      }
      surroundings.file(file, path);
    }
    return surroundings;
  }

  private readonly mounts = new Map<string, FileMount>();
  /** Volumes that parts of the configuration were given. */
  public readonly volumes: VolumeMount[] = [];
  /** Variables, as Kubernetes writes them. */
  public readonly env: EnvVar[] = [];
  /** Lists of servers, which the registry puts into a ConfigMap of its own. */
  public readonly catalogs: Catalogued[] = [];
  /** The key that holds a pgpass file, and the image that copies it where that is asked for. */
  public pgpass?: JsonObject;

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

  /**
   * Has a list of servers written.
   *
   * @returns its path in the container
   */
  public catalog(catalog: ServersCatalog, servers: readonly IListedServer[]): string {
    const path = `${CATALOG_FOLDER}/${catalogKey(catalog.source)}`;
    this.catalogs.push({ catalog, servers, path });
    return path;
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
