/** Registries of early documents. */
import { ReadOlder, refuseBoth, section } from './common';
import { Findings, shown } from '../../findings';
import { toYaml } from '../../kubernetes/yaml-writer';
import { isObject, Obj } from '../../plain/objects';
import { Resource } from '../../resources/resource';

/** Where a registry's ConfigMap is mounted. */
const DATA_DIRECTORY = '/etc/registry-files/configmaps';

/** Where the password of a repository is mounted. */
const SECRETS_DIRECTORY = '/etc/registry-files/secrets';

/** An early registry had neither database nor authentication: it is the server before 1.0 as ToolHive's guide has it. */
export function readRegistry(value: Obj, namespace: string): ReadOlder {
  const findings = new Findings();
  const { name } = value.metadata;
  const {
    registries,
    source,
    syncPolicy: policy,
    filter,
    apiService,
    displayName,
    authConfig,
    ...unknown
  } = value.spec ?? {};
  const syncPolicy = section(policy, 'spec.syncPolicy', ['automatic', 'interval'], findings);
  for (const field of Object.keys(unknown)) {
    const advice = Object.hasOwn(NOT_READ, field)
      ? NOT_READ[field]
      : 'is no field of an MCPRegistry of that time; drop it';
    findings.error(`spec.${field}`, advice);
  }
  const { mode = 'anonymous' } = section(authConfig, 'spec.authConfig', ['mode', 'oauth'], findings);
  if (mode !== 'anonymous') findings.error('spec.authConfig', NOT_READ.authConfig);
  if (apiService?.enabled === false) {
    findings.error(
      'spec.apiService.enabled',
      'is false, so that nothing would serve the registry; drop the resource, or the field',
    );
  }
  if (syncPolicy.automatic === false) {
    findings.warning(
      'field-without-effect',
      'spec.syncPolicy.automatic',
      'false has no effect: the registry server takes its data again by itself',
    );
  }
  const interval = syncPolicy.interval ?? '30m';
  const sources = registries === undefined ? [] : sourcesOf(registries, findings);
  if (registries === undefined) {
    const { config, files } = sourceOf(source, findings);
    sources.push({ config: { name, ...config, syncPolicy: { interval }, ...(filter && { filter }) }, files });
  } else {
    for (const field of ['source', 'syncPolicy', 'filter']) refuseBoth(value.spec, field, 'registries', findings);
  }
  const files = sources.flatMap((each) => each.files);
  findings.warning(
    'registry-of-early-documents',
    '',
    'is read as RegistryApi with the configuration of the registry server before 1.0 (LegacyRegistryConfig), which lets everybody in and keeps its data nowhere; for the current server write a RegistryConfig with a database and authentication: docs/migrating-from-mcpregistry.md',
  );
  const spec = {
    config: toYaml({
      registryName: displayName ?? name,
      registries: sources.map(({ config }) => config),
      auth: { mode: 'anonymous' },
    }),
    server: 'legacy',
    ...(files.length && { files }),
  };
  const resource: Resource = { kind: 'RegistryApi', name, namespace, spec };
  const note = `read as RegistryApi with LegacyRegistryConfig${authConfig ? ': authConfig says what it does anyhow' : ''}`;
  return { manifests: [], resource, note, findings };
}

const TO_REGISTRY_CONFIG =
  'write a RegistryConfig, which the registry server of today takes: docs/migrating-from-mcpregistry.md';

/** Fields of the operator up to 0.15, and what to do about them. */
const NOT_READ: Readonly<Record<string, string>> = {
  databaseConfig: `is not read here: the server before 1.0 is run without a database; drop it, or ${TO_REGISTRY_CONFIG}`,
  authConfig: `is not read here: it would let everybody in; ${TO_REGISTRY_CONFIG}`,
  podTemplateSpec: `is not read from an MCPRegistry of that time; ${TO_REGISTRY_CONFIG}`,
  enforceServers: 'is no longer in ToolHive, and nothing here refuses servers that no registry lists; drop it',
};

interface Source {
  readonly config: Obj;
  readonly files: readonly Obj[];
}

/** The registries of the operator from 0.7 to 0.15, each with a source and a policy of its own. */
function sourcesOf(given: unknown, findings: Findings): Source[] {
  if (Array.isArray(given)) {
    return given.map((registry, i) => listedSource(registry, `spec.registries[${i}]`, findings));
  }
  findings.error('spec.registries', `must be a list, not ${shown(given)}`);
  return [];
}

const SOURCES = ['configMapRef', 'git', 'api', 'pvcRef'];

function listedSource(given: unknown, at: string, findings: Findings): Source {
  const known = ['name', 'format', ...SOURCES, 'syncPolicy', 'filter'];
  const { name, format = 'toolhive', syncPolicy, filter, ...source } = section(given, at, known, findings);
  const kinds = SOURCES.filter((kind) => isObject(source[kind]));
  const common = { name, format, syncPolicy: syncPolicy ?? { interval: '30m' }, ...(filter && { filter }) };
  if (kinds.length !== 1) {
    const what = kinds.length ? `has ${kinds.join(' and ')}` : 'has no source';
    findings.error(at, `${what}; give one of ${SOURCES.join(', ')}`);
    return { config: common, files: [] };
  }
  const { configMapRef, git, api, pvcRef } = source;
  if (api) return { config: { ...common, format: 'upstream', api }, files: [] };
  if (pvcRef) {
    findings.error(`${at}.pvcRef`, `is not read here: nothing mounts the volume; ${TO_REGISTRY_CONFIG}`);
  }
  if (configMapRef) {
    const { name: map, key = 'registry.json' } = section(configMapRef, `${at}.configMapRef`, ['name', 'key'], findings);
    const path = `${DATA_DIRECTORY}/${map}/${key}`;
    return { config: { ...common, file: { path } }, files: [{ path, configMap: { name: map, key } }] };
  }
  const { auth, ...repository } = git ?? {};
  const { username, passwordSecretRef } = section(auth, `${at}.git.auth`, ['username', 'passwordSecretRef'], findings);
  if (!passwordSecretRef) return { config: { ...common, git: repository }, files: [] };
  const { name: secret, key } = passwordSecretRef;
  const path = `${SECRETS_DIRECTORY}/${secret}/${key}`;
  const login = { username, passwordFile: path };
  return {
    config: { ...common, git: { ...repository, auth: login } },
    files: [{ path, secret: { name: secret, key } }],
  };
}

function sourceOf(source: unknown, findings: Findings): { config: Obj; files: Obj[] } {
  const kinds = ['git', 'configmap', 'api'];
  const given = section(source, 'spec.source', ['type', 'format', ...kinds], findings);
  const { type, format = 'toolhive' } = given;
  if (!kinds.includes(type) || !isObject(given[type])) {
    const sections = kinds.filter((kind) => given[kind] !== undefined).join(', ') || 'nothing';
    findings.error(
      'spec.source',
      `${shown(type ?? null)} with ${sections} is no source; give type "git", "configmap" or "api", and the section of that name`,
    );
    return { config: {}, files: [] };
  }
  if (type === 'git') {
    // What else is in it is held to the server's configuration.
    const { url, repository = url, ...rest } = given.git;
    return { config: { format, git: { repository, ...rest } }, files: [] };
  }
  if (type === 'api') {
    const { endpoint } = section(given.api, 'spec.source.api', ['endpoint'], findings);
    return { config: { format: 'upstream', api: { endpoint } }, files: [] };
  }
  const { name, key = 'registry.json' } = section(given.configmap, 'spec.source.configmap', ['name', 'key'], findings);
  if (typeof name !== 'string' || !name) {
    findings.error('spec.source.configmap.name', `must be the name of a ConfigMap, not ${shown(name ?? null)}`);
  }
  const path = `${DATA_DIRECTORY}/${name}/${key}`;
  return { config: { format, file: { path } }, files: [{ path, configMap: { name, key } }] };
}
