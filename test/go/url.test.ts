import { urlParts } from '../../src/go/url';

test('tells the parts of a URL apart', () => {
  expect(urlParts('HTTPS://user:secret@[::1]:8443/path?query#fragment')).toEqual({
    scheme: 'https',
    user: 'user:secret',
    host: '[::1]:8443',
    hostname: '::1',
    query: 'query',
    fragment: 'fragment',
  });
});

test.each([
  ['example.com', '', ''],
  ['example.com:8080', 'example.com', ''],
  ['https:/example.com', 'https', ''],
  ['//example.com', '', 'example.com'],
  ['http://example.com:8080', 'http', 'example.com:8080'],
])('%s has the scheme %j and the host %j', (url, scheme, host) => {
  expect(urlParts(url)).toMatchObject({ scheme, host });
});
