import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApiObject,
  ApiObjectMetadataDefinition,
  App,
  AppProps,
  Chart,
  JsonPatch,
  Lazy,
  ResolutionContext,
  Testing,
  YamlOutputType,
} from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parseAllDocuments } from 'yaml';
import { McpServer, PodTemplate, ToolhiveChart } from '../../src';
import { ToolhiveObject } from '../../src/synthesis/toolhive-object';
import { chartIn, objects } from '../util';

test('patches survive, unknown fields included', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image: 'i' });
  ApiObject.of(server).addJsonPatch(
    JsonPatch.add('/spec/strategy', { rollingUpdate: { maxSurge: 1 } }),
    JsonPatch.add('/spec/template/spec/fieldOfTomorrow', { a: 1 }),
  );
  server.service!.addJsonPatch(JsonPatch.replace('/spec/type', 'LoadBalancer'));
  const { 'Deployment/s': deployment, 'Service/mcp-s-proxy': service } = objects(chart);
  expect(deployment.spec.strategy).toEqual({ rollingUpdate: { maxSurge: 1 } });
  expect(deployment.spec.template.spec.fieldOfTomorrow).toEqual({ a: 1 });
  expect(service.spec.type).toBe('LoadBalancer');
});

test('labels of the chart are added, but never change what ToolHive selects by', () => {
  const chart = chartIn(undefined, { labels: { team: 't', app: 'mine' } });
  new McpServer(chart, 's', { image: 'i' });
  const { metadata, spec } = objects(chart)['Deployment/s'];
  expect(metadata.labels).toMatchObject({ team: 't', app: 'mcpserver' });
  expect(spec.template.metadata.labels.app).toBe('mcpserver');
  expect(objects(chart)['Role/s-proxy-runner'].metadata.labels).toEqual({ team: 't', app: 'mine' });
});

test.each<[string, (metadata: ApiObjectMetadataDefinition) => void, object]>([
  ['a label', (metadata) => metadata.addLabel('tier', 'x'), { labels: { team: 't', tier: 'x' } }],
  ["a label in place of the chart's", (metadata) => metadata.addLabel('team', 'x'), { labels: { team: 'x' } }],
  ['an annotation', (metadata) => metadata.addAnnotation('note', 'x'), { annotations: { note: 'x' } }],
  ['a finalizer', (metadata) => metadata.addFinalizers('example.com/x'), { finalizers: ['example.com/x'] }],
  ['any other member', (metadata) => metadata.add('generateName', 'x'), { generateName: 'x' }],
  [
    'an owner',
    (metadata) => metadata.addOwnerReference({ apiVersion: 'v1', kind: 'K', name: 'n', uid: 'u' }),
    { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'n', uid: 'u' }] },
  ],
])('%s that is added is kept', (_, add, expected) => {
  const chart = chartIn(undefined, { labels: { team: 't' } });
  const server = new McpServer(chart, 's', { image: 'i' });
  add((server.node.findChild('Role') as ApiObject).metadata);
  const plain = { name: 's-proxy-runner', namespace: 'ns', labels: { team: 't' } };
  expect(objects(chart)['Role/s-proxy-runner'].metadata).toEqual({ ...plain, ...expected });
});

test('labels and annotations that are added to an object are kept', () => {
  const chart = chartIn();
  const { deployment } = new McpServer(chart, 's', { image: 'i' });
  deployment!.metadata.addLabel('tier', 'backend');
  deployment!.metadata.addAnnotation('note', 'x');
  deployment!.metadata.addFinalizers('example.com/keep');
  expect(objects(chart)['Deployment/s'].metadata).toMatchObject({
    labels: { tier: 'backend', app: 'mcpserver' },
    annotations: { note: 'x' },
    finalizers: ['example.com/keep'],
  });
});

test("two objects of one name are the user's own business where neither is of a construct of ours", () => {
  const chart = chartIn();
  new McpServer(chart, 's', { image: 'i' });
  for (const id of ['a', 'b']) new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } });
  expect(() => Testing.synth(chart)).not.toThrow();
});

describe('whether cdk8s has something to do with an object or not, it comes out the same', () => {
  const build = (props: AppProps = {}) => {
    const app = Testing.app(props);
    const chart = chartIn(app, { labels: { team: 't' } });
    const server = new McpServer(chart, 's', {
      image: 'i',
      env: { A: kplus.EnvValue.fromValue('b') },
      podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: { b: 'x', a: 'y' } } }),
    });
    server.deployment!.metadata.addAnnotation('note', 'x');
    return { chart, server };
  };
  const plain = JSON.stringify(objects(build().chart));

  test('when it is patched', () => {
    const { chart, server } = build();
    for (const child of server.node.children) {
      if (ApiObject.isApiObject(child)) child.addJsonPatch(JsonPatch.test('/kind', child.kind));
    }
    expect(JSON.stringify(objects(chart))).toBe(plain);
  });

  test('when the app has resolvers of its own, which see every value', () => {
    const seen: unknown[] = [];
    const { chart } = build({
      resolvers: [{ resolve: (context: ResolutionContext) => void seen.push(context.value) }],
    });
    expect(JSON.stringify(objects(chart))).toBe(plain);
    expect(seen).toContain('ClientIP');
  });

  test('when its metadata has a lazy value', () => {
    const { chart, server } = build();
    server.service!.metadata.add('annotations', undefined);
    server.service!.metadata.addAnnotation('lazy', Lazy.any({ produce: () => 'value' }) as any);
    expect(objects(chart)['Service/mcp-s-proxy'].metadata.annotations).toEqual({ lazy: 'value' });
  });

  test('when a body has what is no plain data', () => {
    const chart = chartIn();
    const manifest = (data: unknown) =>
      ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data }) as const;
    const object = (id: string, data: unknown) =>
      new ToolhiveObject(chart, id, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: id,
        namespace: 'ns',
        manifest: () => manifest(data),
      });
    expect(object('lazy', { z: 1, a: [Lazy.any({ produce: () => 'b' })], n: null }).toJson().data).toEqual({
      z: 1,
      a: ['b'],
    });
    expect(object('plain', { z: 1, a: ['b', null], n: null }).toJson().data).toEqual({ z: 1, a: ['b', null] });
    expect(() => object('date', { d: new Date(0) }).toJson()).toThrow("can't render non-simple object of type 'Date'");
  });
});

test('every object is found by its id, which is part of the contract', () => {
  const server = new McpServer(chartIn(), 's', { image: 'i' });
  expect(server.node.children.map(({ node }) => node.id)).toEqual([
    'ProxyServiceAccount',
    'ServiceAccount',
    'Role',
    'RoleBinding',
    'RunConfig',
    'Resource',
    'Service',
  ]);
});

test.each(Object.values(YamlOutputType).filter((type) => typeof type === 'number'))(
  'cdk8s writes the same objects in output type %s',
  (yamlOutputType) => {
    const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
    const app = new App({ outdir, yamlOutputType: yamlOutputType as YamlOutputType });
    const chart = chartIn(app);
    new McpServer(chart, 's', { image: 'i' });
    app.synth();
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
    const written = files.flatMap((name) =>
      parseAllDocuments(readFileSync(join(outdir, name), 'utf8')).map((document) => document.toJS()),
    );
    rmSync(outdir, { recursive: true });
    const key = (o: any) => `${o.kind}/${o.metadata.name}`;
    expect(Object.fromEntries(written.map((o) => [key(o), o]))).toEqual(objects(chart));
  },
);

test('synthesis is deterministic, and can be repeated', () => {
  const build = () => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i' });
    return chart;
  };
  const chart = build();
  expect(Testing.synth(chart)).toEqual(Testing.synth(build()));
  expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
});

test('what is added after a synthesis is in the next one', () => {
  const chart = chartIn();
  new McpServer(chart, 'one', { image: 'i' });
  Testing.synth(chart);
  new McpServer(chart, 'two', { image: 'i' });
  expect(Object.keys(objects(chart))).toEqual(expect.arrayContaining(['Deployment/one', 'Deployment/two']));
});

describe('fails at synth when two objects would have one kind and name', () => {
  test('of which one is ours, and names both', () => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i' });
    new ApiObject(chart, 'mine', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'mcp-s-proxy' } });
    expect(() => Testing.synth(chart)).toThrow(
      'Service "mcp-s-proxy" is made twice, at chart/s/Service and at chart/mine; rename one',
    );
  });

  test('in two charts of one namespace', () => {
    const app = Testing.app();
    new McpServer(new ToolhiveChart(app, 'a', { namespace: 'ns' }), 's', { image: 'i' });
    expect(() => new McpServer(new ToolhiveChart(app, 'b', { namespace: 'ns' }), 's', { image: 'i' })).toThrow(
      'at a/s',
    );
  });

  test('but not in two namespaces', () => {
    const app = Testing.app();
    for (const namespace of ['a', 'b']) new McpServer(new Chart(app, namespace, { namespace }), 's', { image: 'i' });
    expect(() => app.synthYaml()).not.toThrow();
  });
});
