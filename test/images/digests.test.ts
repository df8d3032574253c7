import { FoundDigest, lookUp, readDigests } from '../../src/images/digests';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const [A, B] = [digest('a'), digest('b')];

const digestOf = (image: string, found: readonly FoundDigest[] | undefined, images = [image]) =>
  lookUp(image, images, found ?? []);

test('lines of image and digest are read, with comments and empty lines between them', () => {
  const found = readDigests(`# today\n\nghcr.io/a/b:1.0 ${A}\nc:2@${B}\n`, 'd.txt');
  expect(found).toEqual([
    { image: 'ghcr.io/a/b:1.0', isTagged: true, digest: A, where: 'd.txt:3' },
    { image: 'c:2', isTagged: true, digest: B, where: 'd.txt:4' },
  ]);
});

test('an image without a tag is the tag latest in a line of its own, and any tag before an @', () => {
  const inLine = readDigests(`a/b ${A}`, 'd');
  expect(digestOf('a/b', inLine)).toEqual({ digest: A });
  expect(digestOf('a/b:1', inLine)).toEqual({});
  expect(digestOf('a/b:1', readDigests(`a/b@${A}`, 'd'))).toEqual({ digest: A });
});

test('short names and full names are one image', () => {
  expect(digestOf('postgres:17', readDigests(`docker.io/library/postgres:17 ${A}`, 'd'))).toEqual({ digest: A });
  expect(digestOf('index.docker.io/a/b', readDigests(`a/b:latest ${A}`, 'd'))).toEqual({ digest: A });
  expect(digestOf('ghcr.io/a/b', readDigests(`a/b ${A}`, 'd'))).toEqual({});
});

test('what skopeo inspect prints is read, one or several after the other', () => {
  const one = JSON.stringify({ Name: 'ghcr.io/a/b', Digest: A, RepoTags: ['1', '2'], Labels: { x: '}\n{' } }, null, 4);
  const other = JSON.stringify({ Name: 'ghcr.io/c/d', Digest: B });
  const found = readDigests(`${one}\n${other}\n`, 'skopeo.json');
  expect(digestOf('ghcr.io/a/b:1', found)).toEqual({ digest: A });
  expect(digestOf('ghcr.io/c/d:9', found)).toEqual({ digest: B });
  expect(digestOf('ghcr.io/a/b:1', readDigests(`[${one},${other}]`, 'x'))).toEqual({ digest: A });
});

test('a digest without a tag is not taken where the input has two tags of the image', () => {
  const found = readDigests(JSON.stringify({ Name: 'ghcr.io/a/b', Digest: A }), 's.json');
  expect(digestOf('ghcr.io/a/b:1', found, ['ghcr.io/a/b:1', 'ghcr.io/a/b:2']).problem).toBe(
    's.json: does not say which tag of "ghcr.io/a/b" the digest is of, and the input has 1 and 2; write lines of image and digest: for image in ghcr.io/a/b:1; do echo "$image $(crane digest $image)"; done',
  );
});

const pod = (image: string, imageID: string, name = 'p') => ({
  kind: 'Pod',
  metadata: { name, namespace: 'ns' },
  spec: { containers: [{ name: 'c', image }], initContainers: [{ name: 'i', image: 'init:1' }] },
  status: {
    containerStatuses: [{ name: 'c', image: 'docker.io/other:name', imageID }],
    initContainerStatuses: [{ name: 'i', imageID: `docker-pullable://docker.io/library/init@${B}` }],
  },
});

test("pods' images have the digests that the nodes pulled", () => {
  const found = readDigests(JSON.stringify({ kind: 'List', items: [pod('a:1', `mirror/a@${A}`)] }), 'pods.json');
  expect(digestOf('a:1', found)).toEqual({ digest: A });
  expect(digestOf('init:1', found)).toEqual({ digest: B });
  expect(readDigests(JSON.stringify(pod('a:1', `a@${A}`)), 'pod.json')).toHaveLength(2);
});

test('an image that was loaded into the node has no digest, and neither has a pod that has not started', () => {
  expect(digestOf('a:1', readDigests(JSON.stringify(pod('a:1', A)), 'x'))).toEqual({});
  expect(readDigests(JSON.stringify({ items: [{ kind: 'Pod', spec: {} }, { kind: 'Service' }, null] }), 'x')).toEqual(
    [],
  );
});

test('of two pods with two digests of one tag, none is taken', () => {
  const items = [pod('a:1', `a@${A}`, 'old'), pod('a:1', `a@${B}`, 'new')];
  expect(digestOf('a:1', readDigests(JSON.stringify({ items }), 'pods.json')).problem).toBe(
    `"a:1" has two digests: ${A} (pods.json: Pod ns/old) and ${B} (pods.json: Pod ns/new); leave the older one out`,
  );
});

test('a lock is read as well', () => {
  expect(digestOf('a:1', readDigests(JSON.stringify({ images: { 'a:1': A } }), 'l'))).toEqual({ digest: A });
});

test('fails on a digest that stands alone', () => {
  expect(() => readDigests(`${A}\n`, 'd.txt')).toThrow('d.txt:1: is a digest without an image; write both in the line');
  expect(() => readDigests(JSON.stringify({ Digest: A }), 's.json')).toThrow(
    `has no "Name"; leave --format out of skopeo inspect`,
  );
  expect(() => readDigests(JSON.stringify({ Name: 'a/b', Digest: 'sha256:zz' }), 's.json')).toThrow(
    's.json: "a/b" has no digest of an image, but "sha256:zz"',
  );
});

test.each(['', '{', '[]', '[1]', 'kind: Pod', '{"a":1}', 'image sha256:abc', `A B ${A}`, `UPPER ${A}`])(
  'anything else is none: %j',
  (text) => {
    expect(readDigests(text, 'x') ?? []).toEqual([]);
  },
);
