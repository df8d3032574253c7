import { BlockList } from 'node:net';
import { isCidr, isWithin } from '../../../../src/kubernetes/addresses';
import { Peer } from '../../../../src/kubernetes/objects';
import { SPECIAL_RANGES } from '../../../../src/kubernetes/special-addresses';
import {
  allAddresses,
  isOutside,
  networkPolicySpec,
  publicAddresses,
  ruleTo,
} from '../../../../src/rendering/operations/objects/network-policy';
import { edges, METADATA } from '../../../special-addresses';

const labelled = (name: string) => ({ podSelector: { matchLabels: { [name]: 'true' } } });
const places = { outside: [labelled('outside')], apiServer: [labelled('api-server')] };
const namespace = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];
const address = (cidr: string) => [{ ipBlock: { cidr } }];

test.each<[string, string, object[]]>([
  ['a Service', 'postgres.database.svc', namespace('database')],
  ['a Service with the domain of the cluster', 'postgres.database.svc.cluster.local', namespace('database')],
  ['a Service with the dot that ends a name', 'postgres.database.svc.cluster.local.', namespace('database')],
  ['a pod of a Service', 'pg-0.postgres.database.svc', namespace('database')],
  ['a name without a dot', 'postgres', [{ podSelector: {} }]],
  ['an address', '203.0.113.7', address('203.0.113.7/32')],
  ['an IPv6 address', '2001:db8::1', address('2001:db8::1/128')],
  ['an IPv6 address as URLs have it', '[2001:db8::1]', address('2001:db8::1/128')],
  ['an IPv4 address in words of IPv6', '[::ffff:203.0.113.7]', address('203.0.113.7/32')],
  ['the pod itself', 'localhost', []],
  ['the pod itself, by address', '127.0.0.1', []],
  ['the pod itself, by IPv6', '[::1]', []],
  ['any other name', 'db.example.com', places.outside],
  ['a name that only looks like a Service', 'svc.example.com', places.outside],
  ['a Service without .svc', 'postgres.database', namespace('database')],
  [
    'a Service without .svc, in whatever letters and with dots at the end',
    'Postgres.Database..',
    namespace('database'),
  ],
  ['a pod by its address', '10-1-2-3.database.pod.cluster.local', namespace('database')],
  ['a domain with all below it', '.postgres.database', places.outside],
  ['a domain that nobody calls a namespace', 'example.com', places.outside],
  ['a name of many parts', 'a.b.c.database', places.outside],
])('a rule to %s', (_, host, peers) => {
  expect(ruleTo(host, 5432, places)).toEqual({ peers, ports: [{ protocol: 'TCP', port: 5432 }] });
  expect(isOutside(host)).toBe(peers === places.outside);
});

test.each([
  ['a domain of the internet, which may be a namespace', 'redis.io', 'io'],
  ['a generic domain', 'api.dev', 'dev'],
  ["a domain of one's own network", 'otel.internal', 'internal'],
  ['a pod of a Service without .svc', 'pg-0.postgres.database', 'database'],
])('a rule to %s is one to both', (_, host, name) => {
  const peers = [...namespace(name), ...places.outside];
  expect(ruleTo(host, 5432, places).peers).toEqual(peers);
  expect(isOutside(host)).toBe(true);
});

test.each(['kubernetes.default', 'kubernetes.default.svc', 'Kubernetes.default.svc.cluster.local'])(
  'a rule to the API server, %s, which is in no namespace, has its port behind the Service too',
  (host) => {
    const { peers, ports } = ruleTo(host, 443, places);
    expect(peers).toEqual(places.apiServer);
    expect(ports.map(({ port }) => port)).toEqual([443, 6443]);
  },
);

test('what is left out of a block is part of it as Go reads both, to which ::ffff:0:0/96 is IPv4', () => {
  for (const { ipBlock } of [...publicAddresses(), ...allAddresses()]) {
    expect(ipBlock!.except!.filter((cidr) => isCidr(cidr) || !isWithin(cidr, ipBlock!.cidr))).toEqual([]);
  }
});

/** Whether an address is in one of the blocks. */
function within(peers: readonly Peer[], text: string): boolean {
  const familyOf = (address_: string) => (address_.includes(':') ? 'ipv6' : 'ipv4');
  const has = (cidr: string) => {
    const [net, prefix] = cidr.split('/');
    const list = new BlockList();
    list.addSubnet(net, Number(prefix), familyOf(net));
    return familyOf(net) === familyOf(text) && list.check(text, familyOf(text));
  };
  return peers.some(({ ipBlock }) => ipBlock && has(ipBlock.cidr) && !ipBlock.except!.some(has));
}

test.each(SPECIAL_RANGES.flatMap(({ cidr, what }) => edges(cidr).map((address_) => [address_, what] as const)))(
  'public addresses are not %s (%s)',
  (special) => expect(within(publicAddresses(), special)).toBe(false),
);

test.each(METADATA)('no set of addresses has %s, where %s hands out credentials', (metadata) => {
  expect(within(publicAddresses(), metadata)).toBe(false);
  expect(within(allAddresses(), metadata)).toBe(false);
});

test.each(['10.1.2.3', '100.64.0.1', '172.31.0.1', '192.168.1.1', 'fd12::1'])(
  'where the Kubernetes API may be is %s',
  (private_) => expect(within(allAddresses(), private_)).toBe(true),
);

test.each(['8.8.8.8', '168.63.129.17', '172.32.0.1', '198.20.0.1', '223.255.255.255', '2606:4700::1', '2a00::1'])(
  'public addresses are %s',
  (address_) => expect(within(publicAddresses(), address_)).toBe(true),
);

describe('a policy', () => {
  const tcp = (port: number) => ({ protocol: 'TCP' as const, port });

  test('says what goes to the same peers in one rule, each port once', () => {
    const peers = [{ podSelector: {} }];
    const rules = [443, 80, 443].map((port) => ({ peers, ports: [tcp(port)] }));
    expect(networkPolicySpec({ app: 'r' }, [], rules)).toEqual({
      podSelector: { matchLabels: { app: 'r' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ to: peers, ports: [tcp(443), tcp(80)] }],
    });
  });

  test('has no rule about nobody, which Kubernetes would read as everybody', () => {
    const nobody = [{ peers: [], ports: [tcp(80)] }];
    const closed = { podSelector: { matchLabels: {} }, policyTypes: ['Ingress', 'Egress'] };
    expect(networkPolicySpec({}, nobody, nobody)).toEqual(closed);
  });
});
