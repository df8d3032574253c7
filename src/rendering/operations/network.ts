/** NetworkPolicies of a server: what the topology implies, both ways, and nothing besides. */
import { isIP } from 'node:net';
import { awsCredentials, awsTokenHost } from './aws';
import { ciliumPolicySpec, NamedHost } from './cilium';
import { names, optionPart, OperationsModel } from './model';
import {
  allAddresses,
  API_SERVER_PORTS,
  block,
  dnsRule,
  isOutside,
  NetworkPlaces,
  networkPolicySpec,
  NetworkRule,
  plainHost,
  publicAddresses,
  ruleTo,
  tcp,
} from './objects/network-policy';
import { ServerKind } from './server-kinds';
import { backendLabels, backendPort, metricsPortOf } from './servers';
import { databaseTopology, Outbound, Topology } from './topology';
import { Findings, shown } from '../../findings';
import { Peer } from '../../kubernetes/objects';
import { ConstructOptions, Isolation } from '../../resources/construct-options';
import { Part } from '../model/workload';
import * as registryApi from '../registry/api/names';
import { Destination } from '../registry/config/needs';
import { isAllowedHost } from '../servers/proxy/allowed-host';

/** The pods that policies are about, and what may come to them and go out. */
interface Isolated {
  /** What ids of the objects begin with. */
  readonly prefix: string;
  name(server: string): string;
  labels(model: OperationsModel): Record<string, string>;
  ingress(model: IsolatedModel): NetworkRule[];
  egress(model: IsolatedModel): Egress;
}

/** A server that is isolated. */
interface IsolatedModel extends OperationsModel {
  readonly network: Isolation;
  readonly topology: Topology;
}

export const networkParts = policyParts({
  prefix: '',
  name: names.networkPolicy,
  labels: ({ server }) => server.labels,
  ingress: serverIngress,
  egress: (model) => egressOf(model, model.topology),
});

/** Policies for the pods of an MCP server itself, which ToolHive's proxy makes. */
export const backendNetworkParts = policyParts({
  prefix: 'Backend',
  name: names.backendPolicy,
  labels: ({ resource }) => backendLabels(resource.name),
  ingress: backendIngress,
  egress: backendEgress,
});

/** A registry's own policy isn't for the Jobs that prepare its database; they need less. */
export const migrationNetworkParts = policyParts({
  prefix: 'Migration',
  name: registryApi.names.migrationNetworkPolicy,
  labels: ({ resource }) => registryApi.jobLabels(resource.name),
  ingress: () => [],
  egress: (model) => egressOf(model, databaseTopology(model.topology)),
});

function policyParts({ prefix, name, labels, ingress, egress }: Isolated): Part<OperationsModel>[] {
  const isolated = (network: Isolation, model: OperationsModel): IsolatedModel => ({
    ...model,
    network,
    topology: model.topology!,
  });
  return [
    optionPart({
      id: `${prefix}NetworkPolicy`,
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      name,
      option: ({ network }) => network,
      body: (network, operations) => {
        const model = isolated(network, operations);
        return {
          metadata: { labels: model.server.labels },
          spec: networkPolicySpec(labels(model), ingress(model), egress(model).rules),
        };
      },
    }),
    optionPart({
      id: `${prefix}CiliumPolicy`,
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      name,
      option: ({ network }) => (network?.cilium ? network : undefined),
      body: (network, operations) => {
        const model = isolated(network, operations);
        const { named, usesDns, usesApiServer } = egress(model);
        const dns = usesDns ? dnsOf(model) : undefined;
        return {
          metadata: { labels: model.server.labels },
          spec: ciliumPolicySpec(labels(model), { named, usesApiServer, dns }),
        };
      },
    }),
  ];
}

/** What may go out: the rules of a NetworkPolicy, or those of Cilium in its place. */
interface Egress {
  readonly rules: NetworkRule[];
  readonly named: readonly NamedHost[];
  readonly usesDns: boolean;
  readonly usesApiServer: boolean;
}

const pods = (labels: Record<string, string>): Peer => ({ podSelector: { matchLabels: labels } });

function serverIngress({ options, network, server, topology, behaviour }: IsolatedModel): NetworkRule[] {
  const { clients = [], gateways = [], metrics = [] } = network;
  const { exposeViaIngress, exposeViaHttpRoute } = options.exposure ?? {};
  const ports = [tcp(server.port)];
  const metricsPort = metricsPortOf(server, behaviour);
  return [
    ...topology.callers.map((labels) => ({ peers: [pods(labels)], ports })),
    { peers: clients, ports },
    { peers: exposeViaIngress || exposeViaHttpRoute ? gateways : [], ports },
    // Where metrics have no port of their own, a pod that may read them could call the server, too.
    {
      peers: options.monitoring || metricsPort !== server.port ? metrics : [],
      ports: [tcp(metricsPort)],
    },
  ];
}

function egressOf(model: IsolatedModel, topology: Topology): Egress {
  const { network } = model;
  const { pods: own, usesApiServer, fetchesFromClients, awsRegion } = topology;
  const hosts = [...topology.hosts, ...(awsRegion ? [awsTokenHost(awsRegion)] : [])];
  const isNamed = (to: Destination) => network.cilium && !hasRange(to, network) && isOutside(to.host);
  const places = placesOf(model);
  const asksCilium = usesApiServer && network.cilium === true && !network.apiServer;
  const rules = [
    ...(network.cilium ? [] : [dnsOf(model)]),
    ...own.map(({ labels, port }) => ({ peers: [pods(labels)], ports: [tcp(port)] })),
    ...hosts.map((to) =>
      hasRange(to, network)
        ? { peers: network.database!, ports: [tcp(to.port)] }
        : ruleTo(to.host, to.port, isNamed(to) ? { ...places, outside: [] } : places),
    ),
    ...(fetchesFromClients ? [{ peers: places.outside, ports: [tcp(443)] }] : []),
    ...(usesApiServer && !asksCilium ? [{ peers: places.apiServer, ports: API_SERVER_PORTS }] : []),
    ...(awsRegion ? awsCredentials(awsRegion) : []),
  ];
  const named = hosts.filter(isNamed).map(({ host, port }) => ({ host: plainHost(host), ports: [port] }));
  return { rules, named, usesDns: true, usesApiServer: asksCilium };
}

/** Whether a host is the database, and the user gave another place for it than its name shows. */
function hasRange({ isDatabase }: Destination, network: Isolation): boolean {
  return isDatabase === true && network.database !== undefined;
}

function backendIngress({ resource: { spec }, server }: OperationsModel): NetworkRule[] {
  // A stdio server is attached to, by way of the API server.
  if (spec.transport === 'stdio') return [];
  return [{ peers: [pods(server.labels)], ports: [tcp(backendPort(spec))] }];
}

function backendEgress(model: IsolatedModel): Egress {
  const { network } = model;
  const { isOpen, hosts, ports } = model.topology.outbound!;
  const places = placesOf(model);
  const allowed = ports.map(tcp);
  const named = network.cilium ? hosts.filter(isName) : [];
  const rules = [
    ...(isOpen ? [{ peers: places.outside, ports: [] }] : []),
    ...(!isOpen && !hosts.length && ports.length ? [{ peers: places.outside, ports: allowed }] : []),
    ...(isOpen
      ? []
      : hosts.map((host) => ruleToAllowed(host, allowed, named.includes(host) ? { ...places, outside: [] } : places))),
  ];
  const usesDns = isOpen || hosts.some((host) => !isAddress(host)) || (!hosts.length && ports.length > 0);
  return {
    rules: [...(usesDns && !network.cilium ? [dnsOf(model)] : []), ...rules],
    named: isOpen ? [] : named.map((host) => ({ host: plainHost(host), ports })),
    usesDns,
    usesApiServer: false,
  };
}

/** A host of a permission profile: a name, a domain with a dot before it, an address, or a range. */
function ruleToAllowed(host: string, ports: NetworkRule['ports'], places: NetworkPlaces): NetworkRule {
  if (host.includes('/')) return { peers: [block(host)], ports };
  return { ...ruleTo(host, 0, places), ports };
}

function isAddress(host: string): boolean {
  return isIP(host.replace(/\/\d+$/, '')) > 0;
}

function isName(host: string): boolean {
  return !isAddress(host) && isOutside(host);
}

function placesOf({ network }: IsolatedModel): NetworkPlaces {
  const { externalHosts = publicAddresses(), apiServer = allAddresses() } = network;
  return { outside: externalHosts, apiServer };
}

function dnsOf({ network, platform }: IsolatedModel): NetworkRule {
  return dnsRule(platform, network.dns);
}

/** What the policies would block, or can't restrict, as far as is known. */
export function checkNetwork(
  kind: ServerKind,
  { network = {}, discovery }: ConstructOptions,
  topology: Topology,
  findings: Findings,
): void {
  for (const host of topology.outbound?.hosts ?? []) {
    const wrong = isAllowedHost(host);
    if (wrong) findings.error('spec.permissionProfile', `allow_host: ${shown(host)} ${wrong}`);
  }
  if (kind === 'VirtualMCPServer' && discovery !== 'static') {
    findings.warning(
      'network-policy-members-unknown',
      'spec.networkIsolation',
      'opens the way to the members that are in this app, but this server looks for others in the cluster, and would not reach them; allow them by a NetworkPolicy of your own, or use MemberDiscovery.STATIC',
    );
  }
  if (network.cilium) return;
  if (topology.usesApiServer && !network.apiServer) {
    findings.warning(
      'network-policy-api-server-open',
      'spec.networkIsolation.apiServer',
      'is not given, and no NetworkPolicy can name the Kubernetes API, which this server needs, so ports 443 and 6443 are open to every address; give the addresses that kubectl get endpoints kubernetes tells, or use cilium',
    );
  }
  for (const to of network.externalHosts ? [] : topology.hosts) {
    const { host, port, field, isDatabase, isPrivate } = to;
    if (!isPrivate || !isOutside(host) || hasRange(to, network)) continue;
    findings.warning(
      'network-policy-private-host',
      `spec.${field}`,
      `${shown(host)} is a name, which no NetworkPolicy takes, so port ${port} is open to public addresses only, and this one is probably private; give networkIsolation its range as ${isDatabase ? 'database' : 'externalHosts'}, or write a Service of the cluster as NAME.NAMESPACE.svc`,
    );
  }
  warnOfNames(topology.outbound, findings);
}

function warnOfNames(outbound: Outbound | undefined, findings: Findings): void {
  const hosts = outbound && !outbound.isOpen ? outbound.hosts.filter(isName) : [];
  if (!hosts.length) return;
  const wildcards = hosts.filter((host) => host.startsWith('*'));
  const below = wildcards.length ? `; ${wildcards.map(shown).join(', ')} is no name that could be resolved either` : '';
  const ports = outbound!.ports.length ? `on port ${outbound!.ports.join(' and ')}` : 'on all ports';
  findings.warning(
    'network-policy-host-names',
    'spec.permissionProfile',
    `allows ${hosts.map(shown).join(', ')}, but no NetworkPolicy takes a name, so every public address is open to the server ${ports}${below}; use networkIsolation with cilium, or name addresses`,
  );
}
