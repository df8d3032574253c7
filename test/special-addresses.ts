/** Addresses that a server in a cluster has no business with. */
import { isIP } from 'node:net';

/** Where clouds hand out the credentials of their machines, and whose. */
export const METADATA: readonly (readonly [string, string])[] = [
  ['169.254.169.254', 'AWS, Azure, Google and most others'],
  ['169.254.170.2', 'AWS ECS'],
  ['169.254.170.23', 'AWS EKS'],
  ['fd00:ec2::254', 'AWS'],
  ['fd00:ec2::23', 'AWS EKS'],
  ['fd20:ce::254', 'Google'],
  ['fd00:c1::a9fe:a9fe', 'Oracle'],
  ['168.63.129.16', 'Azure'],
  ['192.0.0.192', 'Oracle'],
  ['100.100.100.200', 'Alibaba'],
  ['64:ff9b::a9fe:a9fe', 'NAT64'],
  ['fe80::a9fe:a9fe', 'OpenStack'],
];

/** The first and the last address of a range. */
export function edges(cidr: string): string[] {
  const [net, prefix] = cidr.split('/');
  const bits = isIP(net) === 4 ? 32 : 128;
  const first = isIP(net) === 4 ? fromGroups(net.split('.').map(Number), 8) : fromGroups(groupsOf(net), 16);
  const last = first + 2n ** BigInt(bits - Number(prefix)) - 1n;
  return [...new Set([first, last])].map((value) => (bits === 32 ? ipv4(value) : ipv6(value)));
}

function groupsOf(address: string): number[] {
  const [head, tail = ''] = address.split('::').map((half) => (half ? half.split(':') : [])) as string[][];
  const zeros = Array(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].map((group) => parseInt(group, 16));
}

function fromGroups(groups: readonly number[], width: number): bigint {
  return groups.reduce((value, group) => value * 2n ** BigInt(width) + BigInt(group), 0n);
}

function ipv4(value: bigint): string {
  return parts(value, 4, 256n).join('.');
}

function ipv6(value: bigint): string {
  return parts(value, 8, 65536n)
    .map((group) => group.toString(16))
    .join(':');
}

function parts(value: bigint, count: number, base: bigint): bigint[] {
  return Array.from({ length: count }, (_, i) => (value / base ** BigInt(count - 1 - i)) % base);
}
