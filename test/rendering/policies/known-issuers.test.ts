/** Settings of well-known identity providers that would refuse every client. */
import { render } from '../render';

const TENANT = '9a3c5f0e-0000-4000-8000-000000000001';

function warnings(issuer: string, audience: string) {
  const { warnings: given } = render(`
kind: MCPOIDCConfig
metadata: {name: sso}
spec: {type: inline, inline: {issuer: "${issuer}"}}
---
kind: MCPServer
metadata: {name: x}
spec: {image: "i:1.0.0", oidcConfigRef: {name: sso, audience: "${audience}", resourceUrl: "https://mcp.example.com"}}
`);
  return given;
}

test.each([
  ['https://login.microsoftonline.com/common/v2.0', 'writes the id of the tenant into the issuer'],
  ['https://login.microsoftonline.com/company.com/v2.0', '"company.com" is none'],
  [`https://login.microsoftonline.com/${TENANT}`, `of "https://login.microsoftonline.com/${TENANT}/v2.0"`],
  [`https://login.microsoftonline.com/${TENANT}/v2.0/`, `of "https://login.microsoftonline.com/${TENANT}/v2.0"`],
  [`https://sts.windows.net/${TENANT}`, 'with a "/" at the end'],
  ['https://company.okta.com', 'use a custom one, such as "https://company.okta.com/oauth2/default"'],
  ['https://company.oktapreview.com/', '"https://company.oktapreview.com/oauth2/default"'],
  ['https://company.eu.auth0.com', 'tokens of Auth0 have it with a "/" at the end'],
  ['https://accounts.google.com/', 'without a "/" at the end'],
  ['https://github.com', 'GitHub has no OpenID Connect for users'],
])('the issuer %s is a warning', (issuer, reason) => {
  expect(warnings(issuer, 'x.apps.googleusercontent.com')).toEqual([
    expect.stringContaining(`spec.inline.issuer: "${issuer}" is the issuer of no token`),
  ]);
  expect(warnings(issuer, 'x.apps.googleusercontent.com')[0]).toContain(reason);
});

test.each([
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'api://search', 'client id of the application'],
  ['https://accounts.google.com', 'search', 'ends in ".apps.googleusercontent.com"'],
])('of %s, the audience %s is a warning', (issuer, audience, reason) => {
  const given = warnings(issuer, audience);
  expect(given).toEqual([
    expect.stringContaining(`audience: "${audience}" is in no token, so every client is refused`),
  ]);
  expect(given[0]).toContain(reason);
});

test.each([
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'c0ffee00-0000-4000-8000-000000000002'],
  [`https://sts.windows.net/${TENANT}/`, 'api://search'],
  ['https://company.okta.com/oauth2/aus1', 'api://search'],
  ['https://company.eu.auth0.com/', 'https://search.example.com'],
  ['https://accounts.google.com', 'x.apps.googleusercontent.com'],
  ['https://token.actions.githubusercontent.com', 'mcp'],
  ['https://login.example.com/common', 'api://search'],
  ['https://github.com.example.com', 'mcp'],
])('nothing is said of %s and %s', (issuer, audience) => {
  expect(warnings(issuer, audience)).toEqual([]);
});
