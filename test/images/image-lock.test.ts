import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Lazy, Testing } from 'cdk8s';
import {
  DeployTarget,
  EmbeddingServer,
  ImageLock,
  McpBackend,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  PodTemplate,
  Toolhive,
  ToolhiveChart,
  ToolhiveChartProps,
  ToolhiveOperator,
  Warnings,
} from '../../src';
import { DEFAULT_VERSION, imagesOf } from '../../src/rendering/model/versions';
import { chartIn, objects, podPatchOf, runConfigOf } from '../util';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`);
const { proxyRunner, vmcp, registryApi } = imagesOf(DEFAULT_VERSION);
const lockOf = (images: Record<string, string>) => ImageLock.fromText(JSON.stringify({ images }));
const all = lockOf({
  ...{ [proxyRunner]: A, [vmcp]: A, [registryApi]: A },
  ...{ 'ghcr.io/a/b:1.0': B, 'docker.io/library/logs:2.0': C },
});

function locked(props: ToolhiveChartProps = {}): ToolhiveChart {
  const chart = chartIn(Testing.app(), { imageLock: all, ...props });
  const sidecar = PodTemplate.fromJson({ spec: { containers: [{ name: 'logs', image: 'logs:2.0' }] } });
  new McpServer(chart, 's', { image: 'ghcr.io/a/b:1.0', podTemplateSpec: sidecar });
  return chart;
}

const unlocked = (chart: ToolhiveChart) =>
  Warnings.of(chart)
    .filter(({ id }) => id === 'image-not-locked')
    .map(({ message }) => message);

test('every image is pulled by its digest: of the pod, of the run config and of what the proxy starts', () => {
  const chart = locked();
  const [proxy] = objects(chart)['Deployment/s'].spec.template.spec.containers;
  expect(proxy.image).toBe(`${proxyRunner}@${A}`);
  expect(proxy.args.at(-1)).toBe(`ghcr.io/a/b:1.0@${B}`);
  expect(runConfigOf(chart, 's').image).toBe(`ghcr.io/a/b:1.0@${B}`);
  expect(podPatchOf(chart, 's').spec.containers).toContainEqual(expect.objectContaining({ image: `logs:2.0@${C}` }));
  expect(chart.images()).toEqual([`${proxyRunner}@${A}`, `ghcr.io/a/b:1.0@${B}`, `logs:2.0@${C}`].sort());
  expect(unlocked(chart)).toEqual([]);
});

test('the StatefulSet of a declared backend has it, too', () => {
  const chart = chartIn(Testing.app(), { imageLock: all });
  new McpServer(chart, 's', { image: 'ghcr.io/a/b:1.0', transport: McpTransport.SSE, backend: McpBackend.declared() });
  expect(objects(chart)['StatefulSet/s'].spec.template.spec.containers[0].image).toBe(`ghcr.io/a/b:1.0@${B}`);
});

test('an image without a tag is the tag latest, and says so next to its digest', () => {
  const chart = chartIn(Testing.app(), { imageLock: lockOf({ 'mcp/time': A, [proxyRunner]: A }) });
  new McpServer(chart, 's', { image: 'mcp/time' });
  expect(runConfigOf(chart, 's').image).toBe(`mcp/time:latest@${A}`);
});

test('an image that names its digest keeps it', () => {
  const chart = chartIn(Testing.app(), { imageLock: all });
  new McpServer(chart, 's', { image: `ghcr.io/a/b:1.0@${C}` });
  expect(runConfigOf(chart, 's').image).toBe(`ghcr.io/a/b:1.0@${C}`);
});

test('a mirror keeps the digest, and may be what the lock names', () => {
  expect(locked({ imageRegistry: 'mirror' }).images()).toContain(`mirror/a/b:1.0@${B}`);
  const ofMirror = lockOf({ 'mirror/a/b:1.0': C });
  expect(locked({ imageRegistry: 'mirror', imageLock: ofMirror }).images()).toContain(`mirror/a/b:1.0@${C}`);
});

test('the nearest lock wins', () => {
  const app = Testing.app();
  Toolhive.configure(app, { imageLock: lockOf({ 'a:1.0': A }) });
  const chart = new ToolhiveChart(app, 'c', { namespace: 'ns', imageLock: lockOf({ 'a:1.0': B }) });
  new McpServer(chart, 's', { image: 'a:1.0' });
  expect(chart.images()).toContain(`a:1.0@${B}`);
});

test('custom resources have digests, and so has the operator what it starts', () => {
  const chart = locked({ target: DeployTarget.CUSTOM_RESOURCES });
  new ToolhiveOperator(chart, 'operator', { image: 'ghcr.io/a/b:1.0' });
  const { spec } = objects(chart)['MCPServer/s'];
  expect(spec.image).toBe(`ghcr.io/a/b:1.0@${B}`);
  expect(JSON.stringify(spec.podTemplateSpec)).toContain(`logs:2.0@${C}`);
  const { metadata, spec: operator } = objects(chart)['Deployment/operator'];
  const { image, env } = operator.template.spec.containers[0];
  expect(image).toBe(`ghcr.io/a/b:1.0@${B}`);
  expect(env).toContainEqual({ name: 'TOOLHIVE_RUNNER_IMAGE', value: `${proxyRunner}@${A}` });
  expect(metadata.labels['app.kubernetes.io/version']).toBe('1.0');
  expect(unlocked(chart)).toEqual([]);
});

test('a custom resource keeps the default image of its kind where the lock lacks it', () => {
  const chart = chartIn(Testing.app(), { imageLock: all, target: DeployTarget.CUSTOM_RESOURCES });
  new EmbeddingServer(chart, 'e');
  expect(objects(chart)['EmbeddingServer/e'].spec).not.toHaveProperty('image');
});

test('an image that the lock lacks is a warning, with the prop that has it', () => {
  const chart = chartIn(Testing.app(), { imageLock: lockOf({}) });
  new McpServer(chart, 's', { image: 'ghcr.io/a/b:1.0' });
  chart.toJson();
  expect(unlocked(chart)).toEqual([
    `McpServer "s": the image "${proxyRunner}" has no digest in the lock, so it is pulled by its tag; add it with cdk8s-toolhive lock`,
    'McpServer "s": image: the image "ghcr.io/a/b:1.0" has no digest in the lock, so it is pulled by its tag; add it with cdk8s-toolhive lock',
  ]);
});

test("not of ToolHive's own images where the operator chooses them", () => {
  const chart = chartIn(Testing.app(), { imageLock: lockOf({}), target: DeployTarget.CUSTOM_RESOURCES });
  new McpServer(chart, 's', { image: 'ghcr.io/a/b:1.0' });
  chart.toJson();
  expect(unlocked(chart)).toEqual([expect.stringContaining('image: the image "ghcr.io/a/b:1.0"')]);
});

test('without a lock nothing is pinned, and nothing is said', () => {
  const chart = locked({ imageLock: undefined });
  chart.toJson();
  expect(chart.images().join()).not.toContain('@');
  expect(unlocked(chart)).toEqual([]);
});

test('a value that is known late is pinned, objects of other libraries are not', () => {
  const chart = chartIn(Testing.app(), { imageLock: all });
  new McpServer(chart, 's', { image: Lazy.any({ produce: () => 'ghcr.io/a/b:1.0' }) as unknown as string });
  const spec = { containers: [{ name: 'c', image: 'ghcr.io/a/b:1.0' }] };
  new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
  expect(runConfigOf(chart, 's').image).toBe(`ghcr.io/a/b:1.0@${B}`);
  expect(objects(chart)['Pod/p'].spec).toEqual(spec);
});

test('a remote proxy is pinned, and its pods are the same without its server', () => {
  const chart = chartIn(Testing.app(), { imageLock: all });
  new McpRemoteProxy(chart, 'r', { remoteUrl: 'https://mcp.example.com/mcp' });
  expect(chart.images()).toEqual([`${proxyRunner}@${A}`]);
});

test('a lock answers for short and full names', () => {
  expect(all.digestOf('logs:2.0')).toBe(C);
  expect(all.digestOf('logs')).toBeUndefined();
  expect(all.images()).toContain('ghcr.io/a/b:1.0');
});

test('a lock is read from a file', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'images.lock.json');
  writeFileSync(path, JSON.stringify({ images: { 'a:1': A } }));
  expect(ImageLock.fromFile(path).digestOf('a:1')).toBe(A);
});

test('fails on a file that is not there, with how it is made', () => {
  expect(() => ImageLock.fromFile('/nowhere/images.lock.json')).toThrow(
    'ImageLock: /nowhere/images.lock.json: there is no such file; write it with cdk8s-toolhive lock',
  );
});

test.each([
  ['{', 'is no JSON'],
  ['[]', 'is no lock of images: it must have "images"'],
  ['{"images":[]}', 'is no lock of images'],
  [JSON.stringify({ images: { 'a:1': 'sha256:abc' } }), 'images["a:1"]: "sha256:abc" must be a digest'],
  [JSON.stringify({ images: { 'a:1': 1 } }), 'images["a:1"]: 1 must be a digest'],
  [JSON.stringify({ images: { 'A B': A } }), 'images["A B"]: contains white space'],
  [JSON.stringify({ images: { [`a@${A}`]: A } }), 'must be an image without a digest'],
  [JSON.stringify({ images: { a: A, 'docker.io/library/a:latest': B } }), 'are one image; drop one'],
])('fails on %s', (text, message) => {
  expect(() => ImageLock.fromText(text)).toThrow(`ImageLock: the lock: ${message}`.slice(0, 20));
  expect(() => ImageLock.fromText(text)).toThrow(message);
});
