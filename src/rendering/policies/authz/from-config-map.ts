/**
 * Authorization from a ConfigMap. The operator reads it from the cluster; here its content is among the input.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/authz.go, LoadAuthzConfigFromConfigMap.
 */
import { AuthzDocument, BACKENDS, checkBackendConfig } from './backends';
import { shown } from '../../../findings';
import { sortKeys } from '../../../go/json';
import { readKubernetesYaml } from '../../../kubernetes/yaml';
import { isObject } from '../../../plain/objects';
import { Context } from '../../model/workload';

/**
 * The document in the ConfigMap; undefined, and an error, where it is missing or wrong.
 *
 * @param field path of the reference
 */
export function documentInConfigMap(
  { name, key }: { name: string; key: string },
  namespace: string,
  { catalog, findings }: Context,
  field: string,
): AuthzDocument | undefined {
  const refuse = (message: string) => {
    findings.error(field, message);
    return undefined;
  };
  const where = `ConfigMap ${shown(name)}, key ${shown(key)}`;
  const data = catalog.configMap(namespace, name)?.data;
  if (!data) {
    return refuse(
      `the policies are read when rendering, but ConfigMap ${shown(name)} (namespace ${shown(namespace)}) is not among the input; add it`,
    );
  }
  const text = data[key];
  if (text === undefined) {
    return refuse(
      `ConfigMap ${shown(name)} has no key ${shown(key)}; it has ${Object.keys(data).map(shown).join(', ')}`,
    );
  }
  if (!text.trim()) return refuse(`${where}: is empty; write version, type and the authorizer's configuration`);
  const { value, error } = readKubernetesYaml(text);
  if (error !== undefined) return refuse(`${where}: is not YAML: ${error}`);
  if (!isObject(value)) return refuse(`${where}: must be an object with version, type and cedar or pdp`);
  const { version, type } = value;
  if (typeof version !== 'string' || !version) {
    return refuse(`${where}: version must be the text "1.0", not ${shown(version ?? null)}`);
  }
  if (typeof type !== 'string' || !Object.hasOwn(BACKENDS, type)) {
    const known = Object.keys(BACKENDS).map(shown).join(', ');
    return refuse(`${where}: type ${shown(type ?? null)} is no authorizer that ToolHive knows; use one of ${known}`);
  }
  const { key: member } = BACKENDS[type];
  if (value[member] === undefined) return refuse(`${where}: ${member} is required with type ${shown(type)}`);
  return checkBackendConfig(type, value[member], `${field} (${where}): ${member}`, findings)
    ? (sortKeys(value) as AuthzDocument)
    : undefined;
}
