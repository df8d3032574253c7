/** Who may use a proxy, and what they see: group, login, policies, tools, audit. */
import { caBundleOf } from './certificates';
import { membersOf, textsOf } from './members';
import { Proxy } from './proxy';
import { JsonObject, pruned } from '../../../plain/objects';
import { Part } from '../part';

/** Where a pod has the authority and the token of its cluster. */
const CLUSTER_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
const UNREAD_AUTHZ =
  'is not read here; import the custom resource (kubectl get -o yaml), or say it with the prop authz';

/** The spec's part about it. */
export function policiesOf(root: Part, proxy: Proxy): JsonObject {
  return pruned({
    groupRef: group(root, proxy),
    oidcConfigRef: oidc(root, proxy),
    toolConfigRef: tools(root, proxy),
    audit: audit(root),
    ...authz(root.part('authz_config'), proxy),
  });
}

/** Every server of somebody's machine is in the group `default`. */
function group(root: Part, proxy: Proxy): JsonObject | undefined {
  const name = root.text('group');
  return name && name !== 'default' ? proxy.shared('MCPGroup', name, {}) : undefined;
}

function oidc(root: Part, proxy: Proxy): JsonObject | undefined {
  const config = root.part('oidc_config');
  const issuer = config?.text('Issuer');
  if (!config || !issuer) return undefined;
  const reference = proxy.own('MCPOIDCConfig', 'oidc', provider(config, issuer, proxy));
  const scopes = textsOf(config, 'Scopes');
  // An authorization server offers scopes of its own where none are given.
  const server = root.raw('embedded_auth_server_config') as JsonObject | undefined;
  return pruned({
    ...reference,
    audience: config.text('Audience') || undefined,
    resourceUrl: config.text('ResourceURL') || undefined,
    scopes: server && server.scopes_supported === undefined ? undefined : scopes,
  });
}

function provider(config: Part, issuer: string, proxy: Proxy): JsonObject {
  const addresses = {
    issuer,
    jwksUrl: config.text('JWKSURL') || undefined,
    introspectionUrl: config.text('IntrospectionURL') || undefined,
  };
  if (config.raw('CACertPath') === CLUSTER_CA) {
    config.skip(...['CACertPath', 'AuthTokenFile', 'AllowPrivateIP', 'InsecureAllowHTTP', 'ClientID', 'ClientSecret']);
    return { type: 'kubernetesServiceAccount', kubernetesServiceAccount: pruned(addresses) };
  }
  const variable = 'TOOLHIVE_OIDC_CLIENT_SECRET';
  const isGiven = Boolean(config.text('ClientSecret'));
  const inline = pruned({
    ...addresses,
    clientId: config.text('ClientID') || undefined,
    clientSecretRef:
      proxy.secretIfGiven(variable) ?? (isGiven ? proxy.secret('oidc-client-secret', { variable }) : undefined),
    caBundleRef: caBundleOf(config, 'CACertPath', proxy),
    jwksAuthTokenPath: tokenPath(config, proxy),
    insecureAllowHTTP: config.flag('InsecureAllowHTTP') || undefined,
    jwksAllowPrivateIP: config.flag('AllowPrivateIP') || undefined,
  });
  return { type: 'inline', inline };
}

function tokenPath(config: Part, { isInCluster }: Proxy): string | undefined {
  if (isInCluster) return config.text('AuthTokenFile') || undefined;
  if (config.raw('AuthTokenFile') === '') config.skip('AuthTokenFile');
  config.leave('is a file of that machine; mount one, and name it with jwksAuthTokenPath', 'AuthTokenFile');
  return undefined;
}

function tools(root: Part, proxy: Proxy): JsonObject | undefined {
  const toolsOverride = Object.fromEntries(
    root.byName('tools_override').map(([name, part]) => [name, membersOf(part, { text: ['name', 'description'] })]),
  );
  const spec = pruned({ toolsFilter: textsOf(root, 'tools_filter'), toolsOverride });
  return Object.keys(spec).length ? proxy.own('MCPToolConfig', 'tools', spec) : undefined;
}

function audit(root: Part): JsonObject | undefined {
  const config = root.part('audit_config');
  config?.leave('is what ToolHive sets itself', 'component', 'detectApplicationErrors', 'maxDataSize', 'enabled');
  return config && { enabled: true };
}

/** Policies in the resource itself, or a configuration that it refers to. */
function authz(config: Part | undefined, proxy: Proxy): JsonObject {
  if (!config) return {};
  const type = config.text('type') ?? 'cedarv1';
  if (config.text('version') !== '1.0') config.leave('is no version that is known', 'version');
  const [key, member] = type === 'httpv1' ? ['httpv1', 'pdp'] : ['cedarv1', 'cedar'];
  const document = (/^cedar/.test(type) || type === key) && config.part(member);
  if (!document) {
    config.leave(UNREAD_AUTHZ, ...config.keys());
    proxy.lacks('its authorization is none that is known');
    return {};
  }
  const isPlain = document.keys().every((name) => ['type', 'policies', 'entities_json'].includes(name));
  // The resource's own policies come with entities, if it is only an empty list of them.
  if (member === 'cedar' && isPlain && (document.has('entities_json') || !proxy.isInCluster)) {
    document.skip('type');
    const inline = pruned({ policies: textsOf(document, 'policies'), entitiesJson: document.text('entities_json') });
    return { authzConfig: { type: 'inline', inline } };
  }
  config.any(member);
  return { authzConfigRef: proxy.own('MCPAuthzConfig', 'authz', { type: key, config: document.value }) };
}
