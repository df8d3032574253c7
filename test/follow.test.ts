/** A made-up 0.64.0, followed by the command: one field more, one default changed, one rule gone, one object changed. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Group, recordingsOf } from './parity/recordings';
import { follow } from '../scripts/follow/following';
import { Obj } from '../src/plain/objects';
import { imagesOf } from '../src/rendering/model/versions';
import { crdOf, TOOLHIVE_KINDS } from '../src/resources/crd';
import { specSchema } from '../src/resources/of-version';
import { VERSION_NAMES } from '../src/resources/versions';

// It imports dynamically, which Jest can't; what a table says is the same without it.
jest.mock('prettier', () => ({ format: (text: string) => text }));

const newest = VERSION_NAMES[VERSION_NAMES.length - 1];
const CASES = ['mcpserver-minimal', 'mcpserver-streamable-http'];

let folder: string;
let home: string;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'follow-'));
  [folder, home] = ['recorded', 'home'].map((name) => join(root, name));
  cpSync('src', join(home, 'src'), { recursive: true });
  for (const kind of TOOLHIVE_KINDS) writeCrd(kind, crdLike(specSchema(kind, newest)));
  for (const name of CASES) {
    cpSync(recordingOf('cases', name), join(folder, 'cases', name), { recursive: true });
    for (const file of ['args', 'expected.yaml']) {
      change(join(folder, 'cases', name, file), `:v${newest}`, ':v0.64.0');
    }
  }
  cpSync(recordingOf('refused', 'invalid-mcpserver-authserver-missing'), join(folder, 'refused/missing'), {
    recursive: true,
  });
  writeChart('0.64.0', '1.6.0');
});

afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const recordingOf = (group: Group, name: string) =>
  recordingsOf(group, newest).find((recording) => recording.name === name)!.folder;

const followed = (version = '0.64.0') => follow({ version, folder, home, baseChart: join(folder, '../chart') });

function writeChart(version: string, registry: string): void {
  const text = (own: string, of: string) => `image: ghcr.io/stacklok/toolhive/operator:v${own}
value: ghcr.io/stacklok/thv-registry-api:v${of}
`;
  mkdirSync(join(folder, '../chart'), { recursive: true });
  mkdirSync(join(folder, 'operator-chart'), { recursive: true });
  writeFileSync(join(folder, '../chart/operator-default.yaml'), text(newest, '1.3.0'));
  writeFileSync(join(folder, 'operator-chart/operator-default.yaml'), text(version, registry));
}

/** A schema as a CRD says it. */
function crdLike({ rules, preserveUnknown, intOrString, mapKeys, set, elsewhere: _, ...schema }: Obj): Obj {
  const each = (children: Obj | undefined) =>
    children && Object.fromEntries(Object.entries<Obj>(children).map(([name, child]) => [name, crdLike(child)]));
  const said = {
    ...schema,
    properties: each(schema.properties),
    items: schema.items && crdLike(schema.items),
    additionalProperties: schema.additionalProperties && crdLike(schema.additionalProperties),
    'x-kubernetes-validations': rules?.map(({ since: _since, until: _until, ...rule }: Obj) => rule),
    'x-kubernetes-preserve-unknown-fields': preserveUnknown,
    'x-kubernetes-int-or-string': intOrString,
    'x-kubernetes-list-type': mapKeys ? 'map' : set && 'set',
    'x-kubernetes-list-map-keys': mapKeys,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function writeCrd(kind: string, spec: Obj, { plural, versions } = crdOf(kind)): void {
  mkdirSync(join(folder, 'crds'), { recursive: true });
  const served = versions.map((name, i) => ({
    name,
    served: true,
    storage: i === 0,
    schema: { openAPIV3Schema: { properties: { spec } } },
  }));
  writeFileSync(
    join(folder, 'crds', `${plural}.yaml`),
    stringify({ spec: { names: { kind, plural }, versions: served } }, { aliasDuplicateObjects: false }),
  );
}

function change(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

const read = (file: string) => readFileSync(join(home, file), 'utf8');

test('a version that changes nothing is a line in one file', async () => {
  const [, registry] = /:v(.+)$/.exec(imagesOf(newest).registryApi)!;
  writeChart('0.64.0', registry);
  expect(await followed()).toEqual([
    'written: src/resources/versions.ts',
    'written: test/parity/0.64.0/release.json',
    'nothing is left to do',
  ]);
  expect(read('src/resources/versions.ts')).toContain("  V0_64_0 = '0.64.0',\n}");
});

test('another registry server is a line more', async () => {
  expect(await followed()).toEqual([
    'written: src/resources/versions.ts',
    'written: src/rendering/model/versions.ts',
    'written: test/parity/0.64.0/release.json',
    'nothing is left to do',
  ]);
  expect(read('src/rendering/model/versions.ts')).toContain("= [\n  { since: '0.64.0', tags: ['1.6.0'] },\n");
});

test('what a version changes is merged where it can be, and told where it can’t', async () => {
  const spec = crdLike(specSchema('MCPServer', newest));
  spec.properties.colour = { type: 'string' };
  spec.properties.proxyPort.default = 9090;
  const [{ message }] = spec['x-kubernetes-validations'].splice(0, 1);
  writeCrd('MCPServer', spec);
  change(join(folder, 'cases/mcpserver-minimal/expected.yaml'), 'proxy-runner', 'runner');
  writeChart('0.64.1', '1.6.0');
  change(join(folder, 'operator-chart/operator-default.yaml'), 'value:', 'other:');

  expect((await followed()).filter((line) => !line.includes('versions.ts'))).toEqual([
    'written: test/parity/0.64.0/release.json',
    'written: src/resources/crd/mcpserver.ts',
    'written: src/resources/spec',
    'written: test/parity/0.64.0/cases/mcpserver-minimal',
    'to do: new field: MCPServer.colour: nobody reads it',
    `to do: changed fact: MCPServer: rule is gone: ${message}`,
    'to do: changed fact: MCPServer.proxyPort: default was 8080, is 9090',
    expect.stringMatching(/^to do: changed vector: cases\/mcpserver-minimal: .*Role\/minimal-proxy-runner/),
    'to do: changed chart: operator-default.yaml; make src/rendering/operator print the same',
    'to do: changed image: the chart brings operator 0.64.1, not 0.64.0',
    '6 left to do; docs/following-toolhive.md says how',
  ]);
  const table = read('src/resources/crd/mcpserver.ts');
  expect(table).toMatch(/"colour":\{[^}]*"since":"0\.64\.0"/);
  expect(table).toContain('{"until":"0.64.0","said":{"default":8080}}');
  expect(table).toMatch(/"maxRequestBodySize":\{"since":"0\.63\.0","type":/); // as it stood, so that a diff is short
  expect(read('test/parity/0.64.0/cases/mcpserver-minimal/expected.yaml')).toContain(':v0.64.0');
});

test('an input that is refused by one side only is told', async () => {
  cpSync(join(folder, 'cases/mcpserver-minimal'), join(folder, 'refused/minimal'), { recursive: true });
  cpSync(join(folder, 'refused/missing'), join(folder, 'cases/missing'), { recursive: true });
  expect((await followed()).filter((line) => line.includes('vector'))).toEqual([
    expect.stringMatching(/^to do: changed vector: cases\/missing: is refused here: .+/),
    'to do: changed vector: refused/minimal: is refused by the operator, and rendered here',
  ]);
  writeFileSync(join(folder, 'refused/missing/message'), 'another reason');
  expect(await followed('0.65.0')).toContainEqual(
    expect.stringMatching(/^to do: changed vector: refused\/missing: is refused here for something else: .+/),
  );
});

test('a new kind has a table, an interface and its recordings', async () => {
  const spec = { type: 'object', required: ['url'], properties: { url: { type: 'string' } } };
  writeCrd('MCPBridge', spec, { ...crdOf('MCPServer'), plural: 'mcpbridges' });
  for (const [group, file] of Object.entries({ cases: 'expected.yaml', refused: 'message' })) {
    const recording = join(folder, group, 'bridge');
    mkdirSync(recording, { recursive: true });
    const bridge = { kind: 'MCPBridge', metadata: { name: 'b' }, spec: group === 'cases' ? { url: 'u' } : {} };
    writeFileSync(join(recording, 'input.yaml'), stringify({ apiVersion: 'toolhive.stacklok.dev/v1beta1', ...bridge }));
    writeFileSync(join(recording, file), group === 'cases' ? '' : 'spec.url');
  }

  expect((await followed()).filter((line) => !line.includes('versions.ts'))).toEqual([
    'written: test/parity/0.64.0/release.json',
    'written: src/resources/crd/mcpbridge.ts',
    'written: src/resources/crd/index.ts',
    'written: src/resources/spec',
    'written: test/parity/0.64.0/cases/bridge',
    'written: test/parity/0.64.0/refused/bridge',
    'to do: new kind: MCPBridge: CONTRIBUTING.md, "A kind", has the steps',
    expect.stringMatching(/^to do: changed vector: cases\/bridge: is refused here: "MCPBridge" is no ToolHive kind/),
    expect.stringMatching(
      /^to do: changed vector: refused\/bridge: is refused here for something else: "MCPBridge" is/,
    ),
    '3 left to do; docs/following-toolhive.md says how',
  ]);
  expect(read('src/resources/crd/mcpbridge.ts')).toContain('"spec":{"since":"0.64.0","type":"object"');
  expect(read('src/resources/crd/index.ts')).toContain(
    "  MCPAuthzConfig: () => require('./mcpauthzconfig'),\n  MCPBridge: () => require('./mcpbridge'),\n",
  );
  expect(read('src/resources/spec/index.ts')).toContain('readonly MCPBridge: McpBridgeSpec;');
  expect(read('src/resources/spec/mcpbridge.ts')).toContain('readonly url: string;');
});

test('a kind that is gone stays for the versions that have it', async () => {
  rmSync(join(folder, 'crds/mcptoolconfigs.yaml'));
  expect((await followed()).filter((line) => line.startsWith('to do') || line.includes('crd/'))).toEqual([
    'written: src/resources/crd/mcptoolconfig.ts',
    'to do: changed fact: MCPToolConfig: has no CRD any more',
  ]);
  expect(read('src/resources/crd/mcptoolconfig.ts')).toContain('"spec":{"until":"0.64.0",');
});

describe('following fails', () => {
  test.each([
    ['0.64', '0.64 is no version of ToolHive, such as 0.64.0'],
    [newest, `${newest} isn't newer than ${newest}, the newest that is known`],
    ['0.62.9', `0.62.9 isn't newer than ${newest}, the newest that is known`],
  ])('on version %s', async (version, message) => {
    await expect(followed(version)).rejects.toThrow(message);
  });

  test('without CRDs', async () => {
    rmSync(join(folder, 'crds'), { recursive: true });
    await expect(followed()).rejects.toThrow('there are no CRDs; docs/following-toolhive.md says what is needed');
  });
});
