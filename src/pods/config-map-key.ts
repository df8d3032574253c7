import type { IConfigMap } from 'cdk8s-plus-28';

/** One key of a ConfigMap. */
export interface ConfigMapKey {
  /** The ConfigMap, of the same namespace. */
  readonly configMap: IConfigMap;

  /** Its key. */
  readonly key: string;
}
