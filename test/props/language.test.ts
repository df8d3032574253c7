import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { McpServer, McpTransport, PermissionProfile, Toolhive, ToolhiveChart } from '../../src';
import { inLanguage } from '../../src/props/language';

const { JSII_AGENT } = process.env;
afterEach(() => {
  if (JSII_AGENT === undefined) delete process.env.JSII_AGENT;
  else process.env.JSII_AGENT = JSII_AGENT;
});

const SRC = join(__dirname, '../../src');

/** Files of catalogues have fields of their own. The others translate what they collect, or name no prop. */
const OTHERS = /^catalog\/(named|read-catalog)|^synthesis\/(toolhive-resource|synth-order)/;

const PYTHON = 'Python/3.12.1';
const GO = 'go1.25.0/linux/amd64';

function server(props: object): McpServer {
  const chart = new ToolhiveChart(Testing.app(), 'mcp', { namespace: 'toolhive' });
  return new McpServer(chart, 's', { image: 'i', transport: McpTransport.STREAMABLE_HTTP, ...props });
}

test.each([
  [undefined, 'sessionStorage: is not given'],
  ['Java/17.0.1', 'sessionStorage: is not given'],
  [PYTHON, 'session_storage: is not given'],
  [GO, 'SessionStorage: is not given'],
])('an error that is found in the props names them as %s writes them', (agent, message) => {
  if (agent) process.env.JSII_AGENT = agent;
  expect(() => server({}).autoscale()).toThrow(`[mcp/s] McpServer "s": ${message}`);
});

test('so does one about a type', () => {
  process.env.JSII_AGENT = PYTHON;
  expect(() => server({ proxyPort: 'a' })).toThrow('[mcp/s] McpServer "s": proxy_port: ');
});

test('so does one that a construct has words of its own for', () => {
  process.env.JSII_AGENT = PYTHON;
  expect(() => server({ restartedAt: 'noon' })).toThrow('McpServer "s": restarted_at: "noon" is no time');
});

test('so does one that a factory finds, when it is called or when its value is used', () => {
  process.env.JSII_AGENT = PYTHON;
  const permissionProfile = PermissionProfile.allow({ allowHost: ['a b'] });
  expect(() => server({ permissionProfile })).toThrow('McpServer "s": permission_profile: allow_host[0]: "a b" ');
  process.env.JSII_AGENT = GO;
  expect(() => server({ permissionProfile })).toThrow('McpServer "s": PermissionProfile: AllowHost[0]: "a b" ');
});

test('there is no other way to refuse in what apps call', () => {
  const rooms = [
    'servers',
    'gateway',
    'registry',
    'policies',
    'operations',
    'operator',
    'pods',
    'catalog',
    'synthesis',
  ];
  const files = rooms.flatMap((room) =>
    readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`),
  );
  const bare = files.filter(
    (file) => file.endsWith('.ts') && /\bnew Error\(/.test(readFileSync(join(SRC, file), 'utf8')),
  );
  expect(bare.filter((file) => !OTHERS.test(file))).toEqual([]);
});

test('so does one about settings', () => {
  process.env.JSII_AGENT = PYTHON;
  const app = Testing.app();
  expect(() => Toolhive.configure(app, { imageRegistry: 'https://a' })).toThrow('[] image_registry: "https://a"');
  expect(() => Toolhive.configure(app, { proxyPlacement: { nodeSelector: { a: 'b c' } } })).toThrow(
    '[] proxy_placement.node_selector: "a": "b c" is no label',
  );
});

test.each([
  ['what the user gave', 'name: "sessionStorage" is taken', 'name: "sessionStorage" is taken'],
  [
    'names of Kubernetes',
    'podTemplateSpec.spec.nodeSelector: is wrong',
    'pod_template_spec.spec.nodeSelector: is wrong',
  ],
  ['what no prop is called', 'camelCase and kubeconfigPath', 'camelCase and kubeconfigPath'],
])('%s stays as it is', (_, message, wanted) => {
  process.env.JSII_AGENT = PYTHON;
  expect(inLanguage(message)).toBe(wanted);
});

test('methods are named so, too', () => {
  process.env.JSII_AGENT = PYTHON;
  expect(inLanguage('use McpBackend.proxyManaged(), or exposeViaIngress with tools[0].rateLimiting')).toBe(
    'use McpBackend.proxy_managed(), or expose_via_ingress with tools[0].rate_limiting',
  );
});
