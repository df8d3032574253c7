/** What a resource refers to, read off its spec by the names of its fields, which are the same in all kinds. */
import { SECRET_FIELD } from './field-references';
import { isObject } from '../plain/objects';
import { RegistryCatalogSpec } from '../rendering/catalog/registry-catalog';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';

/** One thing that a resource refers to, in its own namespace unless it names another. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** The kind that a field names. */
export const REFERENCES: Readonly<Record<string, keyof Specs>> = {
  authServerRef: 'MCPExternalAuthConfig',
  authzConfigRef: 'MCPAuthzConfig',
  compositeToolRefs: 'VirtualMCPCompositeToolDefinition',
  embeddingServerRef: 'EmbeddingServer',
  externalAuthConfigRef: 'MCPExternalAuthConfig',
  groupRef: 'MCPGroup',
  oidcConfigRef: 'MCPOIDCConfig',
  telemetryConfigRef: 'MCPTelemetryConfig',
  toolConfigRef: 'MCPToolConfig',
  webhookConfigRef: 'MCPWebhookConfig',
};

/** All that a resource refers to, each once, in order of kind and name. */
export function referencesOf({ spec }: Resource): Reference[] {
  const found = new Map<string, Reference>();
  const add = (reference: Reference) =>
    found.set(`${reference.kind}/${reference.namespace}/${reference.name}`, reference);
  walk(spec, (key, value) => {
    const kind = REFERENCES[key] ?? (SECRET_FIELD.test(key) ? 'Secret' : undefined);
    for (const item of kind ? [value].flat() : []) {
      const name = isObject(item) ? (item.name ?? item.secretName) : undefined;
      if (kind && typeof name === 'string' && name) add({ kind, name });
    }
    if (key === 'secretName' && typeof value === 'string') add({ kind: 'Secret', name: value });
  });
  return [...found.keys()].sort().map((key) => found.get(key)!);
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (Array.isArray(value)) return value.forEach((item) => walk(item, visit));
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    visit(key, member);
    walk(member, visit);
  }
}

/** The servers that a registry's lists name. */
export function listedBy({ spec }: Resource): Reference[] {
  const { catalogs } = spec as RegistryCatalogSpec;
  return catalogs.flatMap(({ servers }) => servers).map(({ kind, namespace, name }) => ({ kind, namespace, name }));
}
