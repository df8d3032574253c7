/** The objects of one server, written out by hand. */
import { createHash } from 'node:crypto';
import { imageOf, ISSUER, nameOf, NAMESPACE, SCOPES, secretOf, TOOLS, urlOf } from './fleet';

const WRITE = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const READ = ['get', 'list', 'watch'];
const RULES = [
  { apiGroups: ['apps'], resources: ['statefulsets'], verbs: WRITE },
  { apiGroups: [''], resources: ['services'], verbs: WRITE },
  { apiGroups: [''], resources: ['pods'], verbs: READ },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods/attach'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: READ },
];

export function labelsOf(name: string): Record<string, string> {
  return {
    app: 'mcpserver',
    'app.kubernetes.io/name': 'mcpserver',
    'app.kubernetes.io/instance': name,
    toolhive: 'true',
    'toolhive-name': name,
  };
}

export function runConfigOf(i: number): string {
  const name = nameOf(i);
  const audit = { detectApplicationErrors: true, maxDataSize: 1024 };
  const oidc = {
    Issuer: ISSUER,
    Audience: urlOf(i),
    JWKSURL: '',
    ClientID: '',
    ClientSecret: '',
    CACertPath: '',
    AuthTokenFile: '',
    AllowPrivateIP: false,
    InsecureAllowHTTP: false,
    IntrospectionURL: '',
    ResourceURL: urlOf(i),
    Scopes: SCOPES,
  };
  const filter = { filter_tools: TOOLS, tools_override: {} };
  const config = {
    schema_version: 'v0.1.0',
    mcpserver_generation: 1,
    image: imageOf(i),
    name,
    container_name: name,
    base_name: name,
    transport: 'streamable-http',
    host: '0.0.0.0',
    port: 8080,
    target_port: 9090,
    permission_profile: { name: 'network', network: { outbound: { insecure_allow_all: true }, inbound: {} } },
    env_vars: { FASTMCP_PORT: '9090', LOG_LEVEL: 'info', MCP_PORT: '9090', MCP_TRANSPORT: 'streamable-http' },
    container_labels: {
      toolhive: 'true',
      'toolhive-basename': name,
      'toolhive-name': name,
      'toolhive-port': '8080',
      'toolhive-transport': 'streamable-http',
    },
    oidc_config: oidc,
    audit_config: audit,
    proxy_mode: 'streamable-http',
    tools_filter: TOOLS,
    middleware_configs: [
      { type: 'bodylimit', parameters: { max_bytes: 8388608 } },
      { type: 'audit', parameters: { config_data: audit, transport_type: 'streamable-http' } },
      { type: 'auth', parameters: { oidc_config: oidc } },
      { type: 'tool-filter', parameters: filter },
      { type: 'tool-call-filter', parameters: filter },
      { type: 'mcp-parser', parameters: {} },
      { type: 'recovery', parameters: null },
    ],
  };
  return JSON.stringify(config, null, 2);
}

export function podPatchOf(i: number): string {
  const reference = { name: secretOf(i), key: 'token' };
  const env = [{ name: 'API_TOKEN', valueFrom: { secretKeyRef: reference } }];
  const spec = { containers: [{ name: 'mcp', env, resources: {} }], serviceAccountName: `${nameOf(i)}-sa` };
  return `--k8s-pod-patch=${JSON.stringify({ metadata: {}, spec })}`;
}

export const checksumOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function probe(
  initialDelaySeconds: number | undefined,
  periodSeconds: number,
  timeoutSeconds: number,
  failures: number,
) {
  const timing = { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold: failures };
  return { httpGet: { path: '/health', port: 'http' }, ...timing };
}

/** The seven objects, in the order in which ToolHive's operator makes them. */
export function objectsOf(i: number) {
  const name = nameOf(i);
  const labels = labelsOf(name);
  const config = runConfigOf(i);
  const checksum = checksumOf(config);
  const proxy = `${name}-proxy-runner`;
  const object = (apiVersion: string, kind: string, objectName: string, metadata: object, rest: object) => ({
    apiVersion,
    kind,
    metadata: { name: objectName, namespace: NAMESPACE, ...metadata },
    ...rest,
  });
  const rbac = 'rbac.authorization.k8s.io';
  return [
    object('v1', 'ServiceAccount', proxy, {}, {}),
    object('v1', 'ServiceAccount', `${name}-sa`, {}, {}),
    object(`${rbac}/v1`, 'Role', proxy, {}, { rules: RULES }),
    object(
      `${rbac}/v1`,
      'RoleBinding',
      proxy,
      {},
      {
        roleRef: { apiGroup: rbac, kind: 'Role', name: proxy },
        subjects: [{ kind: 'ServiceAccount', name: proxy, namespace: NAMESPACE }],
      },
    ),
    object(
      'v1',
      'ConfigMap',
      `${name}-runconfig`,
      {
        labels: {
          'toolhive.stacklok.io/component': 'run-config',
          'toolhive.stacklok.io/mcp-server': name,
          'toolhive.stacklok.io/managed-by': 'toolhive-operator',
        },
        annotations: { 'toolhive.stacklok.dev/content-checksum': checksum },
      },
      { data: { 'runconfig.json': config } },
    ),
    object(
      'apps/v1',
      'Deployment',
      name,
      { labels },
      {
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: {
              labels,
              annotations: {
                'toolhive.stacklok.dev/runconfig-checksum': checksum,
                'toolhive.stacklok.dev/mcpserver-generation': '1',
              },
            },
            spec: {
              serviceAccountName: proxy,
              terminationGracePeriodSeconds: 30,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 1000,
                runAsGroup: 1000,
                fsGroup: 1000,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              containers: [
                {
                  name: 'toolhive',
                  image: 'ghcr.io/stacklok/toolhive/proxyrunner:v0.63.0',
                  args: ['run', podPatchOf(i), imageOf(i)],
                  env: [
                    {
                      name: 'THV_MCPSERVER_GENERATION',
                      valueFrom: {
                        fieldRef: {
                          apiVersion: 'v1',
                          fieldPath: "metadata.annotations['toolhive.stacklok.dev/mcpserver-generation']",
                        },
                      },
                    },
                    { name: 'XDG_CONFIG_HOME', value: '/tmp' },
                    { name: 'HOME', value: '/tmp' },
                    { name: 'TOOLHIVE_RUNTIME', value: 'kubernetes' },
                    { name: 'UNSTRUCTURED_LOGS', value: 'false' },
                  ],
                  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
                  resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
                  volumeMounts: [{ name: 'runconfig', mountPath: '/etc/runconfig', readOnly: true }],
                  startupProbe: probe(undefined, 5, 3, 18),
                  livenessProbe: probe(30, 10, 5, 3),
                  readinessProbe: probe(5, 5, 3, 3),
                  securityContext: {
                    privileged: false,
                    runAsNonRoot: true,
                    runAsUser: 1000,
                    runAsGroup: 1000,
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    seccompProfile: { type: 'RuntimeDefault' },
                    capabilities: { drop: ['ALL'] },
                  },
                },
              ],
              volumes: [{ name: 'runconfig', configMap: { name: `${name}-runconfig` } }],
            },
          },
        },
      },
    ),
    object(
      'v1',
      'Service',
      `mcp-${name}-proxy`,
      { labels },
      {
        spec: {
          selector: labels,
          sessionAffinity: 'ClientIP',
          ports: [{ name: 'http', protocol: 'TCP', port: 8080, targetPort: 8080 }],
        },
      },
    ),
  ];
}
