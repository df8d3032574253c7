/**
 * The members of a group as they are in a virtual server's configuration, and what its pod needs for them.
 * Source: ToolHive controllers/virtualmcpserver_vmcpconfig.go, virtualmcpserver_deployment.go, pkg/vmcp/workloads/k8s.go.
 */
import { createHash } from 'node:crypto';
import { mapped } from './composite-tools';
import { Member } from './members';
import { shown } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { naturallySorted } from '../../../go/yaml';
import { withoutTrailing } from '../../../plain/trailing';
import { Resource } from '../../../resources/resource';
import { McpServerEntrySpec, McpServerSpec } from '../../../resources/spec';
import { ConfigMapRef } from '../../../resources/spec/shared';
import { ConfigBackend } from '../../../resources/spec/virtualmcpserver';
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

/** As the configuration has it. */
export interface Backend extends Partial<Omit<ConfigBackend, 'name' | 'transport'>> {
  readonly name: string;
  readonly transport?: string;
}

interface Address {
  readonly url: string;
  readonly transport: string;
}

/**
 * `backends` as the operator writes them. Their state is that of members that run: what else it is, only the cluster
 * knows.
 */
export function operatorBackends(
  members: readonly Member[],
  group: string,
  { behaviour, findings }: Context,
): Backend[] {
  return sorted(
    members.map((member) => {
      if (caConfigMap(member)) {
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
export function staticBackends(members: readonly Member[], group: string): Backend[] {
  return sorted(members.map((member) => backend(member, group, clientAddress(member))));
}

/** Backends that the user lists in addition to those of the group. */
export function givenBackends(given: readonly ConfigBackend[] | undefined, listed: readonly Backend[]): Backend[] {
  return (given ?? []).filter(({ name }) => !listed.some((b) => b.name === name)).map(givenBackend);
}

/** A backend that the user lists in the configuration. */
export function givenBackend({ name, url, transport, type, caBundlePath, metadata }: ConfigBackend): Backend {
  return goStruct({ name, url, transport, type, caBundlePath, metadata: mapped(metadata, (text) => text) }, [
    'name',
    'url',
    'transport',
  ]);
}

function sorted(backends: readonly Backend[]): Backend[] {
  return [...backends].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function backend(member: Member, group: string, { url, transport }: Address, state?: Record<string, string>): Backend {
  const caBundlePath = caPath(member);
  return goStruct(
    {
      name: member.name,
      url,
      transport,
      // ToolHive takes a CA bundle for an entry only, and the operator forgets to call it one.
      type: caBundlePath && !state ? 'entry' : undefined,
      caBundlePath,
      metadata: naturallySorted({ ...annotationsOf(member), ...metadataOf(member, group), ...state }),
    },
    ['name'],
  );
}

const WORKLOAD_TYPES: Readonly<Record<string, string>> = {
  MCPServer: 'mcp_server',
  MCPRemoteProxy: 'remote_proxy',
  MCPServerEntry: 'server_entry',
};

function metadataOf({ kind, namespace, spec }: Member, group: string): Record<string, string> {
  return {
    group,
    namespace,
    tool_type: 'mcp',
    workload_type: WORKLOAD_TYPES[kind],
    ...('remoteUrl' in spec && { remote_url: spec.remoteUrl }),
  };
}

function annotationsOf({ annotations = {} }: Member): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !STANDARD_ANNOTATION.test(key)));
}

/** What the operator writes into the member's status. */
function operatorAddress({ kind, name, namespace, spec }: Member): Address {
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
function clientAddress({ kind, name, namespace, spec }: Member): Address {
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

/** The operator takes the proxy's mode, even where the transport isn't stdio; that an SSE server uses SSE is corrected. */
function listedTransport({ transport, proxyMode }: McpServerSpec): string {
  return transport === 'sse' ? transport : proxyMode;
}

function caConfigMap(member: Member): ConfigMapRef | undefined {
  return member.kind === 'MCPServerEntry' ? member.spec.caBundleRef?.configMapRef : undefined;
}

function caPath(member: Member): string | undefined {
  const configMap = caConfigMap(member);
  return configMap && `${CA_DIRECTORY}/${member.name}/${configMap.key || DEFAULT_KEY}`;
}

/** Certificates of entries. */
export function entryCaMounts(entries: readonly Resource<McpServerEntrySpec>[]): Mount[] {
  return entries.flatMap(({ name, spec }) => {
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
