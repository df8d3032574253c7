/** Files that a registry's configuration names, where their content is known: ConfigMaps deployed with the registry. */
import { legacyDataProblem, registryDataProblem } from './data';
import { RegistryNeeds } from './needs';
import { PodSpec } from '../../../kubernetes/objects';
import { Catalog } from '../../../resources/resource';
import { certificatesProblem, checkContent, ContentCheck, mountedKey } from '../../pod/known-content';

/** Where the files are. */
export interface RegistryFiles {
  readonly needs: RegistryNeeds;
  readonly pod: PodSpec;
  /** The registry server's own container. */
  readonly container: string;
  readonly namespace: string;
  /** Whether the older server reads them. */
  readonly isLegacy?: boolean;
}

/** @param report gets the field that names the file, as the configuration has it */
export function checkFileContent(
  { needs, pod, container, namespace, isLegacy = false }: RegistryFiles,
  catalog: Catalog,
  report: (field: string, message: string) => void,
): void {
  const own = pod.containers?.find(({ name }) => name === container);
  for (const { path, field } of needs.files) {
    const check = checkOf(field, isLegacy);
    const key = check && mountedKey(pod, own, path);
    if (key) checkContent(key, check, namespace, catalog, (message) => report(field, message));
  }
}

function checkOf(field: string, isLegacy: boolean): ContentCheck | undefined {
  if (field.endsWith('.caCertPath')) return certificatesProblem;
  if (field.endsWith('.file.path')) return isLegacy ? legacyDataProblem : registryDataProblem;
  return undefined;
}
