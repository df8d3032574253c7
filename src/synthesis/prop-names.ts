/**
 * Fields of the custom resources, by the name of their props. test/synthesis/prop-names.test.ts holds it to the tables that
 * `import` writes props by.
 */

/** Names that mean one prop wherever they are. */
const NAMES: Readonly<Record<string, string>> = {
  addr: 'address',
  allowPrivateIPs: 'allowPrivateIps',
  allowPrivateKeyJWTRegistration: 'allowPrivateKeyJwtRegistration',
  authServerConfig: 'authServer',
  authServerRef: 'authServer',
  authzConfig: 'authz',
  authzConfigRef: 'authz',
  caBundleRef: 'caBundle',
  caCertSecretRef: 'caCert',
  caSecretRef: 'ca',
  certificateSecretRef: 'certificate',
  clientCertSecretRef: 'clientCert',
  clientKeySecretRef: 'clientKey',
  clientSecretRef: 'clientSecret',
  configYAML: 'config',
  disabledWorkloads: 'disabledMembers',
  embeddingServerRef: 'optimizer',
  externalAuthConfigRef: 'externalAuth',
  groupRef: 'group',
  hfTokenSecretRef: 'hfToken',
  hmacSecretRef: 'hmacSecret',
  hmacSecretRefs: 'hmacSecrets',
  idpClientSecretRef: 'idpClientSecret',
  initialAccessTokenRef: 'initialAccessToken',
  insecureAllowConfidentialOverLoopbackHTTP: 'insecureAllowConfidentialOverLoopbackHttp',
  insecureAllowHTTP: 'insecureAllowHttp',
  jwksAllowPrivateIP: 'jwksAllowPrivateIp',
  maxDCRClients: 'maxRegisteredClients',
  oidcConfigRef: 'oidc',
  passwordRef: 'password',
  passwordSecretRef: 'password',
  pgpassSecretRef: 'pgpassSecret',
  privateKeySecretRef: 'privateKey',
  protectedResourceAllowPrivateIP: 'protectedResourceAllowPrivateIp',
  signingKeySecretRefs: 'signingKeys',
  targetClientSecretRef: 'targetClientSecret',
  telemetryConfigRef: 'telemetry',
  toolConfigRef: 'tools',
  usernameSecretRef: 'username',
  valueSecretRef: 'value',
  webhookConfigRef: 'webhooks',
};

/** References whose prop also has other fields. */
const USED = ['oidcConfigRef', 'telemetryConfigRef'];

type Rules = readonly (readonly [field: string, prop: string])[];

const HEADERS: Rules = [
  ['headerForward.addPlaintextHeaders', 'headers'],
  ['headerForward.addHeadersFromSecret', 'secretHeaders'],
  ['headerForward', 'headers'],
];

const PULL_SECRETS: Rules = [['resourceOverrides.proxyDeployment.imagePullSecrets', 'imagePullSecrets']];

const AUDIT: Rules = [['audit.enabled', 'audit']];

const resourcesAs = (prop: string): Rules => [
  ['resources.requests.cpu', `${prop}.cpu.request`],
  ['resources.requests.memory', `${prop}.memory.request`],
  ['resources.limits.cpu', `${prop}.cpu.limit`],
  ['resources.limits.memory', `${prop}.memory.limit`],
  ['resources', prop],
];

const AUTH_SERVER: Rules = [
  ['upstreamProviders[].oidcConfig', 'upstreamProviders[]'],
  ['upstreamProviders[].oauth2Config', 'upstreamProviders[]'],
  ['storage.redis.aclUserConfig', 'storage.redis'],
  ['inboundGrants.jwtBearer.issuerPolicies', 'inboundGrants.jwtBearer'],
];

const under = (rules: Rules, field: string, prop: string): Rules =>
  rules.map(([inner, said]) => [`${field}.${inner}`, `${prop}.${said}`]);

/** Paths whose prop is elsewhere or has a name of its own in one kind; a longer one comes before a shorter. */
const PATHS: Readonly<Record<string, Rules>> = {
  EmbeddingServer: resourcesAs('resources'),
  MCPServer: [...resourcesAs('proxyResources'), ['secrets', 'env'], ...AUDIT, ...PULL_SECRETS],
  MCPRemoteProxy: [...resourcesAs('resources'), ...HEADERS, ...AUDIT, ...PULL_SECRETS],
  MCPServerEntry: HEADERS,
  MCPAuthzConfig: [
    ['config.http.insecure_skip_verify', 'authorizer.insecureSkipVerify'],
    ['config.http', 'authorizer'],
    ['config.context.include_args', 'authorizer.includeArgs'],
    ['config.context.include_operation', 'authorizer.includeOperation'],
    ['config.claim_mapping', 'authorizer.claimMapping'],
    ['config.entities_json', 'authorizer.entitiesJson'],
    ['config.primary_upstream_provider', 'authorizer.primaryUpstreamProvider'],
    ['config.group_claim_name', 'authorizer.groupClaimName'],
    ['config.role_claim_name', 'authorizer.roleClaimName'],
    ['config.group_entity_type', 'authorizer.groupEntityType'],
    ['config.multi_valued_claims', 'authorizer.multiValuedClaims'],
    ['config', 'authorizer'],
  ],
  MCPExternalAuthConfig: under(AUTH_SERVER, 'embeddedAuthServer', 'embeddedAuthServer'),
  MCPOIDCConfig: [
    ['inline', 'provider'],
    ['kubernetesServiceAccount', 'provider'],
  ],
  MCPTelemetryConfig: [
    ['openTelemetry.tracing.samplingRate', 'openTelemetry.samplingRate'],
    ['openTelemetry.tracing.enabled', 'openTelemetry.tracing'],
    ['openTelemetry.metrics.enabled', 'openTelemetry.metrics'],
    ['prometheus.enabled', 'prometheus'],
  ],
  VirtualMCPCompositeToolDefinition: [['name', 'toolName']],
  VirtualMCPServer: [
    ...under(AUTH_SERVER, 'authServerConfig', 'authServer'),
    ['incomingAuth.oidcConfigRef', 'oidcConfigRef'],
    ['incomingAuth.authzConfigRef', 'authz'],
    ['incomingAuth.authzConfig', 'authz'],
    ['config.aggregation.conflictResolutionConfig.prefixFormat', 'aggregation.prefixFormat'],
    ['config.aggregation.tools[].workload', 'aggregation.tools[].member'],
    ['config.aggregation.tools[].toolConfigRef', 'aggregation.tools[].toolConfig'],
    ['config.aggregation', 'aggregation'],
    ['config.audit', 'audit'],
    ['config.codeMode', 'codeMode'],
    ['config.compositeToolRefs', 'compositeToolRefs'],
    ['config.compositeTools', 'compositeTools'],
    ['config.operational', 'operational'],
    ['config.optimizer', 'optimizer'],
    ['config.rateLimiting', 'rateLimiting'],
  ],
};

/**
 * The path of a prop, by that of the field in the spec.
 *
 * @param path such as `groupRef.name` or `config.aggregation.tools[0].workload`
 */
export function propPath(kind: string, path: string): string {
  // A pod template is given as Kubernetes has it.
  if (path.startsWith('podTemplateSpec')) return path;
  return renamed(moved(kind, path));
}

/** The text of a message, with the names of props in place of the fields' names. */
export function inProps(kind: string, text: string): string {
  return text.replace(/(?<!["\w./:-])\w+(?:\.\w+|\[\d+\])*(?!["\w-])/g, (word) => {
    const path = word.replace(/^spec\./, '');
    // A word of lower case is one of the sentence.
    const isField = /[A-Z]/.test(path) || path !== word;
    return isField ? propPath(kind, path) : word;
  });
}

function moved(kind: string, path: string): string {
  const indices = path.match(/\[\d+\]/g) ?? [];
  const anyIndex = path.replace(/\[\d+\]/g, '[]');
  const rule = (PATHS[kind] ?? []).find(
    ([field]) => anyIndex.startsWith(field) && !/^\w/.test(anyIndex.slice(field.length)),
  );
  if (!rule) return path;
  let next = 0;
  return (rule[1] + anyIndex.slice(rule[0].length)).replace(/\[\]/g, () => indices[next++]);
}

/** Each name for itself. A reference is the object that has the name: a prop takes it, or takes it as `config`. */
function renamed(path: string): string {
  const names = path.split('.');
  const props = names.map((name, i) => {
    const word = withoutIndex(name);
    const index = name.slice(word.length);
    const before = withoutIndex(names[i - 1] ?? '');
    if (word === 'name' && USED.includes(before)) return `config${index}`;
    if (word === 'name' && Object.hasOwn(NAMES, before)) {
      return before.includes('ConfigRef') || before === 'groupRef' ? '' : name;
    }
    return Object.hasOwn(NAMES, word) ? NAMES[word] + index : name;
  });
  return props.filter(Boolean).join('.');
}

function withoutIndex(name: string): string {
  return name.split('[', 1)[0];
}
