import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import {
  Aggregation,
  BackendAuth,
  CompositeStep,
  CompositeTool,
  MemberDiscovery,
  EmbeddingServer,
  ExternalAuth,
  IMcpServer,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerEntry,
  McpTelemetryConfig,
  McpToolConfig,
  OidcProvider,
  Optimizer,
  OutgoingAuth,
  PartialFailureMode,
  PodSecurity,
  PodTemplate,
  SessionAffinity,
  SessionStorage,
  ToolVisibility,
  ToolhiveVersion,
  UpstreamProvider,
  VirtualMcpServer,
  VirtualMcpServerProps,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { checkedSpec, Dependent, EVERY_SESSION_OPERATION, chartIn, objects } from '../util';

const secret = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, `secret-${name}`, name);
const remoteUrl = 'https://mcp.example.com/mcp';

/** A chart with a group of one entry, `one`. */
function groupIn(chart: Chart): { group: McpGroup; one: McpServerEntry } {
  const group = new McpGroup(chart, 'g');
  return { group, one: new McpServerEntry(chart, 'one', { remoteUrl, group }) };
}

function serverIn(chart: Chart, props: Partial<VirtualMcpServerProps> = {}): VirtualMcpServer {
  return new VirtualMcpServer(chart, 'v', { group: groupIn(chart).group, ...props });
}

const specOf = (props: Partial<VirtualMcpServerProps>): Obj => checkedSpec(serverIn(chartIn(), props));
/** The pod of the server `v`. */
const podOf = (chart: Chart): Obj => objects(chart)['Deployment/v'].spec.template.spec;

const named = (chart: Chart, name: string) => McpServer.fromMcpServerName(chart, `member-${name}`, name);

describe('a virtual server with nothing but a group', () => {
  const chart = chartIn();
  const server = serverIn(chart);

  test('hands out its parts and its address', () => {
    expect(server.deployment).toBe(server.node.findChild('Resource') as ApiObject);
    expect(server.service!.name).toBe('vmcp-v');
    expect(server).toMatchObject({ port: 4483, replicas: undefined, group: { name: 'g' } });
    expect(server.serviceAccount.name).toBe('v-vmcp');
    expect(server.url).toBe('http://vmcp-v.ns.svc.cluster.local:4483/mcp');
  });

  test('lets everybody in, and has no token, for it needs no access to the cluster', () => {
    expect(server._checked().spec).toMatchObject({
      groupRef: { name: 'g' },
      incomingAuth: { type: 'anonymous' },
    });
    expect(podOf(chart).automountServiceAccountToken).toBe(false);
  });
});

describe('the token of its ServiceAccount', () => {
  const tokenOf = (props: (chart: Chart) => Partial<VirtualMcpServerProps>): unknown => {
    const chart = chartIn();
    serverIn(chart, props(chart));
    return podOf(chart).automountServiceAccountToken;
  };
  const oidc = (chart: Chart, provider: OidcProvider) => ({ config: new McpOidcConfig(chart, 'sso', { provider }) });

  test('stays away with a provider outside', () => {
    const provider = OidcProvider.issuer({ issuer: 'https://sso.example.com' });
    expect(tokenOf((chart) => ({ oidc: oidc(chart, provider) }))).toBe(false);
  });

  test.each<[string, (chart: Chart) => Partial<VirtualMcpServerProps>]>([
    ['members are found in the cluster', () => ({ discovery: MemberDiscovery.CLUSTER })],
    ['the cluster is the provider', (chart) => ({ oidc: oidc(chart, OidcProvider.kubernetesServiceAccount()) })],
    [
      "the ServiceAccount is the user's",
      (chart) => ({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine') }),
    ],
  ])('is there where %s', (_, props) => {
    expect(tokenOf(props)).toBeUndefined();
  });
});

test("under PodSecurity.OPERATOR the pod is the operator's", () => {
  expect(serverIn(chartIn(undefined, { podSecurity: PodSecurity.OPERATOR }))._checked().spec).not.toHaveProperty(
    'podTemplateSpec',
  );
});

test('those who come in are told the URL of the Service, where no other is given', () => {
  const chart = chartIn();
  const config = new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso' }) });
  const url = 'http://vmcp-v.ns.svc.cluster.local:4483';
  expect(checkedSpec(serverIn(chart, { oidc: { config } })).incomingAuth).toEqual({
    type: 'oidc',
    oidcConfigRef: { name: 'sso', audience: url, resourceUrl: url },
  });
});

describe('its outbound credentials for members', () => {
  test('inline, by member and for all others', () => {
    const chart = chartIn();
    const key = new McpExternalAuthConfig(chart, 'key', {
      auth: ExternalAuth.headerInjection({ headerName: 'X-Key', value: { secret: secret(chart, 'k'), key: 'k' } }),
    });
    const { group, one } = groupIn(chart);
    const outgoingAuth = OutgoingAuth.inline({
      default: BackendAuth.discovered(),
      backends: [{ member: one, auth: BackendAuth.externalAuth(key) }],
    });
    expect(checkedSpec(new VirtualMcpServer(chart, 'v', { group, outgoingAuth })).outgoingAuth).toEqual({
      source: 'inline',
      default: { type: 'discovered' },
      backends: { one: { type: 'externalAuthConfigRef', externalAuthConfigRef: { name: 'key' } } },
    });
  });

  test('as the members say', () => {
    expect(specOf({ outgoingAuth: OutgoingAuth.discovered() }).outgoingAuth).toEqual({ source: 'discovered' });
  });
});

describe('aggregation', () => {
  const of = (aggregation: (chart: Chart) => Aggregation): Obj => {
    const chart = chartIn();
    return checkedSpec(serverIn(chart, { aggregation: aggregation(chart) })).config.aggregation;
  };

  test('by prefix', () => {
    expect(of(() => Aggregation.prefix({ prefixFormat: '{workload}.' }))).toEqual({
      conflictResolution: 'prefix',
      conflictResolutionConfig: { prefixFormat: '{workload}.' },
    });
  });

  test('by priority', () => {
    const { conflictResolution, conflictResolutionConfig } = of((chart) =>
      Aggregation.priority([named(chart, 'b'), named(chart, 'a')]),
    );
    expect(conflictResolution).toBe('priority');
    expect(conflictResolutionConfig.priorityOrder).toEqual(['b', 'a']);
  });

  test('by hand: the section that ToolHive wants is there', () => {
    const { conflictResolution, conflictResolutionConfig, tools } = of((chart) =>
      Aggregation.manual({ tools: [{ member: named(chart, 'a'), overrides: { get: { name: 'a_get' } } }] }),
    );
    expect(conflictResolution).toBe('manual');
    expect(conflictResolutionConfig).toBeDefined();
    expect(tools).toEqual([{ workload: 'a', overrides: { get: { name: 'a_get' } } }]);
  });

  test('selects and renames tools, with hints', () => {
    const { tools, defaultToolVisibility, excludeAllTools } = of((chart) =>
      Aggregation.prefix({
        tools: [
          {
            member: named(chart, 'a'),
            toolConfig: new McpToolConfig(chart, 'shared'),
            filter: ['read'],
            overrides: { get: { name: 'read', annotations: { readOnlyHint: true } } },
          },
        ],
        defaultToolVisibility: ToolVisibility.DENY,
        excludeAllTools: true,
      }),
    );
    expect(tools).toEqual([
      {
        workload: 'a',
        toolConfigRef: { name: 'shared' },
        filter: ['read'],
        overrides: { get: { name: 'read', annotations: { readOnlyHint: true } } },
      },
    ]);
    expect(defaultToolVisibility).toBe('deny');
    expect(excludeAllTools).toBe(true);
  });
});

describe('of tools that nobody would see, or that break sessions, it is warned:', () => {
  const warned = (aggregation: (member: IMcpServer) => Aggregation) => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'g');
    const member = new McpServer(chart, 'one', { image: 'i:1.0', group });
    new VirtualMcpServer(chart, 'v', { group, aggregation: aggregation(member) });
    Testing.synth(chart);
    return Warnings.of(chart).map(({ id, message }) => `${id}: ${message}`);
  };
  const overrides = { get: { name: 'read' } };

  test.each([
    ['by the old name', ['get'], ['the filter compares new names, so "get" matches nothing']],
    ['by the new name', ['read'], []],
    ['by a name that is not replaced', ['put'], []],
  ])('a filter %s', (_, filter, expected) => {
    const found = warned((member) => Aggregation.prefix({ tools: [{ member, filter, overrides }] }));
    expect(found).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  test('manual resolution without a new name', () => {
    expect(warned((member) => Aggregation.manual({ tools: [{ member, overrides }] }))).toEqual([]);
    expect(
      warned((member) => Aggregation.manual({ tools: [{ member, overrides: { get: { description: 'Gets' } } }] })),
    ).toEqual([expect.stringMatching(/^manual-without-overrides: .*aggregation.conflictResolution: "manual" leaves/)]);
  });
});

describe('the optimizer', () => {
  test('takes an embedding server of the app', () => {
    const chart = chartIn();
    const spec = checkedSpec(
      serverIn(chart, { optimizer: Optimizer.embeddingServer(new EmbeddingServer(chart, 'e')) }),
    );
    expect(spec.embeddingServerRef).toEqual({ name: 'e' });
    expect(spec.config).toBeUndefined();
  });

  test('takes an embedding server that is known by its name alone, by its address', () => {
    const chart = chartIn();
    const server = EmbeddingServer.fromEmbeddingServerName(chart, 'e', 'there', { port: 9000 });
    const { config, embeddingServerRef } = checkedSpec(
      serverIn(chart, { optimizer: Optimizer.embeddingServer(server, { maxToolsToReturn: 5 }) }),
    );
    expect(embeddingServerRef).toBeUndefined();
    expect(config.optimizer).toMatchObject({
      embeddingService: 'http://there.ns.svc.cluster.local:9000',
      maxToolsToReturn: 5,
    });
  });

  test('takes any server of that kind, and says how tools are found', () => {
    const optimizer = Optimizer.textEmbeddingsInference('http://tei:8080', {
      maxToolsToReturn: 10,
      hybridSearchSemanticRatio: 0.7,
      semanticDistanceThreshold: 1,
      embeddingServiceTimeout: Duration.seconds(15),
    });
    expect(specOf({ optimizer }).config.optimizer).toEqual({
      embeddingProvider: 'tei',
      embeddingService: 'http://tei:8080',
      maxToolsToReturn: 10,
      hybridSearchSemanticRatio: '0.7',
      semanticDistanceThreshold: '1',
      embeddingServiceTimeout: '15s',
    });
  });

  test('takes a service like that of OpenAI, its key by reference in the pod', () => {
    const chart = chartIn();
    const optimizer = Optimizer.openAi({
      embeddingService: 'https://api.openai.com/v1',
      embeddingModel: 'text-embedding-3-small',
      embeddingHeaders: { 'X-Org': 'acme' },
      apiKey: { secret: secret(chart, 'openai'), key: 'key' },
    });
    const { config, podTemplateSpec } = checkedSpec(serverIn(chart, { optimizer }));
    expect(config.optimizer).toMatchObject({
      embeddingProvider: 'openai',
      embeddingService: 'https://api.openai.com/v1',
      embeddingModel: 'text-embedding-3-small',
      embeddingHeaders: { 'X-Org': 'acme' },
    });
    expect(podTemplateSpec.spec.containers).toEqual([
      {
        name: 'vmcp',
        env: [{ name: 'OPENAI_API_KEY', valueFrom: { secretKeyRef: { name: 'openai', key: 'key' } } }],
        volumeMounts: [{ name: 'optimizer-tmp', mountPath: '/tmp' }],
      },
    ]);
    expect(podTemplateSpec.spec.volumes).toEqual([{ name: 'optimizer-tmp', emptyDir: {} }]);
  });
});

test('how it works: log, timeouts, failures', () => {
  const chart = chartIn();
  const operational = {
    debug: true,
    timeouts: {
      default: Duration.seconds(45),
      perWorkload: [{ member: named(chart, 'slow'), timeout: Duration.minutes(2) }],
    },
    failureHandling: {
      healthCheckInterval: Duration.seconds(15),
      healthCheckTimeout: Duration.seconds(5),
      unhealthyThreshold: 5,
      statusReportingInterval: Duration.seconds(20),
      partialFailureMode: PartialFailureMode.BEST_EFFORT,
      circuitBreaker: { failureThreshold: 4, timeout: Duration.seconds(90) },
    },
  };
  expect(checkedSpec(serverIn(chart, { operational })).config.operational).toEqual({
    logLevel: 'debug',
    timeouts: { default: '45s', perWorkload: { slow: '2m' } },
    failureHandling: {
      healthCheckInterval: '15s',
      healthCheckTimeout: '5s',
      unhealthyThreshold: 5,
      statusReportingInterval: '20s',
      partialFailureMode: 'best_effort',
      circuitBreaker: { enabled: true, failureThreshold: 4, timeout: '90s' },
    },
  });
});

describe('from ToolHive 0.63.0 on', () => {
  const settings = { toolhiveVersion: ToolhiveVersion.V0_63_0 };

  test('the start of a session has a limit of its own, and members can be kept from telling of changes', () => {
    const chart = chartIn(undefined, settings);
    const operational = {
      timeouts: { backendInit: Duration.seconds(5) },
      listChanged: { enabled: true, disabledMembers: [named(chart, 'slow')] },
    };
    expect(checkedSpec(serverIn(chart, { operational })).config.operational).toEqual({
      timeouts: { default: '30s', backendInit: '5s' },
      listChanged: { enabled: true, disabledWorkloads: ['slow'] },
    });
  });

  test('options that say nothing stay options that say nothing', () => {
    const chart = chartIn(undefined, settings);
    expect(checkedSpec(serverIn(chart, { operational: { listChanged: {} } })).config.operational).toMatchObject({
      listChanged: {},
    });
  });

  test.each([
    ['timeouts.backendInit', { timeouts: { backendInit: Duration.seconds(5) } }],
    ['listChanged', { listChanged: { enabled: false } }],
  ])('fails before with %s, and says from when on it is known', (field, operational) => {
    const chart = chartIn(undefined, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
    expect(() => serverIn(chart, { operational })).toThrow(
      new RegExp(`${field.replace('.', '\\.')}.*0\\.63\\.0 on.*0\\.44\\.0`),
    );
  });
});

test('what has no prop goes through config; props win where both say something', () => {
  const config = {
    metadata: { owner: 'platform' },
    audit: { enabled: false, maxDataSize: 10 },
    operational: { timeouts: { default: '5s' }, failureHandling: { unhealthyThreshold: 9 } },
  };
  const operational = { timeouts: { default: Duration.seconds(7) } };
  const spec = specOf({ config, audit: { component: 'gateway' }, operational });
  expect(spec.config.metadata).toEqual({ owner: 'platform' });
  expect(spec.config.audit).toMatchObject({ enabled: true, maxDataSize: 10, component: 'gateway' });
  expect(spec.config.operational.timeouts.default).toBe('7s');
  expect(spec.config.operational.failureHandling.unhealthyThreshold).toBe(9);
});

describe('sessions', () => {
  test("are in the Redis of the prop, else of the scope's settings, password by reference", () => {
    const chart = chartIn();
    const passwordSecret = { secret: secret(chart, 'redis'), key: 'password' };
    const withDefault = chartIn(undefined, { redis: { address: 'default:6379', passwordSecret } });
    expect(checkedSpec(serverIn(withDefault)).sessionStorage).toMatchObject({
      provider: 'redis',
      address: 'default:6379',
      passwordRef: { name: 'redis', key: 'password' },
    });
    const sessionStorage = SessionStorage.redis('own:6379', { db: 2 });
    expect(specOf({ sessionStorage }).sessionStorage).toMatchObject({ address: 'own:6379', db: 2 });
  });
});

describe('is refused, and the prop named,', () => {
  test.each<[string, Partial<VirtualMcpServerProps>, string]>([
    ['with fewer than no replicas', { replicas: -1 }, 'VirtualMcpServer "v": replicas: -1'],
    [
      'with limits where nothing counts requests',
      { rateLimiting: { shared: { maxTokens: 1, refillPeriod: Duration.minutes(1) } } },
      "rateLimiting requires sessionStorage with provider 'redis'",
    ],
    [
      'with too many tools found',
      { optimizer: Optimizer.textEmbeddingsInference('http://tei', { maxToolsToReturn: 51 }) },
      'VirtualMcpServer "v": optimizer.maxToolsToReturn: 51',
    ],
    [
      'with a field that config does not know',
      { config: { aggregation: { prefix: 'a' } } },
      'VirtualMcpServer "v": aggregation.prefix',
    ],
    [
      'with an external Service',
      { serviceType: kplus.ServiceType.EXTERNAL_NAME },
      'VirtualMcpServer "v": serviceType: "ExternalName"',
    ],
  ])('%s', (_, props, message) => {
    expect(() => specOf(props)).toThrow(message);
  });

  test('with resources in two places', () => {
    const podTemplateSpec = PodTemplate.fromJson({
      spec: { containers: [{ name: 'vmcp', resources: { limits: { cpu: 1 } } }] },
    });
    const resources = { cpu: { limit: kplus.Cpu.units(1) } };
    expect(() => specOf({ podTemplateSpec, resources })).toThrow('resources: the pod template\'s container "vmcp"');
  });
});

const sso = (chart: Chart) =>
  new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }) });
const oidc = (chart: Chart) => ({ oidc: { config: sso(chart), resourceUrl: 'https://mcp.example.com' } });

/** For every prop something that is not its default. A prop that is added has to be added here. */
const everyProp: {
  [prop in Exclude<keyof VirtualMcpServerProps, Dependent>]-?: (chart: Chart) => Partial<VirtualMcpServerProps>;
} = {
  ...EVERY_SESSION_OPERATION,
  group: (chart) => {
    const group = new McpGroup(chart, 'other');
    new McpServer(chart, 'two', { image: 'i:1.0', group });
    return { group };
  },
  discovery: () => ({ discovery: MemberDiscovery.CLUSTER }),
  oidc,
  authz: () => ({ authz: McpAuthz.cedar(['permit(principal, action, resource);']) }),
  authServer: () => {
    const upstream = UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' });
    return { authServer: { issuer: 'https://sso.example.com', upstreamProviders: [upstream] } };
  },
  authServerUpstreamFilter: () => ({
    authServerUpstreamFilter: { rules: [{ groups: ['dev'], upstreamProviders: ['hub'] }] },
  }),
  outgoingAuth: (chart) => {
    const auth = ExternalAuth.headerInjection({ headerName: 'X-Key', value: { secret: secret(chart, 'k'), key: 'k' } });
    const key = new McpExternalAuthConfig(chart, 'key', { auth });
    return { outgoingAuth: OutgoingAuth.inline({ default: BackendAuth.externalAuth(key) }) };
  },
  passthroughHeaders: () => ({ passthroughHeaders: ['X-Request-Id'] }),
  aggregation: () => ({ aggregation: Aggregation.prefix({ prefixFormat: '{workload}.' }) }),
  compositeTools: () => {
    const steps = [CompositeStep.tool('a', { tool: 'one.a' })];
    return { compositeTools: [{ name: 'own', description: 'Own.', steps }] };
  },
  compositeToolRefs: (chart) => {
    const steps = [CompositeStep.tool('a', { tool: 'one.a' })];
    return { compositeToolRefs: [new CompositeTool(chart, 'shared', { description: 'Shared.', steps })] };
  },
  optimizer: () => ({ optimizer: Optimizer.textEmbeddingsInference('http://tei:8080') }),
  codeMode: () => ({ codeMode: {} }),
  operational: () => ({ operational: { debug: true } }),
  audit: () => ({ audit: {} }),
  telemetry: (chart) => ({ telemetry: { config: new McpTelemetryConfig(chart, 'telemetry', { prometheus: true }) } }),
  sessionStorage: () => ({ sessionStorage: SessionStorage.redis('redis:6379') }),
  rateLimiting: () => ({ rateLimiting: { shared: { maxTokens: 5, refillPeriod: Duration.minutes(1) } } }),
  config: () => ({ config: { metadata: { owner: 'platform' } } }),
  replicas: () => ({ replicas: 0 }),
  serviceType: () => ({ serviceType: kplus.ServiceType.LOAD_BALANCER }),
  sessionAffinity: () => ({ sessionAffinity: SessionAffinity.NONE }),
  resources: () => ({ resources: { cpu: { limit: kplus.Cpu.units(2) } } }),
  serviceAccount: (chart) => ({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine') }),
  imagePullSecrets: (chart) => ({ imagePullSecrets: [secret(chart, 'regcred')] }),
  podTemplateSpec: () => ({ podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: { a: 'b' } } }) }),
  name: () => ({ name: 'other' }),
};

/** What a prop can't do without. */
const companions: { [prop: string]: (chart: Chart) => Partial<VirtualMcpServerProps> } = {
  rateLimiting: () => ({ sessionStorage: SessionStorage.redis('redis:6379') }),
  authServer: oidc,
  authServerUpstreamFilter: (chart) => ({
    ...oidc(chart),
    authServer: {
      issuer: 'https://sso.example.com',
      upstreamProviders: ['idp', 'hub'].map((name) =>
        UpstreamProvider.oidc(name, { issuerUrl: `https://${name}.example.com`, clientId: 'toolhive' }),
      ),
    },
  }),
};

test.each(Object.entries(everyProp))('the prop %s changes the YAML', (prop, props) => {
  const companion = companions[prop] ?? (() => ({}));
  const synthesizedWith = (own: (chart: Chart) => Partial<VirtualMcpServerProps>): Obj => {
    const chart = chartIn(Testing.app(), { toolhiveVersion: ToolhiveVersion.V0_63_0 });
    const { group } = groupIn(chart);
    new VirtualMcpServer(chart, 'v', { group, ...companion(chart), ...own(chart) });
    return objectsOfServer(chart);
  };
  expect(synthesizedWith(props)).not.toEqual(synthesizedWith(() => ({})));
});

/** The objects of the virtual server, without those of its members. */
function objectsOfServer(chart: Chart): Obj {
  return Object.fromEntries(Object.entries(objects(chart)).filter(([key]) => /\/(vmcp-|v$|v-|other|mine)/.test(key)));
}

test('may be made before its members', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  const server = new VirtualMcpServer(chart, 'v', { group });
  new McpServer(chart, 'late', { image: 'i:1.0', group });
  expect(() => Testing.synth(chart)).not.toThrow();
  expect(checkedSpec(server).groupRef).toEqual({ name: 'g' });
});

describe('fails on', () => {
  const desk = (props: (group: McpGroup, stranger: McpServer) => Partial<VirtualMcpServerProps>) => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'g');
    new McpServer(chart, 'fetch', { image: 'i:1.0', group });
    const stranger = new McpServer(chart, 'fetsh', { image: 'i:1.0' });
    return () =>
      Testing.synth(new VirtualMcpServer(chart, 'v', { group, ...props(group, stranger) }).node.scope as Chart);
  };
  const step = (tool: string, url: string) => ({
    compositeTools: [
      {
        name: 'c',
        description: 'd',
        parameters: { type: 'object', properties: { url: { type: 'string' } } },
        steps: [CompositeStep.tool('x', { tool, arguments: { url } })],
      },
    ],
  });

  test.each<[string, () => void, RegExp]>([
    [
      'rules for who is no member',
      desk((_, member) => ({ aggregation: Aggregation.prefix({ tools: [{ member, excludeAll: true }] }) })),
      /aggregation\.tools\[0\].*"fetsh" is no member of group "g" .*did you mean "fetch"\?/,
    ],
    ['a step to who is no member', desk(() => step('fetsh.get', 'x')), /steps\[0\]\.tool: "fetsh" is no member/],
    [
      'a template with a mistyped root',
      desk(() => step('fetch.get', '{{.parms.url}}')),
      /refers to \.parms, which is nothing that templates know; did you mean "params"\?/,
    ],
    [
      'a template with a mistyped parameter',
      desk(() => step('fetch.get', '{{.params.ulr}}')),
      /refers to \.params\.ulr, which is no parameter of the tool; did you mean "url"\?/,
    ],
  ])('%s', (_, synth, message) => expect(synth).toThrow(message));

  test('no name of a member that may be in the cluster only, of which it warns', () => {
    let app: IConstruct | undefined;
    const synth = desk((group, member) => {
      app = group.node.root;
      return {
        discovery: MemberDiscovery.CLUSTER,
        aggregation: Aggregation.prefix({ tools: [{ member, excludeAll: true }] }),
      };
    });
    expect(synth).not.toThrow();
    expect(Warnings.of(app!).map(({ id }) => id)).toContain('not-a-member');
  });

  test('nothing of what is right', () => {
    expect(desk(() => step('fetch.get', '{{.params.url}} {{.workflow.id}} {{.vars.x}}'))).not.toThrow();
  });
});
