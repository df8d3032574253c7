import { ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Authorizer,
  DeployTarget,
  ExternalAuth,
  McpAuthz,
  McpAuthzConfig,
  McpBackend,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpProtocol,
  McpServer,
  McpServerProps,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  McpTransport,
  McpWebhookConfig,
  NetworkIsolation,
  OidcProvider,
  PermissionProfile,
  ToolhivePlatform,
  PodSecurity,
  PodTemplate,
  ProxyMode,
  SessionAffinity,
  SessionStorage,
  Toolhive,
  ToolhiveVersion,
  UpstreamProvider,
  VirtualMcpServer,
  Warnings,
} from '../../src';
import {
  checkedSpec,
  Dependent,
  EVERY_SESSION_OPERATION,
  chartIn,
  configMap,
  objects,
  podPatchOf,
  runConfigOf,
} from '../util';

const secret = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, `secret-${name}`, name);

function secretValue(): kplus.SecretValue {
  return { secret: secret(chartIn(), 'token'), key: 'token' };
}

describe('a server with nothing but an image', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 'fetch', { image: 'fetch:1.0' });
  const made = objects(chart);

  test('is these objects, all in the namespace of the chart, none cluster-scoped', () => {
    expect(Object.keys(made)).toEqual([
      'ServiceAccount/fetch-proxy-runner',
      'ServiceAccount/fetch-sa',
      'Role/fetch-proxy-runner',
      'RoleBinding/fetch-proxy-runner',
      'ConfigMap/fetch-runconfig',
      'Deployment/fetch',
      'Service/mcp-fetch-proxy',
    ]);
    for (const { metadata } of Object.values(made)) expect(metadata.namespace).toBe('ns');
  });

  test('selects its pods by the labels of the operator, so that its objects can be taken over', () => {
    const labels = {
      app: 'mcpserver',
      'app.kubernetes.io/name': 'mcpserver',
      'app.kubernetes.io/instance': 'fetch',
      toolhive: 'true',
      'toolhive-name': 'fetch',
    };
    const { spec } = made['Deployment/fetch'];
    expect(spec.selector.matchLabels).toEqual(labels);
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(made['Service/mcp-fetch-proxy'].spec.selector).toEqual(labels);
  });

  test('carries no member that says nothing', () => {
    const empty: string[] = [];
    JSON.stringify(made, (key, value) => {
      if (value === null || (typeof value === 'object' && !Object.keys(value).length)) empty.push(key);
      return value;
    });
    expect(empty).toEqual([]);
  });

  test('gives the MCP server no token', () => {
    expect(podPatchOf(chart, 'fetch').spec).toMatchObject({
      automountServiceAccountToken: false,
      serviceAccountName: 'fetch-sa',
    });
  });

  test('hands out its parts', () => {
    expect(server.deployment).toBe(ApiObject.of(server));
    expect(server.service!.name).toBe('mcp-fetch-proxy');
    expect(server.serviceAccount.name).toBe('fetch-sa');
    expect(server.name).toBe('fetch');
  });
});

test('can be read back', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  const plain = new McpServer(chart, 'plain', { image: 'a:1.0' });
  expect(plain).toMatchObject({ image: 'a:1.0', transport: McpTransport.STDIO, port: 8080 });
  expect([plain.replicas, plain.group]).toEqual([undefined, undefined]);
  group.addMember(plain);
  expect(plain.group).toBe(group);
  const transport = McpTransport.SSE;
  const all = { image: 'b:2.0', transport, proxyPort: 9000, replicas: 1, group };
  expect(new McpServer(chart, 'all', all)).toMatchObject({ image: 'b:2.0', transport, port: 9000, replicas: 1, group });
});

describe('what is added later', () => {
  test('is as if the props had said it', () => {
    const volume = (chart: Chart) => ({ path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'data', 'data') });
    const env = { A: kplus.EnvValue.fromValue('1'), B: secretValue().secret.envValue('b') };
    const tools = McpTools.allow('fetch');
    const at = chartIn();
    new McpServer(at, 's', { image: 'i:1.0', tools, env, volumes: [volume(at)] });
    const later = chartIn();
    const server = new McpServer(later, 's', { image: 'i:1.0', tools, env: { A: env.A } });
    server.addVolume(volume(later));
    server.addEnv('B', env.B);
    expect(objects(later)).toEqual(objects(at));
  });

  test('stays when the server joins a group', () => {
    const chart = chartIn();
    const server = new McpServer(chart, 's', { image: 'i:1.0' });
    server.addEnv('A', kplus.EnvValue.fromValue('1'));
    new McpGroup(chart, 'g').addMember(server);
    server.addEnv('B', kplus.EnvValue.fromValue('2'));
    const { env, groupRef } = checkedSpec(server);
    expect({ env, groupRef }).toEqual({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
      groupRef: { name: 'g' },
    });
  });

  test('fails on a variable that is there', () => {
    const server = new McpServer(chartIn(), 's', { image: 'i:1.0', env: { A: kplus.EnvValue.fromValue('1') } });
    expect(() => server.addEnv('A', kplus.EnvValue.fromValue('2'))).toThrow(
      '[chart/s] McpServer "s": addEnv: there is a variable "A" already; give it once',
    );
  });

  test('fails where ToolHive would refuse it, at once', () => {
    const server = new McpServer(chartIn(), 's', { image: 'i:1.0' });
    expect(() => server.addEnv('A=B', kplus.EnvValue.fromValue('2'))).toThrow('[chart/s] McpServer "s": env');
  });
});

test.each<[string, Partial<McpServerProps>, string]>([
  ['stdio', {}, 'http://mcp-s-proxy.ns.svc.cluster.local:8080/mcp'],
  ['stdio behind an SSE proxy', { proxyMode: ProxyMode.SSE }, 'http://mcp-s-proxy.ns.svc.cluster.local:8080/sse'],
  ['sse', { transport: McpTransport.SSE, proxyPort: 9000 }, 'http://mcp-s-proxy.ns.svc.cluster.local:9000/sse'],
  ['streamable HTTP', { transport: McpTransport.STREAMABLE_HTTP }, 'http://mcp-s-proxy.ns.svc.cluster.local:8080/mcp'],
])('the address of %s', (_, props, url) => {
  expect(new McpServer(chartIn(), 's', { image: 'i:1.0', ...props }).url).toBe(url);
});

test('under a plain chart without a namespace everything is in "default", address included', () => {
  const chart = Testing.chart();
  expect(new McpServer(chart, 's', { image: 'i:1.0' }).url).toContain('.default.svc.');
  expect(Object.values(objects(chart)).map((o) => o.metadata.namespace)).toEqual(Array(7).fill('default'));
});

const sso = (chart: Chart) =>
  new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }) });

const authServer = (chart: Chart) => {
  const upstream = UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' });
  const auth = ExternalAuth.embeddedAuthServer({ issuer: 'https://sso.example.com', upstreamProviders: [upstream] });
  return new McpExternalAuthConfig(chart, 'auth-server', { auth });
};

/** For every prop something that is not its default. A prop that is added has to be added here. */
const everyProp: {
  [prop in Exclude<keyof McpServerProps, 'group' | 'knownTools' | 'listing' | Dependent>]-?: (
    chart: Chart,
  ) => Partial<McpServerProps>;
} = {
  ...EVERY_SESSION_OPERATION,
  serviceType: () => ({ serviceType: kplus.ServiceType.LOAD_BALANCER }),
  image: () => ({ image: 'other:1.0' }),
  transport: () => ({ transport: McpTransport.SSE }),
  backend: () => ({ backend: McpBackend.declared({ path: '/other' }) }),
  proxyMode: () => ({ proxyMode: ProxyMode.SSE }),
  proxyPort: () => ({ proxyPort: 9000 }),
  mcpPort: () => ({ mcpPort: 9001 }),
  args: () => ({ args: ['--verbose'] }),
  env: () => ({ env: { A: kplus.EnvValue.fromValue('1') } }),
  volumes: (chart) => ({ volumes: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'v', 'data') }] }),
  writablePaths: () => ({ writablePaths: ['/tmp'] }),
  resources: () => ({ resources: { cpu: { limit: kplus.Cpu.millis(100) } } }),
  proxyResources: () => ({ proxyResources: { memory: { limit: Size.mebibytes(64) } } }),
  permissionProfile: () => ({ permissionProfile: PermissionProfile.none() }),
  serviceAccount: (chart) => ({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine') }),
  imagePullSecrets: (chart) => ({ imagePullSecrets: [secret(chart, 'regcred')] }),
  tools: () => ({ tools: McpTools.allow('a') }),
  authz: () => ({ authz: McpAuthz.cedar(['permit(principal, action, resource);']) }),
  oidc: (chart) => ({ oidc: { config: sso(chart) } }),
  externalAuth: (chart) => {
    const auth = ExternalAuth.tokenExchange({ tokenUrl: 'https://sso.example.com/token', audience: 'a' });
    return { externalAuth: new McpExternalAuthConfig(chart, 'exchange', { auth }) };
  },
  authServer: (chart) => ({ authServer: authServer(chart) }),
  webhooks: (chart) => ({
    webhooks: new McpWebhookConfig(chart, 'hooks', { mutating: [{ name: 'm', url: 'https://hooks.example.com' }] }),
  }),
  rateLimiting: () => ({ rateLimiting: { shared: { maxTokens: 5, refillPeriod: Duration.minutes(1) } } }),
  telemetry: (chart) => ({ telemetry: { config: new McpTelemetryConfig(chart, 'telemetry') } }),
  audit: () => ({ audit: true }),
  maxRequestBodySize: () => ({ maxRequestBodySize: 1024 }),
  proxyReadTimeout: () => ({ proxyReadTimeout: Duration.seconds(90) }),
  replicas: () => ({ replicas: 0 }),
  backendReplicas: () => ({ backendReplicas: 2 }),
  sessionStorage: () => ({ sessionStorage: SessionStorage.redis('redis:6379') }),
  restartedAt: () => ({ restartedAt: '2025-01-31T12:00:00Z' }),
  protocol: () => ({ protocol: McpProtocol.STATELESS }),
  sessionAffinity: () => ({ sessionAffinity: SessionAffinity.NONE }),
  endpointPrefix: () => ({ endpointPrefix: '/s' }),
  trustProxyHeaders: () => ({ trustProxyHeaders: true }),
  podTemplateSpec: () => ({ podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: { a: 'b' } } }) }),
  resourceOverrides: () => ({ resourceOverrides: { proxyService: { labels: { a: 'b' } } } }),
  name: () => ({ name: 'other' }),
  generation: () => ({ generation: 3 }),
};

/** What a prop can't do without. */
const companions: { [prop: string]: (chart: Chart) => Partial<McpServerProps> } = {
  rateLimiting: () => ({ sessionStorage: SessionStorage.redis('redis:6379') }),
  authServer: (chart) => ({ oidc: { config: sso(chart) } }),
  backend: () => ({ transport: McpTransport.STREAMABLE_HTTP }),
  // The proxy looks at no profile; the NetworkPolicy does.
  permissionProfile: () => ({ networkIsolation: NetworkIsolation.on() }),
};

test.each(Object.entries(everyProp))('the prop %s changes the YAML', (prop, props) => {
  const base = companions[prop] ?? (() => ({}));
  const plain = chartIn();
  new McpServer(plain, 's', { image: 'i:1.0', ...base(plain) });
  const changed = chartIn();
  new McpServer(changed, 's', { image: 'i:1.0', ...base(changed), ...props(changed) });
  expect(Testing.synth(changed)).not.toEqual(Testing.synth(plain));
});

test.each(Object.entries(everyProp))(
  'the prop %s changes the YAML of a declared backend, or is refused',
  (prop, props) => {
    const yaml = (own: (chart: Chart) => Partial<McpServerProps>) => {
      const chart = chartIn();
      const base = companions[prop]?.(chart);
      const transport = McpTransport.STREAMABLE_HTTP;
      new McpServer(chart, 's', { image: 'i:1.0', transport, backend: McpBackend.declared(), ...base, ...own(chart) });
      return Testing.synth(chart);
    };
    if (prop === 'proxyMode') expect(() => yaml(props)).toThrow('proxyMode: "sse" says how a proxy speaks that stands');
    else expect(yaml(props)).not.toEqual(yaml(() => ({})));
  },
);

describe('environment', () => {
  test('plain values are in the RunConfig; Secrets travel by reference in the pod patch, in whatever number', () => {
    const chart = chartIn();
    const token = secret(chart, 'token');
    const config = kplus.ConfigMap.fromConfigMapName(chart, 'cm', 'settings');
    new McpServer(chart, 's', {
      image: 'i:1.0',
      env: {
        PLAIN: kplus.EnvValue.fromValue('1'),
        TOKEN: token.envValue('token'),
        USER: token.envValue('user'),
        LEVEL: kplus.EnvValue.fromConfigMap(config, 'level'),
        NODE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
      },
    });
    expect(runConfigOf(chart, 's').env_vars).toEqual({ MCP_TRANSPORT: 'stdio', PLAIN: '1' });
    const [{ env }] = podPatchOf(chart, 's').spec.containers;
    expect(env).toEqual([
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } },
      { name: 'USER', valueFrom: { secretKeyRef: { name: 'token', key: 'user' } } },
    ]);
  });

  test("what the transport needs is ToolHive's and wins over the user", () => {
    const chart = chartIn();
    new McpServer(chart, 's', {
      image: 'i:1.0',
      transport: McpTransport.SSE,
      mcpPort: 3000,
      env: { MCP_PORT: kplus.EnvValue.fromValue('1') },
    });
    expect(runConfigOf(chart, 's').env_vars).toEqual({ MCP_TRANSPORT: 'sse', MCP_PORT: '3000', FASTMCP_PORT: '3000' });
  });
});

describe('the pod of the MCP server', () => {
  test('gets resources, volumes and writable paths, beside what the template says', () => {
    const chart = chartIn();
    new McpServer(chart, 's', {
      image: 'i:1.0',
      resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(128) } },
      volumes: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'v', 'data'), readOnly: true }],
      writablePaths: ['/tmp', '/var/cache'],
      podTemplateSpec: PodTemplate.fromSpec({
        spec: { containers: [{ name: 'mcp', workingDir: '/app' }], nodeSelector: { disk: 'ssd' } },
      }),
    });
    const { spec } = podPatchOf(chart, 's');
    expect(spec.nodeSelector).toEqual({ disk: 'ssd' });
    expect(spec.containers).toEqual([
      {
        name: 'mcp',
        workingDir: '/app',
        resources: { limits: { memory: '128Mi' }, requests: { cpu: '50m' } },
        volumeMounts: [
          { name: 'data', readOnly: true, mountPath: '/data' },
          { name: 'writable-0', mountPath: '/tmp' },
          { name: 'writable-1', mountPath: '/var/cache' },
        ],
      },
    ]);
    expect(spec.volumes.map((v: any) => v.name)).toEqual(['data', 'writable-0', 'writable-1']);
  });

  test('hardens sidecars, but leaves what the user decided', () => {
    const chart = chartIn();
    const podTemplateSpec = PodTemplate.fromJson({
      spec: { containers: [{ name: 'side', image: 's:1.0', securityContext: { runAsNonRoot: false } }] },
    });
    new McpServer(chart, 's', { image: 'i:1.0', podTemplateSpec });
    expect(podPatchOf(chart, 's').spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: false,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test("is the operator's under PodSecurity.OPERATOR", () => {
    const chart = chartIn(undefined, { podSecurity: PodSecurity.OPERATOR });
    new McpServer(chart, 's', { image: 'i:1.0' });
    expect(podPatchOf(chart, 's')).toEqual({ metadata: {}, spec: { containers: [], serviceAccountName: 's-sa' } });
  });

  test("keeps the token of the user's own ServiceAccount, which may have rights", () => {
    const chart = chartIn();
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'reader');
    const server = new McpServer(chart, 's', { image: 'i:1.0', serviceAccount });
    expect(podPatchOf(chart, 's').spec).toEqual({ containers: [], serviceAccountName: 'reader' });
    expect(objects(chart)).not.toHaveProperty('ServiceAccount/s-sa');
    expect(server.serviceAccount).toBe(serviceAccount);
  });

  test('names the pull secrets, so that a changed list makes new pods', () => {
    const chart = chartIn();
    const imagePullSecrets = [secret(chart, 'own')];
    Toolhive.configure(chart, { imagePullSecrets: [secret(chart, 'inherited')] });
    new McpServer(chart, 's', { image: 'i:1.0', imagePullSecrets });
    expect(podPatchOf(chart, 's').spec.imagePullSecrets).toEqual([{ name: 'own' }, { name: 'inherited' }]);
    expect(Warnings.of(chart)).toEqual([]);
  });

  test('keeps the pull secrets of its template', () => {
    const chart = chartIn();
    const imagePullSecrets = [secret(chart, 'own')];
    const podTemplateSpec = PodTemplate.fromJson({ spec: { imagePullSecrets: [{ name: 'own' }, { name: 'pod' }] } });
    new McpServer(chart, 's', { image: 'i:1.0', imagePullSecrets, podTemplateSpec });
    expect(podPatchOf(chart, 's').spec.imagePullSecrets).toEqual([{ name: 'own' }, { name: 'pod' }]);
  });

  test.each([undefined, []])(
    "names no pull secrets where there are none (%j), or where the operator's shape is asked for",
    (none) => {
      const chart = chartIn();
      new McpServer(chart, 's', { image: 'i:1.0', imagePullSecrets: none });
      expect(podPatchOf(chart, 's').spec).not.toHaveProperty('imagePullSecrets');
      const plain = chartIn(undefined, { podSecurity: PodSecurity.OPERATOR });
      new McpServer(plain, 's', { image: 'i:1.0', imagePullSecrets: [secret(plain, 'own')] });
      expect(podPatchOf(plain, 's').spec).not.toHaveProperty('imagePullSecrets');
      expect(objects(plain)['ServiceAccount/s-sa'].imagePullSecrets).toEqual([{ name: 'own' }]);
    },
  );

  test("has the pull secrets itself when the ServiceAccount is the user's, which is left alone", () => {
    const chart = chartIn();
    Toolhive.configure(chart, { imagePullSecrets: [secret(chart, 'inherited')] });
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'reader');
    new McpServer(chart, 's', { image: 'i:1.0', serviceAccount, imagePullSecrets: [secret(chart, 'own')] });
    expect(podPatchOf(chart, 's').spec.imagePullSecrets).toEqual([{ name: 'own' }, { name: 'inherited' }]);
  });

  test('unknown fields of a template are dropped with a warning', () => {
    const chart = chartIn();
    new McpServer(chart, 's', {
      image: 'i:1.0',
      podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelektor: {} } }),
    });
    expect(podPatchOf(chart, 's').spec).not.toHaveProperty('nodeSelektor');
  });
});

describe('tools', () => {
  test('an inline selection belongs to the server, a shared one to several', () => {
    const chart = chartIn();
    const shared = new McpToolConfig(chart, 'shared', {
      toolsFilter: ['a'],
      toolsOverride: { a: { description: 'A' } },
    });
    new McpServer(chart, 'one', { image: 'i:1.0', tools: McpTools.fromConfig(shared) });
    new McpServer(chart, 'two', { image: 'i:1.0', tools: McpTools.fromConfig(shared) });
    new McpServer(chart, 'three', { image: 'i:1.0', tools: McpTools.override({ b: { name: 'c' } }) });
    for (const name of ['one', 'two']) {
      expect(runConfigOf(chart, name)).toMatchObject({
        tools_filter: ['a'],
        tools_override: { a: { description: 'A' } },
      });
    }
    expect(runConfigOf(chart, 'three').tools_override).toEqual({ b: { name: 'c' } });
    expect(Object.keys(objects(chart)).filter((key) => key.includes('shared') || key.includes('tools'))).toEqual([]);
  });

  test('fails on an override that overrides nothing, naming server, configuration and tool', () => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1.0', tools: McpTools.override({ a: {} }) });
    expect(() => Testing.synth(chart)).toThrow(
      'McpServer "s": tools: MCPToolConfig "s-tools": toolsOverride of "a" has neither name nor description; give one of them, or drop the override',
    );
  });
});

describe('a configuration that is named only', () => {
  test('is found in the app, whoever makes it and wherever', () => {
    const chart = chartIn();
    const config = McpOidcConfig.fromMcpOidcConfigName(chart, 'ref', 'sso');
    new McpServer(chart, 's', { image: 'i:1.0', oidc: { config } });
    sso(chart);
    expect(runConfigOf(chart, 's').oidc_config.Issuer).toBe('https://sso.example.com');
  });

  test.each<[string, (chart: Chart) => Partial<McpServerProps>]>([
    ['MCPOIDCConfig', (chart) => ({ oidc: { config: McpOidcConfig.fromMcpOidcConfigName(chart, 'r', 'x') } })],
    [
      'MCPAuthzConfig',
      (chart) => ({ authz: McpAuthz.fromConfig(McpAuthzConfig.fromMcpAuthzConfigName(chart, 'r', 'x')) }),
    ],
    [
      'MCPExternalAuthConfig',
      (chart) => ({ externalAuth: McpExternalAuthConfig.fromMcpExternalAuthConfigName(chart, 'r', 'x') }),
    ],
    [
      'MCPTelemetryConfig',
      (chart) => ({ telemetry: { config: McpTelemetryConfig.fromMcpTelemetryConfigName(chart, 'r', 'x') } }),
    ],
    ['MCPWebhookConfig', (chart) => ({ webhooks: McpWebhookConfig.fromMcpWebhookConfigName(chart, 'r', 'x') })],
    [
      'MCPToolConfig',
      (chart) => ({ tools: McpTools.fromConfig(McpToolConfig.fromMcpToolConfigName(chart, 'r', 'x')) }),
    ],
  ])('fails where it is not: %s', (kind, props) => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1.0', ...props(chart) });
    expect(() => Testing.synth(chart)).toThrow(
      `there is no ${kind} "x" in namespace "ns", and its content is needed here; add it, or correct the name`,
    );
  });

  test('may be a group that is elsewhere, with a warning', () => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1.0', group: McpGroup.fromMcpGroupName(chart, 'ref', 'elsewhere') });
    Testing.synth(chart);
    expect(Warnings.of(chart)).toMatchObject([{ id: 'group-missing', path: 'chart/s' }]);
  });
});

test('the prop group changes the resource; plain workloads know no groups', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image: 'i:1.0', group: new McpGroup(chart, 'g', { description: 'all' }) });
  expect(checkedSpec(server).groupRef).toEqual({ name: 'g' });
  expect(() => Testing.synth(chart)).not.toThrow();
  expect(Warnings.of(chart)).toEqual([]);
});

describe('those who come in', () => {
  test('are told the URL of the Service, where no other is given, and their tokens must be made out to it', () => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1.0', proxyPort: 9000, oidc: { config: sso(chart) } });
    const url = 'http://mcp-s-proxy.ns.svc.cluster.local:9000';
    expect(runConfigOf(chart, 's').oidc_config).toMatchObject({ Audience: url, ResourceURL: url });
    Testing.synth(chart);
    expect(Warnings.of(chart).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /oidc.audience: "http:\/\/mcp-s-proxy.* is an address in the cluster, .* give the audience that its/,
      ),
    ]);
  });

  test('are told what was given', () => {
    const chart = chartIn();
    const resourceUrl = 'https://mcp.example.com';
    new McpServer(chart, 's', {
      image: 'i:1.0',
      oidc: { config: sso(chart), audience: 'search', resourceUrl, scopes: ['openid'] },
    });
    const expected = { Audience: 'search', ResourceURL: resourceUrl, Scopes: ['openid'] };
    expect(runConfigOf(chart, 's').oidc_config).toMatchObject(expected);
  });

  test("get their tokens from an authorization server in the proxy, and may then be known to policies by the provider's claims", () => {
    const chart = chartIn();
    new McpServer(chart, 's', {
      image: 'i:1.0',
      authServer: authServer(chart),
      oidc: { config: sso(chart), resourceUrl: 'https://mcp.example.com' },
      authz: McpAuthz.cedar(['permit(principal, action, resource);']),
    });
    const { embedded_auth_server_config: server, middleware_configs: chain } = runConfigOf(chart, 's');
    expect(server.upstreams[0].oidc_config.redirect_uri).toBe('https://mcp.example.com/oauth/callback');
    expect(chain.map(({ type }: any) => type)).toEqual([
      'bodylimit',
      'auth',
      'upstreamswap',
      'mcp-parser',
      'authorization',
      'recovery',
    ]);
    expect(chain[4].parameters.config_data.cedar.primary_upstream_provider).toBe('idp');
  });

  test('fail with another audience than the authorization server issues tokens for', () => {
    const chart = chartIn();
    const oidc = { config: sso(chart), audience: 'search' };
    new McpServer(chart, 's', { image: 'i:1.0', authServer: authServer(chart), oidc });
    expect(() => Testing.synth(chart)).toThrow('McpServer "s": oidc.audience: "search" is not the resourceUrl');
  });
});

describe('authorization', () => {
  const policies = ['permit(principal, action, resource);'];

  test('is shared by several servers', () => {
    const chart = chartIn();
    const config = new McpAuthzConfig(chart, 'shared', { authorizer: Authorizer.cedar(policies) });
    for (const name of ['one', 'two']) {
      new McpServer(chart, name, { image: 'i:1.0', authz: McpAuthz.fromConfig(config) });
    }
    for (const name of ['one', 'two']) {
      expect(runConfigOf(chart, name).authz_config).toEqual({
        version: '1.0',
        type: 'cedarv1',
        cedar: { policies, entities_json: '[]' },
      });
    }
  });

  test('is read from a ConfigMap of the app when it is synthesized, and mounted from there', () => {
    const chart = chartIn();
    const map = new kplus.ConfigMap(chart, 'cm', { metadata: { name: 'rules' } });
    const authz = McpAuthz.fromConfigMap({ configMap: map, key: 'rules.yaml', groupClaimName: 'teams' });
    new McpServer(chart, 's', { image: 'i:1.0', authz });
    map.addData('rules.yaml', `version: "1.0"\ntype: cedarv1\ncedar: {policies: ["${policies[0]}"]}\n`);
    expect(runConfigOf(chart, 's').authz_config.cedar).toEqual({
      policies,
      entities_json: '',
      group_claim_name: 'teams',
    });
    expect(objects(chart)['Deployment/s'].spec.template.spec.volumes[1]).toEqual({
      name: 'authz-config',
      configMap: { name: 'rules', items: [{ key: 'rules.yaml', path: 'authz.json' }] },
    });
  });

  test('fails when the ConfigMap is not in the app', () => {
    const chart = chartIn();
    const authz = McpAuthz.fromConfigMap({ configMap: kplus.ConfigMap.fromConfigMapName(chart, 'cm', 'elsewhere') });
    new McpServer(chart, 's', { image: 'i:1.0', authz });
    expect(() => Testing.synth(chart)).toThrow(/McpServer "s": authz.configMap: the policies are read when rendering/);
  });
});

describe('a credential that a virtual server sends', () => {
  function inGroup(more: (chart: Chart, group: McpGroup) => unknown): string[] {
    const chart = chartIn();
    const group = new McpGroup(chart, 'tools');
    const auth = ExternalAuth.headerInjection({ headerName: 'X-Key', value: secretValue() });
    const externalAuth = new McpExternalAuthConfig(chart, 'key', { auth });
    new McpServer(chart, 's', { image: 'i:1.0', transport: McpTransport.STREAMABLE_HTTP, group, externalAuth });
    more(chart, group);
    Testing.synth(chart);
    return Warnings.of(chart).map(({ id, message }) => `${id} ${message}`);
  }

  test('is taken on the members of its group', () => {
    expect(inGroup((chart, group) => new VirtualMcpServer(chart, 'gateway', { group }))).toEqual([]);
  });

  test('is warned of in a group without one, which may be in another app', () => {
    expect(inGroup(() => undefined)).toEqual([
      'external-auth-without-effect McpServer "s": externalAuth: MCPExternalAuthConfig "key" is of type "headerInjection", with which ToolHive does nothing on an MCPServer; a VirtualMCPServer of its group "tools" does, and none is here',
    ]);
  });
});

describe('fails on what ToolHive would drop without a word, and names who does it', () => {
  test.each<[string, ExternalAuth, string]>([
    [
      'headerInjection',
      ExternalAuth.headerInjection({ headerName: 'X-Key', value: secretValue() }),
      'a VirtualMCPServer does it',
    ],
    ['bearerToken', ExternalAuth.bearerToken(secretValue()), 'an MCPRemoteProxy does it'],
    ['upstreamInject', ExternalAuth.upstreamInject('idp'), 'a VirtualMCPServer does it'],
    [
      'xaa',
      ExternalAuth.xaa({ idpTokenUrl: 'https://a', targetTokenUrl: 'https://b', targetAudience: 'c' }),
      'a VirtualMCPServer does it',
    ],
    [
      'awsSts',
      ExternalAuth.awsSts({ region: 'eu-west-1', fallbackRoleArn: 'arn:aws:iam::123456789012:role/r' }),
      'use an MCPRemoteProxy',
    ],
  ])('%s', (type, auth, instead) => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1.0', externalAuth: new McpExternalAuthConfig(chart, 'x', { auth }) });
    const message = new RegExp(
      `McpServer "s": externalAuth: MCPExternalAuthConfig "x" is of type "${type}".*${instead}`,
    );
    expect(() => Testing.synth(chart)).toThrow(message);
  });
});

describe('sessions', () => {
  test("are in the Redis of the prop, else of the scope's settings, password by reference", () => {
    const chart = chartIn(undefined, { redis: { address: 'default:6379' } });
    const password = { secret: secret(chart, 'redis'), key: 'password' };
    new McpServer(chart, 'inherits', { image: 'i:1.0' });
    new McpServer(chart, 'own', {
      image: 'i:1.0',
      sessionStorage: SessionStorage.redis('own:6379', { db: 2, keyPrefix: 'own:', password }),
    });
    expect(runConfigOf(chart, 'inherits').scaling_config).toEqual({ session_redis: { address: 'default:6379' } });
    const session = { address: 'own:6379', db: 2, key_prefix: 'own:' };
    expect(runConfigOf(chart, 'own').scaling_config).toEqual({ session_redis: session });
    expect(objects(chart)['Deployment/own'].spec.template.spec.containers[0].env[0]).toEqual({
      name: 'THV_SESSION_REDIS_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } },
    });
  });

  test('stay in memory where that is asked for, whatever the settings are', () => {
    const chart = chartIn(undefined, { redis: { address: 'default:6379' } });
    new McpServer(chart, 's', { image: 'i:1.0', sessionStorage: SessionStorage.memory() });
    expect(runConfigOf(chart, 's')).not.toHaveProperty('scaling_config');
  });
});

test('a limit that never fills up again fails, for the proxy would not start with it', () => {
  const shared = { maxTokens: 1, refillPeriod: Duration.seconds(0) };
  const sessionStorage = SessionStorage.redis('redis:6379');
  expect(() => new McpServer(chartIn(), 's', { image: 'i:1.0', sessionStorage, rateLimiting: { shared } })).toThrow(
    'McpServer "s": rateLimiting.shared.refillPeriod: "0s" must be longer than nothing',
  );
});

test('restartedAt restarts the pods of the proxy', () => {
  const chart = chartIn();
  new McpServer(chart, 's', { image: 'i:1.0', restartedAt: '2025-01-31T12:00:00Z' });
  expect(objects(chart)['Deployment/s'].spec.template.metadata.annotations).toMatchObject({
    'mcpserver.toolhive.stacklok.dev/restarted-at': '2025-01-31T12:00:00Z',
  });
  expect(() => new McpServer(chart, 'other', { image: 'i:1.0', restartedAt: 'now' })).toThrow(
    '[chart/other] McpServer "other": restartedAt: "now" is no time; write it like "2025-01-31T12:00:00Z"',
  );
});

describe('permission profiles, which proxies of ToolHive 0.44.0 read,', () => {
  test('of your own: content, mount and path agree', () => {
    const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
    new McpServer(chart, 's', {
      image: 'i:1.0',
      permissionProfile: PermissionProfile.allow({ allowHost: ['api.github.com'], allowPort: [443] }),
    });
    const profile = { name: 's', network: { outbound: { allow_host: ['api.github.com'], allow_port: [443] } } };
    expect(JSON.parse(objects(chart)['ConfigMap/s-permission-profile'].data['profile.json'])).toEqual(profile);
    expect(runConfigOf(chart, 's')).toMatchObject({
      permission_profile: profile,
      permission_profile_name_or_path: '/etc/toolhive/profiles/profile.json',
    });
    const { containers, volumes } = objects(chart)['Deployment/s'].spec.template.spec;
    expect(volumes).toContainEqual({ name: 'permission-profile', configMap: { name: 's-permission-profile' } });
    expect(containers[0].volumeMounts).toContainEqual({
      name: 'permission-profile',
      mountPath: '/etc/toolhive/profiles',
      readOnly: true,
    });
  });

  test('from a ConfigMap of the app, whoever made it', () => {
    const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
    const map = new kplus.ConfigMap(chart, 'cm', { metadata: { name: 'profiles' }, data: { p: '{"name":"mine"}' } });
    new McpServer(chart, 's', {
      image: 'i:1.0',
      permissionProfile: PermissionProfile.fromConfigMap({ configMap: map, key: 'p' }),
    });
    expect(runConfigOf(chart, 's').permission_profile).toEqual({ name: 'mine' });
  });

  test('fails when the ConfigMap is not in the app', () => {
    const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
    const map = kplus.ConfigMap.fromConfigMapName(chart, 'cm', 'elsewhere');
    new McpServer(chart, 's', {
      image: 'i:1.0',
      permissionProfile: PermissionProfile.fromConfigMap({ configMap: map, key: 'p' }),
    });
    expect(() => Testing.synth(chart)).toThrow(/McpServer "s": permissionProfile: the profile is read when rendering/);
  });
});

test('ToolHive protects its own labels and annotations from overrides', () => {
  const chart = chartIn();
  const labels = { app: 'mine', team: 't' };
  new McpServer(chart, 's', {
    image: 'i:1.0',
    resourceOverrides: {
      proxyDeployment: { labels, annotations: { a: '1' }, podTemplateMetadataOverrides: { labels }, env: { B: '2' } },
      proxyService: { labels },
    },
  });
  const { 'Deployment/s': deployment, 'Service/mcp-s-proxy': service } = objects(chart);
  for (const { metadata } of [deployment, service, deployment.spec.template]) {
    expect(metadata.labels).toMatchObject({ app: 'mcpserver', team: 't' });
  }
  expect(deployment.metadata.annotations).toEqual({ a: '1' });
  expect(deployment.spec.template.spec.containers[0].env[0]).toEqual({ name: 'B', value: '2' });
  expect(deployment.spec.selector.matchLabels).not.toHaveProperty('team');
});

test('on OpenShift users and groups are left to the cluster', () => {
  const chart = chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT });
  new McpServer(chart, 's', { image: 'i:1.0' });
  const { securityContext, containers } = objects(chart)['Deployment/s'].spec.template.spec;
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(containers[0].securityContext).not.toHaveProperty('runAsUser');
});

describe('fails in the constructor', () => {
  test.each<[string, string, Partial<McpServerProps>, string]>([
    [
      'on a port out of range',
      's',
      { proxyPort: 70000 },
      '[chart/s] McpServer "s": proxyPort: 70000 is above the maximum 65535; give a number from 1 to 65535',
    ],
    ['on an empty image', 's', { image: '' }, 'McpServer "s": image: must not be empty; name an image'],
    [
      'on an image with white space',
      's',
      { image: 'a b' },
      'image: "a b" contains white space; write registry/name:tag',
    ],
    [
      "on a sidecar's image with white space",
      's',
      { podTemplateSpec: PodTemplate.fromJson({ spec: { containers: [{ name: 'side', image: 'a b' }] } }) },
      'podTemplateSpec.spec.containers[0].image: "a b" contains white space; write registry/name:tag',
    ],
    [
      'on a name with a dot, which no Service may have',
      'a.b',
      {},
      'McpServer "a.b": name: "a.b" gives the Service the name "mcp-a.b-proxy", which Kubernetes refuses',
    ],
    ['on a name that is too long for the Service', 'n'.repeat(54), {}, 'which Kubernetes refuses'],
    ['on a name that Kubernetes has no use for', 'Fetch', {}, '"Fetch" is no name that Kubernetes takes'],
    [
      'on an environment value with a line break',
      's',
      { env: { A: kplus.EnvValue.fromValue('a\nb') } },
      'env[0].value: the value of "A" contains a line break, which ToolHive refuses; put it into a Secret or a mounted file',
    ],
    [
      'on resources that stand in the template too',
      's',
      {
        resources: { cpu: { limit: kplus.Cpu.millis(1) } },
        podTemplateSpec: PodTemplate.fromJson({ spec: { containers: [{ name: 'mcp', resources: {} }] } }),
      },
      'give them in one place',
    ],
    [
      'on a list of no policies',
      's',
      { authz: McpAuthz.cedar([]) },
      'authz.inline.policies: has 0 items; give at least 1',
    ],
    [
      'on a policy that is no Cedar',
      's',
      { authz: McpAuthz.cedar(['permit(principal, action, resource);', 'permit(principal, action, resource)']) },
      '[chart/s] McpServer "s": authz.inline.policies[1]: line 1, column 36: unexpected end of input; expected `;` or identifier; a policy ends with a semicolon',
    ],
    [
      'on entities that are no JSON',
      's',
      { authz: McpAuthz.cedar(['permit(principal, action, resource);'], { entitiesJson: '[}' }) },
      'authz.inline.entitiesJson: line 1, column 2: is no JSON: value expected',
    ],
    [
      "on an entity type of groups that is a word of Cedar's",
      's',
      { authz: McpAuthz.cedar(['permit(principal, action, resource);'], { groupEntityType: 'in' }) },
      `authz.groupEntityType: "in" can't be an entity type`,
    ],
  ])('%s', (_, id, props, message) => {
    expect(() => new McpServer(chartIn(), id, { image: 'i:1.0', ...props })).toThrow(message);
  });

  test('on several things at once, naming each', () => {
    expect(() => new McpServer(chartIn(), 's', { image: 'i:1.0', proxyPort: 0, replicas: -1 })).toThrow(
      /proxyPort.*\n.*replicas/,
    );
  });

  test('on a second server of the same name, naming both', () => {
    const chart = chartIn();
    new McpServer(chart, 'one', { image: 'i:1.0', name: 's' });
    expect(() => new McpServer(chart, 'two', { image: 'i:1.0', name: 's' })).toThrow(
      '[chart/two] McpServer "s" is there already in namespace "ns", at chart/one; give one of them another name',
    );
  });
});

test('fails on a pod template that Kubernetes would not decode, with the field', () => {
  const podTemplateSpec = PodTemplate.fromJson({ spec: { containers: 'x' } });
  expect(() => new McpServer(chartIn(), 's', { image: 'i:1.0', writablePaths: ['/tmp'], podTemplateSpec })).toThrow(
    /\[chart\/s\] McpServer "s": podTemplateSpec\.spec\.containers: .*"x"/,
  );
});

test('a ConfigMap made later in the same app is found', () => {
  const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
  new McpServer(chart, 's', {
    image: 'i:1.0',
    permissionProfile: PermissionProfile.fromConfigMap({
      configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ref', 'later'),
      key: 'p',
    }),
  });
  configMap(chart, 'later', { p: '{}' });
  expect(runConfigOf(chart, 's').permission_profile).toEqual({});
});

test('the only target of today is plain workloads', () => {
  const chart = chartIn();
  Toolhive.configure(chart, { target: DeployTarget.WORKLOADS });
  new McpServer(chart, 's', { image: 'i:1.0' });
  expect(Object.keys(objects(chart))).toContain('Deployment/s');
});
