/** A user who logs in as MCP clients do: registered as a client, with what he was given kept in a file. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const REDIRECT = 'http://127.0.0.1:8765/callback';

/** Follows redirects as a browser does, until one comes back with a code. */
async function codeOf(authorizationUrl) {
  let url = String(authorizationUrl);
  for (let hops = 0; hops < 10; hops++) {
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (!location) throw new Error(`no login: ${response.status} ${(await response.text()).slice(0, 300)}`);
    url = new URL(location, url).href;
    if (!url.startsWith(REDIRECT)) continue;
    const { searchParams } = new URL(url);
    if (!searchParams.get('code')) throw new Error(`no login: ${url}`);
    return searchParams.get('code');
  }
  throw new Error(`no login: too many redirects, the last one to ${url}`);
}

/** The provider of an MCP client. `logins` counts how often the user was sent to log in. */
export class Login {
  logins = 0;
  redirectUrl = REDIRECT;
  clientMetadata = { client_name: 'cluster test', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' };

  constructor(file) {
    this.file = file;
    this.kept = existsSync(file) ? JSON.parse(readFileSync(file)) : {};
  }

  state = () => randomUUID();
  clientInformation = () => this.kept.client;
  saveClientInformation = (client) => this.keep({ client });
  tokens = () => this.kept.tokens;
  saveTokens = (tokens) => this.keep({ tokens });
  /** The server doesn't know the client or its tokens any more. */
  invalidateCredentials = (what) => this.keep({ tokens: undefined, ...(what === 'all' && { client: undefined }) });
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier) => {
    this.verifier = verifier;
  };

  redirectToAuthorization = async (url) => {
    this.logins++;
    this.code = await codeOf(url);
  };

  /** Makes the access token useless, as one that has run out is. */
  spoil() {
    this.keep({ tokens: { ...this.kept.tokens, access_token: 'spoilt' } });
  }

  keep(more) {
    Object.assign(this.kept, more);
    writeFileSync(this.file, JSON.stringify(this.kept));
  }
}
