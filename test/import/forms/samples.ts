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
  'running.json': {
    schema_version: 'v0.1.0',
    image: 'registry.example.com/mcp/orders:1',
    name: 'orders',
    transport: 'streamable-http',
    host: '127.0.0.1',
    target_port: 8080,
    oidc_config: {
      Issuer: 'https://auth.example.com',
      Audience: 'https://mcp.example.com',
      ResourceURL: 'https://mcp.example.com',
      CACertPath: '/etc/ca.crt',
    },
    token_exchange_config: {
      ...{ token_url: 'https://sts.example.com/token', audience: 'backend', client_id: 'me' },
      ...{ client_secret: 'hunter2', scopes: ['read'], header_strategy: 'custom' },
      external_token_header_name: 'X-Upstream-Token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    },
    telemetry_config: {
      ...{ endpoint: 'otel:4318', insecure: true, tracingEnabled: true, samplingRate: '0.05' },
      ...{ serviceName: 'shop', customAttributes: { stage: 'test' }, headers: { 'X-Tenant': 'shop' } },
    },
    rate_limit_config: {
      shared: { maxTokens: 10, refillPeriod: '1m0s' },
      tools: [{ name: 'buy', perUser: { maxTokens: 1, refillPeriod: '5s' } }],
    },
    scaling_config: { backend_replicas: 2, session_redis: { address: 'redis:6379', db: 2, key_prefix: 'shop' } },
    validating_webhooks: [
      {
        ...{ name: 'policy', url: 'https://policy.example.com/ask', timeout: 5000000000, failure_policy: 'ignore' },
        hmac_secret_ref: '/etc/hmac',
      },
    ],
    proxy_read_timeout: '45s',
    max_request_body_size: 2097152,
    embedded_auth_server_config: {
      schema_version: 'v0.1.0',
      issuer: 'https://auth.example.com',
      signing_key_config: { key_dir: '/etc/keys', signing_key_file: 'key-0.pem' },
      token_lifespans: { access_token_lifespan: '30m' },
      upstreams: [
        {
          name: 'idp',
          type: 'oidc',
          oidc_config: {
            ...{ issuer_url: 'https://idp.example.com', client_id: 'orders', scopes: ['openid'] },
            ...{ client_secret_env_var: 'IDP_SECRET', redirect_uri: 'https://mcp.example.com/oauth/callback' },
          },
        },
      ],
      scopes_supported: ['openid'],
      allowed_audiences: ['https://mcp.example.com'],
    },
    remote_auth_config: { issuer: 'https://login.example.com', scopes: ['all'] },
    session_ttl: '2h',
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
