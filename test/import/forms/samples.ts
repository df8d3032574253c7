/** A file of each form, with a value in nearly every field that it may have. */
import { load } from 'js-yaml';

const yaml = (text: string) => load(text) as object;

export const SAMPLES: Readonly<Record<string, object>> = {
  '.mcp.json': {
    mcpServers: {
      search: {
        type: 'stdio',
        command: 'docker',
        args: [
          'run',
          '-i',
          '-e',
          'TOKEN',
          '--env=MODE=fast',
          '-v',
          '/a:/b',
          '--tmpfs',
          '/t',
          'search:1',
          '--x',
          'y=z',
          'w',
        ],
        env: { TOKEN: '${TOKEN_OF_MINE}', OTHER: 'some text' },
        cwd: '/home/me',
      },
      remote: {
        type: 'http',
        url: '${BASE:-https://mcp.example.com}/mcp',
        headers: { Authorization: 'Bearer ${KEY}', 'X-Region': 'eu' },
        oauth: { clientId: 'me' },
      },
      bridged: {
        command: 'npx',
        args: ['-y', 'mcp-remote', 'https://b.example.com/mcp', '--header', 'X-A: ${B}'],
        env: { B: 'b c' },
      },
      packaged: { command: 'uvx', args: ['thing', '--fast'], env: { LEVEL: 'info' } },
    },
  },
  'mcp.json': {
    inputs: [{ id: 'key', type: 'promptString', description: 'The key', password: true }],
    servers: {
      search: {
        command: 'docker',
        args: ['run', '-e', 'KEY', 'search:1'],
        env: { KEY: '${input:key}' },
        envFile: './x.env',
      },
    },
  },
  'server.yaml': yaml(`
name: notes
image: mcp/notes:1.0
type: server
about: { title: Notes, description: Keeps notes, icon: https://example.com/icon }
meta: { category: productivity, tags: [notes] }
run:
  command: ["--user={{notes.user}}", serve]
  volumes: ["{{notes.folder}}:/data"]
  allowHosts: ["api.example.com:443"]
  env: { MODE: stdio, HEADERS: "Bearer $NOTES_TOKEN" }
config:
  description: Where notes are
  secrets: [{ name: notes.token, env: NOTES_TOKEN, example: <TOKEN> }]
  env: [{ name: NOTES_URL, example: https://x, value: "{{notes.url}}" }]
  parameters:
    type: object
    properties: { user: { type: string }, url: { type: string, default: https://notes.example.com } }
    required: [user]
`),
  'server.json': {
    name: 'io.github.example/files',
    description: 'Reads files',
    version: '1.0.0',
    repository: { url: 'https://github.com/example/files', source: 'github' },
    packages: [
      {
        registryType: 'oci',
        identifier: 'registry.example.com/mcp/files',
        version: '1.0.0',
        transport: { type: 'streamable-http', url: 'http://localhost:5000/mcp' },
        packageArguments: [
          { type: 'named', name: '--root', isRequired: true, description: 'Where files are' },
          { type: 'positional', value: 'serve-{tenant}', variables: { tenant: { default: 'a' } } },
        ],
        environmentVariables: [{ name: 'API_KEY', isSecret: true, isRequired: true, description: 'Key' }],
      },
    ],
  },
  'runconfig.json': {
    schema_version: 'v0.1.0',
    image: 'registry.example.com/mcp/search:1',
    name: 'search',
    base_name: 'search',
    transport: 'streamable-http',
    host: '127.0.0.1',
    port: 19372,
    target_port: 3000,
    cmd_args: ['--limit', '5'],
    env_vars: { MCP_TRANSPORT: 'streamable-http', MCP_PORT: '3000', REGION: 'eu', API_KEY: 'hunter2' },
    secrets: ['search-token,target=TOKEN'],
    permission_profile: { name: 'mine', network: { outbound: { allow_host: ['api.example.com'], allow_port: [443] } } },
    volumes: ['/home/me:/data:ro'],
    group: 'team',
    oidc_config: { Issuer: 'https://sso.example.com', Audience: 'search', ClientID: 'me', ClientSecret: 'hunter2' },
    authz_config: {
      version: '1.0',
      type: 'cedarv1',
      cedar: { policies: ['permit(principal, action, resource);'], entities_json: '[]' },
    },
    audit_config: { component: 'search' },
    tools_filter: ['find'],
    tools_override: { find: { name: 'look', description: 'Looks' } },
    isolate_network: true,
    middleware_configs: [{ type: 'auth' }],
  },
  'compose.yaml': yaml(`
services:
  search:
    image: "registry.example.com/mcp/search:\${VERSION:-1}"
    command: ["--limit", "5", "$\$HOME"]
    environment: { TOKEN: "\${TOKEN}", REGION: eu, API_KEY: hunter2 }
    env_file: [./search.env]
    ports: ["127.0.0.1:8080:3000"]
    volumes: ["./data:/data"]
    restart: always
    tmpfs: /cache
  notes:
    image: mcp/notes:1
    stdin_open: true
    command: serve --name 'a b'
    environment: [MODE=fast, TOKEN]
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: hunter2 }
  own:
    build: .
    ports: ["80"]
networks: { back: {} }
`),
  'kmcp.yaml': yaml(`
apiVersion: kagent.dev/v1alpha1
kind: MCPServer
metadata: { name: search, namespace: tools, labels: { team: a } }
spec:
  transportType: http
  timeout: 30s
  httpTransport: { targetPort: 3000, path: /mcp }
  deployment:
    image: registry.example.com/mcp/search:1
    port: 3000
    cmd: python
    args: [server.py]
    env: { REGION: eu }
    secretRefs: [{ name: search-env }]
    configMapRefs: [{ name: search-files }]
    serviceAccountName: search
    resources: { limits: { memory: 64Mi } }
    labels: { tier: back }
    replicas: 2
    sidecars: [{ name: helper, image: "helper:1" }]
`),
  'lifecycle.yaml': yaml(`
apiVersion: mcp.x-k8s.io/v1alpha1
kind: MCPServer
metadata: { name: search }
spec:
  source: { type: ContainerImage, containerImage: { ref: "registry.example.com/mcp/search:1" } }
  config:
    port: 3000
    path: /mcp
    arguments: ["--limit", "5"]
    env:
      - { name: REGION, value: eu }
      - { name: TOKEN, valueFrom: { secretKeyRef: { name: search-token, key: token } } }
    envFrom: [{ secretRef: { name: search-env } }]
    storage: [{ path: /data, permissions: ReadWrite, source: { type: EmptyDir, emptyDir: { sizeLimit: 1Gi } } }]
  runtime:
    replicas: 2
    resources: { limits: { memory: 64Mi } }
    security: { serviceAccountName: search }
    health: { livenessProbe: { httpGet: { path: /health, port: 3000 } } }
`),
  'values.yaml': yaml(`
replicaCount: 2
image: { registryServerUrl: "ghcr.io/stacklok/thv-registry-api:v1.5.1" }
imagePullSecrets: [{ name: regcred }]
podLabels: { team: a }
resources: { limits: { memory: 512Mi } }
config:
  sources: [{ name: own, managed: {} }]
  registries: [{ name: default, sources: [own] }]
  auth: { mode: anonymous }
  database: { host: db.example.com, port: 5432, user: registry, database: registry, password: hunter2 }
extraEnv: [{ name: LOG_LEVEL, value: debug }]
extraVolumes: [{ name: certs, configMap: { name: certs } }]
extraVolumeMounts: [{ name: certs, mountPath: /certs }]
`),
  'release.yaml': yaml(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: mcp-registry, namespace: registry }
spec:
  interval: 10m
  chart: { spec: { chart: toolhive-registry-server, sourceRef: { kind: HelmRepository, name: toolhive } } }
  values:
    config:
      sources: [{ name: own, managed: {} }]
      registries: [{ name: default, sources: [own] }]
      auth: { mode: anonymous }
      database: { host: db.example.com, port: 5432, user: registry, database: registry }
`),
};
