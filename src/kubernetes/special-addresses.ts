/**
 * The ranges of addresses that are no ordinary hosts of the internet: private ones, those that clouds answer their own
 * machines at, and all that IANA's registries set apart. One list, for both checks and NetworkPolicies.
 *
 * Sources: IANA's registries of special-purpose addresses, unless noted
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry).
 */

export interface SpecialRange {
  readonly cidr: string;
  readonly what: string;
  /** The document that sets it apart. */
  readonly source: string;
  /** Whether ToolHive takes it for private (pkg/networking/utilities.go). */
  readonly isPrivateToToolhive?: true;
  /** Addresses in it at which clouds hand out a machine's credentials. */
  readonly metadata?: readonly string[];
}

export const SPECIAL_RANGES: readonly SpecialRange[] = [
  { cidr: '0.0.0.0/8', what: 'this network', source: 'RFC 791', isPrivateToToolhive: true },
  { cidr: '10.0.0.0/8', what: 'private', source: 'RFC 1918', isPrivateToToolhive: true },
  // Alibaba's metadata service is in it.
  {
    cidr: '100.64.0.0/10',
    what: 'shared by carriers',
    source: 'RFC 6598',
    isPrivateToToolhive: true,
    metadata: ['100.100.100.200/32'],
  },
  { cidr: '127.0.0.0/8', what: 'the machine itself', source: 'RFC 1122', isPrivateToToolhive: true },
  {
    cidr: '168.63.129.16/32',
    what: "Azure's services for its machines",
    source: 'https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16',
    metadata: ['168.63.129.16/32'],
  },
  // AWS, Azure, Google and most others hand out credentials there.
  {
    cidr: '169.254.0.0/16',
    what: 'link-local',
    source: 'RFC 3927',
    isPrivateToToolhive: true,
    metadata: ['169.254.0.0/16'],
  },
  { cidr: '172.16.0.0/12', what: 'private', source: 'RFC 1918', isPrivateToToolhive: true },
  // Oracle's metadata service is in it.
  { cidr: '192.0.0.0/24', what: "IETF's protocols", source: 'RFC 6890', metadata: ['192.0.0.192/32'] },
  { cidr: '192.0.2.0/24', what: 'documentation', source: 'RFC 5737', isPrivateToToolhive: true },
  { cidr: '192.88.99.0/24', what: 'relays of 6to4', source: 'RFC 7526' },
  { cidr: '192.168.0.0/16', what: 'private', source: 'RFC 1918', isPrivateToToolhive: true },
  { cidr: '198.18.0.0/15', what: 'benchmarks', source: 'RFC 2544' },
  { cidr: '198.51.100.0/24', what: 'documentation', source: 'RFC 5737', isPrivateToToolhive: true },
  { cidr: '203.0.113.0/24', what: 'documentation', source: 'RFC 5737', isPrivateToToolhive: true },
  { cidr: '224.0.0.0/4', what: 'multicast', source: 'RFC 5771', isPrivateToToolhive: true },
  { cidr: '240.0.0.0/4', what: 'reserved, and broadcast', source: 'RFC 1112', isPrivateToToolhive: true },

  { cidr: '::/128', what: 'no address', source: 'RFC 4291', isPrivateToToolhive: true },
  { cidr: '::1/128', what: 'the machine itself', source: 'RFC 4291', isPrivateToToolhive: true },
  { cidr: '::/96', what: 'IPv4 addresses, withdrawn', source: 'RFC 4291' },
  // Not ::ffff:0:0/96: such addresses travel as IPv4, and Kubernetes reads the range as one of IPv4, which isn't in ::/0.
  // All of IPv4 is behind it, metadata services included.
  { cidr: '64:ff9b::/96', what: 'NAT64', source: 'RFC 6052', metadata: ['64:ff9b::/96'] },
  {
    cidr: '64:ff9b:1::/48',
    what: 'NAT64, local',
    source: 'RFC 8215',
    isPrivateToToolhive: true,
    metadata: ['64:ff9b:1::/48'],
  },
  { cidr: '100::/64', what: 'discarded', source: 'RFC 6666' },
  { cidr: '100:0:0:1::/64', what: 'a dummy', source: 'RFC 9780' },
  { cidr: '2001::/23', what: "IETF's protocols", source: 'RFC 2928' },
  { cidr: '2001::/32', what: 'Teredo', source: 'RFC 4380', isPrivateToToolhive: true },
  { cidr: '2001:db8::/32', what: 'documentation', source: 'RFC 3849' },
  { cidr: '2002::/16', what: '6to4, with IPv4 addresses in it', source: 'RFC 3056' },
  { cidr: '3fff::/20', what: 'documentation', source: 'RFC 9637' },
  { cidr: '5f00::/16', what: 'segment routing', source: 'RFC 9602' },
  // AWS, Google and Oracle hand out credentials in it.
  {
    cidr: 'fc00::/7',
    what: 'private',
    source: 'RFC 4193',
    isPrivateToToolhive: true,
    metadata: ['fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:c1::a9fe:a9fe/128'],
  },
  { cidr: 'fe80::/10', what: 'link-local', source: 'RFC 4291', isPrivateToToolhive: true, metadata: ['fe80::/10'] },
  { cidr: 'fec0::/10', what: 'site-local, withdrawn', source: 'RFC 3879' },
  { cidr: 'ff00::/8', what: 'multicast', source: 'RFC 4291', isPrivateToToolhive: true },
];
