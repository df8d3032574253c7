/**
 * Manifests of ToolHive's early documents, group `mcp.stacklok.com`, as the manifests of today that say the same. What is
 * not named here is held to today's fields.
 */
import { namespaceOf } from './metadata';
import { ManifestDocument } from './read';
import { fieldPath, Findings, Obj, shown } from '../findings';
import { isObject } from '../kubernetes/go-json';
import { toYaml } from '../kubernetes/yaml-writer';
import { crdOf, TOOLHIVE_GROUP, TOOLHIVE_KINDS } from '../resources/crd';
import { Resource } from '../resources/resource';
import { suggestion } from '../resources/schema';

/** The group that ToolHive's documents used before its operator was released. */
export const OLD_GROUP = 'mcp.stacklok.com';

/** What became of an older document. */
export interface ReadOlder {
  /** Manifests of today, the one that has the document's name first. */
  readonly manifests: readonly Obj[];
  /** For each manifest: its fields, and those of the early document that they were made of. */
  readonly fields?: readonly Readonly<Record<string, string>>[];
  /** In place of a manifest, a resource that has no custom resource. */
  readonly resource?: Resource;
  /** What was read as what. */
  readonly note: string;
  readonly findings: Findings;
}

/** Undefined for a document that isn't one of these. */
export function readOlder({ value }: ManifestDocument, namespace: string): ReadOlder | undefined {
  const { apiVersion, kind, metadata, spec } = value;
  const [group, version] = String(apiVersion).split('/');
  const convert = Object.hasOwn(CONVERTERS, kind) ? CONVERTERS[kind] : undefined;
  const isReadable = convert && typeof metadata?.name === 'string';
  if (group === OLD_GROUP) return isReadable ? convert(value, namespaceOf(metadata, namespace)) : undefined;
  if (group !== TOOLHIVE_GROUP || version !== 'v1alpha1' || !TOOLHIVE_KINDS.includes(kind)) return undefined;
  if (isReadable && isEarly(spec ?? {})) {
    return convert(value, namespaceOf(metadata, namespace));
  }
  const [newest] = crdOf(kind).versions;
  if (newest === version) return undefined;
  return {
    manifests: [value],
    note: `read as ${TOOLHIVE_GROUP}/${newest}, which has the same fields`,
    findings: new Findings(),
  };
}

/** Fields of the group's first versions, by which they are told from the present ones. */
const EARLY_FIELDS = [
  ...['port', 'targetPort', 'remoteURL', 'oidcConfig', 'tools', 'toolsFilter', 'telemetry'],
  ...['source', 'syncPolicy', 'apiService', 'registries', 'enforceServers', 'databaseConfig', 'authConfig'],
];

/** Whether a spec says something as only ToolHive's operator up to 0.15 read it. */
function isEarly(spec: Obj = {}): boolean {
  return typeof spec.groupRef === 'string' || Object.keys(spec).some((field) => EARLY_FIELDS.includes(field));
}

const CONVERTERS: Readonly<Record<string, (value: Obj, namespace: string) => ReadOlder>> = {
  MCPServer: readServer,
  MCPRemoteProxy: readServer,
  MCPRegistry: readRegistry,
  ToolConfig: readToolConfig,
  MCPToolConfig: readToolConfig,
};

function manifest(kind: string, metadata: Obj, spec: Obj): Obj {
  return { apiVersion: `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`, kind, metadata, spec };
}

/** A resource of today beside the older one, named after it. */
function beside(kind: string, { metadata }: Obj, suffix: string, spec: Obj): Obj {
  const { namespace, name } = metadata;
  return manifest(kind, { name: `${name}-${suffix}`, ...(namespace && { namespace }) }, spec);
}

/** Fields of today, and those of the early document that they were made of. */
type Fields = Record<string, string>;

/** Gives members other names, and says which. Where both names are given, the older one stays, and is refused as unknown. */
function renamed(spec: Obj, names: Readonly<Record<string, string>>, read: string[], fields: Fields): Obj {
  return Object.fromEntries(
    Object.entries(spec).map(([key, member]) => {
      if (!Object.hasOwn(names, key) || Object.hasOwn(spec, names[key])) return [key, member];
      read.push(`${key} as ${names[key]}`);
      fields[`spec.${names[key]}`] = `spec.${key}`;
      return [names[key], member];
    }),
  );
}

/** A section of the older resource; members that it didn't have, or that nothing comes of, are refused. */
function section(value: unknown, field: string, known: readonly string[], findings: Findings): Obj {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    findings.error(field, `must be a map, not ${shown(value)}`);
    return {};
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      findings.error(fieldPath(field, key), `is no field of that time${suggestion(key, known)}`);
    }
  }
  return value;
}

/** An older field, and the one of today that says the same: one of them would be lost. */
function refuseBoth(spec: Obj, field: string, today: string, findings: Findings): void {
  if (spec[field] === undefined || spec[today] === undefined) return;
  findings.error(`spec.${field}`, `says the same as ${today}, which is given too; keep one`);
}

/** A server, or the proxy of a remote one, which said these things the same way. */
function readServer(value: Obj): ReadOlder {
  const findings = new Findings();
  const read: string[] = [];
  const { kind, metadata, spec: given = {} } = value;
  const { oidcConfig, tools, toolsFilter = tools, telemetry, ...rest } = given ?? {};
  refuseBoth(given ?? {}, 'tools', 'toolsFilter', findings);
  for (const [field, today] of Object.entries(MOVED)) refuseBoth(given ?? {}, field, today, findings);
  const fields: Fields[] = [{}];
  const spec = renamed(rest, { port: 'proxyPort', targetPort: 'mcpPort', remoteURL: 'remoteUrl' }, read, fields[0]);
  if (typeof spec.groupRef === 'string') {
    spec.groupRef = { name: spec.groupRef };
    read.push('groupRef as groupRef.name');
  }
  const others: Obj[] = [];
  const moved = (field: string, ref: string, other: string, suffix: string, config: Obj, reference: Obj = {}) => {
    others.push(beside(other, value, suffix, config));
    fields[0][`spec.${ref}`] = `spec.${field}`;
    fields.push(suffix === 'tools' ? { 'spec.toolsFilter': `spec.${field}` } : { ...OF_OIDC, spec: `spec.${field}` });
    spec[ref] = { name: `${metadata.name}-${suffix}`, ...reference };
    read.push(`${field} as ${other} ${shown(spec[ref].name)} and a reference to it`);
  };
  const oidc = oidcConfig ? oidcOf(oidcConfig, findings) : undefined;
  if (oidc) moved('oidcConfig', 'oidcConfigRef', 'MCPOIDCConfig', 'oidc', oidc.config, oidc.reference);
  const filter = tools ? 'tools' : 'toolsFilter';
  if (toolsFilter) moved(filter, 'toolConfigRef', 'MCPToolConfig', 'tools', { toolsFilter });
  if (telemetry) {
    const { openTelemetry, ...also } = section(telemetry, 'spec.telemetry', ['openTelemetry', 'prometheus'], findings);
    const { serviceName, ...collector } = openTelemetry ?? {};
    const { headers } = collector;
    if (Array.isArray(headers)) collector.headers = headersOf(headers, findings);
    const config = { ...also, ...(openTelemetry && { openTelemetry: collector }) };
    moved('telemetry', 'telemetryConfigRef', 'MCPTelemetryConfig', 'telemetry', config, serviceName && { serviceName });
  }
  return { manifests: [manifest(kind, metadata, spec), ...others], fields, note: noteOf(kind, read), findings };
}

/** A section of the provider that has another name today. */
const OF_OIDC: Fields = { 'spec.kubernetesServiceAccount': 'spec.oidcConfig.kubernetes' };

/** Headers were texts such as `x-team=mcp`. A value may be a credential, so none is shown. */
function headersOf(given: readonly unknown[], findings: Findings): Obj {
  const at = 'spec.telemetry.openTelemetry.headers';
  const headers = given.map((header, i) => {
    const parts = typeof header === 'string' ? /^\s*([^=\s]+)\s*=(.*)$/s.exec(header) : null;
    if (!parts) findings.error(fieldPath(at, i), 'must be a text such as "x-team=mcp": a name, =, and a value');
    return parts ? [parts[1], parts[2].trim()] : ['', ''];
  });
  return Object.fromEntries(headers);
}

/** What stood in a server, and is a resource of its own today. */
const MOVED = { oidcConfig: 'oidcConfigRef', toolsFilter: 'toolConfigRef', telemetry: 'telemetryConfigRef' };

function noteOf(kind: string, read: readonly string[]): string {
  const fields = read.length ? `: ${read.join(', ')}` : '';
  return `read as ${kind} of ${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}${fields}`;
}

/** What an early operator asked tokens of the cluster to be for. */
const DEFAULT_AUDIENCE = 'toolhive';

function oidcOf(given: unknown, findings: Findings): { config: Obj; reference: Obj } | undefined {
  const known = ['type', 'kubernetes', 'inline', 'configMap', 'resourceUrl'];
  const { type = 'kubernetes', kubernetes, inline, resourceUrl } = section(given, 'spec.oidcConfig', known, findings);
  const { audience = DEFAULT_AUDIENCE, ...provider } = (type === 'inline' ? inline : kubernetes) ?? {};
  const reference = { audience, ...(resourceUrl && { resourceUrl }) };
  if (type === 'kubernetes') {
    return { config: { type: 'kubernetesServiceAccount', kubernetesServiceAccount: provider }, reference };
  }
  if (type === 'inline') {
    const { clientSecret, thvCABundlePath, ...rest } = provider;
    for (const [field, said] of Object.entries({ clientSecret, thvCABundlePath })) {
      if (said === undefined) continue;
      const instead =
        field === 'clientSecret' ? 'a Secret, named in clientSecretRef' : 'a ConfigMap, named in caBundleRef';
      findings.error(
        `spec.oidcConfig.inline.${field}`,
        `is no longer read from the resource; put it into ${instead} of an MCPOIDCConfig`,
      );
    }
    return { config: { type, inline: rest }, reference };
  }
  findings.error(
    'spec.oidcConfig.type',
    `${shown(type)} can't be read here: what it refers to is not in the resource; write an MCPOIDCConfig, and refer to it in oidcConfigRef`,
  );
  return undefined;
}

function readToolConfig(value: Obj): ReadOlder {
  const read: string[] = [];
  const fields: Fields = {};
  const spec = renamed(value.spec ?? {}, { filter: 'toolsFilter', override: 'toolsOverride' }, read, fields);
  return {
    manifests: [manifest('MCPToolConfig', value.metadata, spec)],
    fields: [fields],
    note: noteOf('MCPToolConfig', read),
    findings: new Findings(),
  };
}

/** Where a registry's ConfigMap is mounted. */
const DATA_DIRECTORY = '/etc/registry-files/configmaps';

/** Where the password of a repository is mounted. */
const SECRETS_DIRECTORY = '/etc/registry-files/secrets';

/** An early registry had neither database nor authentication: it is the server before 1.0 as ToolHive's guide has it. */
function readRegistry(value: Obj, namespace: string): ReadOlder {
  const findings = new Findings();
  const { name } = value.metadata;
  const { registries, source, syncPolicy: policy, filter, apiService, displayName, ...unknown } = value.spec ?? {};
  const syncPolicy = section(policy, 'spec.syncPolicy', ['automatic', 'interval'], findings);
  for (const field of Object.keys(unknown)) {
    const advice = Object.hasOwn(NOT_READ, field)
      ? NOT_READ[field]
      : 'is no field of an MCPRegistry of that time; drop it';
    findings.error(`spec.${field}`, advice);
  }
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
  return { manifests: [], resource, note: 'read as RegistryApi with LegacyRegistryConfig', findings };
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
