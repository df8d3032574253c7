/**
 * The proxy of a declared backend: a plain one, in front of an address, without a word to Kubernetes.
 * Source: ToolHive pkg/runner (remote_url), pkg/container/kubernetes/client.go (NewClient), and runs of its proxy.
 */
import { targetPort } from './backend';
import { Findings, shown } from '../../../../findings';
import { urlParts } from '../../../../go/url';
import { EnvVar } from '../../../../kubernetes/objects';
import { DeclaredBackend } from '../../../../resources/construct-options';
import { Resource } from '../../../../resources/resource';
import { McpServerSpec } from '../../../../resources/spec';
import { EnvItem } from '../../../../resources/spec/shared';
import { RunConfig } from '../../proxy/run-config-members';
import { names } from '../names';

/** Where ToolHive's servers answer. */
const STREAMABLE_HTTP_PATH = '/mcp';

/** Files of a pod's ServiceAccount. */
const ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The address that the proxy dials.
 *
 * A streamable-http server needs its path, which replaces that of each request; an sse server must have none, because
 * its clients post to another path than they listen on. A session stays at the address that was dialled, so that more
 * than one replica need addresses of their own.
 */
export function remoteUrl(
  { name, namespace, spec }: Resource<McpServerSpec>,
  { path = STREAMABLE_HTTP_PATH }: DeclaredBackend,
): string {
  const { backendReplicas = 1 } = spec;
  const service = backendReplicas > 1 ? names.headless(name) : names.backend(name);
  const base = `http://${service}.${namespace}.svc.cluster.local:${targetPort(spec)}`;
  return spec.transport === 'sse' ? base : `${base}${path}`;
}

/** Key of the RunConfig's ConfigMap, and so the name of a file next to it. */
const KUBECONFIG = 'kubeconfig';

/**
 * ToolHive's proxy makes a client of the Kubernetes API when it starts, which it then never uses. Without a token it
 * wants this file; there is nothing at the address.
 */
export const KUBECONFIG_DATA: Record<string, string> = {
  [KUBECONFIG]: `apiVersion: v1
kind: Config
clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
contexts: [{name: none, context: {cluster: none, user: none}}]
users: [{name: none, user: {}}]
current-context: none
`,
};

export const KUBECONFIG_ENV: EnvVar = { name: 'KUBECONFIG', value: `/etc/runconfig/${KUBECONFIG}` };

/** Reports what a proxy without a token can't do. */
export function checkPlainProxy(runConfig: RunConfig, { spec }: Resource<McpServerSpec>, findings: Findings): void {
  const { CACertPath = '', AuthTokenFile = '' } = runConfig.oidc_config ?? {};
  if ([CACertPath, AuthTokenFile].some((path) => path.startsWith(`${ACCOUNT_DIRECTORY}/`))) {
    findings.error(
      'spec.oidcConfigRef',
      `MCPOIDCConfig ${shown(spec.oidcConfigRef!.name)} reads the proxy's own token, and the proxy of a declared backend has none; use a provider that is asked without (useClusterAuth: false), or McpBackend.proxyManaged()`,
    );
  }
  const env = spec.resourceOverrides?.proxyDeployment?.env ?? [];
  if (env.some(({ name }) => name === KUBECONFIG_ENV.name)) {
    findings.error(
      'spec.resourceOverrides.proxyDeployment.env',
      `KUBECONFIG is set already: the proxy of a declared backend doesn't talk to Kubernetes; drop it`,
    );
  }
  warnOfHttpProxy(env, runConfig.remote_url!, findings);
}

/** An HTTP proxy of the company's knows no Service of the cluster. */
function warnOfHttpProxy(env: readonly EnvItem[], url: string, findings: Findings): void {
  const valueOf = (name: string) => env.find((variable) => [name, name.toLowerCase()].includes(variable.name))?.value;
  const { hostname } = urlParts(url);
  if (!valueOf('HTTP_PROXY') || isExempt(hostname, valueOf('NO_PROXY') ?? '')) return;
  findings.warning(
    'backend-through-http-proxy',
    'spec.resourceOverrides.proxyDeployment.env',
    `HTTP_PROXY applies to the MCP server too, which is at ${hostname}; add ".svc.cluster.local" to NO_PROXY`,
  );
}

/** As Go's golang.org/x/net/http/httpproxy reads NO_PROXY, for names. */
function isExempt(hostname: string, noProxy: string): boolean {
  return noProxy.split(',').some((entry) => {
    const name = entry
      .trim()
      .toLowerCase()
      .replace(/^\*(?=\.)/, '')
      .replace(/:\d+$/, '');
    if (name === '*') return true;
    return name !== '' && (hostname === name || hostname.endsWith(name.startsWith('.') ? name : `.${name}`));
  });
}
