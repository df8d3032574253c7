/** What ToolHive's operator is asked about virtual servers: one VirtualMCPServer each, its group, and what all of them refer to. */
import { CASES } from './cases';
import {
  authz,
  CaseResource,
  cluster,
  configMap,
  external,
  key,
  oauth2Upstream,
  oidc,
  OIDC_REF,
  oidcUpstream,
  POLICIES,
  REDIS,
} from './resources';
import { Obj } from '../../src/plain/objects';

const ISSUER = 'https://auth.example.com';
const IN_GROUP = { groupRef: { name: 'g' } };
const GROUP: CaseResource = { kind: 'MCPGroup', name: 'g', spec: {} };
const SIGNED_IN = { incomingAuth: { type: 'oidc', oidcConfigRef: OIDC_REF } };

type Annotations = Record<string, string>;

const virtual = (spec: Obj = {}): CaseResource => ({
  kind: 'VirtualMCPServer',
  name: 'v',
  spec: { ...IN_GROUP, incomingAuth: { type: 'anonymous' }, ...spec },
});

const server = (name: string, spec: Obj = {}, annotations?: Annotations): CaseResource => ({
  kind: 'MCPServer',
  name,
  annotations,
  spec: { ...IN_GROUP, image: 'ghcr.io/example/mcp:1', transport: 'streamable-http', ...spec },
});

const proxy = (name: string, spec: Obj = {}, annotations?: Annotations): CaseResource => ({
  kind: 'MCPRemoteProxy',
  name,
  annotations,
  spec: { ...IN_GROUP, remoteUrl: `https://${name}.example.com/mcp`, ...spec },
});

const entry = (name: string, spec: Obj = {}, annotations?: Annotations): CaseResource => ({
  kind: 'MCPServerEntry',
  name,
  annotations,
  spec: { ...IN_GROUP, remoteUrl: `https://${name}.example.com/mcp`, transport: 'streamable-http', ...spec },
});

/** A virtual server with one member. */
const one = (spec: Obj = {}, ...others: CaseResource[]): CaseResource[] => [
  ...others,
  GROUP,
  server('one'),
  virtual(spec),
];

const configured = (config: Obj, ...others: CaseResource[]) => one({ config }, ...others);

/** A virtual server in front of these members. */
const inFrontOf = (members: CaseResource[], spec: Obj = {}): CaseResource[] => [GROUP, ...members, virtual(spec)];

const listing = (members: CaseResource[], outgoingAuth: Obj = {}, spec: Obj = {}) =>
  inFrontOf(members, { outgoingAuth: { source: 'inline', ...outgoingAuth }, ...spec });

const proving = { externalAuthConfigRef: { name: 'x' } };
const by = (name: string) => ({ type: 'externalAuthConfigRef', externalAuthConfigRef: { name } });
const DISCOVERED = { type: 'discovered' };

const issuing = (config: Obj = {}): Obj => ({
  ...SIGNED_IN,
  authServerConfig: { issuer: ISSUER, upstreamProviders: [oidcUpstream('idp')], ...config },
});

const TWO_UPSTREAMS = { upstreamProviders: [oidcUpstream('idp'), oidcUpstream('other')] };

/** Ways to prove oneself, as a member's MCPExternalAuthConfig `x`. */
const PROOFS: Record<string, CaseResource> = {
  unauthenticated: external('x', 'unauthenticated'),
  'header-injection': external('x', 'headerInjection', { headerName: 'X-Api-Key', valueSecretRef: key('sec') }),
  'token-exchange': external('x', 'tokenExchange', {
    tokenUrl: 'https://t',
    audience: 'b',
    scopes: ['a', 'b'],
    subjectTokenType: 'id_token',
    clientId: 'c',
    clientSecretRef: key('sec'),
  }),
  'token-exchange-bare': external('x', 'tokenExchange', { tokenUrl: 'https://t', audience: 'b' }),
  'bearer-token': external('x', 'bearerToken', { tokenSecretRef: key('sec') }),
  'embedded-auth-server': external('x', 'embeddedAuthServer', {
    issuer: ISSUER,
    upstreamProviders: [oidcUpstream('idp')],
  }),
  'aws-sts': external('x', 'awsSts', {
    region: 'eu-west-1',
    service: 's3',
    fallbackRoleArn: 'arn:aws:iam::123456789012:role/r',
    roleMappings: [
      { claim: 'admins', roleArn: 'arn:aws:iam::123456789012:role/a', priority: 0 },
      { matcher: 'true', roleArn: 'arn:aws:iam::123456789012:role/b' },
    ],
    roleClaim: 'groups',
    sessionDuration: 3600,
    sessionNameClaim: 'sub',
  }),
  'aws-sts-bare': external('x', 'awsSts', { region: 'eu-west-1', fallbackRoleArn: 'arn:aws:iam::123456789012:role/r' }),
  'upstream-inject': external('x', 'upstreamInject', { providerName: 'idp' }),
  xaa: external('x', 'xaa', {
    idpTokenUrl: 'https://i',
    idpClientId: 'ic',
    idpClientSecretRef: key('isec'),
    targetTokenUrl: 'https://t',
    targetClientId: 'tc',
    targetClientSecretRef: key('tsec'),
    targetAudience: 'a',
    targetResource: 'r',
    scopes: ['s'],
    subjectTokenType: 'urn:ietf:params:oauth:token-type:id_token',
  }),
  'xaa-bare': external('x', 'xaa', { idpTokenUrl: 'https://i', targetTokenUrl: 'https://t', targetAudience: 'a' }),
};

const MEMBERS = [server('plain'), server('proven', proving)];

/** Each of them on a member or named by the virtual server, in both ways, with and without an authorization server. */
function proofs(): Record<string, CaseResource[]> {
  const cases: Record<string, CaseResource[]> = {};
  for (const [name, config] of Object.entries(PROOFS)) {
    for (const source of ['discovered', 'inline']) {
      const signed = [config, oidc()];
      const known = { plain: by('x') };
      const outgoing = (auth: Obj) => ({ outgoingAuth: { source, ...auth } });
      Object.assign(cases, {
        [`${source}-member-${name}`]: [...signed, ...inFrontOf(MEMBERS, outgoing({}))],
        [`${source}-default-${name}`]: [...signed, ...inFrontOf([MEMBERS[0]], outgoing({ default: by('x') }))],
        [`${source}-backend-${name}`]: [...signed, ...inFrontOf([MEMBERS[0]], outgoing({ backends: known }))],
        [`${source}-all-${name}-issuing-two`]: [
          ...signed,
          ...inFrontOf(MEMBERS, {
            ...outgoing({ default: by('x'), backends: { plain: by('x'), proven: DISCOVERED } }),
            ...issuing(TWO_UPSTREAMS),
          }),
        ],
      });
    }
    cases[`inline-member-${name}-issuing`] = [config, oidc(), ...listing(MEMBERS, {}, issuing())];
  }
  return cases;
}

/** The checks of MCPServers for a virtual server, as far as they apply. */
function alike(): Record<string, CaseResource[]> {
  const cases: Record<string, CaseResource[]> = {};
  for (const [name, resources] of Object.entries(CASES)) {
    const spec = resources.find(({ kind }) => kind === 'MCPServer')?.spec;
    if (!spec || /^(?:webhooks|tools|everything)/.test(name)) continue;
    const { oidcConfigRef, authzConfig, authzConfigRef, authServerRef, externalAuthConfigRef, rateLimiting } = spec;
    const issuer = resources.find((r) => r.name === authServerRef?.name && r.kind === 'MCPExternalAuthConfig');
    const others = resources.filter((r) => r.kind !== 'MCPServer' && r !== issuer);
    cases[`alike-${name}`] = one(
      {
        incomingAuth: { type: oidcConfigRef ? 'oidc' : 'anonymous', oidcConfigRef, authzConfig, authzConfigRef },
        authServerConfig: issuer?.spec?.embeddedAuthServer,
        outgoingAuth: externalAuthConfigRef && { source: 'inline', default: by(externalAuthConfigRef.name) },
        telemetryConfigRef: spec.telemetryConfigRef,
        sessionStorage: spec.sessionStorage,
        replicas: spec.replicas,
        config: { rateLimiting },
      },
      ...others,
    );
  }
  return JSON.parse(JSON.stringify(cases));
}

const step = (spec: Obj = {}) => ({ id: 's', tool: 'one.t', ...spec });
const tool = (spec: Obj = {}) => ({ name: 't', description: 'd', steps: [step()], ...spec });
const composed = (spec: Obj) => configured({ compositeTools: [tool(spec)] });
const definition = (name: string, spec: Obj = {}): CaseResource => ({
  kind: 'VirtualMCPCompositeToolDefinition',
  name,
  spec: tool({ name, ...spec }),
});
const toolConfig = (name: string, spec: Obj): CaseResource => ({ kind: 'MCPToolConfig', name, spec });
const telemetry = (spec: Obj): CaseResource => ({ kind: 'MCPTelemetryConfig', name: 'tel', spec });
const embedding = (spec: Obj = {}): CaseResource => ({
  kind: 'EmbeddingServer',
  name: 'emb',
  spec: { model: 'm', image: 'ghcr.io/example/tei:1', ...spec },
});
const redisOperator = (data: Obj = {}): CaseResource => ({
  kind: 'Operator',
  name: 'operator',
  data: { TOOLHIVE_DEFAULT_REDIS_ADDR: 'redis.svc:6379', ...data },
});

const ca = (name: string, dataKey = 'ca.crt'): CaseResource => ({
  kind: 'ConfigMap',
  name,
  data: { [dataKey]: '-----BEGIN CERTIFICATE-----' },
});
const trusted = (configMapRef: Obj) => ({ caBundleRef: { configMapRef } });

const ruled = (incomingAuth: Obj, spec: Obj = {}, ...others: CaseResource[]) =>
  one({ incomingAuth: { type: 'anonymous', ...incomingAuth }, ...spec }, ...others);
const inline = (config: Obj = {}, spec: Obj = {}) => ({
  authzConfig: { type: 'inline', inline: { policies: POLICIES, ...config }, ...spec },
});

/** By name what is asked about. */
export const VIRTUAL_CASES: Record<string, CaseResource[]> = {
  ...alike(),
  ...proofs(),

  minimal: one(),
  'no-group': [virtual()],
  'no-member-discovered': [GROUP, virtual()],
  'no-member-inline': listing([]),
  'other-group': [
    { kind: 'MCPGroup', name: 'h', spec: {} },
    server('two', { groupRef: { name: 'h' } }),
    server('three', { groupRef: undefined }),
    ...listing([server('one')]),
  ],

  // Members
  'servers-of-all-transports': listing([
    server('stdio', { transport: 'stdio' }),
    server('stdio-sse', { transport: 'stdio', proxyMode: 'sse' }),
    server('stdio-http', { transport: 'stdio', proxyMode: 'streamable-http', proxyPort: 9000 }),
    server('sse-sse', { transport: 'sse', proxyMode: 'sse' }),
    server('http', {}),
    server('http-sse', { proxyMode: 'sse', proxyPort: 9001 }),
    server('endpoint', { endpointPrefix: '/api' }),
  ]),
  'remote-members': listing([
    proxy('r', { proxyPort: 9000 }),
    proxy('s', { transport: 'sse', remoteUrl: 'https://s.example.com/a/sse?x=1&y=<2>' }),
    entry('e'),
    entry('f', { transport: 'sse', remoteUrl: 'http://f.example.com:8443/sse' }),
  ]),
  'same-name-of-two-kinds': listing([server('same'), entry('same')]),
  'same-name-of-two-kinds-one-unusable': listing([server('same', proving), proxy('same')]),
  'same-name-of-two-kinds-one-usable': [
    PROOFS.unauthenticated,
    ...listing([server('same', { externalAuthConfigRef: { name: 'nowhere' } }), proxy('same', proving)]),
  ],
  'names-with-numbers': listing([server('a10'), server('a2'), entry('a1'), proxy('b'), server('a-b')]),
  'annotated-members': listing([
    server(
      'one',
      {},
      {
        'kubernetes.io/x': '1',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
        'app.kubernetes.io/name': 'n',
        'deployment.kubernetes.io/revision': '1',
        'k8s.io/a': '1',
        'x.k8s.io/b': '1',
        plain: 'yes',
        group: 'mine',
        namespace: 'mine',
        tool_type: 'mine',
        workload_status: 'mine',
        number: '1',
        multi: 'a\nb\n',
        odd: ': # "x" \'y\'',
      },
    ),
    entry('two', {}, { remote_url: 'mine', z10: 'a', z2: 'b', Z: 'c', _: 'd', 'a/b': 'e' }),
    proxy('three', {}, { empty: '' }),
  ]),
  'entries-with-ca': [
    ca('bundle'),
    ca('other', 'x.pem'),
    ...listing([
      entry('e', trusted({ name: 'bundle', key: 'ca.crt' })),
      entry('f', trusted({ name: 'other', key: 'x.pem' })),
    ]),
  ],
  'entries-with-ca-discovered': [
    ca('bundle'),
    ...inFrontOf([
      entry('f', trusted({ name: 'bundle', key: 'ca.crt' })),
      entry('e', trusted({ name: 'bundle', key: 'ca.crt' })),
    ]),
  ],
  'entry-with-long-name-and-ca': [
    ca('bundle'),
    ...inFrontOf([
      entry(`${'a'.repeat(43)}-${'b'.repeat(16)}`, trusted({ name: 'bundle', key: 'ca.crt' })),
      entry('c'.repeat(53), trusted({ name: 'bundle', key: 'ca.crt' })),
      entry('d'.repeat(54), trusted({ name: 'bundle', key: 'ca.crt' })),
    ]),
  ],
  'headers-forwarded': inFrontOf([
    entry('e-2', {
      headerForward: {
        addPlaintextHeaders: { 'X-B': '<&>', 'x-a': '"' },
        addHeadersFromSecret: [
          { headerName: 'X-Key', valueSecretRef: key('one') },
          { headerName: 'a.b', valueSecretRef: key('two') },
        ],
      },
    }),
    entry('d', { headerForward: { addPlaintextHeaders: { 'X-Z10': '1', 'X-Z2': '2' } } }),
    entry('c', { headerForward: {} }),
  ]),
  'headers-forwarded-inline': listing([
    entry('e', { headerForward: { addHeadersFromSecret: [{ headerName: 'X-Key', valueSecretRef: key('one') }] } }),
  ]),

  // Outgoing authentication
  'outgoing-none-with-member-secrets': [PROOFS['header-injection'], ...inFrontOf([server('proven', proving)])],
  'outgoing-discovered-many': [
    external('b-config', 'headerInjection', { headerName: 'B', valueSecretRef: key('b') }),
    external('a-config', 'headerInjection', { headerName: 'A', valueSecretRef: key('a') }),
    external('c.config', 'tokenExchange', { tokenUrl: 'https://t', audience: 'a', clientSecretRef: key('c') }),
    ...inFrontOf(
      [
        server('one', { externalAuthConfigRef: { name: 'b-config' } }),
        proxy('two', { externalAuthConfigRef: { name: 'a-config' } }),
        entry('three', { externalAuthConfigRef: { name: 'b-config' } }),
      ],
      { outgoingAuth: { source: 'discovered', backends: { x: by('c.config') }, default: DISCOVERED } },
    ),
  ],
  'outgoing-inline-many': [
    external('b-config', 'headerInjection', { headerName: 'B', valueSecretRef: key('b') }),
    external('a-config', 'headerInjection', { headerName: 'A', valueSecretRef: key('a') }),
    ...listing(
      [
        server('one', { externalAuthConfigRef: { name: 'b-config' } }),
        proxy('two', { externalAuthConfigRef: { name: 'a-config' } }),
        entry('three', { externalAuthConfigRef: { name: 'b-config' } }),
      ],
      { backends: { three: by('a-config'), b2: by('a-config'), b10: by('b-config'), one: by('b-config') } },
    ),
  ],
  'outgoing-inline-default-discovered': listing([server('one')], { default: DISCOVERED }),
  'outgoing-inline-backend-discovered': listing([server('one')], { backends: { one: DISCOVERED } }),
  'outgoing-inline-backend-discovered-over-own': [
    PROOFS['header-injection'],
    ...listing([server('one', proving)], { backends: { one: DISCOVERED } }),
  ],
  'outgoing-same-config-default-and-member': [
    PROOFS['header-injection'],
    ...inFrontOf([server('one', proving)], { outgoingAuth: { source: 'discovered', default: by('x') } }),
  ],
  'outgoing-same-config-twice-inline': [
    PROOFS['header-injection'],
    ...listing([server('one')], { default: by('x'), backends: { one: by('x') } }),
  ],
  'outgoing-default-missing': one({ outgoingAuth: { source: 'discovered', default: by('nowhere') } }),
  'outgoing-backend-missing': one({ outgoingAuth: { source: 'inline', backends: { one: by('nowhere') } } }),
  'outgoing-backend-no-ref': one({
    outgoingAuth: { source: 'inline', backends: { one: { type: 'externalAuthConfigRef' } } },
  }),
  'outgoing-default-no-ref': one({ outgoingAuth: { source: 'inline', default: { type: 'externalAuthConfigRef' } } }),
  'outgoing-empty-backends': one({ outgoingAuth: { source: 'inline', backends: {} } }),
  'outgoing-member-config-missing-inline': listing([server('one'), server('two', proving)]),
  'outgoing-member-config-missing-discovered': inFrontOf([server('one', proving)], {
    outgoingAuth: { source: 'discovered' },
  }),
  'outgoing-only-member-unusable-inline': [PROOFS['bearer-token'], ...listing([server('one', proving)])],
  'outgoing-unusable-member-overridden': [
    PROOFS['bearer-token'],
    external('y', 'unauthenticated'),
    ...listing([server('one', proving)], { backends: { one: by('y') } }),
  ],
  'outgoing-obo': [external('x', 'obo', {}), ...one({ outgoingAuth: { source: 'inline', default: by('x') } })],
  'outgoing-subject-given': [
    external('x', 'tokenExchange', { tokenUrl: 'https://t', audience: 'b', subjectProviderName: 'other' }),
    oidc(),
    ...listing([server('one', proving)], {}, issuing(TWO_UPSTREAMS)),
  ],
  'outgoing-xaa-subject-given': [
    external('x', 'xaa', {
      idpTokenUrl: 'https://i',
      targetTokenUrl: 'https://t',
      targetAudience: 'a',
      subjectProviderName: 'other',
    }),
    oidc(),
    ...listing([server('one', proving)], {}, issuing(TWO_UPSTREAMS)),
  ],
  'upstream-inject-unknown': [
    external('x', 'upstreamInject', { providerName: 'nobody' }),
    oidc(),
    ...listing([server('one', proving)], {}, issuing()),
  ],
  'upstream-inject-unknown-default-discovered': [
    external('x', 'upstreamInject', { providerName: 'nobody' }),
    oidc(),
    ...inFrontOf([server('one')], { ...issuing(), outgoingAuth: { source: 'discovered', default: by('x') } }),
  ],

  // Authorization server
  'auth-server-two-upstreams': [
    oidc(),
    ...one(
      issuing({
        upstreamProviders: [
          oidcUpstream('a', { clientSecretRef: key('a') }),
          oauth2Upstream('b', { clientId: 'c', clientSecretRef: key('b'), userInfo: { endpointUrl: 'https://u' } }),
        ],
      }),
    ),
  ],
  'auth-server-other-issuer': [oidc({ issuer: 'https://other' }), ...one(issuing())],
  'auth-server-other-audience': [
    oidc(),
    ...one({ ...issuing(), incomingAuth: { type: 'oidc', oidcConfigRef: { ...OIDC_REF, audience: 'other' } } }),
  ],
  'auth-server-anonymous-with-ref': [
    oidc(),
    ...one({ ...issuing(), incomingAuth: { type: 'anonymous', oidcConfigRef: OIDC_REF } }),
  ],
  'auth-server-anonymous': one({ authServerConfig: issuing().authServerConfig }),
  'auth-server-http': [
    oidc({ issuer: 'http://auth.example.com', insecureAllowHTTP: true }),
    ...one(issuing({ issuer: 'http://auth.example.com' })),
  ],
  'auth-server-http-allowed': [
    oidc({ issuer: 'http://auth.example.com', insecureAllowHTTP: true }),
    ...one(issuing({ issuer: 'http://auth.example.com', insecureAllowHTTP: true })),
  ],
  'auth-server-http-localhost': [
    oidc({ issuer: 'http://localhost:4483', insecureAllowHTTP: true }),
    ...one(issuing({ issuer: 'http://localhost:4483' })),
  ],
  'auth-server-http-ipv6': [
    oidc({ issuer: 'http://[::1]:4483', insecureAllowHTTP: true }),
    ...one(issuing({ issuer: 'http://[::1]:4483' })),
  ],
  'auth-server-http-localhost-like': [
    oidc({ issuer: 'http://localhost.example.com', insecureAllowHTTP: true }),
    ...one(issuing({ issuer: 'http://localhost.example.com' })),
  ],
  'auth-server-scopes': [
    oidc(),
    ...one({ ...issuing(), incomingAuth: { type: 'oidc', oidcConfigRef: { ...OIDC_REF, scopes: ['openid', 'x:y'] } } }),
  ],
  'auth-server-cluster-oidc': [cluster({ issuer: ISSUER }), ...one(issuing())],
  'auth-server-and-telemetry': [
    oidc(),
    telemetry({ openTelemetry: { enabled: true, endpoint: 'otel:4318', tracing: { enabled: true } } }),
    ...one({
      ...issuing({
        signingKeySecretRefs: [key('sign')],
        storage: {
          type: 'redis',
          redis: { addr: 'r:6379', aclUserConfig: { usernameSecretRef: key('u'), passwordSecretRef: key('p') } },
        },
      }),
      telemetryConfigRef: { name: 'tel' },
      ...REDIS,
    }),
  ],

  // Primary upstream provider
  'primary-first': [
    oidc(),
    ...one({ ...issuing(TWO_UPSTREAMS), incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline() } }),
  ],
  'primary-new': [
    oidc(),
    ...one({
      ...issuing({ ...TWO_UPSTREAMS, primaryUpstreamProvider: 'other' }),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline() },
    }),
  ],
  'primary-old': [
    oidc(),
    ...one({
      ...issuing(TWO_UPSTREAMS),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline({ primaryUpstreamProvider: 'other' }) },
    }),
  ],
  'primary-both': [
    oidc(),
    ...one({
      ...issuing({ ...TWO_UPSTREAMS, primaryUpstreamProvider: 'idp' }),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline({ primaryUpstreamProvider: 'other' }) },
    }),
  ],
  'primary-both-old-unknown': [
    oidc(),
    ...one({
      ...issuing({ ...TWO_UPSTREAMS, primaryUpstreamProvider: 'idp' }),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline({ primaryUpstreamProvider: 'nobody' }) },
    }),
  ],
  'primary-unknown': [
    oidc(),
    ...one({
      ...issuing({ primaryUpstreamProvider: 'nobody' }),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline() },
    }),
  ],
  'primary-unknown-no-authz': [oidc(), ...one(issuing({ primaryUpstreamProvider: 'nobody' }))],
  'primary-old-unknown': [
    oidc(),
    ...one({
      ...issuing(),
      incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline({ primaryUpstreamProvider: 'nobody' }) },
    }),
  ],
  'primary-old-without-server': ruled(inline({ primaryUpstreamProvider: 'idp' })),
  'primary-old-oidc-without-server': [
    oidc(),
    ...ruled({ ...SIGNED_IN.incomingAuth, ...inline({ primaryUpstreamProvider: 'idp' }) }),
  ],
  'primary-ref': [
    oidc(),
    authz('cedarv1', { policies: POLICIES }),
    ...one({ ...issuing(TWO_UPSTREAMS), incomingAuth: { ...SIGNED_IN.incomingAuth, authzConfigRef: { name: 'z' } } }),
  ],

  // Incoming authentication
  'oidc-missing': one(SIGNED_IN),
  'oidc-everything': [
    ca('ca', 'x.pem'),
    oidc({
      clientId: 'c',
      clientSecretRef: key('sec'),
      caBundleRef: { configMapRef: { name: 'ca', key: 'x.pem' } },
      jwksUrl: 'https://j',
      introspectionUrl: 'https://i?a=1&b=<2>',
      jwksAllowPrivateIP: true,
      protectedResourceAllowPrivateIP: true,
      insecureAllowHTTP: true,
    }),
    ...one({ incomingAuth: { type: 'oidc', oidcConfigRef: { name: 'oidc', audience: 'a', scopes: ['x', 'y'] } } }),
  ],
  'oidc-cluster-default': [
    cluster({}),
    ...one({ incomingAuth: { type: 'oidc', oidcConfigRef: { name: 'oidc', audience: 'a' } } }),
  ],
  'oidc-anonymous-with-ref': [
    oidc({ clientSecretRef: key('sec') }),
    ...one({ incomingAuth: { type: 'anonymous', oidcConfigRef: OIDC_REF } }),
  ],
  'authz-inline': ruled(
    inline(
      { entitiesJson: '[{"uid":{"type":"A","id":"b"}}]' },
      { groupClaimName: 'groups', roleClaimName: 'roles', groupEntityType: 'Team' },
    ),
  ),
  'authz-inline-many': ruled(
    inline({
      policies: [
        POLICIES[0],
        'forbid(principal, action, resource)\nwhen { true };',
        'permit(principal == User::"a\'b", action, resource);',
      ],
    }),
  ),
  'authz-ref': [
    authz('cedarv1', {
      policies: POLICIES,
      entities_json: '[]',
      group_claim_name: 'g',
      role_claim_name: 'r',
      group_entity_type: 'T',
    }),
    ...ruled({ authzConfigRef: { name: 'z' } }),
  ],
  'authz-ref-http': [
    authz('httpv1', { http: { url: 'https://pdp' }, claim_mapping: 'standard' }),
    ...ruled({ authzConfigRef: { name: 'z' } }),
  ],
  'authz-ref-missing': ruled({ authzConfigRef: { name: 'z' } }),
  'authz-config-map-override': [
    configMap({
      'authz.json': JSON.stringify({
        version: '1',
        type: 'cedarv1',
        cedar: {
          policies: POLICIES,
          entities_json: '[]',
          group_claim_name: 'g',
          role_claim_name: 'r',
          primary_upstream_provider: 'x',
        },
      }),
    }),
    ...ruled({ authzConfig: { type: 'configMap', configMap: { name: 'p' }, groupClaimName: 'over' } }),
  ],
  'authz-config-map-missing': ruled({ authzConfig: { type: 'configMap', configMap: { name: 'p' } } }),
  'authz-config-map-http': [
    configMap({
      'authz.json': JSON.stringify({
        version: '1',
        type: 'httpv1',
        pdp: { http: { url: 'https://pdp' }, claim_mapping: 'standard' },
      }),
    }),
    ...ruled({ authzConfig: { type: 'configMap', configMap: { name: 'p' } } }),
  ],

  // Aggregation
  'aggregation-empty': configured({ aggregation: {} }),
  'aggregation-prefix': configured({
    aggregation: { conflictResolution: 'prefix', conflictResolutionConfig: { prefixFormat: '{workload}.' } },
  }),
  'aggregation-prefix-other-config': configured({
    aggregation: { conflictResolutionConfig: { priorityOrder: ['one'] } },
  }),
  'aggregation-prefix-empty-format': configured({ aggregation: { conflictResolutionConfig: { prefixFormat: '' } } }),
  'aggregation-priority': configured({
    aggregation: { conflictResolution: 'priority', conflictResolutionConfig: { priorityOrder: ['b', 'a'] } },
  }),
  'aggregation-priority-none': configured({ aggregation: { conflictResolution: 'priority' } }),
  'aggregation-priority-empty': configured({
    aggregation: { conflictResolution: 'priority', conflictResolutionConfig: {} },
  }),
  'aggregation-priority-denied': configured({
    aggregation: {
      conflictResolution: 'priority',
      conflictResolutionConfig: { priorityOrder: ['a', 'b'] },
      defaultToolVisibility: 'deny',
      tools: [{ workload: 'a' }],
    },
  }),
  'aggregation-manual': configured({
    aggregation: { conflictResolution: 'manual', tools: [{ workload: 'one', overrides: { t: { name: 'u' } } }] },
  }),
  'aggregation-manual-none': configured({ aggregation: { conflictResolution: 'manual' } }),
  'aggregation-manual-config': configured({
    aggregation: { conflictResolution: 'manual', conflictResolutionConfig: {}, tools: [{ workload: 'one' }] },
  }),
  'aggregation-tools': configured({
    aggregation: {
      excludeAllTools: true,
      defaultToolVisibility: 'allow',
      tools: [
        {
          workload: 'a',
          filter: ['x', 'y'],
          overrides: {
            x: {
              name: 'z',
              description: 'multi\nline',
              annotations: { title: '', readOnlyHint: false, openWorldHint: true },
            },
            a10: { description: '1' },
            a2: { description: 'yes' },
          },
        },
        { workload: 'b', excludeAll: true, filter: [], overrides: {} },
        { workload: 'c', excludeAll: false, overrides: { t: { name: 'n', annotations: {} } } },
      ],
    },
  }),
  'aggregation-excluding-none': configured({ aggregation: { excludeAllTools: false, tools: [] } }),
  'aggregation-workload-twice': configured({ aggregation: { tools: [{ workload: 'a' }, { workload: 'a' }] } }),
  'aggregation-workload-empty': configured({ aggregation: { tools: [{ workload: '' }] } }),
  'aggregation-override-empty': configured({ aggregation: { tools: [{ workload: 'a', overrides: { t: {} } }] } }),
  'aggregation-override-only-annotations': configured({
    aggregation: { tools: [{ workload: 'a', overrides: { t: { annotations: { title: 'x' } } } }] },
  }),
  'aggregation-shared': [
    toolConfig('tc', {
      toolsFilter: ['f'],
      toolsOverride: { a: { name: 'shared' }, b: { description: 'shared', annotations: { destructiveHint: false } } },
    }),
    toolConfig('filter', { toolsFilter: ['g'] }),
    ...configured({
      aggregation: {
        tools: [
          { workload: 'a', toolConfigRef: { name: 'tc' } },
          {
            workload: 'b',
            toolConfigRef: { name: 'tc' },
            filter: ['own'],
            overrides: { a: { name: 'own' }, c: { name: 'own' } },
          },
          { workload: 'c', toolConfigRef: { name: 'filter' } },
        ],
      },
    }),
  ],
  'aggregation-shared-missing': configured({
    aggregation: { tools: [{ workload: 'a', toolConfigRef: { name: 'tc' } }] },
  }),
  'aggregation-shared-unnamed': configured({
    aggregation: { tools: [{ workload: 'a', toolConfigRef: { name: '' } }] },
  }),

  // Composite tools
  'composite-tool': composed({}),
  'composite-all-steps': composed({
    parameters: {
      type: 'object',
      properties: {
        a: { type: 'string', default: 'x', enum: ['1', 'on', ''] },
        n: { type: 'integer', minimum: 1, maximum: 1e21, default: 0.5 },
      },
      required: ['a'],
    },
    timeout: '90s',
    steps: [
      step({
        id: 'a',
        arguments: {
          q: '{{.params.a}}',
          n: 3,
          f: 1.5,
          big: 12345678901,
          neg: -0.25,
          t: true,
          z: null,
          list: [1, 'a', { b: null }],
          nested: { y10: 1, y2: 2, Y: 3 },
          empty: {},
          none: [],
        },
        timeout: '1500ms',
        onError: { action: 'retry', retryCount: 2, retryDelay: '1m30s' },
      }),
      step({
        id: 'b',
        dependsOn: ['a'],
        condition: '{{ eq .steps.a.status "completed" }}',
        onError: { action: 'continue' },
        defaultResults: { x: null, y: 0, z: { w: [] } },
      }),
      {
        id: 'c',
        type: 'elicitation',
        message: 'Really?\nYes or no',
        schema: { type: 'object', properties: { ok: { type: 'boolean' } } },
        timeout: '0s',
        onDecline: { action: 'skip_remaining' },
        onCancel: {},
      },
      {
        id: 'd',
        type: 'forEach',
        collection: '{{json .steps.a.output.items}}',
        itemVar: 'it',
        maxParallel: 2,
        maxIterations: 10,
        step: { id: 'e', type: 'tool', tool: 'one.u', arguments: { i: '{{.forEach.it}}' } },
      },
    ],
    output: {
      properties: {
        o: {
          type: 'object',
          description: 'x',
          properties: { p: { type: 'string', description: 'y', value: '{{.steps.a.output.p}}', default: '' } },
        },
        n: { type: 'number', description: 'z', value: '1', default: 2 },
        b: { type: 'boolean', description: 'b', value: 'v', default: false },
        l: { type: 'array', description: 'l', value: 'v', default: [1, null] },
        d: { type: 'string', description: 'd', value: 'v', default: null },
      },
      required: ['o', 'n'],
    },
    annotations: { title: 'T', readOnlyHint: true, destructiveHint: false },
  }),
  'composite-no-description': configured({ compositeTools: [{ name: 't', steps: [step()] }] }),
  'composite-no-steps': composed({ steps: [] }),
  'composite-no-tool': composed({ steps: [{ id: 's' }] }),
  'composite-same-step': composed({ steps: [step(), step()] }),
  'composite-cycle': composed({ steps: [step({ dependsOn: ['u'] }), step({ id: 'u', dependsOn: ['s'] })] }),
  'composite-bad-name': configured({ compositeTools: [tool({ name: 'A b' })] }),
  'composite-ref-invalid': configured({ compositeToolRefs: [{ name: 'a' }] }, definition('a', { steps: [] })),
  'composite-inner-step-unnamed': composed({
    steps: [{ id: 'd', type: 'forEach', collection: '{{json .params.l}}', step: { tool: 'one.u' } }],
  }),
  'composite-twice': configured({ compositeTools: [tool(), tool()] }),
  'composite-timeout-zero': composed({ timeout: '0s' }),
  'composite-refs': configured(
    { compositeTools: [tool()], compositeToolRefs: [{ name: 'b' }, { name: 'a' }] },
    definition('a', { timeout: '2h' }),
    definition('b'),
  ),
  'composite-ref-missing': configured({ compositeToolRefs: [{ name: 'b' }] }),
  'composite-ref-twice': configured({ compositeToolRefs: [{ name: 'a' }, { name: 'a' }] }, definition('a')),
  'composite-ref-same-name': configured(
    { compositeTools: [tool()], compositeToolRefs: [{ name: 'a' }] },
    definition('a', { name: 't' }),
  ),
  'composite-refs-same-name': configured(
    { compositeToolRefs: [{ name: 'a' }, { name: 'b' }] },
    definition('a', { name: 't' }),
    definition('b', { name: 't' }),
  ),
  'composite-empty': configured({ compositeTools: [], compositeToolRefs: [] }),

  // Operational
  'operational-empty': configured({ operational: {} }),
  'operational-partial': configured({
    operational: {
      timeouts: { perWorkload: { b10: '1h', b2: '90s', a: '1.5s' } },
      failureHandling: { circuitBreaker: {} },
    },
  }),
  'operational-timeouts-empty': configured({ operational: { timeouts: {}, failureHandling: {} } }),
  'operational-full': configured({
    operational: {
      logLevel: 'debug',
      timeouts: { default: '1m' },
      failureHandling: {
        healthCheckInterval: '10s',
        unhealthyThreshold: 1,
        healthCheckTimeout: '9999ms',
        statusReportingInterval: '1h',
        partialFailureMode: 'best_effort',
        circuitBreaker: { enabled: true, failureThreshold: 2, timeout: '1s' },
      },
    },
  }),
  'operational-zero': configured({
    operational: {
      timeouts: { default: '0s' },
      failureHandling: {
        healthCheckInterval: '0s',
        unhealthyThreshold: 0,
        healthCheckTimeout: '0s',
        statusReportingInterval: '0s',
        circuitBreaker: { enabled: true },
      },
    },
  }),
  'operational-workload-zero': configured({ operational: { timeouts: { perWorkload: { a: '0s' } } } }),
  'operational-check-too-long': configured({
    operational: { failureHandling: { healthCheckInterval: '5s', healthCheckTimeout: '5s' } },
  }),
  'operational-check-default-too-long': configured({
    operational: { failureHandling: { healthCheckInterval: '10s' } },
  }),
  'operational-threshold-negative': configured({ operational: { failureHandling: { unhealthyThreshold: -1 } } }),
  'operational-odd-durations': configured({
    operational: { timeouts: { default: '1h0m0.000000001s', perWorkload: { a: '100us', b: '1.5h', c: '2ns' } } },
  }),

  // The rest of the configuration
  'audit-on': configured({ audit: { enabled: true } }),
  'audit-off': configured({ audit: { enabled: false } }),
  'audit-empty': configured({ audit: {} }),
  'audit-partial': configured({
    audit: {
      enabled: true,
      component: 'c',
      eventTypes: ['a'],
      includeRequestData: true,
      detectApplicationErrors: false,
      maxDataSize: 0,
      logFile: '/var/log/x',
    },
  }),
  'audit-full': configured({
    audit: {
      enabled: true,
      component: 'c',
      eventTypes: ['mcp_initialize'],
      excludeEventTypes: ['x'],
      includeRequestData: true,
      includeResponseData: true,
      detectApplicationErrors: true,
      maxDataSize: 1000000,
      maxDelegationDepth: 3,
    },
  }),
  'telemetry-full': [
    ca('tel-ca', 'x.pem'),
    telemetry({
      openTelemetry: {
        enabled: true,
        endpoint: 'https://otel:4318',
        insecure: false,
        headers: { a10: 'x', a2: 'y' },
        sensitiveHeaders: [{ name: 'Authorization', secretKeyRef: key('tok') }],
        resourceAttributes: { b: '1', a: 'x y' },
        tracing: { enabled: true, samplingRate: '0.25' },
        metrics: { enabled: true },
        caBundleRef: { configMapRef: { name: 'tel-ca', key: 'x.pem' } },
        useLegacyAttributes: false,
      },
      prometheus: { enabled: true },
    }),
    ...one({ telemetryConfigRef: { name: 'tel', serviceName: 'my service' } }),
  ],
  'telemetry-missing': one({ telemetryConfigRef: { name: 'tel' } }),
  'telemetry-in-config': configured({ telemetry: { endpoint: 'otel:4318', tracingEnabled: true } }),
  'code-mode': configured({ codeMode: { enabled: true } }),
  'code-mode-full': configured({
    codeMode: { enabled: true, stepLimit: 1000000, parallelMaxConcurrency: 1, toolCallTimeout: '90s' },
  }),
  'code-mode-off': configured({ codeMode: {} }),
  'optimizer-ref': one({ embeddingServerRef: { name: 'emb' } }, embedding({ port: 9090 })),
  'optimizer-ref-and-service': one(
    {
      embeddingServerRef: { name: 'emb' },
      config: {
        optimizer: {
          embeddingService: 'http://other',
          maxToolsToReturn: 3,
          hybridSearchSemanticRatio: '0.5',
          semanticDistanceThreshold: '1',
        },
      },
    },
    embedding(),
  ),
  'optimizer-ref-missing': one({ embeddingServerRef: { name: 'emb' } }),
  'optimizer-manual': configured({ optimizer: { embeddingService: 'http://e:8080', embeddingServiceTimeout: '5s' } }),
  'optimizer-openai': configured({
    optimizer: {
      embeddingProvider: 'openai',
      embeddingService: 'https://api.openai.com/v1',
      embeddingModel: 'text-embedding-3-small',
      embeddingHeaders: { 'X-B': '1', 'X-A': 'v' },
    },
  }),
  'optimizer-openai-without-model': configured({
    optimizer: { embeddingProvider: 'openai', embeddingService: 'https://api.openai.com/v1' },
  }),
  'optimizer-none': configured({ optimizer: {} }),
  'redis-own': one({
    sessionStorage: { provider: 'redis', address: 'r:6379', db: 2, keyPrefix: 'p:', passwordRef: key('pw') },
  }),
  'redis-in-config': configured({ sessionStorage: { provider: 'redis', address: 'r:6379' } }),
  memory: one({ sessionStorage: { provider: 'memory' } }),
  'redis-default': [redisOperator(), ...one()],
  'redis-default-password': [redisOperator({ TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: 'pw' }), ...one()],
  'redis-default-password-key': [
    redisOperator({ TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: 'pw', TOOLHIVE_DEFAULT_REDIS_SECRET_KEY: 'other' }),
    ...one(),
  ],
  'redis-default-own': [redisOperator({ TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: 'pw' }), ...one(REDIS)],
  'redis-default-memory': [
    redisOperator({ TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: 'pw' }),
    ...one({ sessionStorage: { provider: 'memory' } }),
  ],
  'rate-limits': one({
    ...REDIS,
    config: {
      rateLimiting: {
        shared: { maxTokens: 10, refillPeriod: '1m' },
        tools: [
          { name: 'b', shared: { maxTokens: 1, refillPeriod: '90s' } },
          { name: 'a', shared: { maxTokens: 2, refillPeriod: '1h0m' } },
        ],
      },
    },
  }),
  'rate-limits-per-user': [
    oidc(),
    ...one({
      ...SIGNED_IN,
      ...REDIS,
      config: {
        rateLimiting: {
          perUser: { maxTokens: 10, refillPeriod: '500ms' },
          tools: [{ name: 'b', perUser: { maxTokens: 1, refillPeriod: '1s' } }],
        },
      },
    }),
  ],
  'headers-passed': one({ passthroughHeaders: ['X-A', 'x-b'], config: { passthroughHeaders: ['X-C'] } }),
  'headers-passed-in-config': configured({ passthroughHeaders: ['X-C'] }),
  'headers-passed-empty': one({ passthroughHeaders: [], config: { passthroughHeaders: ['X-C'] } }),
  'headers-restricted': one({ passthroughHeaders: ['authorization'] }),
  'headers-restricted-in-config': configured({ passthroughHeaders: ['Cookie'] }),
  'headers-odd': one({ passthroughHeaders: ['X A'] }),
  'headers-host': one({ passthroughHeaders: ['HOST'] }),
  metadata: configured({
    metadata: {
      a10: '1',
      a2: 'true',
      'app.kubernetes.io/x': 'null',
      yes: 'no',
      'a b': '~',
      Z: '',
      _: '0x1f',
      '1': '1e3',
      multi: 'a\n\nb',
      tail: 'a\n',
      lead: '  a',
      tabs: 'a\tb',
      quote: "it's",
      colon: 'a: b',
      hash: 'a #b',
      date: '2026-01-01',
      uni: 'ä€😀',
      dash: '- a',
      long: 'word '.repeat(40).trim(),
    },
  }),
  'metadata-texts': configured({
    metadata: {
      aa: 'trailing ',
      ab: ' leading',
      ac: '\n',
      ad: '\nx',
      ae: 'x\n\n',
      af: 'a\r\nb',
      ag: '\ttab',
      ah: '\u0007bell',
      ai: '\u00a0nbsp',
      ak: '=',
      al: '<<',
      am: '?',
      an: '? x',
      ao: '-',
      ap: '--- x',
      aq: '...',
      ar: '%x',
      as: '@x',
      at: '`x`',
      au: '"',
      av: "'",
      aw: '*a',
      ax: '&a',
      ay: '!t',
      az: '|',
      ba: '>',
      bb: '[x',
      bc: '{x',
      bd: 'x]',
      be: ', x',
      bf: 'x: ',
      bg: 'x:',
      bh: 'x:y',
      bi: 'x #y',
      bj: 'x#y',
      bk: '0o17',
      bl: '017',
      bm: '1_000',
      bn: '.5',
      bo: '1.',
      bp: '+1',
      bq: '-.inf',
      br: '.NaN',
      bs: '12:30:45',
      bt: '2026-01-01T00:00:00Z',
      bu: 'Yes',
      bv: 'y',
      bw: 'oFF',
      bx: 'NULL',
      by: 'True',
      bz: 'a\n  b\n c',
      ca: 'a \nb',
      cb: '😀',
      cc: 'x'.repeat(200),
      cd: '\\n',
      ce: '0b1',
      cf: '1e5',
      cg: 'a\n#b\n',
    },
  }),
  'metadata-keys': configured({
    metadata: {
      '': 'empty',
      ' ': 'space',
      'a: b': '1',
      '#x': '1',
      'multi\nline': '1',
      yes: '1',
      null: '1',
      '0': '1',
      '00': '1',
      '007': '1',
      '7': '1',
      '1.5': '1',
      '1.10': '1',
      A1: '1',
      a01: '1',
      a1: '1',
      'a-1': '1',
      a_1: '1',
      'a.1': '1',
      ä: '1',
      ['k'.repeat(130)]: '1',
      '-': '1',
      '2026-01-01': '1',
      __proto: '1',
    },
  }),
  'metadata-empty': configured({ metadata: {} }),
  'name-and-group-in-config': configured({ name: 'other', groupRef: 'other' }),
  'auth-in-config': configured({
    incomingAuth: { type: 'oidc', oidc: { issuer: 'https://x', clientId: 'c', audience: 'a' } },
    outgoingAuth: { source: 'inline' },
  }),
  'backends-given-discovered': configured({
    backends: [
      { name: 'mine', url: 'https://mine.example.com/mcp', transport: 'sse', metadata: { b: '1', a: '2' } },
      { name: 'two', url: 'http://two', transport: 'streamable-http', type: 'entry', caBundlePath: '/ca' },
    ],
  }),
  'backends-given-inline': one({
    outgoingAuth: { source: 'inline' },
    config: { backends: [{ name: 'mine', url: 'https://mine.example.com/mcp', transport: 'sse' }] },
  }),
  'backends-given-inline-alone': [
    GROUP,
    virtual({
      outgoingAuth: { source: 'inline' },
      config: { backends: [{ name: 'mine', url: 'https://mine.example.com/mcp', transport: 'sse' }] },
    }),
  ],
  'config-empty': configured({}),

  everything: [
    oidc({ clientSecretRef: key('oidc-sec'), caBundleRef: { configMapRef: { name: 'ca', key: 'ca.crt' } } }),
    ca('ca'),
    external('x', 'headerInjection', { headerName: 'X', valueSecretRef: key('x') }),
    external('y', 'tokenExchange', { tokenUrl: 'https://t', audience: 'b', clientSecretRef: key('y') }),
    telemetry({
      openTelemetry: {
        enabled: true,
        endpoint: 'otel:4318',
        tracing: { enabled: true },
        sensitiveHeaders: [{ name: 'X-T', secretKeyRef: key('t') }],
        caBundleRef: { configMapRef: { name: 'ca', key: 'ca.crt' } },
      },
    }),
    embedding(),
    definition('shared', { annotations: { title: 'x' } }),
    ...listing(
      [
        server('one', { externalAuthConfigRef: { name: 'x' } }),
        proxy('two', { externalAuthConfigRef: { name: 'y' } }),
        entry('three', {
          ...trusted({ name: 'ca', key: 'ca.crt' }),
          headerForward: {
            addPlaintextHeaders: { A: 'b' },
            addHeadersFromSecret: [{ headerName: 'X-Key', valueSecretRef: key('h') }],
          },
        }),
      ],
      { backends: { one: by('x'), two: by('y') }, default: by('y') },
      {
        ...issuing({
          ...TWO_UPSTREAMS,
          primaryUpstreamProvider: 'other',
          signingKeySecretRefs: [key('sign')],
          hmacSecretRefs: [key('hmac')],
          storage: {
            type: 'redis',
            redis: {
              addr: 'r:6379',
              aclUserConfig: { usernameSecretRef: key('u'), passwordSecretRef: key('p') },
              tls: { caCertSecretRef: key('rca') },
            },
          },
        }),
        incomingAuth: { ...SIGNED_IN.incomingAuth, ...inline({}, { groupClaimName: 'groups' }) },
        telemetryConfigRef: { name: 'tel' },
        embeddingServerRef: { name: 'emb' },
        sessionStorage: { provider: 'redis', address: 'r:6379', passwordRef: key('pw') },
        imagePullSecrets: [{ name: 'pull' }],
        passthroughHeaders: ['X-Tenant'],
        replicas: 2,
        config: {
          compositeTools: [tool()],
          compositeToolRefs: [{ name: 'shared' }],
          audit: { enabled: true },
          codeMode: { enabled: true },
          operational: { logLevel: 'debug' },
          metadata: { a: 'b' },
          optimizer: { maxToolsToReturn: 5 },
          rateLimiting: { shared: { maxTokens: 10, refillPeriod: '1m' } },
          aggregation: { tools: [{ workload: 'one', filter: ['t'] }] },
        },
      },
    ),
  ],

  // Pod, Service and account
  replicas: one({ replicas: 3, ...REDIS }),
  'replicas-none': one({ replicas: 0 }),
  'replicas-without-redis': one({ replicas: 2 }),
  'pull-secrets': one({ imagePullSecrets: [{ name: 'b' }, { name: 'a' }] }),
  'pull-secrets-default': [
    { kind: 'Operator', name: 'operator', data: { TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS: 'd,b' } },
    ...one({ imagePullSecrets: [{ name: 'b' }, { name: 'a' }] }),
  ],
  'pull-secrets-empty': one({ imagePullSecrets: [] }),
  'pod-template': one({
    podTemplateSpec: {
      metadata: { annotations: { a: 'b<&>' }, labels: { l: 'm' } },
      spec: {
        imagePullSecrets: [{ name: 't' }],
        serviceAccountName: 'sa',
        volumes: [{ name: 'w', emptyDir: {} }],
        containers: [
          {
            name: 'vmcp',
            env: [
              { name: 'VMCP_NAME', value: 'mine' },
              { name: 'OTHER', value: '1' },
            ],
            volumeMounts: [{ name: 'w', mountPath: '/w' }],
            args: ['x'],
          },
        ],
      },
    },
  }),
  'pod-template-sidecar': one({ podTemplateSpec: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } }),
  'pod-template-empty': one({ podTemplateSpec: {} }),
  'pod-template-bad': one({ podTemplateSpec: { spec: { containers: 'x' } } }),
  'service-account': one({ serviceAccount: 'mine' }),
  'service-account-empty': one({ serviceAccount: '' }),
  'service-load-balancer': one({ serviceType: 'LoadBalancer', sessionAffinity: 'None' }),
  'service-node-port': one({ serviceType: 'NodePort' }),
};
