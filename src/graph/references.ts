/** What a resource refers to: other resources by kind and name, Secrets, and servers somewhere else. */
import { Obj } from '../findings';
import { isObject } from '../kubernetes/go-json';
import { urlParts } from '../kubernetes/url';
import { Resource } from '../resources/resource';

/** The kind that a field refers to. */
const KINDS: Readonly<Record<string, string>> = {
  oidcConfigRef: 'MCPOIDCConfig',
  authzConfigRef: 'MCPAuthzConfig',
  toolConfigRef: 'MCPToolConfig',
  externalAuthConfigRef: 'MCPExternalAuthConfig',
  authServerRef: 'MCPExternalAuthConfig',
  telemetryConfigRef: 'MCPTelemetryConfig',
  webhookConfigRef: 'MCPWebhookConfig',
  embeddingServerRef: 'EmbeddingServer',
  compositeToolRefs: 'VirtualMCPCompositeToolDefinition',
  groupRef: 'MCPGroup',
};

/** Fields that name a Secret, or a list of them. */
const SECRETS =
  /^(?:secrets|imagePullSecrets|pgpass|passwordRef|secret|secretKeyRef|secretRef|\w+SecretRefs?|\w+TokenRef)$/;

export interface References {
  /** `kind` and `name`, in the order in which they stand there, each once. */
  readonly resources: readonly { readonly kind: string; readonly name: string }[];
  /** Names of Secrets. */
  readonly secrets: readonly string[];
  /** Hosts of remote servers. */
  readonly hosts: readonly string[];
}

export function referencesOf({ spec }: Resource): References {
  const resources = new Map<string, { kind: string; name: string }>();
  const secrets = new Set<string>();
  walk(spec, (key, value) => {
    const { name, secretName } = value;
    if (Object.hasOwn(KINDS, key) && typeof name === 'string') {
      resources.set(`${KINDS[key]}/${name}`, { kind: KINDS[key], name });
    } else if (SECRETS.test(key)) {
      for (const given of [name, secretName]) if (typeof given === 'string') secrets.add(given);
    }
  });
  return {
    resources: [...resources.values()],
    secrets: [...secrets].sort(),
    hosts: typeof spec.remoteUrl === 'string' ? [urlParts(spec.remoteUrl).host] : [],
  };
}

/** Visits each object with the field that it is in, those in lists with the field of the list. */
function walk(value: unknown, visit: (key: string, value: Obj) => void, key = ''): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit, key);
  } else if (isObject(value)) {
    visit(key, value);
    for (const [member, inner] of Object.entries(value)) walk(inner, visit, member);
  }
}
