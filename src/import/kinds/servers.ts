/** Servers, remote proxies and entries. */
import { KindTable, Props } from './kind-table';
import { authz, notEmpty, used } from './policies';
import { JsonObject } from '../../plain/objects';
import { operatorResourceUrl } from '../../rendering/policies/auth/oidc';
import { call, Expression, object, scalar, variable } from '../expression';
import { Fields, struct } from '../fields';

export const server: KindTable = {
  construct: 'McpServer',
  suffix: 'server',
  always: ['image'],
  complete: (spec, name, namespace) => complete(withPlainSecrets(spec), name, namespace),
  props: (spec) => ({
    image: spec.data('image'),
    transport: spec.choice('transport', 'McpTransport'),
    proxyMode: spec.choice('proxyMode', 'ProxyMode'),
    mcpPort: spec.data('mcpPort'),
    ...ports(spec),
    args: spec.data('args'),
    env: env(spec),
    permissionProfile: spec.nested('permissionProfile', permissionProfile),
    ...access(spec),
    externalAuth: spec.reference('externalAuthConfigRef', 'MCPExternalAuthConfig'),
    webhooks: spec.reference('webhookConfigRef', 'MCPWebhookConfig'),
    rateLimiting: rateLimiting(spec),
    proxyResources: spec.resources('resources'),
    maxRequestBodySize: spec.data('maxRequestBodySize'),
    proxyReadTimeout: spec.duration('proxyReadTimeout'),
    replicas: spec.data('replicas'),
    backendReplicas: spec.data('backendReplicas'),
    sessionStorage: sessionStorage(spec),
    ...pod(spec),
  }),
};

export const remoteProxy: KindTable = {
  construct: 'McpRemoteProxy',
  suffix: 'remote-proxy',
  always: ['remoteUrl'],
  complete,
  props: (spec) => ({
    remoteUrl: spec.data('remoteUrl'),
    transport: spec.choice('transport', 'RemoteTransport'),
    ...ports(spec),
    ...headers(spec),
    allowPrivateEndpoint: spec.data('allowPrivateEndpoint'),
    ...access(spec),
    externalAuth: spec.reference('externalAuthConfigRef', 'MCPExternalAuthConfig'),
    resources: spec.resources('resources'),
    replicas: spec.data('replicas'),
    sessionStorage: sessionStorage(spec),
    ...pod(spec),
  }),
};

export const serverEntry: KindTable = {
  construct: 'McpServerEntry',
  suffix: 'entry',
  always: ['remoteUrl', 'groupRef'],
  props: (spec) => ({
    remoteUrl: spec.data('remoteUrl'),
    transport: spec.choice('transport', 'RemoteTransport'),
    group: spec.reference('groupRef', 'MCPGroup'),
    ...headers(spec),
    externalAuth: spec.reference('externalAuthConfigRef', 'MCPExternalAuthConfig'),
    caBundle: spec.caBundle('caBundleRef'),
    allowPrivateEndpoint: spec.data('allowPrivateEndpoint'),
  }),
};

function ports(spec: Fields): Props {
  return {
    proxyPort: spec.data('proxyPort'),
    sessionAffinity: spec.choice('sessionAffinity', 'SessionAffinity'),
    endpointPrefix: spec.data('endpointPrefix'),
    trustProxyHeaders: spec.data('trustProxyHeaders'),
  };
}

/** Authorization and audit. */
function access(spec: Fields): Props {
  return {
    group: spec.reference('groupRef', 'MCPGroup'),
    tools: spec.from('toolConfigRef', ({ name }) => {
      const config = spec.references.resource('MCPToolConfig', name);
      return config && call('McpTools', 'fromConfig', config);
    }),
    oidc: oidc(spec),
    authz: authz(spec),
    authServer: spec.reference('authServerRef', 'MCPExternalAuthConfig'),
    telemetry: telemetry(spec),
    audit: spec.nested('audit', (audit) => audit.data('enabled')),
  };
}

function pod(spec: Fields): Props {
  return {
    serviceAccount: spec.serviceAccount('serviceAccount'),
    ...overrides(spec),
    podTemplateSpec: podTemplate(spec),
  };
}

export function oidc(spec: Fields): Expression | undefined {
  return spec.nested('oidcConfigRef', (reference) =>
    used(reference, 'MCPOIDCConfig', reference.raw('name'), 'audience', 'resourceUrl', 'scopes'),
  );
}

export function telemetry(spec: Fields): Expression | undefined {
  return spec.nested('telemetryConfigRef', (reference) =>
    used(reference, 'MCPTelemetryConfig', reference.raw('name'), 'serviceName'),
  );
}

export function podTemplate(spec: Fields): Expression | undefined {
  const template = spec.data('podTemplateSpec');
  return template && call('PodTemplate', 'fromJson', template);
}

/** Plain values and keys of Secrets are one map of variables. */
function env(spec: Fields): Expression | undefined {
  const plain = spec.byName('env', 'name', (item) =>
    item.from('value', (value) => call('EnvValue', 'fromValue', scalar(value))),
  );
  const secrets: Record<string, Expression> = {};
  for (const { name, key, targetEnvName } of spec.raw('secrets') ?? []) {
    const variableName = targetEnvName || key;
    // One map holds a name once; the comparison finds out what that leaves unsaid.
    if (plain && Object.hasOwn(plain, variableName)) return plain && object(plain);
    secrets[variableName] = call(spec.references.secret(name), 'envValue', scalar(key));
  }
  const all = { ...plain, ...secrets };
  return Object.keys(all).length ? spec.commented('secrets', spec.commented('env', object(all))) : undefined;
}

function permissionProfile(profile: Fields): Expression | undefined {
  const { type, name, key } = Object.fromEntries(['type', 'name', 'key'].map((field) => [field, profile.raw(field)]));
  if (type === 'configmap') {
    const configMap = variable(profile.references.configMap(name));
    return key && call('PermissionProfile', 'fromConfigMap', object({ configMap, key: scalar(key) }));
  }
  return ['none', 'network'].includes(name) ? call('PermissionProfile', name) : undefined;
}

export function sessionStorage(spec: Fields): Expression | undefined {
  return spec.nested('sessionStorage', (storage) => {
    if (storage.raw('provider') === 'memory') return call('SessionStorage', 'memory');
    const address = storage.data('address');
    const options = object({
      db: storage.data('db'),
      keyPrefix: storage.data('keyPrefix'),
      password: storage.secretValue('passwordRef'),
      tls: storage.nested('tls', redisTls),
    });
    return address && call('SessionStorage', 'redis', address, notEmpty(options));
  });
}

export function redisTls(tls: Fields): Expression {
  return object({ caCert: tls.secretValue('caCertSecretRef'), insecureSkipVerify: tls.data('insecureSkipVerify') });
}

export function rateLimiting(spec: Fields): Expression | undefined {
  return spec.nested('rateLimiting', (limits) =>
    object({
      ...sharedAndPerUser(limits),
      tools: limits.each('tools', (tool) => struct({ name: tool.data('name'), ...sharedAndPerUser(tool) }, 'name')),
    }),
  );
}

function sharedAndPerUser(fields: Fields): Props {
  return { shared: fields.nested('shared', rateLimit), perUser: fields.nested('perUser', rateLimit) };
}

export function rateLimit(fields: Fields): Expression | undefined {
  return struct(
    { maxTokens: fields.data('maxTokens'), refillPeriod: fields.duration('refillPeriod') },
    'maxTokens',
    'refillPeriod',
  );
}

function headers(spec: Fields): Props {
  const found: Record<string, Expression | undefined> = {};
  spec.nested('headerForward', (forward) => {
    const secrets = forward.byName('addHeadersFromSecret', 'headerName', (item) => item.secretValue('valueSecretRef'));
    found.headers = forward.data('addPlaintextHeaders');
    found.secretHeaders = secrets && forward.commented('addHeadersFromSecret', object(secrets));
    return undefined;
  });
  return found;
}

/** `resourceOverrides`, of which the pull secrets are a prop of their own. */
function overrides(spec: Fields): Props {
  let imagePullSecrets: Expression | undefined;
  const resourceOverrides = spec.nested('resourceOverrides', (all) => {
    const proxyDeployment = all.nested('proxyDeployment', (deployment) => {
      imagePullSecrets = deployment.secrets('imagePullSecrets');
      const variables = deployment.byName('env', 'name', (item) => item.data('value'));
      return notEmpty(
        object({
          labels: deployment.data('labels'),
          annotations: deployment.data('annotations'),
          podTemplateMetadataOverrides: deployment.data('podTemplateMetadataOverrides'),
          env: variables && object(variables),
          nodeSelector: deployment.data('nodeSelector'),
          tolerations: deployment.data('tolerations'),
          affinity: deployment.data('affinity'),
        }),
      );
    });
    return notEmpty(object({ proxyDeployment, proxyService: all.data('proxyService') }));
  });
  return { imagePullSecrets, resourceOverrides };
}

/** The operator has a default of its own, which is not the construct's. */
function complete(spec: JsonObject, name: string, namespace: string): JsonObject {
  return { ...spec, ...withResourceUrl(spec, { name, namespace, port: (spec.proxyPort ?? 8080) as number }) };
}

/** Without names of variables that their keys have anyway; a construct writes none. */
function withPlainSecrets({ secrets, ...spec }: JsonObject): JsonObject {
  if (!Array.isArray(secrets)) return { ...spec, ...(secrets !== undefined && { secrets }) };
  const plain = secrets.map(({ targetEnvName, ...secret }: JsonObject) =>
    targetEnvName && targetEnvName !== secret.key ? { ...secret, targetEnvName } : secret,
  );
  return { ...spec, secrets: plain };
}

/** What may name an OpenID Connect provider. */
export interface OidcUser {
  readonly oidcConfigRef?: JsonObject & { readonly resourceUrl?: string };
}

/** The `oidcConfigRef` of a spec with the resource URL that the operator takes where it names none. */
export function withResourceUrl(
  { oidcConfigRef }: OidcUser,
  user: { name: string; namespace: string; port: number },
): OidcUser {
  if (!oidcConfigRef || oidcConfigRef.resourceUrl) return {};
  return { oidcConfigRef: { ...oidcConfigRef, resourceUrl: operatorResourceUrl(user) } };
}
