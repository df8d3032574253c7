/** Resources that cases are made of. */
import { Obj } from '../../src/plain/objects';

/** A resource of ToolHive's (with `spec`), a ConfigMap (with `data`) or an `Operator` (with its variables as `data`). */
export interface CaseResource {
  readonly kind: string;
  readonly name: string;
  readonly annotations?: Record<string, string>;
  readonly spec?: Obj;
  readonly data?: Record<string, string>;
}

export const RESOURCE = 'https://mcp.example.com';
export const POLICIES = ['permit(principal, action, resource);'];
export const OIDC_REF = { name: 'oidc', audience: RESOURCE, resourceUrl: RESOURCE };
export const REDIS = { sessionStorage: { provider: 'redis', address: 'r:6379' } };

export const key = (name: string) => ({ name, key: 'k' });

export const external = (name: string, type: string, config?: Obj): CaseResource => ({
  kind: 'MCPExternalAuthConfig',
  name,
  spec: { type, ...(config && { [type]: config }) },
});

export const oidc = (inline: Obj = {}): CaseResource => ({
  kind: 'MCPOIDCConfig',
  name: 'oidc',
  spec: { type: 'inline', inline: { issuer: 'https://auth.example.com', ...inline } },
});

export const cluster = (kubernetesServiceAccount: Obj): CaseResource => ({
  kind: 'MCPOIDCConfig',
  name: 'oidc',
  spec: { type: 'kubernetesServiceAccount', kubernetesServiceAccount },
});

export const authz = (type: string, config: Obj): CaseResource => ({
  kind: 'MCPAuthzConfig',
  name: 'z',
  spec: { type, config },
});

export const configMap = (data: Record<string, string>): CaseResource => ({ kind: 'ConfigMap', name: 'p', data });

export const oidcUpstream = (name: string, config: Obj = {}) => ({
  name,
  type: 'oidc',
  oidcConfig: { issuerUrl: 'https://idp.example.com', clientId: 'c', ...config },
});

export const oauth2Upstream = (name: string, config: Obj) => ({
  name,
  type: 'oauth2',
  oauth2Config: { authorizationEndpoint: 'https://a/a', tokenEndpoint: 'https://a/t', ...config },
});

export const authServer = (config: Obj = {}) =>
  external('as', 'embeddedAuthServer', {
    issuer: 'https://auth.example.com',
    upstreamProviders: [oidcUpstream('idp')],
    ...config,
  });
