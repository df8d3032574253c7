/** Who may reach a registry's pods, and whom they may reach: what the configuration needs, and no more. */
import { RegistryApiModel } from './model';
import { labelsOf, names } from './names';
import { API_PORT, probePortNumber } from './server';
import { Findings, shown } from '../../../findings';
import { Obj } from '../../../plain/objects';
import { PlatformName } from '../../model/settings';
import { Part } from '../../model/workload';
import {
  ALL_ADDRESSES,
  API_SERVER_PORTS,
  block,
  dnsRule,
  isOutside,
  networkPolicySpec,
  NetworkPlaces,
  NetworkRule,
  PUBLIC_ADDRESSES,
  ruleTo,
  tcp,
} from '../../operations/objects/network-policy';
import { RegistryNeeds } from '../config/needs';

/** Where a pod on AWS gets the credentials of its own account (EKS Pod Identity), and those of its machine. */
const AWS_POD_IDENTITY = [block('169.254.170.23/32'), block('fd00:ec2::23/128')];
const AWS_METADATA = [block('169.254.169.254/32'), block('fd00:ec2::254/128')];

export const networkParts: Part<RegistryApiModel>[] = [
  {
    id: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    name: names.networkPolicy,
    when: ({ networkPolicy }) => networkPolicy !== undefined,
    body: ({ resource: { name, spec }, needs, platform }) => {
      const { clients, gateways = [], metrics = [] } = spec.networkPolicy;
      const isExposed = spec.exposeViaIngress || spec.exposeViaHttpRoute;
      const ingress = [
        { peers: clients, ports: [tcp(API_PORT)] },
        { peers: isExposed ? gateways : [], ports: [tcp(API_PORT)] },
        { peers: metrics, ports: [tcp(probePortNumber(spec))] },
      ];
      return {
        metadata: { labels: labelsOf(name) },
        spec: networkPolicySpec(labelsOf(name), ingress, egress(spec.networkPolicy, needs, platform)),
      };
    },
  },
];

/** What a pod may reach that has to do with the database only. */
export function databaseEgress(options: Obj, needs: RegistryNeeds, platform: PlatformName): NetworkRule[] {
  const destinations = needs.destinations.filter(({ isDatabase }) => isDatabase);
  return egress(options, { ...needs, destinations, watchedNamespaces: [] }, platform);
}

function egress(options: Obj, needs: RegistryNeeds, platform: PlatformName): NetworkRule[] {
  const { dns, database, externalHosts, apiServer = ALL_ADDRESSES } = options;
  const places: NetworkPlaces = { outside: externalHosts ?? PUBLIC_ADDRESSES, apiServer };
  return [
    dnsRule(platform, dns),
    ...needs.destinations.map(({ host, port, isDatabase }) =>
      isDatabase && database ? { peers: database, ports: [tcp(port)] } : ruleTo(host, port, places),
    ),
    ...(needs.watchedNamespaces.length ? [{ peers: apiServer, ports: API_SERVER_PORTS }] : []),
    ...(needs.awsRegion ? aws(needs.awsRegion, places) : []),
  ];
}

/** Tokens for the database are made from credentials that AWS gives the pod; the machine's know the region as well. */
function aws(region: string, { outside }: NetworkPlaces): NetworkRule[] {
  return [
    { peers: outside, ports: [tcp(443)] },
    { peers: AWS_POD_IDENTITY, ports: [tcp(80)] },
    ...(region === 'detect' ? [{ peers: AWS_METADATA, ports: [tcp(80)] }] : []),
  ];
}

/** Hosts that the policy would cut off, as far as can be told. */
export function checkNetworkPolicy({ networkPolicy }: Obj, { destinations }: RegistryNeeds, findings: Findings): void {
  if (!networkPolicy || networkPolicy.externalHosts) return;
  for (const { host, port, field, isDatabase, isPrivate } of destinations) {
    if (!isPrivate || !isOutside(host) || (isDatabase && networkPolicy.database)) continue;
    const option = isDatabase ? 'database' : 'externalHosts';
    findings.warning(
      'network-policy-private-host',
      `config.${field}`,
      `${shown(host)} is a name, which no NetworkPolicy takes, so port ${port} is open to public addresses only, and this one is probably private; give networkPolicy its range as ${option}, or write a Service of the cluster as NAME.NAMESPACE.svc`,
    );
  }
}
