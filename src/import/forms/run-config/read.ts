/**
 * The configuration of one of ToolHive's proxies: what `thv export` writes, and what the ConfigMap of a running proxy has.
 * Source: pkg/runner/config.go of stacklok/toolhive, RunConfig, and docs/server/swagger.json for what is in it.
 */
import { credentialsOf } from './credentials';
import { leaveServerOperations, operationsOf, serverOperationsOf } from './operations';
import { KeyRef, ProxyPod } from './pod';
import { policiesOf } from './policies';
import { Proxy } from './proxy';
import { Entry, Permissions, Setting } from '../../../catalog/entry';
import { masked } from '../../../credentials/mask';
import { jsonObject } from '../../../plain/json';
import { JsonObject, pruned } from '../../../plain/objects';
import { About, EXPOSED } from '../making';
import { Part } from '../part';
import { writeEntry } from '../write-entry';

const OF_THE_MACHINE = 'is of the machine that ToolHive ran on';
const SAYS_AGAIN = 'is what ToolHive makes of the other fields';
const VERSIONS = ['v0.1.0', 'v1.0.0'];

/** What `thv export` writes. */
export function readRunConfig(root: Part, about: About): void {
  const name = root.text('base_name') || root.text('name') || root.text('container_name') || 'server';
  root.leave(
    'another name is taken',
    ...['name', 'base_name', 'container_name'].filter((key) => root.raw(key) !== name),
  );
  // Somebody's own machine has another port for each server.
  const isLocal = /^(?:127\.|localhost|::1)/.test(root.text('host') ?? '127.0.0.1');
  root.leave(OF_THE_MACHINE, 'host', ...(isLocal ? ['port'] : []));
  readProxy(root, new Proxy(about, name, undefined, false), isLocal ? undefined : root.number('port'));
  about.list(root.value, '', name);
}

/** The ConfigMap of a running proxy. */
export function readRunConfigMap(root: Part, about: About): void {
  const { metadata, data } = root.value as { metadata?: JsonObject; data: Record<string, string> };
  const config = jsonObject(data['runconfig.json']);
  const name = String(config?.name ?? metadata?.name ?? 'server');
  const isTaken = about.making.isTaken(name, metadata?.namespace as string | undefined);
  root.skip('apiVersion', 'kind', 'metadata', 'data');
  if (isTaken) {
    about.say('note', 'data', name, 'its ConfigMap is left out, for its resource is in the input and makes it');
    return;
  }
  if (!config) return about.leave('data', name, 'its runconfig.json is no JSON');
  const part = new Part(config, '', about.ledger);
  part.skip('name', 'base_name', 'container_name', 'host');
  const namespace = metadata?.namespace as string | undefined;
  const pod = ProxyPod.of(String(metadata?.name), namespace, about.making.input);
  if (!pod) {
    const advice = 'add that to the input, or what it takes from them to the code';
    about.say('note', 'data', name, `what it takes from Secrets stands in its Deployment, not here; ${advice}`);
  }
  readProxy(part, new Proxy(about, name, namespace, true, pod), part.number('port'));
  about.list(config, '', name);
}

/** The server; or why it is left out. */
function readProxy(root: Part, proxy: Proxy, proxyPort: number | undefined): void {
  const { name, about } = proxy;
  const image = root.text('image') ?? '';
  if (masked(name) !== name) return about.leave('', name, EXPOSED);
  leaveTheMachine(root, proxy);
  const given = image.includes('://') ? about.making.imageFor(name) : image;
  if (given === undefined) {
    const reason = `it runs ${image}, and Kubernetes runs images; build one with \`thv build --tag IMAGE ${image}\`, push it, and import again with --image ${name}=IMAGE`;
    return about.leave('image', name, reason);
  }
  const before = about.making.mark();
  // A package's port is of its own program.
  const entry = entryOf(root, proxy, given, given === image ? proxyPort : undefined);
  const spec = specOf(root, proxy, entry);
  const generation = root.number('mcpserver_generation');
  const metadata = proxy.isInCluster && generation !== undefined && generation !== 1 ? { generation } : undefined;
  if (proxy.lack === undefined && writeEntry(about, entry, { path: '', namespace: proxy.namespace, spec, metadata })) {
    return proxy.listSecrets();
  }
  about.making.takeBack(before);
  if (proxy.lack !== undefined) about.leave('', name, proxy.lack);
}

function leaveTheMachine(root: Part, { isInCluster }: Proxy): void {
  if (!VERSIONS.includes(String(root.any('schema_version')))) {
    root.leave('is no version that is known', 'schema_version');
  }
  root.leave(
    OF_THE_MACHINE,
    ...['target_host', 'debug', 'env_file_dir', 'publish', 'allow_docker_gateway', 'ignore_config'],
    ...['audit_config_path', 'authz_config_path', 'runtime_config'],
    ...['registry_api_url', 'registry_url', 'registry_server_name'],
    ...(isInCluster ? [] : ['permission_profile_name_or_path', 'mcpserver_generation']),
  );
  root.leave(
    SAYS_AGAIN,
    ...['container_labels', 'middleware_configs', 'additional_middleware_configs', 'rate_limit_namespace'],
    ...['thv_ca_bundle', 'jwks_auth_token_file'],
  );
  if (!isInCluster) {
    root.leave('files of that machine are not in a cluster; mount a volume there with the prop volumes', 'volumes');
  }
  root.leave('keep it to the hosts of its permission profile with the prop networkIsolation', 'isolate_network');
  root.leave(
    "has no setting in ToolHive's custom resources",
    ...['session_ttl', 'strict_protocol_validation', 'allowed_origins'],
  );
}

function entryOf(root: Part, { name, isInCluster, pod }: Proxy, image: string, proxyPort: number | undefined): Entry {
  const transport = root.text('transport') ?? 'stdio';
  const port = root.number('target_port');
  const url = root.text('remote_url');
  const secrets = root.texts('secrets').map(({ text }) => secretOf(text));
  const headers = headersOf(root, pod);
  return {
    ...{ name, isDeprecated: false, tags: [], tools: [], refusals: [] },
    isStateless: root.flag('stateless') ?? false,
    proxyPort: proxyPort === 8080 ? undefined : proxyPort,
    inputs: [...secrets, ...headers.secrets].map((input) => ({
      ...{ name: input, kind: 'variable', isSecret: true, isRequired: true },
    })),
    ...(url
      ? { remote: { url: [url], transport, headers: headers.settings } }
      : {
          container: {
            image,
            transport,
            port: (transport === 'stdio' && !isInCluster) || port === 8080 ? undefined : port,
            args: root.texts('cmd_args').map(({ text }) => ({ value: [text] })),
            env: [...envOf(root, transport, port), ...secrets.map(fromSecret)],
            // The one of a cluster has no effect, or is named in the spec.
            permissions: permissionsOf(root, isInCluster),
            mounts: [],
          },
        }),
  };
}

/** Without what ToolHive adds itself. */
function envOf(root: Part, transport: string, port: number | undefined): Setting[] {
  const own: Record<string, string> = {
    MCP_TRANSPORT: transport,
    MCP_PORT: String(port),
    FASTMCP_PORT: String(port),
  };
  return root
    .textMap('env_vars')
    .filter(([name, { text }]) => own[name] !== text)
    .map(([name, { text }]) => ({ name, value: [text], isSecret: false }));
}

/** Those that a known Secret has are in the spec. */
function headersOf(root: Part, pod: ProxyPod | undefined): { settings: Setting[]; secrets: string[] } {
  const forward = root.part('header_forward');
  const plain = forward?.textMap('add_plaintext_headers') ?? [];
  const secret = (forward?.textMap('add_headers_from_secret') ?? []).filter(([, { text }]) => !headerSecret(text, pod));
  const settings = [
    ...plain.map(([name, { text }]): Setting => ({ name, value: [text], isSecret: false })),
    ...secret.map(([name, { text }]): Setting => ({ name, value: [{ input: text }], isSecret: true })),
  ];
  return { settings, secrets: secret.map(([, { text }]) => text) };
}

function headerSecret(id: string, pod: ProxyPod | undefined): KeyRef | undefined {
  return pod?.secretOfVariable(`TOOLHIVE_SECRET_${id}`);
}

function permissionsOf(root: Part, isInCluster: boolean): Permissions | undefined {
  const profile = root.part('permission_profile');
  const network = profile?.part('network');
  const outbound = network?.part('outbound');
  profile?.leave(OF_THE_MACHINE, 'read', 'write');
  network?.leave('says nothing on Kubernetes', 'inbound');
  const isPrivileged = profile?.flag('privileged') ?? false;
  const name = profile?.text('name');
  const found = outbound && {
    ...{ read: [], write: [], isPrivileged },
    name: name === 'network' || name === 'none' ? undefined : name,
    network: {
      allowAll: outbound.flag('insecure_allow_all') ?? false,
      hosts: outbound.texts('allow_host').map(({ text }) => text),
      ports: outbound.texts('allow_port').map(({ text }) => Number(text)),
    },
  };
  // Every proxy in a cluster has this one, unless it says otherwise.
  const isDefault = isInCluster && name === 'network' && found?.network.allowAll && !found.network.hosts.length;
  return isDefault ? undefined : found;
}

/** What no catalogue has of a server. */
function specOf(root: Part, proxy: Proxy, { container }: Entry): JsonObject {
  const { pod } = proxy;
  const mode = root.text('proxy_mode');
  const isSse = container?.transport === 'stdio' && mode === 'sse';
  if (!container) leaveServerOperations(root);
  const secrets = container ? (pod?.serverSecrets() ?? []) : [];
  return pruned({
    proxyMode: isSse ? 'sse' : undefined,
    trustProxyHeaders: root.flag('trust_proxy_headers') || undefined,
    endpointPrefix: root.text('endpoint_prefix') || undefined,
    secrets,
    ...(container && { ...serverOperationsOf(root, proxy), ...inCluster(root, proxy) }),
    ...(!container && headerForward(root, proxy)),
    ...policiesOf(root, proxy),
    ...credentialsOf(root, proxy),
    ...operationsOf(root, proxy),
  });
}

/** What a server in a cluster has of its node. */
function inCluster(root: Part, { isInCluster }: Proxy): JsonObject {
  if (!isInCluster) return {};
  const profile = root.text('permission_profile_name_or_path');
  return pruned({
    permissionProfile: profile ? { type: 'builtin', name: profile } : undefined,
    volumes: root.texts('volumes').map(({ text }, i) => volumeOf(text, i)),
  });
}

/** `/host:/path:ro`. */
function volumeOf(text: string, i: number): JsonObject {
  const [hostPath, mountPath = hostPath, mode] = text.split(':');
  return pruned({ name: `volume-${i + 1}`, hostPath, mountPath, readOnly: mode === 'ro' || undefined });
}

/** Headers with values from the Secrets that the pod takes them from. */
function headerForward(root: Part, { pod }: Proxy): JsonObject {
  const forward = root.part('header_forward');
  const found = (forward?.textMap('add_headers_from_secret') ?? []).flatMap(([headerName, { text }]) => {
    const valueSecretRef = headerSecret(text, pod);
    return valueSecretRef ? [{ headerName, valueSecretRef }] : [];
  });
  return { headerForward: pruned({ addHeadersFromSecret: found }) };
}

/** `NAME,target=VARIABLE`: the variable, for the name is one of the machine's own store. */
function secretOf(text: string): string {
  return /,target=(.+)$/.exec(text)?.[1] ?? text;
}

function fromSecret(name: string): Setting {
  return { name, isSecret: true, value: [{ input: name }] };
}
