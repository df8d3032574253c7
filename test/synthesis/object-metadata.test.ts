import { Testing } from 'cdk8s';
import { DeployTarget, McpServer, ToolhiveChartProps } from '../../src';
import { chartIn } from '../util';

function server(props: ToolhiveChartProps = {}) {
  const chart = chartIn(undefined, props);
  return { chart, made: new McpServer(chart, 's', { image: 'i:1' }) };
}

const LONG = 'x'.repeat(256 * 1024);

test('metadata that is added to objects stands in them', () => {
  const { chart, made } = server({ labels: { team: 'a' } });
  made.deployment!.metadata.addLabel('tier', 'b');
  made.deployment!.metadata.addAnnotation('Example.com/Note', 'any text');
  const { metadata } = Testing.synth(chart).find(({ kind }) => kind === 'Deployment');
  expect(metadata.labels).toMatchObject({ team: 'a', tier: 'b' });
  expect(metadata.annotations).toMatchObject({ 'Example.com/Note': 'any text' });
});

test.each<[string, (made: McpServer) => void, string]>([
  [
    'a label',
    (made) => made.deployment!.metadata.addLabel('tier', 'a b'),
    'Deployment at chart/s/Resource: metadata.labels.tier: "a b" is no value of a label: it must be empty or letters',
  ],
  [
    'a label that is a number',
    (made) => made.service!.metadata.addLabel('tier', 1 as any),
    'Service at chart/s/Service: metadata.labels.tier: must be text, not 1; quote it: "1"',
  ],
  [
    "a label's key",
    (made) => made.deployment!.metadata.addLabel('a b', 'c'),
    'metadata.labels["a b"]: is no key that Kubernetes takes: the key must be letters',
  ],
  [
    "an annotation's key",
    (made) => made.deployment!.metadata.addAnnotation('a/b/c', 'd'),
    'Deployment at chart/s/Resource: metadata.annotations["a/b/c"]: is no key that Kubernetes takes',
  ],
  [
    'more annotations than there is room for',
    (made) => made.deployment!.metadata.addAnnotation('a', LONG),
    'metadata.annotations: come to 262145 bytes, and Kubernetes takes 256 KiB at most; put some of it into a ConfigMap',
  ],
])('fails at synthesis on %s that Kubernetes refuses', (_, add, message) => {
  const { chart, made } = server();
  add(made);
  expect(() => Testing.synth(chart)).toThrow(message);
});

test("fails at synthesis on a chart's label that Kubernetes refuses, once", () => {
  const { chart } = server({ labels: { team: 'a b' } });
  new McpServer(chart, 't', { image: 'i:1' });
  const message = 'chart at chart: labels.team: "a b" is no value of a label';
  expect(() => Testing.synth(chart)).toThrow(message);
  const lines = (() => {
    try {
      Testing.synth(chart);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').filter((line) => line.includes('"a b"'));
    }
  })();
  expect(lines).toHaveLength(1);
});

test.each([DeployTarget.WORKLOADS, DeployTarget.CUSTOM_RESOURCES])(
  'fails at once on metadata of the resource that Kubernetes refuses (%s)',
  (target) => {
    const { made } = server({ target });
    expect(() => made.addResourceMetadata({ labels: { tier: 'a b' } })).toThrow(
      '[chart/s] McpServer "s": addResourceMetadata: labels.tier: "a b" is no value of a label',
    );
    expect(() => made.addResourceMetadata({ annotations: { 'a b': 'c' } })).toThrow(
      'addResourceMetadata: annotations["a b"]: is no key that Kubernetes takes',
    );
    expect(() => made.addResourceMetadata({ annotations: { a: LONG } })).toThrow(
      'addResourceMetadata: annotations: come to 262145 bytes',
    );
  },
);

test.each([
  ['proxyDeployment', { labels: { tier: 'a b' } }, 'resourceOverrides.proxyDeployment.labels.tier: "a b" is no value'],
  ['proxyService', { annotations: { 'a b': 'c' } }, 'resourceOverrides.proxyService.annotations["a b"]: is no key'],
])('fails at once on resourceOverrides of %s that Kubernetes refuses', (object, metadata, message) => {
  const resourceOverrides = { [object]: metadata };
  expect(() => new McpServer(chartIn(), 's', { image: 'i:1', resourceOverrides })).toThrow(message);
});
