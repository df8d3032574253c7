/**
 * Manifests of ToolHive's early documents, as today's manifests for the same. What is not named here is held to
 * today's fields.
 */
import { Converter, ReadOlder } from './common';
import { isEarlyCompositeTool, readCompositeTool } from './composite-tool';
import { isEarlyEmbeddingServer, readEmbeddingServer } from './embedding-server';
import { readRegistry } from './registry';
import { readServer, readToolConfig } from './server';
import { isEarlyVirtualServer, readVirtualServer } from './virtual-server';
import { Findings } from '../../findings';
import { Obj } from '../../plain/objects';
import { crdOf, TOOLHIVE_GROUP, TOOLHIVE_KINDS } from '../../resources/crd';
import { namespaceOf } from '../metadata';
import { ManifestDocument } from '../read';

/** The group that ToolHive's documents used before its operator was released. */
export const OLD_GROUP = 'mcp.stacklok.com';

/** Undefined for a document that isn't one of these. */
export function readOlder({ value }: ManifestDocument, namespace: string): ReadOlder | undefined {
  const { apiVersion, kind = '', metadata, spec } = value;
  const [group, version] = String(apiVersion).split('/');
  const early = Object.hasOwn(EARLY, kind) ? EARLY[kind] : undefined;
  const isReadable = early && typeof metadata?.name === 'string';
  if (group === OLD_GROUP) return isReadable ? early.convert(value, namespaceOf(metadata, namespace)) : undefined;
  if (group !== TOOLHIVE_GROUP || version !== 'v1alpha1' || !TOOLHIVE_KINDS.includes(kind)) return undefined;
  if (isReadable && early.isEarly(spec ?? {})) return early.convert(value, namespaceOf(metadata, namespace));
  const [newest] = crdOf(kind).versions;
  if (newest === version) return undefined;
  return {
    manifests: [value],
    note: `read as ${TOOLHIVE_GROUP}/${newest}, which has the same fields`,
    findings: new Findings(),
  };
}

/** How a kind's early specs are recognized, and what is made of them. */
interface Early {
  readonly isEarly: (spec: Obj) => boolean;
  readonly convert: Converter;
}

const SERVER: Early = {
  isEarly: (spec) =>
    typeof spec.groupRef === 'string' ||
    hasOne(spec, 'port', 'targetPort', 'remoteURL', 'upstreamURL', 'oidcConfig', 'tools', 'toolsFilter', 'telemetry'),
  convert: readServer,
};
const TOOL_CONFIG: Early = { isEarly: (spec) => hasOne(spec, 'filter', 'override'), convert: readToolConfig };

const EARLY: Readonly<Record<string, Early>> = {
  MCPServer: SERVER,
  MCPRemoteProxy: SERVER,
  MCPRegistry: {
    isEarly: (spec) =>
      hasOne(spec, 'source', 'syncPolicy', 'apiService', 'registries') ||
      hasOne(spec, 'enforceServers', 'databaseConfig', 'authConfig'),
    convert: readRegistry,
  },
  ToolConfig: TOOL_CONFIG,
  MCPToolConfig: TOOL_CONFIG,
  VirtualMCPServer: { isEarly: isEarlyVirtualServer, convert: readVirtualServer },
  VirtualMCPCompositeToolDefinition: { isEarly: isEarlyCompositeTool, convert: readCompositeTool },
  EmbeddingServer: { isEarly: isEarlyEmbeddingServer, convert: readEmbeddingServer },
};

function hasOne(spec: Obj, ...fields: string[]): boolean {
  return fields.some((field) => Object.hasOwn(spec, field));
}
