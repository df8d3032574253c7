/** Registries. */
import { KindTable } from './kind-table';
import { podTemplate } from './servers';
import { Findings } from '../../findings';
import { JsonObject } from '../../plain/objects';
import { checkConfigText } from '../../rendering/registry/config/check';
import { call, Expression, object, scalar } from '../expression';
import { Fields } from '../fields';

export const registry: KindTable = {
  construct: 'McpRegistry',
  suffix: 'registry',
  always: ['configYAML'],
  props: (spec) => ({
    config: spec.from('configYAML', (text) =>
      call('RegistryConfig', isSound(text) ? 'fromYaml' : 'unchecked', scalar(text)),
    ),
    displayName: spec.data('displayName'),
    pgpassSecret: spec.secretValue('pgpassSecretRef'),
    imagePullSecrets: spec.secrets('imagePullSecrets'),
    podTemplateSpec: podTemplate(spec),
  }),
};

/** The operator takes any text, and the construct only what the server would start with. */
function isSound(text: string): boolean {
  const findings = new Findings();
  checkConfigText(text, findings);
  return !findings.list.length;
}

/** What a registry of the early documents is read as. It is no custom resource, so props have all of it. */
export const registryApi: KindTable = {
  construct: 'RegistryApi',
  suffix: 'registry',
  props: (spec) => ({ config: call('LegacyRegistryConfig', 'fromYaml', scalar(spec.raw('config')), files(spec)) }),
};

function files(spec: Fields): Expression | undefined {
  const all: { path: string; configMap: JsonObject }[] | undefined = spec.raw('files');
  if (!all) return undefined;
  const found = all.map(({ path, configMap }) => [
    path,
    call('RegistryFile', 'fromConfigMap', spec.references.configMapKey(configMap)),
  ]);
  return object({ files: object(Object.fromEntries(found)) });
}
