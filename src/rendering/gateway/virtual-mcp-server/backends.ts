/**
 * The members of a group as they stand in a virtual server's configuration, and what its pod needs for them.
 * Source: ToolHive controllers/virtualmcpserver_vmcpconfig.go, virtualmcpserver_deployment.go, pkg/vmcp/workloads/k8s.go.
 */
import { createHash } from 'node:crypto';
import { givenBackend } from './config';
import { shown } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { naturallySorted } from '../../../go/yaml';
import { Obj } from '../../../plain/objects';
import { withoutTrailing } from '../../../plain/trailing';
import { Resource } from '../../../resources/resource';
import { REFUSED_BY_PROXY } from '../../model/without-effect';
import { Context } from '../../model/workload';
import { configMapMount, Mount } from '../../pod/mounts';
import { mcpRemoteProxyUrl, serviceUrl as remoteProxyServiceUrl } from '../../servers/mcp-remote-proxy/names';
import { mcpServerUrl } from '../../servers/mcp-server/names';
import { effectiveProxyMode } from '../../servers/proxy/run-config';

const CA_DIRECTORY = '/etc/toolhive/ca-bundles';
const DEFAULT_KEY = 'ca.crt';

/** Annotations of Kubernetes' own, which don't become metadata of a backend. */
const STANDARD_ANNOTATION = /^(?:kubectl\.kubernetes\.io|kubernetes\.io|deployment\.kubernetes\.io|k8s\.io)\//;

interface Address {
  readonly url: string;
  readonly transport: string;
}

/**
 * `backends` as the operator writes them. Their state is that of members that run: what else it is, only the cluster
 * knows.
 */
export function operatorBackends(members: readonly Resource[], group: string, { behaviour, findings }: Context): Obj[] {
  return sorted(
    members.map((member) => {
      if (member.spec.caBundleRef?.configMapRef) {
        findings.warning(
          REFUSED_BY_PROXY,
          'spec.outgoingAuth.source',
          `MCPServerEntry ${shown(member.name)} has a CA bundle, and ToolHive's operator lists it in a way that its server doesn't take: caBundlePath without type "entry"; use --discovery static`,
        );
      }
      const { url, transport } = operatorAddress(member);
      const status = member.kind === 'MCPServerEntry' ? 'Valid' : 'Ready';
      const state: Record<string, string> = behaviour.backendsTellStatus ? { workload_status: status } : {};
      return backend(member, group, { url, transport }, state);
    }),
  );
}

/** The same, with addresses that can be connected to and no state. */
export function staticBackends(members: readonly Resource[], group: string): Obj[] {
  return sorted(members.map((member) => backend(member, group, clientAddress(member))));
}

/** Backends that the user lists beside those of the group. */
export function givenBackends(given: readonly Obj[] | undefined, listed: readonly Obj[]): Obj[] {
  return (given ?? []).filter(({ name }) => !listed.some((b) => b.name === name)).map(givenBackend);
}

function sorted(backends: readonly Obj[]): Obj[] {
  return [...backends].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function backend(member: Resource, group: string, { url, transport }: Address, state?: Record<string, string>): Obj {
  const caBundlePath = caPath(member);
  return goStruct({
    name: member.name,
    url,
    transport,
    // ToolHive takes a CA bundle for an entry only, and the operator forgets to call it one.
    type: caBundlePath && !state ? 'entry' : undefined,
    caBundlePath,
    metadata: naturallySorted({ ...annotationsOf(member), ...metadataOf(member, group), ...state }),
  });
}

const WORKLOAD_TYPES: Readonly<Record<string, string>> = {
  MCPServer: 'mcp_server',
  MCPRemoteProxy: 'remote_proxy',
  MCPServerEntry: 'server_entry',
};

function metadataOf({ kind, namespace, spec }: Resource, group: string): Record<string, string> {
  return {
    group,
    namespace,
    tool_type: 'mcp',
    workload_type: WORKLOAD_TYPES[kind],
    ...(spec.remoteUrl && { remote_url: spec.remoteUrl }),
  };
}

function annotationsOf({ annotations = {} }: Resource): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !STANDARD_ANNOTATION.test(key)));
}

/** What the operator writes into the member's status. */
function operatorAddress({ kind, name, namespace, spec }: Resource): Address {
  switch (kind) {
    case 'MCPServer':
      return { url: mcpServerUrl(name, namespace, spec), transport: listedTransport(spec) };
    case 'MCPRemoteProxy':
      return { url: remoteProxyServiceUrl(name, namespace, spec), transport: spec.transport };
    default:
      return { url: spec.remoteUrl, transport: spec.transport };
  }
}

/** Where a client finds the member. */
function clientAddress({ kind, name, namespace, spec }: Resource): Address {
  const withoutFragment = (url: string) => url.split('#')[0];
  switch (kind) {
    case 'MCPServer':
      return {
        url: withoutFragment(mcpServerUrl(name, namespace, spec)),
        transport: effectiveProxyMode(spec.transport, spec.proxyMode),
      };
    case 'MCPRemoteProxy':
      return { url: withoutFragment(mcpRemoteProxyUrl(name, namespace, spec)), transport: spec.transport };
    default:
      return { url: spec.remoteUrl, transport: spec.transport };
  }
}

/** The operator takes the proxy's mode, even where the transport isn't stdio; that an SSE server speaks SSE is put right. */
function listedTransport({ transport, proxyMode }: Obj): string {
  return transport === 'sse' ? transport : proxyMode || transport;
}

function caPath({ name, spec }: Resource): string | undefined {
  const configMap = spec.caBundleRef?.configMapRef;
  return configMap && `${CA_DIRECTORY}/${name}/${configMap.key || DEFAULT_KEY}`;
}

/** Certificates of entries. */
export function entryCaMounts(members: readonly Resource[]): Mount[] {
  return members.flatMap(({ name, spec }) => {
    const configMap = spec.caBundleRef?.configMapRef;
    if (!configMap) return [];
    const key = configMap.key || DEFAULT_KEY;
    return configMapMount(caVolumeName(name), configMap.name, { key, path: key }, `${CA_DIRECTORY}/${name}`);
  });
}

/** Name of a volume, at most 63 characters long. */
function caVolumeName(entry: string): string {
  const name = `ca-bundle-${entry}`;
  if (name.length <= 63) return name;
  const hash = createHash('sha256').update(entry).digest('hex').slice(0, 8);
  return `ca-bundle-${withoutTrailing(entry.slice(0, 44), '-')}-${hash}`;
}
