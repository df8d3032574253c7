/** Addresses and ranges of addresses. */
import { BlockList, isIP } from 'node:net';
import { SPECIAL_RANGES } from './special-addresses';

let privateBlocks: BlockList | undefined;

/** Whether a host is an address, not a name, and a private one by ToolHive's reckoning: of a machine, a cluster, a company. */
export function isPrivateAddress(host: string): boolean {
  if (!isIP(host)) return false;
  privateBlocks ??= blockList(SPECIAL_RANGES.filter((range) => range.isPrivateToToolhive).map(({ cidr }) => cidr));
  return privateBlocks.check(host, familyOf(host));
}

/**
 * Why a text is no range of addresses that a NetworkPolicy takes; undefined if it is one.
 * Source: k8s.io/apimachinery pkg/util/validation (IsValidCIDR), pkg/apis/networking/validation (ipBlock).
 */
export function isCidr(text: string): string | undefined {
  const [address, prefix, ...more] = text.split('/');
  const example = address.includes(':') ? '"2001:db8::/32"' : '"10.0.0.0/8"';
  const version = isIP(address);
  if (more.length || prefix === undefined) return `must be an address and the length of its prefix, such as ${example}`;
  if (!version || address.includes('%')) return `must begin with an IP address: ${example}`;
  const longest = version === 4 ? 32 : 128;
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > longest) {
    return `must have a prefix between 0 and ${longest}, such as ${example}`;
  }
  const ipv4 = ipv4Within(address);
  if (ipv4) return `is of IPv4 addresses, which Kubernetes takes in words of IPv4 only, such as "${ipv4}/32"`;
  return undefined;
}

/** The IPv4 address embedded in an IPv6 address (RFC 4291, 2.5.5.2); undefined where there is none. */
export function ipv4Within(address: string): string | undefined {
  if (isIP(address) !== 6 || address.includes('%')) return undefined;
  // Of the many ways to write it, an URL has one.
  const mapped = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(new URL(`http://[${address}]`).hostname);
  return mapped?.slice(1).map(ipv4Half).join('.');
}

function ipv4Half(group: string): string {
  const value = parseInt(group, 16);
  return `${Math.floor(value / 256)}.${value % 256}`;
}

/** Whether a range is within another of the same family. Both must be valid. */
export function isWithin(inner: string, outer: string): boolean {
  const [[address, prefix], [net, length]] = [inner, outer].map((cidr) => cidr.split('/'));
  if (familyOf(address) !== familyOf(net) || Number(prefix) < Number(length)) return false;
  return blockList([outer]).check(address, familyOf(address));
}

/** The special ranges within a range, none of which is in another. */
export function specialRangesIn(outer: string): string[] {
  return distinctRanges(SPECIAL_RANGES.map(({ cidr }) => cidr).filter((cidr) => isWithin(cidr, outer)));
}

/** Where clouds hand out their machines' credentials, within a range. */
export function metadataRangesIn(outer: string): string[] {
  const metadata = SPECIAL_RANGES.flatMap((range) => range.metadata ?? []);
  return distinctRanges(metadata.filter((cidr) => isWithin(cidr, outer)));
}

function distinctRanges(ranges: readonly string[]): string[] {
  return ranges.filter((cidr) => !ranges.some((other) => other !== cidr && isWithin(cidr, other)));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, prefix] = range.split('/');
    list.addSubnet(net, Number(prefix), familyOf(net));
  }
  return list;
}
