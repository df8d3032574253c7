import { hasKnownCredential, isCredentialName, isPath, isPlaceholder, looksRandom } from '../../src/credentials/forms';
import { masked } from '../../src/credentials/mask';

/** Made up, in pieces, so that scanners of repositories don't take them for real ones. */
const made = (prefix: string, letters: number) => prefix + 'a1B2c3D4e5F6g7H8'.repeat(8).slice(0, letters);

const TOKENS = {
  'GitHub, personal': made('ghp_', 36),
  'GitHub, OAuth': made('gho_', 36),
  'GitHub, fine-grained': made('github_pat_', 60),
  GitLab: made('glpat-', 20),
  Slack: made('xoxb-', 40),
  OpenAI: made('sk-', 48),
  'OpenAI, of a project': made('sk-proj-', 60),
  Anthropic: made('sk-ant-api03-', 80),
  Stripe: made('sk_live_', 24),
  AWS: 'AKIA' + 'ABCDEFGH23456789',
  Google: made('AIza', 35),
  'Hugging Face': made('hf_', 34),
  JWT: `${made('eyJ', 20)}.${made('eyJ', 40)}.${made('', 43)}`,
  'a private key': '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
  'a header': `Authorization: Bearer ${made('', 12)}`,
  'an address': 'postgres://app:hunter2@db.example.com/app',
};

test.each(Object.entries(TOKENS))('knows a credential of %s, alone and within a text, and masks it', (_, token) => {
  expect(hasKnownCredential(token)).toBe(true);
  expect(hasKnownCredential(`run it with "${token}" and see`)).toBe(true);
  expect(masked(`run it with "${token}" and see`)).not.toContain(token);
});

test.each([
  'ghcr.io/stacklok/toolhive/proxyrunner:v0.44.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'https://mcp.example.com/mcp?project=a-b-c',
  'https://git@github.com/a/b.git',
  'redis://:$(REDIS_PASSWORD)@redis:6379',
  'Bearer ${TOKEN}',
  'Bearer authentication, as in RFC 6750',
  'Basic authentication is not supported',
  'a task-runner-for-everything-that-runs',
  'sk-learn-based-classifiers-and-more',
  'projects/my-project/locations/europe-west1/keyRings/ring',
  'MCPExternalAuthConfigurationReference',
  '4f2d3c1b9a8e7f6d5c4b3a2918273645f0e1d2c3',
])('takes %s for no credential', (text) => {
  expect(hasKnownCredential(text)).toBe(false);
  expect(masked(text)).toBe(text);
});

test.each([
  'GITHUB_TOKEN',
  'token',
  'apiKey',
  'API_KEY',
  'OPENAI_API_KEY',
  'X-Api-Key',
  '--password',
  'dbPassword',
  'AWS_SECRET_ACCESS_KEY',
  'client_secret',
  'PGPASSWORD',
  'SECRET_KEY_BASE64',
  'private-token',
  'GH_PAT',
  'BEARER',
  'TOKEN_2',
])('knows %s for the name of a credential', (name) => {
  expect(isCredentialName(name)).toBe(true);
});

test.each([
  'MAX_TOKENS',
  'TOKEN_URL',
  'PASSWORD_FILE',
  'SECRET_NAME',
  'KEY_ID',
  'CACHE_KEY',
  'tokenEndpoint',
  'AUTH_MODE',
  'PATH',
  'COMPASS',
  'PARTITION_KEY',
  'KEYBOARD',
  'TOKENIZER',
])('takes %s for the name of something else', (name) => {
  expect(isCredentialName(name)).toBe(false);
});

test.each([
  '',
  '$(TOKEN)',
  '${TOKEN}',
  '$TOKEN',
  'Bearer $(TOKEN)',
  '{{.params.token}}',
  '<your-token>',
  'your-token-here',
  'changeme',
  'CHANGE_ME',
  'xxxx',
  '****',
  '...',
  'none',
  'true',
  '0',
  'ghp_xxxxxxxxxxxxxxxx',
  'REPLACE_ME',
])('takes %p for a placeholder', (value) => {
  expect(isPlaceholder(value)).toBe(true);
});

test.each(['hunter2', 'correct horse', 's3cr3t', 'password', '12345678'])('takes %p for no placeholder', (value) => {
  expect(isPlaceholder(value)).toBe(false);
});

test('random letters are told from names, digests and paths', () => {
  expect(looksRandom(made('', 24))).toBe(true);
  expect(looksRandom('S3CR3Tghp0123456789abcdef')).toBe(true);
  expect(looksRandom('0123456789abcdef0123456789abcdef')).toBe(false);
  expect(looksRandom('a-long-name-of-a-server-2')).toBe(false);
  expect(looksRandom('VirtualMCPCompositeToolDefinition')).toBe(false);
  expect(isPath('/var/run/secrets/token')).toBe(true);
});

test.each([
  ['"https://user:hunter2@host/x" is no URL', '"https://***@host/x" is no URL'],
  ['"u:hunter2@pg.db.svc" must be a host name', '"***@pg.db.svc" must be a host name'],
  ['"d?password=hunter2" must be a name', '"d?password=***" must be a name'],
  ['"https://h/x?a=b&api_key=hunter2&c=d" is no', '"https://h/x?a=b&api_key=***&c=d" is no'],
  ['write to user@example.com', 'write to user@example.com'],
])('masks what stands before an @ and behind a telling name: %s', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test.each([
  ['://', '://'],
  ['eyJ-', 'x'],
  ['sk-', 'x'],
  ['a:', 'b'],
  ['a=', '&'],
  ['Bearer ', 'x'],
  ['-----BEGIN ', 'A'],
  ['{{', '}'],
  ['$(', 'x'],
  ['xoxb-1', '1'],
  ['?token=', '?'],
])('long texts of %p take no longer than their length', (piece, end) => {
  const time = (length: number) => {
    const text = piece.repeat(length / piece.length) + end;
    const start = process.hrtime.bigint();
    hasKnownCredential(text);
    masked(text);
    isPlaceholder(text);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  time(10_000);
  expect(time(400_000)).toBeLessThan(2_000);
});
