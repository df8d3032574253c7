import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  EmbeddingServer,
  ImageLock,
  McpServer,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  ToolhiveChart,
  ToolhiveChartProps,
  ToolhiveOperator,
  Warnings,
} from '../../src';
import { movingTag } from '../../src/kubernetes/image-reference';
import { run } from '../cli/run';
import { chartIn } from '../util';

const DIGEST = `sha256:${'0'.repeat(64)}`;

function warned(build: (chart: ToolhiveChart) => void, props: ToolhiveChartProps = {}): string[] {
  const chart = chartIn(Testing.app(), props);
  build(chart);
  chart.toJson();
  return Warnings.of(chart)
    .filter(({ id }) => id === 'image-tag-moves')
    .map(({ message }) => message);
}

test.each([
  ...['mcp/time', 'mcp/time:latest', 'localhost:5000/time', 'a:LATEST', 'a:main', 'a:stable', 'a:nightly'],
  ...['a:cpu-latest', 'a:latest-alpine', 'a:3', 'a:v3', 'postgres:17-alpine'],
])('the tag of %s moves', (image) => {
  expect(movingTag(image)).toBeDefined();
});

test.each([
  ...[
    'a:1.4',
    'a:1.4.0',
    'a:v2.0.0-rc.1',
    'a:1.37.0-glibc',
    'a:20260228',
    'a:sha-3f2a9c1',
    'a:2026-02-28',
    'a:mainline',
  ],
  ...[`a@${DIGEST}`, `a:latest@${DIGEST}`, 'a:${TAG}', '${IMAGE}'],
])('the tag of %s stays, as far as one can know', (image) => {
  expect(movingTag(image)).toBeUndefined();
});

test('an image with such a tag is a warning, with its prop, the tag, and what to do', () => {
  expect(warned((chart) => new McpServer(chart, 's', { image: 'mcp/time' }))).toEqual([
    'McpServer "s": image: "mcp/time" has no tag, so it is what the tag "latest" names when a pod starts; name one version or a digest, or pin all images with cdk8s-toolhive lock',
  ]);
  expect(warned((chart) => new McpServer(chart, 's', { image: 'mcp/time:main' }))).toEqual([
    expect.stringContaining('"mcp/time:main" has the tag "main", which names the newest image; name'),
  ]);
});

test('so is that of a sidecar, and of what is set for the chart', () => {
  const podTemplateSpec = PodTemplate.fromJson({ spec: { containers: [{ name: 'logs', image: 'logs:2' }] } });
  const build = (chart: ToolhiveChart) => new McpServer(chart, 's', { image: 'a:1.0', podTemplateSpec });
  expect(warned(build, { images: { proxyRunner: 'mirror/proxyrunner:latest' } })).toEqual([
    expect.stringContaining('images.proxyRunner: "mirror/proxyrunner:latest" has the tag "latest"'),
    expect.stringContaining('podTemplateSpec.spec.containers[0].image: "logs:2" has the tag "2", which names each new'),
  ]);
});

function registry(chart: ToolhiveChart, image?: string): void {
  const secret = Secret.fromSecretName(chart, 'secret', 'secret');
  const config = RegistryConfig.fromParts({
    sources: [RegistrySource.managed({ name: 'own' })],
    database: RegistryDatabase.pgpass({
      ...{ host: 'postgres', database: 'registry', user: 'app', migrationUser: 'migrator' },
      ...{ pgpass: { secret, key: 'pgpass' }, initContainer: true, initContainerImage: image },
    }),
    auth: RegistryAuth.anonymous(),
  });
  const grants = { adminUser: 'admin', adminPassword: { secret, key: 'admin' } };
  new RegistryApi(chart, 'r', { config, migration: RegistryMigration.job({ grants, psqlImage: image }) });
}

test('and so are those of what runs beside a registry', () => {
  expect(warned((chart) => registry(chart, 'tools:main'))).toHaveLength(1);
  expect(warned((chart) => registry(chart, 'tools:1.0'))).toEqual([]);
});

test('default images are none, although some move', () => {
  const build = (chart: ToolhiveChart) => {
    new EmbeddingServer(chart, 'e');
    new ToolhiveOperator(chart, 'o');
    registry(chart);
  };
  expect(warned(build)).toEqual([]);
});

test('a lock leaves nothing to warn of, or warns itself', () => {
  const imageLock = ImageLock.fromText(JSON.stringify({ images: { 'mcp/time': DIGEST } }));
  const build = (chart: ToolhiveChart) => new McpServer(chart, 's', { image: 'mcp/time' });
  expect(warned(build, { imageLock, images: { proxyRunner: 'mirror/proxyrunner:latest' } })).toEqual([]);
});

test('render warns with file and line, and of its options', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tags-')), 'a.yaml');
  const text = `apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: time }
spec:
  image: mcp/time
`;
  writeFileSync(path, text);
  const { status, stderr } = run('render', '--proxyrunner-image', 'mirror/proxyrunner', path);
  expect(status).toBe(0);
  expect(stderr).toContain(`warning: ${path}:5: MCPServer "time": spec.image: "mcp/time" has no tag`);
  expect(stderr).toContain('warning: --proxyrunner-image: "mirror/proxyrunner" has no tag');
  expect(run('validate', '--strict', path).status).toBe(1);
});
