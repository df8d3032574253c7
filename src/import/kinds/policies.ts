/** The configuration kinds that workloads share. */
import { KindTable } from './kind-table';
import { call, Expression, object, scalar } from '../expression';
import { Fields, struct } from '../fields';

export const oidcConfig: KindTable = {
  construct: 'McpOidcConfig',
  suffix: 'oidc-config',
  fromName: { of: 'McpOidcConfig', method: 'fromMcpOidcConfigName' },
  always: ['type', 'inline.issuer'],
  props: (spec) => ({
    provider:
      spec.nested('inline', (inline) =>
        call(
          'OidcProvider',
          'issuer',
          object({
            issuer: inline.data('issuer'),
            clientId: inline.data('clientId'),
            clientSecret: inline.secretValue('clientSecretRef'),
            jwksUrl: inline.data('jwksUrl'),
            introspectionUrl: inline.data('introspectionUrl'),
            jwksAuthTokenPath: inline.data('jwksAuthTokenPath'),
            jwksAllowPrivateIp: inline.data('jwksAllowPrivateIP'),
            protectedResourceAllowPrivateIp: inline.data('protectedResourceAllowPrivateIP'),
            insecureAllowHttp: inline.data('insecureAllowHTTP'),
            caBundle: inline.caBundle('caBundleRef'),
          }),
        ),
      ) ?? clusterIssuer(spec),
  }),
};

function clusterIssuer(spec: Fields): Expression {
  const options = spec.nested('kubernetesServiceAccount', (issuer) =>
    object({
      issuer: issuer.data('issuer'),
      jwksUrl: issuer.data('jwksUrl'),
      introspectionUrl: issuer.data('introspectionUrl'),
      useClusterAuth: issuer.data('useClusterAuth'),
    }),
  );
  return call('OidcProvider', 'kubernetesServiceAccount', notEmpty(options));
}

/** An argument that may be left out. */
export function notEmpty(options: Expression | undefined): Expression | undefined {
  return options?.type === 'object' && !options.members.length ? undefined : options;
}

export const authzConfig: KindTable = {
  construct: 'McpAuthzConfig',
  suffix: 'authz-config',
  fromName: { of: 'McpAuthzConfig', method: 'fromMcpAuthzConfigName' },
  always: ['type', 'config.policies', 'config.http.url', 'config.claim_mapping'],
  props: (spec) => ({
    authorizer: spec.nested('config', (config) =>
      spec.raw('type') === 'httpv1' ? decisionPoint(config) : cedarAuthorizer(config),
    ),
  }),
};

function cedarAuthorizer(config: Fields): Expression {
  const options = object({
    entitiesJson: config.raw('entities_json') === '[]' ? undefined : config.data('entities_json'),
    primaryUpstreamProvider: config.data('primary_upstream_provider'),
    groupClaimName: config.data('group_claim_name'),
    roleClaimName: config.data('role_claim_name'),
    groupEntityType: config.data('group_entity_type'),
    multiValuedClaims: config.data('multi_valued_claims'),
  });
  return call('Authorizer', 'cedar', config.data('policies'), notEmpty(options));
}

function decisionPoint(config: Fields): Expression {
  let http: Record<string, Expression | undefined> = {};
  config.nested('http', (fields) => {
    http = {
      url: fields.data('url'),
      timeout: fields.seconds('timeout'),
      insecureSkipVerify: fields.data('insecure_skip_verify'),
    };
    return undefined;
  });
  let context: Record<string, Expression | undefined> = {};
  config.nested('context', (fields) => {
    context = { includeArgs: fields.data('include_args'), includeOperation: fields.data('include_operation') };
    return undefined;
  });
  const claimMapping = config.choice('claim_mapping', 'ClaimMapping');
  return call('Authorizer', 'http', object({ ...http, claimMapping, ...context }));
}

export const telemetryConfig: KindTable = {
  construct: 'McpTelemetryConfig',
  suffix: 'telemetry-config',
  fromName: { of: 'McpTelemetryConfig', method: 'fromMcpTelemetryConfigName' },
  props: (spec) => ({
    openTelemetry: spec.nested('openTelemetry', openTelemetry),
    prometheus: spec.nested('prometheus', (prometheus) => prometheus.data('enabled')),
    metricsOnTransportPort: spec.nested('prometheus', (prometheus) => prometheus.data('metricsOnTransportPort')),
  }),
};

function openTelemetry(fields: Fields): Expression | undefined {
  const secrets = fields.byName('sensitiveHeaders', 'name', (header) => header.secretValue('secretKeyRef'));
  let [tracing, samplingRate, metrics]: (Expression | undefined)[] = [];
  fields.nested('tracing', (inner) => {
    tracing = inner.data('enabled');
    samplingRate = inner.numberText('samplingRate');
    return undefined;
  });
  fields.nested('metrics', (inner) => (metrics = inner.data('enabled')));
  return object({
    endpoint: fields.data('endpoint'),
    insecure: fields.data('insecure'),
    tracing,
    samplingRate,
    metrics,
    headers: fields.data('headers'),
    sensitiveHeaders: secrets && object(secrets),
    resourceAttributes: fields.data('resourceAttributes'),
    useLegacyAttributes: fields.data('useLegacyAttributes'),
    caBundle: fields.caBundle('caBundleRef'),
  });
}

export const toolConfig: KindTable = {
  construct: 'McpToolConfig',
  suffix: 'tool-config',
  fromName: { of: 'McpToolConfig', method: 'fromMcpToolConfigName' },
  props: (spec) => ({ toolsFilter: spec.data('toolsFilter'), toolsOverride: spec.data('toolsOverride') }),
};

export const webhookConfig: KindTable = {
  construct: 'McpWebhookConfig',
  suffix: 'webhook-config',
  fromName: { of: 'McpWebhookConfig', method: 'fromMcpWebhookConfigName' },
  props: (spec) => ({ validating: spec.each('validating', webhook), mutating: spec.each('mutating', webhook) }),
};

function webhook(fields: Fields): Expression | undefined {
  return struct(
    {
      name: fields.data('name'),
      url: fields.data('url'),
      timeout: fields.duration('timeout'),
      failurePolicy: fields.choice('failurePolicy', 'McpWebhookFailurePolicy'),
      tlsConfig: fields.nested('tlsConfig', (tls) =>
        object({
          ca: tls.secretValue('caSecretRef'),
          clientCert: tls.secretValue('clientCertSecretRef'),
          clientKey: tls.secretValue('clientKeySecretRef'),
          insecureSkipVerify: tls.data('insecureSkipVerify'),
        }),
      ),
      hmacSecret: fields.secretValue('hmacSecretRef'),
    },
    'name',
    'url',
  );
}

export const group: KindTable = {
  construct: 'McpGroup',
  suffix: 'group',
  fromName: { of: 'McpGroup', method: 'fromMcpGroupName' },
  props: (spec) => ({ description: spec.data('description') }),
};

/** `{ config, ... }` of a reference to a configuration and how it is used. */
export function used(reference: Fields, kind: string, name: string, ...fields: string[]): Expression | undefined {
  const config = reference.references.resource(kind, name);
  return struct({ config, ...Object.fromEntries(fields.map((field) => [field, reference.data(field)])) }, 'config');
}

/** The props for `authzConfig` and `authzConfigRef` of a workload. */
export function authz(spec: Fields): Expression | undefined {
  return (
    spec.from('authzConfigRef', ({ name }) =>
      call('McpAuthz', 'fromConfig', spec.references.resource('MCPAuthzConfig', name)),
    ) ?? spec.nested('authzConfig', authzOf)
  );
}

function authzOf(fields: Fields): Expression | undefined {
  const claims = () => ({
    groupClaimName: fields.data('groupClaimName'),
    roleClaimName: fields.data('roleClaimName'),
    groupEntityType: fields.data('groupEntityType'),
  });
  if (fields.raw('type') === 'inline') {
    return fields.nested('inline', (inline) => {
      const policies = inline.data('policies');
      const entitiesJson = inline.raw('entitiesJson') === '[]' ? undefined : inline.data('entitiesJson');
      return policies && call('McpAuthz', 'cedar', policies, notEmpty(object({ entitiesJson, ...claims() })));
    });
  }
  return fields.from('configMap', ({ name, key = 'authz.json' }) => {
    const configMap: Expression = { type: 'variable', variable: fields.references.configMap(name) };
    const unusual = key === 'authz.json' ? undefined : scalar(key);
    return call('McpAuthz', 'fromConfigMap', object({ configMap, key: unusual, ...claims() }));
  });
}
