/** What no kind of server lets through, whichever way its pods come into being. */
import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpTransport,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  ToolhiveOperator,
  VirtualMcpServer,
} from '../../../src';
import { isImage } from '../../../src/kubernetes/image-reference';
import { Obj } from '../../../src/plain/objects';
import { chartIn, objects } from '../../util';

type Add = (chart: Chart, podTemplateSpec: PodTemplate | undefined, name?: string) => unknown;

const KINDS: [string, string, Add][] = [
  ['MCP server', 'mcp', (c, podTemplateSpec, name = 'x') => new McpServer(c, name, { image: 'i:1', podTemplateSpec })],
  [
    'declared MCP server',
    'mcp',
    (c, podTemplateSpec, name = 'x') =>
      new McpServer(c, name, {
        image: 'i:1',
        transport: McpTransport.SSE,
        backend: McpBackend.declared(),
        podTemplateSpec,
      }),
  ],
  [
    'remote proxy',
    'toolhive',
    (c, podTemplateSpec) => new McpRemoteProxy(c, 'x', { remoteUrl: 'https://a.example.com/mcp', podTemplateSpec }),
  ],
  [
    'virtual server',
    'vmcp',
    (c, podTemplateSpec) => {
      const group = new McpGroup(c, 'g');
      new McpServerEntry(c, 'e', { remoteUrl: 'https://a.example.com/mcp', group });
      new VirtualMcpServer(c, 'x', { group, podTemplateSpec });
    },
  ],
  [
    'embedding server',
    'embedding',
    (c, podTemplateSpec, name = 'x') => new EmbeddingServer(c, name, { podTemplateSpec }),
  ],
  ['operator', 'manager', (c, podTemplateSpec) => new ToolhiveOperator(c, 'x', { podTemplateSpec })],
  ['registry', 'registry-api', (c, podTemplateSpec) => new RegistryApi(c, 'x', { config: config(c), podTemplateSpec })],
  [
    'MCPRegistry',
    'registry-api',
    (c, podTemplateSpec) => new McpRegistry(c, 'x', { config: config(c), podTemplateSpec }),
  ],
];

function config(chart: Chart): RegistryConfig {
  const source = RegistrySource.api({ name: 's', endpoint: 'https://api.example.com', interval: Duration.minutes(30) });
  const secret = Secret.fromSecretName(chart, 'db', 'db');
  return RegistryConfig.fromParts({
    sources: [source],
    registries: [{ name: 'r', sources: [source] }],
    auth: RegistryAuth.anonymous(),
    database: RegistryDatabase.password({
      host: 'pg.db.svc',
      database: 'r',
      user: 'u',
      password: { secret, key: 'p' },
    }),
  });
}

function refused(add: Add, pod: Obj, name?: string): string {
  const app = Testing.app();
  const chart = chartIn(app);
  try {
    add(chart, PodTemplate.fromJson({ spec: pod }), name);
    objects(chart);
    return '';
  } catch (e) {
    return (e as Error).message;
  }
}

describe.each(KINDS)('a pod template of the %s', (_, own, add) => {
  test('fails where a container has no image because its name is mistaken', () => {
    const message = refused(add, { containers: [{ name: 'other', env: [{ name: 'A', value: 'b' }] }] });
    expect(message).toContain('container "other" has no image; the container of the');
    expect(message).toContain(`is named "${own}": name it so, or give it an image of its own`);
  });

  test.each<[string, Obj, string]>([
    [
      'mounts a volume that is not there',
      { containers: [{ name: own, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      'volume "v"',
    ],
    [
      'requests more than its limit',
      { containers: [{ name: 'a', image: 'a', resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] },
      '"2" is above its limit of "1"',
    ],
    ['has an image that is none', { containers: [{ name: 'a', image: 'docker://a' }] }, 'begins with "docker://"'],
    [
      'has a port that is none',
      { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 0 }] }] },
      '0 must be a number from 1 to 65535',
    ],
    [
      'tolerates nothing',
      { tolerations: [{ value: 'x' }], containers: [] },
      'podTemplateSpec.spec.tolerations[0].operator: must be Exists',
    ],
  ])('fails where it %s', (__, pod, message) => expect(refused(add, pod)).toContain(message));
});

test.each<[string, number, Add]>([
  ['embedding server', 52, KINDS[4][2]],
  ['declared MCP server', 52, KINDS[1][2]],
  ['MCP server over stdio', 52, KINDS[0][2]],
  [
    'MCP server over HTTP, whose proxy makes a Service with more behind it',
    50,
    (c, podTemplateSpec, name) =>
      new McpServer(c, name!, { image: 'i:1', transport: McpTransport.SSE, podTemplateSpec }),
  ],
])('the name of an %s has at most %i characters', (_, longest, add) => {
  const pod = { containers: [] };
  const tried = (length: number) => refused(add, pod, 'x'.repeat(length));
  expect(tried(longest + 1)).toMatch(/name: "x+" gives the (StatefulSet|Service) the name .* which Kubernetes refuses/);
  if (!/declared/.test(_)) expect(tried(longest)).toBe('');
});

test('fails on a request above its limit in the resources of the server', () => {
  const resources = { cpu: { request: Cpu.units(2), limit: Cpu.millis(500) }, memory: { limit: Size.mebibytes(64) } };
  expect(() => objects(withServer({ resources }))).toThrow('resources.requests.cpu: "2" is above its limit of "500m"');
});

test('fails on a pull secret that can have no such name', () => {
  const imagePullSecrets = [Secret.fromSecretName(new Chart(new App(), 'o'), 's', 'a b')];
  expect(() => objects(withServer({ imagePullSecrets }))).toThrow('imagePullSecrets[0].name: "a b" must be lower case');
});

test('fails on a Secret that can have no such name, however many servers have right ones', () => {
  const withSecret = (name: string) => {
    const secret = Secret.fromSecretName(new Chart(new App(), 'o'), 's', name);
    return objects(withServer({ env: { TOKEN: secret.envValue('token') } }));
  };
  expect(Object.keys(withSecret('one'))).toHaveLength(7);
  expect(Object.keys(withSecret('two'))).toHaveLength(7);
  expect(() => withSecret('a b')).toThrow('"a b" must be lower case letters');
  expect(() => withSecret('c d')).toThrow('"c d" must be lower case letters');
});

function withServer(props: Obj): Chart {
  const chart = chartIn();
  new McpServer(chart, 'x', { image: 'i:1', ...props });
  return chart;
}

test.each([
  'fetch',
  'ghcr.io/org/fetch:1.0.4',
  'localhost:5000/a/b__c:latest',
  '[2001:db8::1]:5000/a',
  'REGISTRY/a',
  'a@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'a:v1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'ghcr.io/org/fetch:${TAG}',
  '${REGISTRY}/org/fetch:1',
])('%s is an image', (image) => expect(isImage(image)).toBeUndefined());

test.each([
  ['https://ghcr.io/x/y:1', 'begins with "https://"'],
  ['ghcr.io/Org/fetch:1', 'has upper case in its name'],
  ['Fetch', 'has upper case in its name'],
  [':1.0', 'is a tag without an image'],
  ['1.0.4', 'is a version without an image'],
  ['a b', 'contains white space'],
  ['a\n', 'contains white space'],
  ['user:password@ghcr.io/a', 'no name or password before it'],
  ['a:-x', 'has a wrong tag'],
  ['a:', 'has a wrong tag'],
  ['a//b', 'must have lower case letters'],
  ['-.io/a', 'has a wrong registry'],
  ['a@latest', 'must have a digest'],
  ['', 'must not be empty'],
])('fails on %j, which is no image', (image, message) => expect(isImage(image)).toContain(message));

test.each(['a'.repeat(50_000), 'a-'.repeat(25_000), ':'.repeat(50_000), '/'.repeat(50_000), '${'.repeat(25_000)])(
  'long texts are soon read (%#)',
  (text) => {
    const start = Date.now();
    isImage(text);
    expect(Date.now() - start).toBeLessThan(200);
  },
);
