import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

const folder = mkdtempSync(join(tmpdir(), 'add-'));
let count = 0;

const CATALOG = {
  servers: {
    orders: {
      description: 'Looks up orders',
      transport: 'streamable-http',
      target_port: 3000,
      image: 'registry.example.com/mcp/orders:1.4.0',
      args: ['--verbose'],
      permissions: { network: { outbound: { allow_host: ['orders.example.com'], allow_port: [443] } } },
      env_vars: [
        { name: 'ORDERS_TOKEN', description: 'Token for it', required: true, secret: true },
        { name: 'LOG_LEVEL', description: 'How much is logged', required: false, default: 'info' },
      ],
    },
    notes: { description: 'Keeps notes', transport: 'stdio', image: 'registry.example.com/mcp/notes:1.0.0' },
  },
  remote_servers: {
    search: { description: 'Searches', transport: 'sse', url: 'https://mcp.example.com/sse' },
  },
};

/** A newer version of the catalogue. */
const NEWER = JSON.stringify(CATALOG, null, 1).replace('orders:1.4.0', 'orders:1.5.0');

function catalog(text = JSON.stringify(CATALOG, null, 1)): string {
  const file = join(folder, 'registry.json');
  writeFileSync(file, text);
  return file;
}

const fresh = () => join(folder, `app-${++count}`);
const main = (app: string) => readFileSync(join(app, 'main.ts'), 'utf8');

test('writes an app with all values of the catalogue, and where they are from', () => {
  const app = fresh();
  const { status, stderr } = run('add', 'orders', '--catalog', catalog(), '--output', app, '--namespace', 'mcp');
  expect(stderr).toContain('note: wrote package.json, cdk8s.yaml, tsconfig.json, .gitignore, main.ts to');
  expect(stderr).toContain(
    "kubectl create secret generic orders-secrets --namespace mcp --from-literal='ORDERS_TOKEN=<ORDERS_TOKEN>'",
  );
  expect(status).toBe(0);
  expect(main(app)).toBe(`import { App } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import { McpServer, McpTransport, PermissionProfile, ToolhiveChart } from 'cdk8s-toolhive';

const app = new App();

const chart = new ToolhiveChart(app, 'mcp', { namespace: 'mcp' });

const ordersSecrets = Secret.fromSecretName(chart, 'orders-secrets', 'orders-secrets');

// Looks up orders
// From registry.json, servers.orders.
new McpServer(chart, 'orders', {
  image: 'registry.example.com/mcp/orders:1.4.0',
  transport: McpTransport.STREAMABLE_HTTP,
  mcpPort: 3000,
  args: ['--verbose'],
  env: {
    // How much is logged. The catalogue's default.
    LOG_LEVEL: EnvValue.fromValue('info'),
    ORDERS_TOKEN: ordersSecrets.envValue('ORDERS_TOKEN'),
  },
  permissionProfile: PermissionProfile.allow({
    allowHost: ['orders.example.com'],
    allowPort: [443],
  }),
  listing: { description: 'Looks up orders' },
});

app.synth();
`);
});

test('adds to the app that it wrote, and leaves edits alone', () => {
  const app = fresh();
  run('add', 'orders', '--catalog', catalog(), '--output', app);
  writeFileSync(join(app, 'main.ts'), main(app).replace('app.synth();', '// mine\napp.synth();'));
  expect(run('add', 'search', '--catalog', catalog(), '--output', app).status).toBe(0);
  expect(main(app)).toContain("new McpRemoteProxy(chart, 'search', {");
  expect(main(app)).toContain("new McpServer(chart, 'orders', {");
  expect(main(app)).toContain('// mine\n');
});

test('shows what a newer catalogue changes, and makes the change', () => {
  const app = fresh();
  run('add', 'orders', '--catalog', catalog(), '--output', app);
  const before = main(app);
  const { stdout } = run('add', '--diff', '--catalog', catalog(NEWER), '--output', app);
  expect(stdout.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
    '--- main.ts',
    '+++ main.ts',
    "-  image: 'registry.example.com/mcp/orders:1.4.0',",
    "+  image: 'registry.example.com/mcp/orders:1.5.0',",
  ]);
  expect(main(app)).toBe(before);
  expect(run('add', '--catalog', catalog(NEWER), '--output', app).stderr).toContain('note: wrote main.ts');
  expect(main(app)).toContain('orders:1.5.0');
  expect(run('add', '--catalog', catalog(NEWER), '--output', app).stderr).toContain('note: nothing changed');
});

test('fails where people edited what the catalogue changes, and writes nothing', () => {
  const app = fresh();
  run('add', 'orders', '--catalog', catalog(), '--output', app);
  const edited = main(app).replace('orders:1.4.0', 'orders:mine');
  writeFileSync(join(app, 'main.ts'), edited);
  const { status, stderr } = run('add', '--catalog', catalog(NEWER), '--output', app);
  expect(status).toBe(1);
  expect(stderr).toContain('main.ts: was edited where the catalogue changes it, so nothing is written');
  expect(main(app)).toBe(edited);
});

test('fails with a folder that it did not write', () => {
  const app = mkdtempSync(join(folder, 'other-'));
  writeFileSync(join(app, 'main.ts'), '');
  expect(run('add', 'orders', '--catalog', catalog(), '--output', app)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is not empty, and was not made by add'),
  });
});

test.each([
  [
    ['add', 'order', '--catalog', 'C', '--output', 'O'],
    1,
    'there is no server "order" in the catalogue; did you mean "orders"?',
  ],
  [['add', '--catalog', 'C', '--output', 'O'], 1, 'add needs the NAME of a server; the catalogue has '],
  [['add', 'orders', '--output', 'O'], 2, 'add needs --catalog FILE'],
  [['add', 'orders', '--catalog', 'C'], 2, 'add needs --output DIR'],
  [['add', 'orders', '--catalog', 'C', '--output', 'O', '--strict'], 2, 'and no --strict'],
  [['render', '--diff', 'C'], 2, '--diff is an option of add, not of render'],
  [['render', 'C'], 1, 'is a catalogue of MCP servers and no Kubernetes manifest; use add'],
])('fails with %j', (argv, status, message) => {
  const result = run(...argv.map((word) => (word === 'C' ? catalog() : word === 'O' ? fresh() : word)));
  expect(result).toMatchObject({ status, stderr: expect.stringContaining(message) });
});

test('fails with what is no catalogue', () => {
  expect(
    run('add', 'orders', '--catalog', catalog('{"kind": "Pod", "apiVersion": "v1"}'), '--output', fresh()),
  ).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is no catalogue of MCP servers'),
  });
});
