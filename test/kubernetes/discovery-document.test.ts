import { issuerOfDocument } from '../../src/kubernetes/discovery-document';

test.each([
  ['https://sso.example.com/.well-known/openid-configuration', 'https://sso.example.com'],
  ['https://sso.example.com/realms/a/.well-known/openid-configuration?x=1', 'https://sso.example.com/realms/a'],
  ['https://sso.example.com/.well-known/oauth-authorization-server/tenant', 'https://sso.example.com/tenant'],
])('%s is the discovery document of an issuer', (url, issuer) => expect(issuerOfDocument(url)).toBe(issuer));

test.each(['https://sso.example.com', 'https://sso.example.com/.well-known/openid-configurations'])(
  '%s is none',
  (url) => expect(issuerOfDocument(url)).toBeUndefined(),
);
