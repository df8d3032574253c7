/**
 * Values of the registry server's Helm chart, and the HelmRelease of Flux around them. Sources: values.yaml and templates of
 * deploy/charts/toolhive-registry-server (stacklok/toolhive-registry-server); fluxcd.io/flux/components/helm/helmreleases.
 */
import { stringify } from 'yaml';
import { About } from './making';
import { Part } from './part';
import { SecretKey } from './settle';
import { isCredentialName } from '../../credentials/forms';
import { isObject, JsonObject, pruned } from '../../plain/objects';

const OPERATED = 'is what the construct McpRegistry says itself';
const TEMPLATE = 'say it in podTemplateSpec, for the container registry-api';

/** The variables that the server takes passwords from, by the fields that would have them in its configuration. */
const PASSWORDS: Readonly<Record<string, string>> = {
  password: 'THV_REGISTRY_DATABASE_PASSWORD',
  migrationPassword: 'THV_REGISTRY_DATABASE_MIGRATIONPASSWORD',
};

export function readRegistryValues(root: Part, about: About): void {
  readValues(root, { name: 'registry' }, about);
  about.list(root.value, '', 'registry');
}

export function readRegistryRelease(root: Part, about: About): void {
  root.skip('apiVersion', 'kind', 'status');
  const metadata = root.part('metadata');
  const spec = root.part('spec');
  const name = spec?.text('releaseName') ?? metadata?.text('name') ?? 'registry';
  const namespace = spec?.text('targetNamespace') ?? metadata?.text('namespace');
  metadata?.skip('name', 'namespace');
  spec?.leave('is how Flux installs the chart', 'chart', 'chartRef', 'interval', 'timeout', 'install', 'upgrade');
  spec?.leave(
    'is how Flux installs the chart',
    'rollback',
    'uninstall',
    'driftDetection',
    'dependsOn',
    'storageNamespace',
  );
  spec?.leave('what it names is not in the file; write it into values', 'valuesFrom');
  const values = spec?.part('values');
  if (values) readValues(values, { name, namespace }, about);
  else about.leave('spec', name, 'it has no values, so what the registry serves stands elsewhere');
  about.list(root.value, '', name);
}

function readValues(
  values: Part,
  { name: given, namespace }: { name: string; namespace?: string },
  about: About,
): void {
  about.what = 'registry';
  const name = about.making.name(values.text('fullnameOverride') || given, namespace);
  const config = values.any('config');
  const { path } = values;
  if (!isObject(config)) return about.leave(path, given, "it has no config, so it serves the chart's example");
  const cleaned = withoutPasswords(config);
  if ('refusal' in cleaned) return about.leave(path, given, cleaned.refusal);
  const secret = `${name}-secrets`;
  values.leave(OPERATED, 'replicaCount', 'serviceAccount', 'rbac', 'nameOverride', 'service');
  values.leave('say it with the setting images.registryApi', 'image');
  values.leave(TEMPLATE, 'podSecurityContext', 'securityContext', 'livenessProbe', 'readinessProbe', 'initContainers');
  const env = values.parts('extraEnv').map((item) => {
    item.skip(...item.keys());
    return item.value;
  });
  const container = pruned({
    env: [
      ...env,
      ...cleaned.keys.map(({ key }) => ({ name: key, valueFrom: { secretKeyRef: { name: secret, key } } })),
    ],
    envFrom: listOf(values.any('extraEnvFrom')),
    resources: values.any('resources'),
    volumeMounts: listOf(values.any('extraVolumeMounts')),
  });
  const template = pruned({
    metadata: pruned({ annotations: values.any('podAnnotations'), labels: values.any('podLabels') }),
    spec: pruned({
      containers: Object.keys(container).length ? [{ name: 'registry-api', ...container }] : [],
      nodeSelector: values.any('nodeSelector'),
      tolerations: listOf(values.any('tolerations')),
      affinity: values.any('affinity'),
      volumes: listOf(values.any('extraVolumes')),
    }),
  });
  if (env.some(isPlainCredential)) {
    return about.leave(
      path,
      given,
      'a variable of extraEnv has a credential in it; put that into a Secret, and name it with valueFrom',
    );
  }
  const isMade = about.make({
    kind: 'MCPRegistry',
    name,
    namespace,
    spec: pruned({
      configYAML: stringify(cleaned.config, { lineWidth: 0 }),
      imagePullSecrets: listOf(values.any('imagePullSecrets')),
      podTemplateSpec: template,
    }),
    path,
    called: given,
    comments: [{ path: [], text: `From ${about.file}${path && `, ${path}`}.` }],
  });
  if (isMade && cleaned.keys.length) about.need({ name: secret, namespace, keys: cleaned.keys });
}

/** The configuration becomes a ConfigMap; the server takes its database's passwords from variables. */
function withoutPasswords(config: JsonObject): { config: JsonObject; keys: SecretKey[] } | { refusal: string } {
  const { database } = config;
  const keys: SecretKey[] = [];
  let cleaned = config;
  if (isObject(database)) {
    const kept = Object.entries(database).filter(([field]) => !Object.hasOwn(PASSWORDS, field));
    cleaned = { ...config, database: Object.fromEntries(kept) };
    for (const [field, key] of Object.entries(PASSWORDS)) {
      if (database[field] !== undefined) keys.push({ key, placeholder: `<${key}>` });
    }
  }
  const other = credentialIn(cleaned, 'config');
  return other
    ? {
        refusal: `${other} is a credential, and the configuration is for everybody to read; name a file of a Secret there`,
      }
    : { config: cleaned, keys };
}

/** The first field that has a credential by its name. */
function credentialIn(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const own = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    const found = typeof inner === 'string' && inner && isCredentialName(key) ? own : credentialIn(inner, own);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlainCredential({ name, value }: JsonObject): boolean {
  return typeof name === 'string' && typeof value === 'string' && value !== '' && isCredentialName(name);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
