/**
 * An OpenID Connect issuer, by TLS and by plain HTTP; who is asked for a login is logged in at once.
 *
 * `GET /mint?sub=alice&aud=x&groups=a,b` gives a token. `/token` takes codes, refresh tokens and exchanged tokens; a client
 * has the secret `secret-of-CLIENT`, or none.
 */
import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import express from 'express';

const ISSUER = process.env.ISSUER;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' };
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

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
    userinfo_endpoint: `${ISSUER}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  }),
);
app.get('/jwks', (_, response) => response.json({ keys: [jwk] }));
app.get('/mint', ({ query: { groups, ...claims } }, response) =>
  response.type('text').send(token({ ...claims, ...(groups && { groups: groups.split(',') }) })),
);

// Alice is at the keyboard, and in the group engineering.
const codes = new Map();
app.get('/authorize', ({ query }, response) => {
  const code = randomUUID();
  codes.set(code, query);
  response.redirect(`${query.redirect_uri}?${new URLSearchParams({ code, state: query.state })}`);
});
app.get('/userinfo', ({ headers }, response) => {
  const { sub, email } = decoded(headers.authorization.split(' ')[1]);
  response.json({ sub, email });
});

/** Who asks for a token, and how he has shown that it is him; undefined for a wrong secret. */
function clientOf({ body, headers }) {
  const [id, secret] = headers.authorization
    ? Buffer.from(headers.authorization.split(' ')[1], 'base64').toString().split(':').map(decodeURIComponent)
    : [body.client_id, body.client_secret];
  return secret === undefined || secret === `secret-of-${id}` ? { id, isKnown: secret !== undefined } : undefined;
}

function grant({ id }, nonce) {
  const user = { sub: 'alice', email: 'alice@example.com', groups: ['engineering'] };
  return {
    access_token: token({ ...user, aud: id, client: id }),
    id_token: token({ ...user, aud: id, nonce }),
    refresh_token: `refresh-${id}`,
    token_type: 'Bearer',
    expires_in: 3600,
    user: { id: user.sub, email: user.email },
  };
}

/** A code is taken once, from whom it was given to, with what its challenge was made of (RFC 7636). */
function redeemed(client, { code, code_verifier: verifier = '', redirect_uri: redirect }) {
  const asked = codes.get(code);
  codes.delete(code);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const isRight =
    asked?.client_id === client.id && asked.redirect_uri === redirect && asked.code_challenge === challenge;
  return isRight ? grant(client, asked.nonce) : undefined;
}

/** Another token for the bearer of one (RFC 8693): its audience, for whom it is, and who has asked. */
function exchanged(client, { subject_token: subject, audience, scope }) {
  const { sub } = decoded(subject);
  return {
    access_token: token({ sub, aud: audience, scope, client: client.id }),
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 3600,
  };
}

const GRANTS = {
  authorization_code: redeemed,
  refresh_token: (client, { refresh_token: old }) => (old === `refresh-${client.id}` ? grant(client) : undefined),
  'urn:ietf:params:oauth:grant-type:token-exchange': (client, body) =>
    client.isKnown ? exchanged(client, body) : undefined,
};
app.post('/token', express.urlencoded({ extended: false }), (request, response) => {
  const client = clientOf(request);
  if (!client) return response.status(401).json({ error: 'invalid_client' });
  const given = GRANTS[request.body.grant_type]?.(client, request.body);
  return given ? response.json(given) : response.status(400).json({ error: 'invalid_grant' });
});

process.on('SIGTERM', () => process.exit(0));
createServer({ key: readFileSync('/tls/tls.key'), cert: readFileSync('/tls/tls.crt') }, app).listen(8443, '0.0.0.0');
app.listen(8080, '0.0.0.0');
