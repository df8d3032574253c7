import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { run } from './run';
import { McpServer, ToolhiveChart } from '../../src';

const folder = mkdtempSync(join(tmpdir(), 'clients-'));

const INPUT = `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: orders, namespace: mcp }
spec: { image: registry.example.com/orders:1 }
---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: inside, namespace: mcp }
spec: { image: registry.example.com/inside:1 }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: orders, namespace: mcp }
spec:
  tls: [{ hosts: [mcp.example.com], secretName: tls }]
  rules:
    - host: mcp.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: mcp-orders-proxy, port: { number: 8080 } } }
`;

const input = join(folder, 'input.yaml');
writeFileSync(input, INPUT);

test('lists addresses', () => {
  expect(run('clients', input)).toEqual({
    status: 0,
    stdout: `Addresses
  orders: https://mcp.example.com/mcp (streamable HTTP), for everybody who reaches it
Without an address
  mcp/inside
`,
    stderr: '',
  });
});

test('prints the file of a client, and says what is not in it', () => {
  const { status, stdout, stderr } = run('clients', '--format', 'claude-code', input);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    mcpServers: { orders: { type: 'http', url: 'https://mcp.example.com/mcp' } },
  });
  expect(stderr).toBe(
    'note: mcp/inside is left out: no Ingress or HTTPRoute of the input leads to it under a host that is known\nnote: 1 server for .mcp.json\n',
  );
});

test("prints the cluster's own addresses", () => {
  const { stdout } = run('clients', '--format', 'codex', '--in-cluster', input);
  expect(stdout).toContain('url = "http://mcp-inside-proxy.mcp.svc.cluster.local:8080/mcp"');
});

test('reads the YAML that an app has written, of several files', () => {
  const app = new App({ outdir: join(folder, 'dist'), yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  const chart = new ToolhiveChart(app, 'tools', { namespace: 'mcp' });
  new McpServer(chart, 'orders', { image: 'registry.example.com/orders:1' }).exposeViaHttpRoute({
    parentRefs: [{ name: 'gateway' }],
    hostnames: ['mcp.example.com'],
  });
  app.synth();
  const { status, stdout } = run('clients', '--format', 'claude-code', join(folder, 'dist'));
  expect({ status, servers: JSON.parse(stdout).mcpServers }).toEqual({
    status: 0,
    servers: { orders: { type: 'http', url: 'https://mcp.example.com/mcp' } },
  });
  // Once, where its resource is in the input, too.
  expect(run('clients', join(folder, 'dist'), input).stdout.match(/orders: /g)).toHaveLength(1);
});

test.each([
  [['--format', 'emacs'], '--format: "emacs" is not allowed; use claude-code or claude-desktop'],
  [['--token-variable', 'a b'], '--token-variable: "a b" must be the name of a variable'],
  [['--strict'], 'clients takes --format, --in-cluster, --token-variable and --namespace, and no --strict'],
])('fails with %j', (options, message) => {
  const { status, stderr } = run('clients', ...options, input);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('fails with an option of its own for another command', () => {
  expect(run('render', '--format', 'codex', input).stderr).toContain('--format is an option of clients, not of render');
});

test('fails with input that is refused', () => {
  const bad = join(folder, 'bad.yaml');
  writeFileSync(bad, INPUT.replace('image: registry.example.com/inside:1', 'imag: x'));
  expect(run('clients', bad)).toMatchObject({ status: 1, stdout: '' });
});
