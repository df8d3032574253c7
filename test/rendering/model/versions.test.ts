import { App } from 'cdk8s';
import {
  McpServer,
  McpTransport,
  Toolhive,
  ToolhiveChart,
  ToolhiveImages,
  ToolhiveOperator,
  ToolhiveVersion,
  Warnings,
} from '../../../src';
import { main } from '../../../src/cli/main';
import { parseCommandLine } from '../../../src/cli/options';
import { VERSION_NAMES } from '../../../src/rendering/model/versions';
import { chartIn, objects } from '../../util';

const commandLine = (...args: string[]) =>
  parseCommandLine(
    ['render', ...args, 'x.yaml'],
    () => '',
    () => {},
  )!;

test('every version of the public enum is known, and no other', () => {
  expect(Object.values(ToolhiveVersion)).toEqual(VERSION_NAMES);
});

test.each([
  [undefined, 'v0.63.0', 'v1.5.3'],
  [ToolhiveVersion.V0_44_0, 'v0.44.0', 'v1.5.1'],
  [ToolhiveVersion.V0_63_0, 'v0.63.0', 'v1.5.3'],
])('the version %s decides all images', (toolhiveVersion, tag, registry) => {
  const chart = chartIn(undefined, { toolhiveVersion });
  new ToolhiveOperator(chart, 'operator', {});
  expect(Toolhive.images(chart)).toEqual([
    `ghcr.io/stacklok/thv-registry-api:${registry}`,
    `ghcr.io/stacklok/toolhive/operator:${tag}`,
    `ghcr.io/stacklok/toolhive/proxyrunner:${tag}`,
    `ghcr.io/stacklok/toolhive/vmcp:${tag}`,
  ]);
  const { images } = commandLine(...(toolhiveVersion ? ['--toolhive-version', toolhiveVersion] : [])).settings;
  expect(images.proxyRunner).toBe(`ghcr.io/stacklok/toolhive/proxyrunner:${tag}`);
  expect(images.registryApi).toBe(`ghcr.io/stacklok/thv-registry-api:${registry}`);
});

test('the nearest version wins, and an image given by hand wins over it', () => {
  const app = new App();
  Toolhive.configure(app, {
    toolhiveVersion: ToolhiveVersion.V0_63_0,
    images: { vmcp: 'mirror.example.com/vmcp:v0.63.0' },
  });
  const chart = chartIn(app, { toolhiveVersion: ToolhiveVersion.V0_44_0 });
  new McpServer(chart, 's', { image: 'x/y:1.0', transport: McpTransport.STREAMABLE_HTTP });
  expect(chart.images()).toContain('ghcr.io/stacklok/toolhive/proxyrunner:v0.44.0');
});

function warningsFor(images: ToolhiveImages, toolhiveVersion?: ToolhiveVersion): string[] {
  const app = new App();
  const chart: ToolhiveChart = chartIn(app, { images, toolhiveVersion });
  new McpServer(chart, 's', { image: 'x/y:1.0', transport: McpTransport.STREAMABLE_HTTP });
  objects(chart);
  return Warnings.of(app).map(({ path, id, message }) => `${path}: ${message} [${id}]`);
}

test('an image of another version is a warning that names the setting', () => {
  expect(warningsFor({ proxyRunner: 'mirror.example.com/toolhive/proxyrunner:v0.44.0' })).toEqual([
    'chart: images.proxyRunner: "mirror.example.com/toolhive/proxyrunner:v0.44.0" is of another version than ToolHive 0.63.0, which this is rendered for; set toolhiveVersion to 0.44.0, and leave the image out where it is ToolHive\'s own [image-of-other-version]',
  ]);
  expect(warningsFor({ registryApi: 'mirror.example.com/thv-registry-api:v1.5.1' })).toHaveLength(1);
  expect(warningsFor({ vmcp: 'mirror.example.com/vmcp:v0.50.0' })[0]).toContain('use an image of v0.63.0');
});

test.each<[ToolhiveImages, ToolhiveVersion | undefined]>([
  [{ proxyRunner: 'mirror.example.com:5000/proxyrunner:v0.63.0' }, undefined],
  [{ proxyRunner: 'mirror.example.com/proxyrunner:v0.44.0@sha256:0123' }, ToolhiveVersion.V0_44_0],
  [{ proxyRunner: 'mirror.example.com/proxyrunner:own-7', vmcp: 'mirror.example.com/vmcp@sha256:0123' }, undefined],
  [{ registryApi: 'ghcr.io/stacklok/thv-registry-api:v1.3.0' }, ToolhiveVersion.V0_44_0],
])('one of the same version, or of none, is no warning: %p', (images, version) => {
  expect(warningsFor(images, version)).toEqual([]);
});

test("the operator's own image is held to the version as well", () => {
  const app = new App();
  const chart = chartIn(app);
  new ToolhiveOperator(chart, 'o', { image: 'mirror.example.com/operator:v0.44.0' });
  objects(chart);
  expect(Warnings.of(app).map(({ id }) => id)).toEqual(['image-of-other-version']);
});

test.each(['v0.63.0', '0.63.0', ':v0.63.0'])('fails on the tag %s alone', (proxyRunner) => {
  expect(() => chartIn(undefined, { images: { proxyRunner } })).toThrow(
    `[chart] images.proxyRunner: "${proxyRunner}" is a tag alone; write registry/name:tag, or set toolhiveVersion`,
  );
  expect(() => commandLine('--proxyrunner-image', proxyRunner)).toThrow('is a tag alone; write registry/name:tag');
});

test('fails on a version that is not known', () => {
  expect(() => chartIn(undefined, { toolhiveVersion: '0.50.0' as ToolhiveVersion })).toThrow(
    'toolhiveVersion: "0.50.0" was given, but one of ToolhiveVersion.V0_44_0, ToolhiveVersion.V0_63_0 belongs here',
  );
  expect(() => commandLine('--toolhive-version', '0.50.0')).toThrow('--toolhive-version: "0.50.0" is not allowed');
});

test('the command line warns of an image of another version, and refuses it with --strict', () => {
  const run = (...args: string[]) => {
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line)) > 0);
    const status = main(
      [
        'render',
        ...args,
        '--vmcp-image',
        'm.example.com/vmcp:v0.44.0',
        'test/parity/0.44.0/cases/mcpserver-args-env/input.yaml',
      ],
      () => {},
    );
    write.mockRestore();
    return { status, text: written.join('') };
  };
  expect(run().status).toBe(0);
  expect(run().text).toContain(
    'warning: --vmcp-image: "m.example.com/vmcp:v0.44.0" is of another version than ToolHive 0.63.0',
  );
  expect(run('--strict').status).toBe(1);
  expect(run('--toolhive-version', '0.44.0').text).toBe('');
});
