import type { SecretValue } from 'cdk8s-plus-28';
import { ConfigMapKey } from '../pods/config-map-key';
import { secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { FileMount } from '../rendering/registry/api/files';

/** Files that a configuration needs. */
export interface RegistryConfigFiles {
  /**
   * Mounts files that the configuration names, by their absolute path.
   *
   * @default - none
   */
  readonly files?: { [path: string]: RegistryFile };
}

/** The default folder of mounted files. */
const FOLDER = '/etc/registry-files';

/** A file for the registry server, such as a token, a client secret or a CA bundle. */
export class RegistryFile {
  static {
    checkCalls('RegistryFile', this);
  }

  /**
   * The content of a Secret's key.
   *
   * @param value the Secret and the key
   */
  public static fromSecret(value: SecretValue): RegistryFile {
    const secret = secretKey(value);
    return new RegistryFile(`${FOLDER}/secrets/${secret.name}/${secret.key}`, { secret });
  }

  /**
   * The content of a ConfigMap's key, for content that isn't secret.
   *
   * @param value the ConfigMap and the key
   */
  public static fromConfigMap(value: ConfigMapKey): RegistryFile {
    const { key } = value;
    const { name } = value.configMap;
    return new RegistryFile(`${FOLDER}/configmaps/${name}/${key}`, { configMap: { name, key } });
  }

  private constructor(
    private readonly path: string,
    private readonly source: Omit<FileMount, 'path'>,
  ) {}

  /**
   * The file and where it is mounted.
   *
   * @param path where it has to be, if somebody chose that
   * @internal
   */
  public _mount(path: string = this.path): FileMount {
    return { path, ...this.source };
  }
}
