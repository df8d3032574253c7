/** An OpenID Connect issuer, and the token endpoint of a client; by TLS. `GET /mint?sub=alice&aud=x&groups=a,b` gives a token. */
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import express from 'express';

const ISSUER = process.env.ISSUER;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' };
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims) {
  const now = Math.floor(Date.now() / 1000);
  const body = `${encoded({ alg: 'RS256', kid: 'test', typ: 'JWT' })}.${encoded({ iss: ISSUER, iat: now, exp: now + 7200, ...claims })}`;
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
}

const app = express();
app.get('/.well-known/openid-configuration', (_, response) =>
  response.json({
    issuer: ISSUER,
    jwks_uri: `${ISSUER}/jwks`,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }),
);
app.get('/jwks', (_, response) => response.json({ keys: [jwk] }));
app.get('/mint', ({ query: { groups, ...claims } }, response) =>
  response.type('text').send(token({ ...claims, ...(groups && { groups: groups.split(',') }) })),
);
// What a client trades for another token: who asked, and for whom, is in the new one.
app.post('/token', express.urlencoded({ extended: false }), ({ body, headers }, response) =>
  response.json({
    access_token: token({
      sub: body.subject_token ? 'exchanged' : 'client',
      aud: body.audience,
      client: headers.authorization ? 'basic' : body.client_id,
    }),
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 3600,
  }),
);
process.on('SIGTERM', () => process.exit(0));
createServer({ key: readFileSync('/tls/tls.key'), cert: readFileSync('/tls/tls.crt') }, app).listen(8443, '0.0.0.0');
