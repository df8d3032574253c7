/** Which IP addresses are not of the public internet, by ToolHive's reckoning (pkg/networking/utilities.go). */
import { BlockList, isIP } from 'node:net';

const PRIVATE: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

let blocks: BlockList | undefined;

/** Whether a host is an address, not a name, and a private one: of a machine, a cluster, a company. */
export function isPrivateAddress(host: string): boolean {
  const version = isIP(host);
  if (!version) return false;
  if (!blocks) {
    blocks = new BlockList();
    for (const [net, prefix] of PRIVATE) blocks.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  }
  return blocks.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
