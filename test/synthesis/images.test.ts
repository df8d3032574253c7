import { ApiObject, App, Chart, Lazy, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  McpGroup,
  McpRegistry,
  McpRemoteProxy,
  McpServer,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  Toolhive,
  ToolhiveChart,
  ToolhiveChartProps,
  ToolhiveOperator,
  VirtualMcpServer,
} from '../../src';
import { DEFAULT_VERSION, imagesOf, operatorImageOf } from '../../src/rendering/model/versions';
import { chartIn, objects, podPatchOf, runConfigOf } from '../util';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Every kind that makes pods, with images of the user's wherever there is a place for one. */
function fullChart(props: ToolhiveChartProps = {}): ToolhiveChart {
  const chart = chartIn(Testing.app(), props);
  const secret = Secret.fromSecretName(chart, 'secret', 'secret');
  new McpServer(chart, 'server', {
    image: `ghcr.io/acme/server@${DIGEST}`,
    podTemplateSpec: PodTemplate.fromJson({
      spec: {
        containers: [{ name: 'sidecar', image: 'busybox:1.36' }],
        initContainers: [{ name: 'i', image: 'init' }],
      },
    }),
  });
  new EmbeddingServer(chart, 'embeddings');
  const group = new McpGroup(chart, 'group');
  new McpRemoteProxy(chart, 'remote', {
    group,
    remoteUrl: 'https://mcp.example.com/mcp',
    podTemplateSpec: PodTemplate.fromJson({ spec: { containers: [{ name: 'logs', image: 'acme/remote-logs' }] } }),
  });
  new VirtualMcpServer(chart, 'virtual', {
    group,
    podTemplateSpec: PodTemplate.fromJson({ spec: { containers: [{ name: 'logs', image: 'acme/virtual-logs' }] } }),
  });
  const config = RegistryConfig.fromParts({
    sources: [RegistrySource.managed({ name: 'own' })],
    database: RegistryDatabase.pgpass({
      host: 'postgres',
      database: 'registry',
      user: 'app',
      migrationUser: 'migrator',
      pgpass: { secret, key: 'pgpass' },
    }),
    auth: RegistryAuth.anonymous(),
  });
  new McpRegistry(chart, 'mcp', { config });
  new RegistryApi(chart, 'registry-api', {
    config,
    migration: RegistryMigration.job({
      grants: { adminUser: 'admin', adminPassword: { secret, key: 'admin' }, image: 'quay.io/acme/psql:16' },
    }),
  });
  new ToolhiveOperator(chart, 'operator');
  return chart;
}

test('images are those of all pods, and those that proxies and the operator start, each once', () => {
  const { proxyRunner, vmcp, registryApi } = imagesOf(DEFAULT_VERSION);
  const images = fullChart().images();
  expect(images).toEqual([...new Set(images)].sort());
  expect(images).toEqual(
    expect.arrayContaining([
      `ghcr.io/acme/server@${DIGEST}`,
      'busybox:1.36',
      'init',
      'quay.io/acme/psql:16',
      'acme/remote-logs',
      'acme/virtual-logs',
      proxyRunner,
      vmcp,
      registryApi,
      operatorImageOf(DEFAULT_VERSION),
    ]),
  );
  expect(images.filter((image) => image.includes('text-embeddings-inference'))).toHaveLength(1);
});

test('images of other objects count, images that no object names do not', () => {
  const chart = new Chart(Testing.app(), 'plain');
  expect(Toolhive.images(chart)).toEqual([]);
  const template = {
    spec: { containers: [{ name: 'a', image: 'a:1' }], volumes: [{ image: { reference: 'model:2' } }] },
  };
  new ApiObject(chart, 'cron', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: { jobTemplate: { spec: { template } } },
  });
  expect(Toolhive.images(chart)).toEqual(['a:1', 'model:2']);
});

test('an app lists the images of all its charts', () => {
  const app = Testing.app();
  for (const id of ['one', 'two']) new McpServer(new ToolhiveChart(app, id), id, { image: `${id}:1` });
  expect(Toolhive.images(app)).toEqual([imagesOf(DEFAULT_VERSION).proxyRunner, 'one:1', 'two:1']);
});

test('with a mirror, every image comes from it, under the path, tag and digest that it had', () => {
  const before = fullChart().images();
  const chart = fullChart({ imageRegistry: 'mirror.example.com' });
  const after = chart.images();
  expect(after.every((image) => image.startsWith('mirror.example.com/'))).toBe(true);
  expect(after).toHaveLength(before.length);
  expect(after).toEqual(
    expect.arrayContaining([
      'mirror.example.com/stacklok/toolhive/proxyrunner:v0.63.0',
      `mirror.example.com/acme/server@${DIGEST}`,
      'mirror.example.com/library/busybox:1.36',
      'mirror.example.com/library/init',
      'mirror.example.com/acme/psql:16',
    ]),
  );
});

test('with a mirror, no text of any object names another registry', () => {
  const text = JSON.stringify(Testing.synth(fullChart({ imageRegistry: 'mirror.example.com' })));
  for (const image of fullChart().images()) {
    const standing = image.split('/').length > 1 ? `"${image}` : `"image":"${image}`;
    expect(text).not.toContain(standing);
    expect(text).not.toContain(standing.replaceAll('"', '\\"'));
  }
});

test("with a mirror, the proxy starts the MCP server's image from there, and its sidecars'", () => {
  const chart = fullChart({ imageRegistry: 'mirror.example.com' });
  const [proxy] = objects(chart)['Deployment/server'].spec.template.spec.containers;
  expect(proxy.args.at(-1)).toBe(`mirror.example.com/acme/server@${DIGEST}`);
  expect(runConfigOf(chart, 'server').image).toBe(`mirror.example.com/acme/server@${DIGEST}`);
  const { containers } = podPatchOf(chart, 'server').spec;
  expect(containers.map(({ image }: { image?: string }) => image).filter(Boolean)).toEqual([
    'mirror.example.com/library/busybox:1.36',
  ]);
});

test('the nearest mirror wins, and images that were set come from it as well', () => {
  const app = Testing.app();
  Toolhive.configure(app, { imageRegistry: 'outer', images: { proxyRunner: 'registry.example.com/runner:1' } });
  const chart = new ToolhiveChart(app, 'chart', { imageRegistry: 'inner:5000/cache' });
  new McpServer(chart, 's', { image: 'ghcr.io/a/b:1' });
  expect(chart.images()).toEqual(['inner:5000/cache/a/b:1', 'inner:5000/cache/runner:1']);
});

test('objects of other libraries keep their images, and are asked for those that they say late', () => {
  const chart = chartIn(new App(), { imageRegistry: 'mirror' });
  const image = Lazy.any({ produce: () => 'late:1' });
  new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image }] } });
  expect(chart.images()).toEqual(['late:1']);
});

test('fails on a mirror that is no registry', () => {
  expect(() => chartIn(Testing.app(), { imageRegistry: 'https://mirror.example.com/' })).toThrow(
    '[chart] imageRegistry: "https://mirror.example.com/" is no registry: write host, host:port or host/path, without https:// and without a / at the end',
  );
});
