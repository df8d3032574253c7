import type { IConfigMap } from 'cdk8s-plus-28';

/** One key of a ConfigMap. */
export interface ConfigMapKey {
  /** Which ConfigMap has the key, in the same namespace. */
  readonly configMap: IConfigMap;

  /** Which key is read. */
  readonly key: string;
}
