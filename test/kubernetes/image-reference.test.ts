import { inRegistry, isImage, isRegistry } from '../../src/kubernetes/image-reference';
import fc from '../random';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['ghcr.io/stacklok/toolhive/vmcp:v0.44.0', 'm.example.com/stacklok/toolhive/vmcp:v0.44.0'],
  [`ghcr.io/a/b@${DIGEST}`, `m.example.com/a/b@${DIGEST}`],
  [`ghcr.io/a/b:1@${DIGEST}`, `m.example.com/a/b:1@${DIGEST}`],
  ['localhost/a', 'm.example.com/a'],
  ['localhost:5000/a:1', 'm.example.com/a:1'],
  ['registry:5000/team/a', 'm.example.com/team/a'],
  ['[::1]:5000/a', 'm.example.com/a'],
  ['postgres', 'm.example.com/library/postgres'],
  ['postgres:16', 'm.example.com/library/postgres:16'],
  [`postgres@${DIGEST}`, `m.example.com/library/postgres@${DIGEST}`],
  ['docker.io/postgres:16', 'm.example.com/library/postgres:16'],
  ['index.docker.io/postgres:16', 'm.example.com/library/postgres:16'],
  ['docker.io/library/postgres:16', 'm.example.com/library/postgres:16'],
  ['grafana/mcp-grafana', 'm.example.com/grafana/mcp-grafana'],
  ['ghcr.io/single', 'm.example.com/single'],
])('%s moves to %s', (image, moved) => {
  expect(inRegistry(image, 'm.example.com')).toBe(moved);
});

test('a registry may have a port and a path', () => {
  expect(inRegistry('quay.io/a/b:1', 'm.example.com:5000/cache')).toBe('m.example.com:5000/cache/a/b:1');
});

test('an image that is in the registry stays as it is', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const image = fc
    .tuple(fc.option(fc.constantFrom('ghcr.io', 'localhost', 'r:5000')), fc.array(part, { minLength: 1, maxLength: 3 }))
    .map(([registry, path]) => [...(registry ? [registry] : []), ...path].join('/'));
  fc.assert(
    fc.property(image, fc.constantFrom('m.example.com', 'm.example.com/cache'), (reference, registry) => {
      const once = inRegistry(reference, registry);
      expect(inRegistry(once, registry)).toBe(once);
    }),
  );
});

test.each(['m.example.com', 'm:5000', 'm.example.com/a/b-c', 'localhost'])('%s is a registry', (text) => {
  expect(isRegistry(text)).toBeUndefined();
});

test.each(['https://m.example.com', 'm.example.com/', '', 'm example', 'm.example.com/A', ':5000', 'm//a'])(
  '"%s" is none',
  (text) => {
    expect(isRegistry(text)).toContain('host');
  },
);

test.each([
  ['ghcr.io/team/server:1.0.0', 'localhost:5000/a/b_c:latest', 'registry/team/a.b-c', 'a/b:V1', `a/b:1@${DIGEST}`],
])('images are %s and their like', (...images) => {
  expect(images.map(isImage)).toEqual(images.map(() => undefined));
});

test.each([
  ['1.2.3', 'is a version without an image'],
  ['ghcr.io/a/b:', 'has a wrong tag'],
  [`ghcr.io/a/b:${'1'.repeat(129)}`, 'has a wrong tag'],
  [`ghcr.io/${'a'.repeat(250)}`, 'at most 255 characters'],
  ['ghcr.io//b', 'must have lower case letters'],
  ['ghcr-.io/b', 'has a wrong registry'],
  ['https://ghcr.io/a/b', 'begins with "https://"'],
])('fails for the image %s: it %s', (image, why) => {
  expect(isImage(image)).toContain(why);
});
