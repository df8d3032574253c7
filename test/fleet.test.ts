/** What a fleet costs is counted, not timed: what its servers have in common is looked at once, however many there are. */
import { Size } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import { Node } from 'constructs';
import { McpServer, McpTransport, ToolhiveApp, ToolhiveChart } from '../src';
import * as pods from '../src/kubernetes/pod-validation/pod';
import * as amounts from '../src/kubernetes/pod-validation/resources';
import * as typed from '../src/kubernetes/typed';
import { ObjectIndex } from '../src/synthesis/object-index';

jest.mock('../src/kubernetes/pod-validation/pod', () => {
  const actual = jest.requireActual<typeof pods>('../src/kubernetes/pod-validation/pod');
  return { ...actual, checkPodSpec: jest.fn(actual.checkPodSpec) };
});
jest.mock('../src/kubernetes/pod-validation/resources', () => {
  const actual = jest.requireActual<typeof amounts>('../src/kubernetes/pod-validation/resources');
  return { ...actual, checkResources: jest.fn(actual.checkResources) };
});
jest.mock('../src/kubernetes/typed', () => {
  const actual = jest.requireActual<typeof typed>('../src/kubernetes/typed');
  return { ...actual, decodeTyped: jest.fn(actual.decodeTyped) };
});

interface Costs {
  readonly templates: number;
  readonly pods: number;
  readonly amounts: number;
  readonly walksOfApp: number;
}

/** What it takes to synthesize servers that differ in names, images, Secrets and values. */
function costsOf(count: number): Costs {
  jest.clearAllMocks();
  const app = new ToolhiveApp();
  const chart = new ToolhiveChart(app, 'fleet', { namespace: 'fleet' });
  for (let i = 0; i < count; i++) {
    const name = `server-${String(i).padStart(3, '0')}`;
    const secret = Secret.fromSecretName(chart, `${name}-secret`, `${name}-credentials`);
    new McpServer(chart, name, {
      image: `example.com/${name}:1.0.0`,
      transport: McpTransport.STREAMABLE_HTTP,
      env: { REGION: EnvValue.fromValue(`region-${i}`), TOKEN: secret.envValue('token') },
      proxyResources: { cpu: { request: Cpu.millis(100) }, memory: { limit: Size.mebibytes(256) } },
    });
  }
  const findAll = jest.spyOn(Node.prototype, 'findAll');
  app.synthYaml();
  return {
    templates: jest.mocked(typed.decodeTyped).mock.calls.length,
    pods: jest.mocked(pods.checkPodSpec).mock.calls.length,
    amounts: jest.mocked(amounts.checkResources).mock.calls.length,
    walksOfApp: findAll.mock.contexts.filter((node) => node === app.node).length,
  };
}

test('servers that are alike cost one look at their templates, pods and amounts, and no further walk over the app', () => {
  const first = costsOf(1);
  // Its proxy's pod, and the one that the proxy makes.
  expect(first.pods).toBe(2);
  expect(first.amounts).toBeGreaterThan(0);
  expect(first.templates).toBeGreaterThan(0);
  // For the order, for validation, for what no construct sees alone, and for warnings.
  expect(first.walksOfApp).toBe(4);
  const more = costsOf(30);
  expect(more).toEqual({ templates: 0, pods: 0, amounts: 0, walksOfApp: first.walksOfApp });
});

test.each([
  ['nothing by name where all objects are made by rendering, for one namespace', false, 0],
  ['each reference by its name where the app has a Secret of its own', true, 3],
])('servers look up %s', (_, hasSecret, asked) => {
  const knows = jest.spyOn(ObjectIndex.prototype, 'knows');
  knows.mockClear();
  const app = new ToolhiveApp();
  const chart = new ToolhiveChart(app, 'fleet', { namespace: 'fleet' });
  if (hasSecret) new Secret(chart, 'secret', { stringData: { key: 'value' } });
  for (let i = 0; i < 3; i++) {
    const secret = Secret.fromSecretName(chart, `secret-${i}`, `credentials-${i}`);
    new McpServer(chart, `server-${i}`, { image: 'example.com/server:1', env: { TOKEN: secret.envValue('token') } });
  }
  app.synthYaml();
  expect(knows).toHaveBeenCalledTimes(asked);
});
