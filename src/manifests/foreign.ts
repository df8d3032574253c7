/** Files about MCP servers that are no manifests of ToolHive's, recognized by their content. */
import { isObject, JsonObject } from '../plain/objects';

/** What a document is. */
export type FormName =
  | 'client'
  | 'run-config'
  | 'run-config-map'
  | 'docker-entry'
  | 'server-json'
  | 'catalogue'
  | 'compose'
  | 'kmcp'
  | 'lifecycle'
  | 'registry-values'
  | 'registry-release';

interface Form {
  readonly name: FormName;
  /** In words, for messages. */
  readonly what: string;
  isOne(value: JsonObject): boolean;
}

const IMPORT = 'cdk8s-toolhive import FILE --output DIR writes an app that makes its servers';

/** Kubernetes' own objects come last: a document with apiVersion and kind is not one of the others. */
const FORMS: readonly Form[] = [
  { name: 'client', what: 'the configuration of an MCP client (mcpServers, or servers)', isOne: isClient },
  { name: 'run-config', what: "a configuration of ToolHive's proxy, as thv export writes it", isOne: isRunConfig },
  { name: 'docker-entry', what: "an entry of Docker's MCP catalogue", isOne: isDockerEntry },
  { name: 'server-json', what: 'a server.json of the official MCP registry', isOne: isServerJson },
  { name: 'catalogue', what: 'a catalogue of MCP servers', isOne: isCatalogue },
  { name: 'compose', what: 'a file for Docker Compose', isOne: isCompose },
  { name: 'registry-values', what: "values of the registry server's Helm chart", isOne: isRegistryValues },
];

const OBJECTS: readonly Form[] = [
  { name: 'run-config-map', what: 'the ConfigMap of a ToolHive proxy', isOne: isRunConfigMap },
  { name: 'kmcp', what: "kmcp's MCPServer", isOne: (value) => isKind(value, 'kagent.dev', 'MCPServer') },
  {
    name: 'lifecycle',
    what: "mcp-lifecycle-operator's MCPServer",
    isOne: (value) => isKind(value, 'mcp.x-k8s.io', 'MCPServer'),
  },
  { name: 'registry-release', what: "a HelmRelease of the registry server's chart", isOne: isRegistryRelease },
];

/** The form of a document; undefined for a manifest of ToolHive's, and for what is not known. */
export function formOf(value: JsonObject): FormName | undefined {
  return find(value)?.name;
}

/** What a document without apiVersion and kind is, and what to do with it; undefined for what is not known. */
export function foreignFile(value: JsonObject): string | undefined {
  const form = FORMS.find(({ isOne }) => isOne(value));
  if (!form) return undefined;
  const advice =
    form.name === 'catalogue'
      ? 'use add: cdk8s-toolhive add NAME --catalog FILE --output DIR writes an app with servers of it'
      : `use import: ${IMPORT}`;
  return `is ${form.what} and no Kubernetes manifest; ${advice}`;
}

/** A form in words. */
export function wordsOf(name: FormName): string {
  return [...FORMS, ...OBJECTS].find((form) => form.name === name)!.what;
}

function find(value: JsonObject): Form | undefined {
  const isManifest = value.apiVersion !== undefined && value.kind !== undefined;
  return (isManifest ? OBJECTS : FORMS).find(({ isOne }) => isOne(value));
}

/** `mcpServers` of Claude, Cursor and many others; `servers` of VS Code, in a file of their own or in its settings. */
function isClient({ mcpServers, servers, inputs, mcp }: JsonObject): boolean {
  if (isObject(mcpServers)) return true;
  if (isObject(mcp) && isObject(mcp.servers)) return true;
  if (!isObject(servers)) return false;
  const entries = Object.values(servers).filter(isObject);
  return (
    Array.isArray(inputs) ||
    entries.some(({ command, url, type, image }) => image === undefined && (command ?? url ?? type) !== undefined)
  );
}

function isRunConfig({ schema_version: schema, transport, image, remote_url: remote }: JsonObject): boolean {
  return typeof schema === 'string' && typeof transport === 'string' && (image ?? remote) !== undefined;
}

function isDockerEntry({ name, about, remote, type }: JsonObject): boolean {
  return typeof name === 'string' && (isObject(about) || isObject(remote) || type === 'server');
}

function isServerJson({ $schema: schema, name, packages, remotes }: JsonObject): boolean {
  if (typeof name !== 'string') return false;
  return Array.isArray(packages) || Array.isArray(remotes) || /\/server\.schema\.json$/.test(String(schema));
}

function isCatalogue(value: JsonObject): boolean {
  const { data, servers, remote_servers: remotes } = value;
  if (isDockerCatalogue(value)) return true;
  if (isObject(data) && Array.isArray(data.servers)) return true;
  if (Array.isArray(servers)) {
    return servers.some((item) => isObject(item) && (isObject(item.server) || 'name' in item));
  }
  return (
    (isObject(servers) && Object.values(servers).some((item) => isObject(item) && 'image' in item)) || isObject(remotes)
  );
}

/** Which servers are enabled is a map of this name, too, in a file of its own. */
export function isDockerCatalogue({ registry }: JsonObject): boolean {
  if (!isObject(registry)) return false;
  const says = (item: unknown) =>
    isObject(item) && ['image', 'remote', 'sseEndpoint', 'type', 'tools'].some((member) => item[member] !== undefined);
  return Object.values(registry).some(says);
}

function isCompose({ services }: JsonObject): boolean {
  if (!isObject(services)) return false;
  return Object.values(services).some((item) => isObject(item) && ('image' in item || 'build' in item));
}

function isRegistryValues({ config, image }: JsonObject): boolean {
  if (isObject(image) && typeof image.registryServerUrl === 'string') return true;
  return isObject(config) && ['sources', 'registries'].some((key) => Array.isArray(config[key]));
}

function isKind({ apiVersion, kind }: JsonObject, group: string, name: string): boolean {
  return kind === name && typeof apiVersion === 'string' && apiVersion.startsWith(`${group}/`);
}

function isRunConfigMap({ apiVersion, kind, data }: JsonObject): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap' && isObject(data) && typeof data['runconfig.json'] === 'string';
}

/** The chart's name, wherever a HelmRelease has it: of a repository, or of an OCI address. */
function isRegistryRelease(value: JsonObject): boolean {
  if (!isKind(value, 'helm.toolkit.fluxcd.io', 'HelmRelease') || !isObject(value.spec)) return false;
  const { chart, chartRef, values } = value.spec;
  const named = isObject(chart) && isObject(chart.spec) ? chart.spec.chart : isObject(chartRef) ? chartRef.name : '';
  return /(?:^|[/-])toolhive-registry-server\b/.test(String(named)) || (isObject(values) && isRegistryValues(values));
}
