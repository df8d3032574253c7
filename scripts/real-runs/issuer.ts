/** A provider of OpenID Connect on this machine: its documents, and tokens that it signs. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

export interface Issuer {
  readonly port: number;
  /** @param claims what is different from the claims of a user of this provider */
  readonly token: (audience: string, claims?: Readonly<Record<string, unknown>>) => string;
  readonly close: () => void;
}

export async function startIssuer(port: number): Promise<Issuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = `http://127.0.0.1:${port}`;
  const documents: Record<string, object> = {
    '/.well-known/openid-configuration': {
      ...{ issuer, jwks_uri: `${issuer}/keys`, token_endpoint: `${issuer}/token` },
      authorization_endpoint: `${issuer}/authorize`,
    },
    '/keys': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }] },
  };
  const server = createServer(({ url }, response) => {
    const document = documents[url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((listens) => server.listen(port, '127.0.0.1', listens));
  return {
    port,
    token: (audience, different = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: audience, sub: 'ada', iat: now, exp: now + 600, ...different };
      const parts = [{ alg: 'RS256', kid: '1', typ: 'JWT' }, claims].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const text = parts.join('.');
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    close: () => server.close(),
  };
}
