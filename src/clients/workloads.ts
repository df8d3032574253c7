/**
 * Servers of plain Kubernetes objects: what ToolHive's proxies and virtual servers are configured with is in ConfigMaps, whose
 * labels name the kind. From these, as much of the custom resource is made as clients have to know.
 */
import { yamlLibrary } from '../kubernetes/yaml-library';
import { jsonObject } from '../plain/json';
import { isObject, JsonObject, pruned } from '../plain/objects';
import { Resource } from '../resources/resource';

/** Kinds of proxies, by the label of their ConfigMap. */
const PROXIES = {
  'toolhive.stacklok.io/mcp-server': 'MCPServer',
  'toolhive.stacklok.io/mcp-remote-proxy': 'MCPRemoteProxy',
};

/** A ConfigMap, as far as it has what it should. */
interface Configuration {
  readonly namespace: string;
  readonly labels: JsonObject;
  readonly data: JsonObject;
}

/**
 * @param objects with their namespaces
 * @param known resources of the same input, which say more than what is made of them
 */
export function serversOfWorkloads(objects: readonly JsonObject[], known: readonly Resource[]): Resource[] {
  const configurations = objects.flatMap(configurationOf);
  const virtual = configurations.flatMap(virtualServerOf);
  const groups = new Map(virtual.flatMap(({ members }) => members));
  const found = [
    ...virtual.map(({ server }) => server),
    ...configurations.flatMap((configuration) => proxyOf(configuration, groups)),
  ];
  const isKnown = ({ kind, namespace, name }: Resource) =>
    known.some((other) => other.kind === kind && other.namespace === namespace && other.name === name);
  return found.filter(({ resource }) => !isKnown(resource)).flatMap(({ resource, login }) => [resource, ...login]);
}

interface Found {
  readonly resource: Resource;
  /** The provider that it trusts, as a resource of its own. */
  readonly login: readonly Resource[];
}

function configurationOf({ kind, metadata, data }: JsonObject): Configuration[] {
  if (kind !== 'ConfigMap' || !isObject(metadata) || !isObject(data)) return [];
  const { namespace, labels } = metadata;
  return isObject(labels) && typeof namespace === 'string' ? [{ namespace, labels, data }] : [];
}

function proxyOf({ namespace, labels, data }: Configuration, groups: ReadonlyMap<string, string>): Found[] {
  const label = Object.keys(PROXIES).find((key) => typeof labels[key] === 'string') as keyof typeof PROXIES | undefined;
  const config = label && jsonObject(data['runconfig.json']);
  const name = config?.name;
  if (!config || typeof name !== 'string' || !name) return [];
  const kind = PROXIES[label];
  const group = groups.get(memberKey(namespace, name));
  const oidc = isObject(config.oidc_config) ? config.oidc_config : {};
  const spec = pruned({
    transport: textOf(config.transport),
    proxyMode: textOf(config.proxy_mode),
    proxyPort: typeof config.port === 'number' ? config.port : undefined,
    endpointPrefix: textOf(config.endpoint_prefix),
    remoteUrl: kind === 'MCPRemoteProxy' ? textOf(config.remote_url) : undefined,
    groupRef: group === undefined ? undefined : { name: group },
    authServerRef: isObject(config.embedded_auth_server_config) ? { name } : undefined,
  });
  return [
    withLogin({ kind, name, namespace, spec }, 'oidcConfigRef', {
      issuer: textOf(oidc.Issuer),
      audience: textOf(oidc.Audience),
      resourceUrl: textOf(oidc.ResourceURL),
    }),
  ];
}

function virtualServerOf({ namespace, labels, data }: Configuration): { server: Found; members: [string, string][] }[] {
  const name = labels['toolhive.stacklok.io/virtual-mcp-server'];
  const config = yamlObject(data['config.yaml']);
  if (!config || typeof name !== 'string') return [];
  const group = textOf(config.groupRef) ?? name;
  const members = (Array.isArray(config.backends) ? config.backends.filter(isObject) : []).map(
    (backend): [string, string] => [memberKey(namespace, String(backend.name)), group],
  );
  const incoming = isObject(config.incomingAuth) ? config.incomingAuth : {};
  const oidc = isObject(incoming.oidc) ? incoming.oidc : {};
  const spec = pruned({
    groupRef: { name: group },
    authServerConfig: data['authserver-config.yaml'] === undefined ? undefined : { issuer: textOf(oidc.issuer) ?? '-' },
  });
  const login = { issuer: textOf(oidc.issuer), audience: textOf(oidc.audience), resourceUrl: textOf(oidc.resource) };
  return [{ server: withLogin({ kind: 'VirtualMCPServer', name, namespace, spec }, 'incomingAuth', login), members }];
}

const memberKey = (namespace: string, name: string) => `${namespace}/${name}`;

interface Login {
  readonly issuer?: string;
  readonly audience?: string;
  readonly resourceUrl?: string;
}

function withLogin(resource: Resource, field: 'oidcConfigRef' | 'incomingAuth', login: Login): Found {
  const { issuer, audience, resourceUrl } = login;
  if (issuer === undefined) return { resource, login: [] };
  const { kind, name, namespace, spec } = resource;
  const config = {
    kind: 'MCPOIDCConfig',
    name: `${kind}/${name}`,
    namespace,
    spec: { type: 'inline', inline: { issuer } },
  };
  const reference = pruned({ name: config.name, audience, resourceUrl });
  const own = field === 'incomingAuth' ? { oidcConfigRef: reference } : reference;
  return { resource: { ...resource, spec: { ...spec, [field]: own } }, login: [config] };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

/** What somebody else has written may be anything. */
function yamlObject(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = yamlLibrary().parse(text, { maxAliasCount: 100 });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
