import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { substanceOf } from '../../scripts/outlines/samples';
import {
  DeclaredBackendOptions,
  DeployTarget,
  McpBackend,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpServerProps,
  McpToolConfig,
  McpTools,
  McpTransport,
  McpVolumeClaim,
  OidcProvider,
  ToolhivePlatform,
  PodSecurity,
  PodTemplate,
  SessionStorage,
  Toolhive,
  VirtualMcpServer,
  Warnings,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { readOutlines } from '../outlines/read';
import { chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

const HTTP = { image: 'fetch:1.0', transport: McpTransport.STREAMABLE_HTTP };
const SSE = { image: 'fetch:1.0', transport: McpTransport.SSE };

/** A declared server `s` in a chart of its own. */
function declared(props: Partial<McpServerProps> = {}, options: DeclaredBackendOptions = {}, chart = chartIn()) {
  const server = new McpServer(chart, 's', { ...HTTP, backend: McpBackend.declared(options), ...props });
  return { chart, server };
}

const madeOf = (props?: Partial<McpServerProps>, options?: DeclaredBackendOptions) =>
  objects(declared(props, options).chart);

const podOf = (props?: Partial<McpServerProps>, options?: DeclaredBackendOptions): Obj =>
  madeOf(props, options)['StatefulSet/s'].spec.template.spec;

const configOf = (props?: Partial<McpServerProps>, options?: DeclaredBackendOptions) =>
  runConfigOf(declared(props, options).chart, 's');

describe('a declared backend', () => {
  test('stands among the objects, and nothing that gives rights does', () => {
    expect(Object.keys(madeOf())).toEqual([
      'ServiceAccount/s-proxy-runner',
      'ServiceAccount/s-sa',
      'StatefulSet/s',
      'Service/mcp-s',
      'Service/mcp-s-headless',
      'ConfigMap/s-runconfig',
      'Deployment/s',
      'Service/mcp-s-proxy',
    ]);
  });

  test('gets no token, whatever pod security is asked for, nor does the proxy', () => {
    for (const podSecurity of [PodSecurity.RESTRICTED, PodSecurity.OPERATOR]) {
      const chart = chartIn(Testing.app(), { podSecurity });
      const made = objects(declared({}, {}, chart).chart);
      const holders = [
        made['ServiceAccount/s-proxy-runner'],
        made['ServiceAccount/s-sa'],
        made['Deployment/s'].spec.template.spec,
        made['StatefulSet/s'].spec.template.spec,
      ];
      expect(holders.map((holder) => holder.automountServiceAccountToken)).toEqual([false, false, false, false]);
    }
  });

  test("keeps the token of the user's own ServiceAccount, which may have rights", () => {
    const chart = chartIn();
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'reader', 'reader');
    const made = objects(declared({ serviceAccount }, {}, chart).chart);
    expect(made['StatefulSet/s'].spec.template.spec).toMatchObject({ serviceAccountName: 'reader' });
    expect(made['StatefulSet/s'].spec.template.spec).not.toHaveProperty('automountServiceAccountToken');
    expect(made['Deployment/s'].spec.template.spec.automountServiceAccountToken).toBe(false);
    expect(made).not.toHaveProperty('ServiceAccount/s-sa');
  });

  test('hands out its StatefulSet, which a managed one has none of', () => {
    expect(declared().server.statefulSet!.name).toBe('s');
    const managed = new McpServer(chartIn(), 's', HTTP);
    expect(managed.statefulSet).toBeUndefined();
  });

  test('is reached at the address of the proxy, as ever', () => {
    expect(declared().server.url).toBe('http://mcp-s-proxy.ns.svc.cluster.local:8080/mcp');
    expect(declared(SSE).server.url).toBe('http://mcp-s-proxy.ns.svc.cluster.local:8080/sse');
  });

  test('is what a virtual server asks through the proxy', () => {
    const chart = chartIn();
    const group = new McpGroup(chart, 'g');
    declared({ group }, {}, chart);
    new VirtualMcpServer(chart, 'v', { group });
    const { data } = objects(chart)['ConfigMap/v-vmcp-config'];
    expect(data['config.yaml']).toContain('http://mcp-s-proxy.ns.svc.cluster.local:8080/mcp');
  });

  test('managed by the proxy is what a server is without the prop', () => {
    const yaml = (props: Partial<McpServerProps>) => {
      const chart = chartIn();
      new McpServer(chart, 's', { ...HTTP, ...props });
      return Testing.synth(chart);
    };
    expect(yaml({ backend: McpBackend.proxyManaged() })).toEqual(yaml({}));
  });

  test('comes from the mirror, and is listed once among the images', () => {
    const chart = chartIn(Testing.app(), { imageRegistry: 'mirror.example.com' });
    declared({ image: 'ghcr.io/org/fetch:1.0' }, {}, chart);
    const image = 'mirror.example.com/org/fetch:1.0';
    expect(objects(chart)['StatefulSet/s'].spec.template.spec.containers[0].image).toBe(image);
    expect(chart.images().filter((listed) => listed.includes('fetch'))).toEqual([image]);
  });
});

describe('the proxy before it', () => {
  test('starts nothing, and finds an address of nothing in place of the API', () => {
    const made = madeOf();
    const [container] = made['Deployment/s'].spec.template.spec.containers;
    expect(container.args).toEqual(['run', '--foreground=true', 'placeholder-for-remote-proxy']);
    expect(container.env).toContainEqual({ name: 'KUBECONFIG', value: '/etc/runconfig/kubeconfig' });
    expect(JSON.stringify(container.env)).not.toContain('THV_MCPSERVER_GENERATION');
    expect(container.volumeMounts).toContainEqual({ name: 'runconfig', mountPath: '/etc/runconfig', readOnly: true });
    expect(made['ConfigMap/s-runconfig'].data.kubeconfig).toContain('server: "http://127.0.0.1:1"');
  });

  test('restarts when what it is told changes', () => {
    const checksum = (props: Partial<McpServerProps>) =>
      madeOf(props)['Deployment/s'].spec.template.metadata.annotations['toolhive.stacklok.dev/runconfig-checksum'];
    expect(checksum({ mcpPort: 9000 })).not.toBe(checksum({}));
    expect(checksum({ args: ['--verbose'] })).toBe(checksum({}));
  });

  test('dials a streamable-http server with its path, an sse server without any', () => {
    expect(configOf().remote_url).toBe('http://mcp-s.ns.svc.cluster.local:8080/mcp');
    expect(configOf({ mcpPort: 9000 }, { path: '/api/mcp' }).remote_url).toBe(
      'http://mcp-s.ns.svc.cluster.local:9000/api/mcp',
    );
    expect(configOf(SSE).remote_url).toBe('http://mcp-s.ns.svc.cluster.local:8080');
  });

  test('dials each of several replicas by its own address, so that a session stays where it is', () => {
    expect(configOf({ backendReplicas: 1 }).remote_url).toContain('//mcp-s.ns.');
    expect(configOf({ backendReplicas: 2 }).remote_url).toContain('//mcp-s-headless.ns.');
  });

  test('is told nothing of what is no longer its business', () => {
    const sessionStorage = SessionStorage.redis('redis:6379');
    const config = configOf({ args: ['a'], generation: 3, backendReplicas: 2, sessionStorage });
    for (const member of ['cmd_args', 'target_port', 'mcpserver_generation', 'volumes']) {
      expect(config).not.toHaveProperty(member);
    }
    expect(config).toMatchObject({ image: '', env_vars: { MCP_TRANSPORT: 'streamable-http' } });
    expect(config.scaling_config).toEqual({ session_redis: { address: 'redis:6379' } });
  });

  test.each([
    ['NO_PROXY', 'localhost', 1],
    ['NO_PROXY', '.svc', 1],
    ['no_proxy', '10.0.0.0/8, .svc.cluster.local', 0],
    ['NO_PROXY', 'cluster.local:8080', 0],
    ['NO_PROXY', '*', 0],
  ])('may be sent to an HTTP proxy, with %s=%s, of which it is warned: %d times', (name, value, times) => {
    const env = { HTTP_PROXY: 'http://proxy:3128', [name]: value };
    const { chart } = declared({ resourceOverrides: { proxyDeployment: { env } } });
    Testing.synth(chart);
    expect(Warnings.of(chart).map(({ id }) => id)).toEqual(Array(times).fill('backend-through-http-proxy'));
  });
});

describe('the configuration of the proxy is in substance one that ran', () => {
  const ran = readOutlines('proxy-configurations');

  test('of an sse server', () => {
    expect(substanceOf(configOf({ ...SSE, name: 's' }))).toEqual(ran['runconfig-sse-root.json']);
  });

  test('of an sse server with tools and audit', () => {
    const chart = chartIn();
    const toolsOverride = { who: { name: 'whoami', description: 'X' } };
    const config = new McpToolConfig(chart, 'tools', { toolsFilter: ['whoami'], toolsOverride });
    declared({ ...SSE, tools: McpTools.fromConfig(config), audit: true }, {}, chart);
    expect(substanceOf(runConfigOf(chart, 's'))).toMatchObject(ran['runconfig-m-sse-all.json']);
  });

  test('of a streamable-http server', () => {
    const { schema_version, transport, path } = ran['runconfig-minimal.json'];
    expect(substanceOf(configOf())).toMatchObject({ schema_version, transport, path });
  });
});

describe('the configuration of the proxy', () => {
  test('of a streamable-http server, with all that it says', () => {
    expect(configOf()).toEqual({
      schema_version: 'v0.1.0',
      image: '',
      remote_url: 'http://mcp-s.ns.svc.cluster.local:8080/mcp',
      name: 's',
      container_name: 's',
      base_name: 's',
      transport: 'streamable-http',
      host: '0.0.0.0',
      port: 8080,
      permission_profile: { name: 'network', network: { outbound: { insecure_allow_all: true }, inbound: {} } },
      env_vars: { MCP_TRANSPORT: 'streamable-http' },
      container_labels: {
        toolhive: 'true',
        'toolhive-basename': 's',
        'toolhive-name': 's',
        'toolhive-port': '8080',
        'toolhive-transport': 'streamable-http',
      },
      proxy_mode: 'streamable-http',
      middleware_configs: [
        { type: 'bodylimit', parameters: { max_bytes: 8388608 } },
        { type: 'auth', parameters: {} },
        { type: 'mcp-parser', parameters: {} },
        { type: 'recovery', parameters: null },
      ],
    });
  });
});

describe('the pod of the MCP server', () => {
  test('is restricted, on OpenShift without users and groups', () => {
    const restricted = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    expect(podOf().containers[0].securityContext).toEqual({ ...restricted, runAsUser: 1000, runAsGroup: 1000 });
    const chart = chartIn(Testing.app(), { platform: ToolhivePlatform.OPENSHIFT });
    const podTemplateSpec = PodTemplate.fromJson({ spec: { securityContext: { runAsUser: 7, fsGroup: 7 } } });
    declared({ podTemplateSpec }, {}, chart);
    const { spec } = objects(chart)['StatefulSet/s'].spec.template;
    expect(spec.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.containers[0].securityContext).toEqual(restricted);
    expect(Warnings.of(chart).map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'podTemplateSpec.spec.securityContext.runAsUser: has no effect: OpenShift gives each namespace',
      ),
      expect.stringContaining('podTemplateSpec.spec.securityContext.fsGroup: has no effect'),
    ]);
  });

  test("warns of a user of the server's own container on OpenShift, where it stands in the template", () => {
    const containers = [
      { name: 'side', image: 'i:1.0' },
      { name: 'mcp', securityContext: { runAsGroup: 7 } },
    ];
    const podTemplateSpec = PodTemplate.fromJson({ spec: { containers } });
    const warnings = (platform: ToolhivePlatform) => {
      const { chart } = declared({ podTemplateSpec }, {}, chartIn(Testing.app(), { platform }));
      Testing.synth(chart);
      return Warnings.of(chart).map(({ id, message }) => `${id} ${message}`);
    };
    expect(warnings(ToolhivePlatform.KUBERNETES)).toEqual([]);
    expect(warnings(ToolhivePlatform.OPENSHIFT)).toEqual([
      expect.stringMatching(
        /^field-without-effect .*: podTemplateSpec\.spec\.containers\[1\]\.securityContext\.runAsGroup: has no effect/,
      ),
    ]);
  });

  test('keeps what the user decided, sidecars included, which are hardened too', () => {
    const podTemplateSpec = PodTemplate.fromJson({
      metadata: { labels: { team: 'a' }, annotations: { note: 'b' } },
      spec: {
        nodeSelector: { disktype: 'ssd' },
        containers: [
          { name: 'mcp', args: ['first'], securityContext: { runAsUser: 7 } },
          { name: 'sidecar', image: 'sidecar:1.0' },
        ],
      },
    });
    const { metadata, spec } = madeOf({ podTemplateSpec, args: ['second'] })['StatefulSet/s'].spec.template;
    expect(metadata.labels).toMatchObject({ team: 'a', app: 's', 'toolhive-name': 's' });
    expect(metadata.annotations).toEqual({ note: 'b', 'toolhive.stacklok.dev/mcpserver-generation': '1' });
    expect(spec.nodeSelector).toEqual({ disktype: 'ssd' });
    expect(spec.containers[0]).toMatchObject({ name: 'mcp', image: 'fetch:1.0', args: ['first', 'second'] });
    expect(spec.containers[0].securityContext).toMatchObject({ runAsUser: 7, runAsGroup: 1000 });
    expect(spec.containers[1].securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('gets its environment as from the proxy, Secrets by reference', () => {
    const chart = chartIn();
    const token = kplus.Secret.fromSecretName(chart, 'secret', 'token');
    declared({ env: { B: kplus.EnvValue.fromValue('1'), T: token.envValue('key') }, mcpPort: 9000 }, {}, chart);
    expect(objects(chart)['StatefulSet/s'].spec.template.spec.containers[0].env).toEqual([
      { name: 'T', valueFrom: { secretKeyRef: { name: 'token', key: 'key' } } },
      { name: 'B', value: '1' },
      { name: 'FASTMCP_PORT', value: '9000' },
      { name: 'MCP_HOST' },
      { name: 'MCP_PORT', value: '9000' },
      { name: 'MCP_TRANSPORT', value: 'streamable-http' },
    ]);
  });

  test('may be told where to listen, which the proxy would overwrite', () => {
    const { env } = podOf({ env: { MCP_HOST: kplus.EnvValue.fromValue('0.0.0.0') } }).containers[0];
    expect(env).toContainEqual({ name: 'MCP_HOST', value: '0.0.0.0' });
  });

  test('is probed where the server listens, unless a probe says where', () => {
    const [mcp] = podOf(
      { mcpPort: 9000 },
      {
        readiness: kplus.Probe.fromHttpGet('/ready', { periodSeconds: Duration.seconds(5) }),
        liveness: kplus.Probe.fromTcpSocket({ port: 9001 }),
        startup: kplus.Probe.fromCommand(['true']),
      },
    ).containers;
    expect(mcp.readinessProbe).toMatchObject({ httpGet: { path: '/ready', port: 9000 }, periodSeconds: 5 });
    expect(mcp.livenessProbe.tcpSocket).toEqual({ port: 9001 });
    expect(mcp.startupProbe.exec).toEqual({ command: ['true'] });
  });

  test('keeps data in a volume of its own for each replica', () => {
    const volumeClaims = [{ name: 'data', path: '/data', size: Size.gibibytes(2), storageClassName: 'fast' }];
    const { spec } = madeOf({ backendReplicas: 2 }, { volumeClaims })['StatefulSet/s'];
    expect(spec.replicas).toBe(2);
    expect(spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '2Gi' } },
          storageClassName: 'fast',
        },
      },
    ]);
    expect(spec.template.spec.containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
  });
});

describe('of the options', () => {
  const probe = kplus.Probe.fromTcpSocket();
  eachOptionCounts<DeclaredBackendOptions>(
    {},
    {
      path: '/api',
      readiness: probe,
      liveness: probe,
      startup: probe,
      volumeClaims: [{ name: 'data', path: '/data', size: Size.gibibytes(1) }],
    },
    (options) => madeOf({}, options),
  );

  const claim: McpVolumeClaim = { name: 'data', path: '/data', size: Size.gibibytes(1) };
  eachOptionCounts(
    claim,
    {
      name: 'other',
      path: '/other',
      size: Size.gibibytes(2),
      storageClassName: 'fast',
      accessMode: kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE_POD,
    },
    (options) => madeOf({}, { volumeClaims: [options] }),
  );
});

describe('fails', () => {
  test('on a stdio server, with the reason', () => {
    const props = { image: 'i:1.0', backend: McpBackend.declared() };
    const message =
      '[chart/s] McpServer "s": backend: a stdio server can\'t be declared: ToolHive\'s proxy speaks to it by attaching to its pod';
    expect(() => new McpServer(chartIn(), 's', props)).toThrow(message);
    expect(() => new McpServer(chartIn(), 's', { ...props, transport: McpTransport.STDIO })).toThrow(message);
  });

  test('under an operator, which has the proxy make the backend', () => {
    const chart = chartIn(Testing.app(), { target: DeployTarget.CUSTOM_RESOURCES });
    expect(() => declared({}, {}, chart)).toThrow('use McpBackend.proxyManaged(), or DeployTarget.WORKLOADS');
    new McpServer(chart, 'managed', { ...HTTP, backend: McpBackend.proxyManaged() });
  });

  const data = { name: 'data', path: '/data', size: Size.gibibytes(1) };
  test.each<[string, Partial<McpServerProps>, DeclaredBackendOptions, string]>([
    ['a path that is none', {}, { path: 'mcp' }, 'backend.path: "mcp" must be a path that begins with "/"'],
    ['a path for an sse server', SSE, { path: '/sse' }, 'backend.path: "/sse": an sse server has two paths'],
    ['a claim that is no DNS label', {}, { volumeClaims: [{ ...data, name: 'My_Data' }] }, 'volumeClaims[0].name'],
    ['a claim at a relative path', {}, { volumeClaims: [{ ...data, path: 'data' }] }, 'volumeClaims[0].path: "data"'],
  ])('on %s, in the constructor', (_, props, options, message) => {
    expect(() => declared(props, options)).toThrow(message);
  });

  const container = (members: Obj) => PodTemplate.fromJson({ spec: { containers: [{ name: 'mcp', ...members }] } });
  test.each<[string, Partial<McpServerProps>, DeclaredBackendOptions, string]>([
    [
      'two claims of one name',
      {},
      { volumeClaims: [data, { ...data, path: '/b' }] },
      'volumeClaims[1].name: "data" is',
    ],
    [
      'a claim at a path that is taken',
      { writablePaths: ['/data'] },
      { volumeClaims: [data] },
      'duplicate mount path "/data"',
    ],
    [
      'a probe that the template has too',
      { podTemplateSpec: container({ readinessProbe: { tcpSocket: { port: 1 } } }) },
      { readiness: kplus.Probe.fromTcpSocket() },
      'backend: readinessProbe: the pod template\'s container "mcp" has one too',
    ],
    [
      'a variable that the template has too',
      { podTemplateSpec: container({ env: [{ name: 'MCP_PORT', value: '1' }] }) },
      {},
      'env: "MCP_PORT" reaches container "mcp" twice',
    ],
    [
      'a kubeconfig for a proxy that needs none',
      { resourceOverrides: { proxyDeployment: { env: { KUBECONFIG: '/x' } } } },
      {},
      'KUBECONFIG is set already',
    ],
  ])('on %s, at synth', (_, props, options, message) => {
    expect(() => Testing.synth(declared(props, options).chart)).toThrow(message);
  });

  test('on a provider that is asked with a token of the proxy', () => {
    const chart = chartIn();
    const config = new McpOidcConfig(chart, 'cluster', { provider: OidcProvider.kubernetesServiceAccount() });
    declared({ oidc: { config } }, {}, chart);
    expect(() => Testing.synth(chart)).toThrow('oidc: MCPOIDCConfig "cluster" reads the proxy\'s own token');
  });
});

test('pull secrets reach both pods and both ServiceAccounts', () => {
  const chart = chartIn();
  Toolhive.configure(chart, { imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'secret', 'regcred')] });
  const made = objects(declared({}, {}, chart).chart);
  for (const holder of ['ServiceAccount/s-proxy-runner', 'ServiceAccount/s-sa']) {
    expect(made[holder].imagePullSecrets).toEqual([{ name: 'regcred' }]);
  }
  for (const workload of ['Deployment/s', 'StatefulSet/s']) {
    expect(made[workload].spec.template.spec.imagePullSecrets).toEqual([{ name: 'regcred' }]);
  }
});
