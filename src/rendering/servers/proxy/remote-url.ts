/** Addresses of remote servers. Source: ToolHive cmd/thv-operator/pkg/validation/url_validation.go. */
import { BlockList, isIP } from 'node:net';
import { Findings, shown } from '../../../findings';
import { urlParts } from '../../../go/url';
import { McpRemoteProxySpec, McpServerEntrySpec } from '../../../resources/spec';

/** What is asked at a remote address: a proxy, or an entry of a group. */
type Remote = McpRemoteProxySpec | McpServerEntrySpec;

type Nets = readonly (readonly [string, number])[];

/** Hosts by what they may not be; names include all below them. */
interface Blocked {
  readonly nets: Nets;
  readonly names: readonly string[];
}

const ALWAYS: Blocked = {
  nets: [
    ['0.0.0.0', 8],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['::', 128],
    ['::1', 128],
    ['fe80::', 10],
  ],
  names: [
    'localhost',
    'kubernetes.default.svc.cluster.local',
    'kubernetes.default.svc',
    'kubernetes.default',
    'metadata.google.internal',
  ],
};

const PRIVATE: Blocked = {
  nets: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['fc00::', 7],
  ],
  names: ['cluster.local'],
};

/** Reports a `spec.remoteUrl` that is invalid, or leads into the cluster. Names are not looked up. */
export function checkRemoteUrl({ remoteUrl, allowPrivateEndpoint }: Remote, findings: Findings): void {
  const field = 'spec.remoteUrl';
  const { host, hostname } = urlParts(remoteUrl);
  if (!host || !URL.canParse(remoteUrl) || !isPrintable(remoteUrl)) {
    findings.error(field, `${shown(remoteUrl)} is no URL; write one such as "https://mcp.example.com/mcp"`);
  } else if (isBlocked(hostname, ALWAYS)) {
    findings.error(
      field,
      `${shown(remoteUrl)} is an address of this machine, of the cluster's API or of a cloud's metadata, which ToolHive refuses; give that of a remote server`,
    );
  } else if (!allowPrivateEndpoint && isBlocked(hostname, PRIVATE)) {
    findings.error(
      field,
      `${shown(remoteUrl)} is a private address; set allowPrivateEndpoint to reach it all the same, which ToolHive knows from 0.63.0 on`,
    );
  }
}

/** Whether a remote address needs `allowPrivateEndpoint`. */
export function isPrivateUrl(remoteUrl: string): boolean {
  return isBlocked(urlParts(remoteUrl).hostname, PRIVATE);
}

/** What Go refuses, while URL drops or keeps it: control characters, and a `%` that escapes nothing. */
function isPrintable(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return !/[\u0000-\u001f\u007f]/.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text.split('?')[0]);
}

function isBlocked(host: string, { nets, names }: Blocked): boolean {
  const version = isIP(host);
  if (!version) return names.some((name) => `.${host.toLowerCase()}`.endsWith(`.${name}`));
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  return list.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** A proxy puts the path of its remote URL, where it has one, in place of that of every request. Source: runs of ToolHive's proxy. */
export function warnOfProxiedPath({ transport, remoteUrl }: Remote, findings: Findings): void {
  const path = pathOf(remoteUrl);
  if (transport === 'sse' && path) {
    findings.warning(
      'remote-url-with-path',
      'spec.remoteUrl',
      `${shown(remoteUrl)} has a path, which ToolHive puts in place of every request's, and an sse server has two: messages of clients fail; leave the path out`,
    );
  }
  if (transport === 'streamable-http' && isRoot(path)) {
    const instead = path
      ? 'requests reach the remote server at "/"'
      : 'ToolHive asks "/" for five minutes whether the remote server is there';
    warnOfRoot(remoteUrl, instead, '/mcp', findings);
  }
}

/** Without a proxy in between, the URL is used as it is. Source: runs of ToolHive's virtual server. */
export function warnOfDirectPath({ transport, remoteUrl }: Remote, findings: Findings): void {
  if (!isRoot(pathOf(remoteUrl))) return;
  warnOfRoot(
    remoteUrl,
    'virtual servers ask the remote server at "/"',
    transport === 'sse' ? '/sse' : '/mcp',
    findings,
  );
}

function warnOfRoot(remoteUrl: string, effect: string, example: string, findings: Findings): void {
  findings.warning(
    'remote-url-without-path',
    'spec.remoteUrl',
    `${shown(remoteUrl)} has no path: ${effect}; give the whole address, such as "https://mcp.example.com${example}"`,
  );
}

/** The path as it is written: none is not the same as a slash. */
function pathOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
}

function isRoot(path: string): boolean {
  return path === '' || path === '/';
}
