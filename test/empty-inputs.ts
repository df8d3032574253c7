/**
 * Every kind with a pod, given all that says nothing: empty lists, maps and texts, null, zeros, and amounts that are written
 * otherwise than they are stored.
 */
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  OperatorScope,
  PodSecurity,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  ToolhiveChart,
  ToolhiveOperator,
  VirtualMcpServer,
} from '../src';
import { Obj } from '../src/plain/objects';

/** A pod template, whose container has a name of the kind's own. */
function emptyTemplate(name: string): Obj {
  const resources = {
    limits: {},
    requests: { cpu: '0100m', memory: '128.0Mi', 'ephemeral-storage': null },
    claims: [],
  };
  return {
    metadata: { labels: {}, annotations: {}, name: '', creationTimestamp: null, finalizers: [] },
    spec: {
      nodeSelector: {},
      tolerations: [],
      initContainers: [],
      imagePullSecrets: [],
      hostAliases: [],
      topologySpreadConstraints: [],
      readinessGates: [],
      schedulingGates: [],
      resourceClaims: [],
      overhead: {},
      hostNetwork: false,
      hostPID: false,
      hostname: '',
      nodeName: '',
      priorityClassName: '',
      restartPolicy: '',
      dnsPolicy: '',
      runtimeClassName: null,
      activeDeadlineSeconds: null,
      securityContext: { supplementalGroups: [], sysctls: [] },
      volumes: [
        { name: 'v', emptyDir: { sizeLimit: '1024Mi', medium: '' } },
        { name: 'c', configMap: { name: 'c', items: [] } },
        { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 'token', audience: '' } }] } },
      ],
      containers: [
        {
          name,
          env: [],
          envFrom: [],
          ports: [],
          args: [],
          command: [],
          volumeDevices: [],
          resizePolicy: [],
          stdin: false,
          tty: false,
          workingDir: '',
          imagePullPolicy: '',
          terminationMessagePath: '',
          resources,
          volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false, subPath: '' }],
          securityContext: { capabilities: { add: [], drop: ['ALL'] } },
          livenessProbe: {
            httpGet: { path: '/', port: 80, httpHeaders: [], host: '', scheme: '' },
            initialDelaySeconds: 0,
            periodSeconds: 0,
          },
        },
        {
          name: 'side',
          image: 'registry.example.com/side:1',
          env: [
            { name: 'EMPTY', value: '' },
            { name: 'NOTHING', value: null },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1000m' } } },
          ],
          ports: [{ containerPort: 81, hostPort: 0, name: '', protocol: '' }],
          resources: {},
          securityContext: {},
        },
      ],
    },
  };
}

const METADATA = { labels: {}, annotations: {} };
const OVERRIDES = {
  proxyDeployment: { ...METADATA, podTemplateMetadataOverrides: METADATA, env: { EMPTY: '' } },
  proxyService: METADATA,
};

interface Pod {
  readonly podTemplateSpec?: PodTemplate;
}

/** What kinds have in common. */
function common(chart: Chart) {
  const volume = kplus.Volume.fromEmptyDir(chart, 'volume', 'cache');
  return {
    env: { EMPTY: kplus.EnvValue.fromValue('') },
    volumes: [{ path: '/cache', readOnly: false, subPath: '', volume }],
    imagePullSecrets: [],
    replicas: 0,
  };
}

function server(chart: Chart) {
  return {
    ...common(chart),
    image: 'registry.example.com/mcp:1',
    args: [],
    writablePaths: [],
    endpointPrefix: '',
    trustProxyHeaders: false,
    audit: false,
    proxyResources: { cpu: { request: kplus.Cpu.millis(1000) }, memory: {} },
    resourceOverrides: OVERRIDES,
  };
}

function registry(chart: Chart): RegistryConfig {
  const source = RegistrySource.managed({ name: 'own' });
  const secret = kplus.Secret.fromSecretName(chart, 'pgpass', 'pgpass');
  return RegistryConfig.fromParts({
    database: RegistryDatabase.pgpass({
      host: 'postgres',
      database: 'registry',
      user: 'app',
      pgpass: { secret, key: 'pgpass' },
    }),
    auth: RegistryAuth.anonymous(),
    sources: [source],
    registries: [{ name: 'all', sources: [source] }],
  });
}

/** Name of the container, and how it is made. */
const KINDS: Record<string, [string, (chart: Chart, pod: Pod) => unknown]> = {
  McpServer: ['mcp', (chart, pod) => new McpServer(chart, 's', { ...server(chart), ...pod })],
  'McpServer with a declared backend': [
    'mcp',
    (chart, pod) => {
      const transport = McpTransport.STREAMABLE_HTTP;
      const backend = McpBackend.declared();
      new McpServer(chart, 's', { ...server(chart), transport, backend, backendReplicas: 0, ...pod });
    },
  ],
  McpRemoteProxy: [
    'toolhive',
    (chart, pod) => {
      const { imagePullSecrets, replicas } = common(chart);
      const remoteUrl = 'https://mcp.example.com/mcp';
      const given = { remoteUrl, imagePullSecrets, replicas, headers: {}, secretHeaders: {} };
      new McpRemoteProxy(chart, 's', { ...given, resourceOverrides: OVERRIDES, ...pod });
    },
  ],
  VirtualMcpServer: [
    'vmcp',
    (chart, pod) => {
      const { imagePullSecrets, replicas } = common(chart);
      const group = new McpGroup(chart, 'g');
      new McpServer(chart, 'member', { image: 'registry.example.com/mcp:1', group });
      new VirtualMcpServer(chart, 's', { group, imagePullSecrets, replicas, compositeTools: [], config: {}, ...pod });
    },
  ],
  EmbeddingServer: [
    'embedding',
    (chart, pod) => {
      const { env, imagePullSecrets } = common(chart);
      const statefulSet = { ...METADATA, podTemplateMetadataOverrides: METADATA };
      const resourceOverrides = { statefulSet, service: METADATA };
      new EmbeddingServer(chart, 's', { env, imagePullSecrets, args: [], resourceOverrides, ...pod });
    },
  ],
  RegistryApi: [
    'registry-api',
    (chart, pod) => {
      const empty = { resources: {}, nodeSelector: {}, serviceAccountAnnotations: {}, priorityClassName: '' };
      const migration = RegistryMigration.job({});
      new RegistryApi(chart, 's', { ...common(chart), ...empty, config: registry(chart), migration, ...pod });
    },
  ],
  McpRegistry: [
    'registry-api',
    (chart, pod) => {
      const { volumes, imagePullSecrets } = common(chart);
      new McpRegistry(chart, 's', { config: registry(chart), volumes, imagePullSecrets, ...pod });
    },
  ],
  ToolhiveOperator: [
    'manager',
    (chart, pod) => {
      const empty = { serviceAccountLabels: {}, serviceAccountAnnotations: {}, defaultImagePullSecrets: [] };
      new ToolhiveOperator(chart, 's', {
        ...common(chart),
        ...empty,
        scope: OperatorScope.namespaces('tools'),
        ...pod,
      });
    },
  ],
};

/** The YAML of each kind by its name, with a pod template and without, as both settings of pods have it. */
export const EMPTY_INPUTS: [string, () => string][] = Object.entries(KINDS).flatMap(([kind, [container, make]]) =>
  [PodSecurity.RESTRICTED, PodSecurity.OPERATOR].flatMap((podSecurity): [string, () => string][] => {
    const of = (pod: Pod) => () => {
      const app = new App();
      make(new ToolhiveChart(app, 'chart', { namespace: 'ns', podSecurity }), pod);
      return app.synthYaml();
    };
    return [
      [`${kind}, ${podSecurity}, without a pod template`, of({})],
      [
        `${kind}, ${podSecurity}, with a pod template`,
        of({ podTemplateSpec: PodTemplate.fromJson(emptyTemplate(container)) }),
      ],
    ];
  }),
);

/** Custom resources with the same. */
export const EMPTY_MANIFESTS = Object.entries({
  MCPServer: {
    image: 'registry.example.com/mcp:1',
    args: [],
    env: [],
    secrets: [],
    volumes: [],
    replicas: 0,
    resources: { limits: { cpu: '1000m' }, requests: {} },
    resourceOverrides: {
      proxyDeployment: { ...METADATA, podTemplateMetadataOverrides: METADATA, env: [{ name: 'E', value: '' }] },
      proxyService: METADATA,
    },
    podTemplateSpec: emptyTemplate('mcp'),
  },
  MCPRemoteProxy: {
    remoteUrl: 'https://mcp.example.com/mcp',
    headerForward: { addPlaintextHeaders: {}, addHeadersFromSecret: [] },
    resources: { limits: { cpu: '1000m' }, requests: {} },
    resourceOverrides: { proxyDeployment: { ...METADATA, env: [{ name: 'E', value: '' }] }, proxyService: METADATA },
    podTemplateSpec: emptyTemplate('toolhive'),
  },
  EmbeddingServer: {
    model: 'm',
    image: 'registry.example.com/tei:1',
    args: [],
    env: [{ name: 'E', value: '' }],
    resources: { limits: { cpu: '1000m' }, requests: {} },
    podTemplateSpec: emptyTemplate('embedding'),
  },
}).map(([kind, spec]): [string, string] => [
  kind,
  JSON.stringify({ apiVersion: 'toolhive.stacklok.dev/v1beta1', kind, metadata: { name: 's', namespace: 'ns' }, spec }),
]);
