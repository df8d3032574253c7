import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { DEFAULT_VERSION, imagesOf } from '../../src/rendering/model/versions';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`);
const { proxyRunner } = imagesOf(DEFAULT_VERSION);
const folder = mkdtempSync(join(tmpdir(), 'lock-'));
let count = 0;

function file(text: string | object, name = 'input.yaml'): string {
  const path = join(folder, `${(count += 1)}-${name}`);
  writeFileSync(path, typeof text === 'string' ? text : JSON.stringify(text));
  return path;
}

const server = (image: string, rest = '') => `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: fetch, namespace: mcp }
spec: { image: "${image}" ${rest} }
`;
const input = file(server('ghcr.io/acme/fetch:1.0.4'));
const digests = file(`${proxyRunner} ${A}\nghcr.io/acme/fetch:1.0.4 ${B}\n`, 'digests.txt');
const lock = file({ images: { [proxyRunner]: A, 'ghcr.io/acme/fetch:1.0.4': B } }, 'lock.json');
const output = () => join(folder, `${(count += 1)}-images.lock.json`);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

test('writes the digests of all images, sorted, and says how many', () => {
  const path = output();
  expect(run('lock', input, '--digests', digests, '--output', path)).toEqual({
    status: 0,
    stdout: '',
    stderr: `note: wrote 2 images to ${path}: 2 added, 0 moved, 0 dropped\n`,
  });
  expect(readFileSync(path, 'utf8')).toBe(`{
  "images": {
    "ghcr.io/acme/fetch:1.0.4": "${B}",
    "${proxyRunner}": "${A}"
  }
}
`);
});

test('keeps what it had, takes what is new, drops what nothing uses, and says what moved', () => {
  const path = file({ images: { [proxyRunner]: A, 'ghcr.io/acme/fetch:1.0.4': A, 'old:1': C } }, 'images.lock.json');
  const { status, stderr } = run('lock', input, '--digests', file(`ghcr.io/acme/fetch:1.0.4 ${B}`), '--output', path);
  expect([status, stderr]).toEqual([
    0,
    `note: ghcr.io/acme/fetch:1.0.4 moved from ${A} to ${B}\nnote: wrote 2 images to ${path}: 0 added, 1 moved, 1 dropped\n`,
  ]);
  expect(read(path).images).toEqual({ [proxyRunner]: A, 'ghcr.io/acme/fetch:1.0.4': B });
});

test('takes the digests of a catalogue, and of several files', () => {
  const catalogue = {
    servers: { fetch: { image: `ghcr.io/acme/fetch:1.0.4@${C}`, transport: 'stdio', description: 'x', tools: [] } },
  };
  const path = output();
  const files = [file(catalogue, 'registry.json'), file(`${proxyRunner} ${A}`)].flatMap((one) => ['--digests', one]);
  expect(run('lock', input, ...files, '--output', path).status).toBe(0);
  expect(read(path).images['ghcr.io/acme/fetch:1.0.4']).toBe(C);
});

test('sees what a server is given besides its image, and the images of other objects', () => {
  const sidecar = ', podTemplateSpec: { spec: { containers: [{ name: logs, image: "logs:2" }] } }';
  const pod =
    '---\n{ apiVersion: v1, kind: Pod, metadata: { name: db }, spec: { containers: [{ name: c, image: "db:3" }] } }';
  const { status, stderr } = run('lock', file(server('a:1', sidecar) + pod), '--output', output());
  expect(status).toBe(1);
  expect(stderr).toBe(`error: a:1 has no digest in a file of --digests
error: db:3 has no digest in a file of --digests
error: ${proxyRunner} has no digest in a file of --digests
error: logs:2 has no digest in a file of --digests
error: nothing is written; ask the registry, and give the file with --digests: for image in a:1 db:3 ${proxyRunner} logs:2; do echo "$image $(crane digest $image)"; done
`);
});

test('an image that names its digest needs none', () => {
  const path = output();
  run('lock', file(server(`a:1@${C}`)), '--digests', digests, '--output', path);
  expect(Object.keys(read(path).images)).toEqual([proxyRunner]);
});

test('the output of a synthesis with the lock makes the same lock', () => {
  const { stdout } = run('render', '--image-lock', lock, input);
  const path = output();
  expect(run('lock', file(stdout), '--output', path).status).toBe(0);
  expect(read(path)).toEqual(read(lock));
});

test('render pulls by the digests of a lock, in everything that names the image', () => {
  const { status, stdout, stderr } = run('render', '--image-lock', lock, input);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`image: ${proxyRunner}@${A}`);
  expect(stdout.match(/ghcr.io\/acme\/fetch:1\.0\.4/g)!.length).toBe(
    stdout.match(new RegExp(`ghcr.io/acme/fetch:1\\.0\\.4@${B}`, 'g'))!.length,
  );
});

test('render warns of what the lock lacks, and --strict refuses it', () => {
  const partial = file({ images: { [proxyRunner]: A } });
  const { status, stderr } = run('render', '--image-lock', partial, input);
  expect(status).toBe(0);
  expect(stderr).toContain('spec.image: the image "ghcr.io/acme/fetch:1.0.4" has no digest in the lock');
  expect(stderr).toContain('[image-not-locked]');
  expect(run('validate', '--strict', '--image-lock', partial, input).status).toBe(1);
});

test('--check finds that the lock has all images, and that none moved', () => {
  expect(run('lock', '--check', lock, input)).toMatchObject({
    status: 0,
    stderr: `note: ${lock} has all 2 images\n`,
  });
  expect(run('lock', '--check', lock, '--digests', digests, input)).toMatchObject({
    status: 0,
    stderr: `note: ${lock} has all 2 images, and 2 were compared\n`,
  });
});

test('--check fails with what is missing and what moved', () => {
  const other = file({ images: { 'ghcr.io/acme/fetch:1.0.4': C, 'old:1': A } });
  const { status, stderr } = run('lock', '--check', other, '--digests', digests, input);
  expect(status).toBe(1);
  expect(stderr).toContain(`error: ${proxyRunner} is not in ${other}, so it is pulled by its tag\n`);
  expect(stderr).toContain(`error: ghcr.io/acme/fetch:1.0.4 moved from ${C} to ${B}\n`);
  expect(stderr).toContain(`note: old:1 is in ${other}, and nothing of the input uses it\n`);
  expect(read(other).images['old:1']).toBe(A);
});

test('--check fails where the YAML was made with another lock', () => {
  const { stdout } = run('render', '--image-lock', lock, input);
  const newer = file({ images: { [proxyRunner]: C, 'ghcr.io/acme/fetch:1.0.4': B } });
  const { status, stderr } = run('lock', '--check', newer, file(stdout));
  expect(status).toBe(1);
  expect(stderr).toContain(`error: ${proxyRunner} moved from ${C} to ${A}\n`);
});

test.each([
  ['{"images":{"a":"b"}}', 'images["a"]: "b" must be a digest'],
  ['nothing', 'is no JSON'],
])('fails with a lock that is none: %s', (text, message) => {
  const wrong = file(text);
  const { status, stdout, stderr } = run('render', '--image-lock', wrong, input);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`error: ${wrong}: ${message}`);
});

test('fails with a file that has no digests', () => {
  const wrong = file('hello: world');
  const { status, stderr } = run('lock', input, '--digests', wrong, '--output', output());
  expect([status, stderr]).toEqual([1, expect.stringContaining(`error: ${wrong}: has no digests of images; what is`)]);
});

test('fails with input that is refused, and with input that names no image', () => {
  expect(run('lock', file(server('a b')), '--output', output())).toMatchObject({ status: 1 });
  const none = file('{ apiVersion: v1, kind: Namespace, metadata: { name: a } }');
  expect(run('lock', none, '--output', output()).stderr).toContain('names no image, so there is nothing to lock');
});

test.each([
  [['lock', '--digests', '-', '-'], 'standard input is given twice'],
  [['lock', '--strict', input], 'lock takes --digests, --output, --check, --namespace'],
  [['lock', '--check', 'x', '--output', 'y', input], 'lock writes nothing with --check'],
  [['render', '--digests', 'x', input], '--digests is an option of lock, not of render'],
  [['secrets', '--image-lock', 'x', input], 'secrets takes no --image-lock'],
  [['graph', '--image-lock', 'x', input], 'graph takes no --image-lock'],
  [['render', '--check', 'x', input], '--check is an option of secrets and lock, not of render'],
])('fails with %j', (argv, message) => {
  const { status, stderr } = run(...argv);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
