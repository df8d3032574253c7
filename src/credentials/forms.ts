/**
 * What gives a credential away in plain text: how it begins, what it is called, where it is in an address. A short list rather
 * than a scanner's rules: those are made for whole repositories, run asynchronously, and weigh more than this library.
 *
 * Every expression is linear on any text: repetitions are bounded, or can't begin again within what they took.
 */

/** Forms that issuers document so that scanners find them, each with its source. */
const TOKEN_FORMS: readonly string[] = [
  // docs.github.com, "About authentication to GitHub", token formats
  'gh[pousr]_[A-Za-z0-9]{20,255}',
  'github_pat_\\w{20,255}',
  // docs.gitlab.com/security/tokens, token prefixes
  'gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[\\w.-]{16,300}',
  // api.slack.com/authentication/token-types, and incoming webhooks
  'xox[a-z]-[A-Za-z0-9-]{10,300}',
  'xapp-\\d-[A-Za-z0-9-]{10,300}',
  'hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/]{20,200}',
  // platform.openai.com, docs.anthropic.com and others that took the same prefix
  'sk-(?=[\\w-]{0,60}\\d)[\\w-]{16,300}',
  // docs.stripe.com/keys
  '[srp]k_(?:live|test)_[A-Za-z0-9]{16,300}',
  'whsec_[A-Za-z0-9+/=]{16,300}',
  // docs.aws.amazon.com/IAM, "IAM identifiers", unique ids
  '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  // cloud.google.com/docs/authentication, API keys, OAuth tokens and client secrets
  'AIza[\\w-]{35}',
  'ya29\\.[\\w-]{20,300}',
  'GOCSPX-[\\w-]{20,100}',
  // huggingface.co/docs/hub/security-tokens
  'hf_[A-Za-z0-9]{20,100}',
  // docs.npmjs.com, pypi.org/help, docs.docker.com, developer.hashicorp.com/vault, grafana.com/docs
  'npm_[A-Za-z0-9]{36}',
  'pypi-[\\w-]{50,300}',
  'dckr_(?:pat|oat)_[\\w-]{20,100}',
  'hv[sbr]\\.[\\w-]{20,300}',
  'gl(?:sa|c)_[A-Za-z0-9+/=_]{20,300}',
  // developers of Linear, Notion, Figma, Sentry, SendGrid, Shopify, Databricks, DigitalOcean, Atlassian, Postman, Groq, Tavily
  'lin_(?:api|oauth)_[A-Za-z0-9]{20,100}',
  'ntn_[A-Za-z0-9]{30,100}',
  'fig[dou]_[\\w-]{20,100}',
  'sntry[su]_[\\w+/=-]{20,300}',
  'SG\\.[\\w-]{16,32}\\.[\\w-]{30,100}',
  'shp(?:at|ca|pa|ss)_[a-f0-9]{32}',
  'dapi[a-f0-9]{32}',
  'do[opr]_v1_[a-f0-9]{64}',
  'ATATT3[\\w=-]{20,300}',
  'PMAK-[a-f0-9-]{40,80}',
  'gsk_[A-Za-z0-9]{20,100}',
  'tvly-(?=[\\w-]{0,60}\\d)[\\w-]{16,100}',
  'NRAK-[A-Z0-9]{27}',
  'dop_v1_[a-f0-9]{64}',
  // RFC 7519: a JSON object, twice, and a signature
  'eyJ[\\w-]{8,20000}\\.eyJ[\\w-]{8,20000}\\.[\\w-]{0,20000}',
];

/** What is a credential by the words before it. RFC 6750 and RFC 7617; RFC 7468. */
const IN_CONTEXT: readonly string[] = [
  '(?:[Bb]earer|[Bb]asic)\\s{1,8}(?=[^\\s"\']{0,60}\\d)[\\w.~+/-]{8,20000}={0,2}',
  '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]{0,20000}',
];

const CREDENTIAL = `(?<![A-Za-z0-9_.-])(?:${TOKEN_FORMS.join('|')})|(?<![A-Za-z0-9])(?:${IN_CONTEXT.join('|')})`;

/** Finds every credential of a known form. */
export const KNOWN_FORMS = new RegExp(CREDENTIAL, 'g');

const KNOWN_FORM = new RegExp(CREDENTIAL);

/** The part before the @ of an address with a scheme, wherever it is in a text. */
export const USER_IN_ADDRESS = /(:\/\/)([^\s/?#@"'<>]{1,2000})(?=@)/g;

/** Parameters of an address, or a connection string: what is before the value, and the value. */
export const PARAMETER = /((?<![\w-])[\w.-]{2,40}=)([^\s&;,"'#]{1,20000})/g;

/** The shortest of all forms: `Basic`, a space, and eight characters. */
const SHORTEST = 14;

/** Whether a text has a credential of a known form in it, or an address with a password. */
export function hasKnownCredential(text: string): boolean {
  if (text.length < 8) return false;
  if (
    text.length >= SHORTEST &&
    KNOWN_FORM.test(text) &&
    [...text.matchAll(KNOWN_FORMS)].some(([found]) => !isPlaceholder(found))
  ) {
    return true;
  }
  if (!text.includes('://') || !text.includes('@')) return false;
  for (const [, , user] of text.matchAll(USER_IN_ADDRESS)) if (passwordOf(user) !== undefined) return true;
  return false;
}

/** The password in `user:password`, or what is in the user's place and is no user, such as a token. */
export function passwordOf(user: string): string | undefined {
  const colon = user.indexOf(':');
  const secret = colon < 0 ? user : user.slice(colon + 1);
  if (!secret || isPlaceholder(secret)) return undefined;
  const isName = colon < 0 && (secret.length < 8 || !/\d/.test(secret)) && !KNOWN_FORM.test(secret);
  return isName ? undefined : secret;
}

const CREDENTIAL_NAME =
  /(?:token|password|passwd|passphrase|passcode|pwd|secret|credentials?|(?:api|access|secret|private|auth|signing|encryption|master|account|shared|license|subscription|webhook|session|hmac|jwt)key|(?:^|[^a-z])(?:pat|pass|jwt|bearer|authorization|cookie))$/;

const names = new Map<string, boolean>();

/** Whether a variable, flag, header or parameter of this name is one for a credential: `GITHUB_TOKEN`, `apiKey`, `--password`. */
export function isCredentialName(name: string): boolean {
  let known = names.get(name);
  if (known === undefined) {
    if (names.size > 10_000) names.clear();
    known = name.length < 200 && ends(name);
    names.set(name, known);
  }
  return known;
}

function ends(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[_.-]?(?:\d{1,3}|base64|b64|value)$/, '');
  return CREDENTIAL_NAME.test(words) || CREDENTIAL_NAME.test(words.replace(/[_.\s-]/g, ''));
}

/** Headers that identify the client, besides those whose names show it. The last: docs.honeycomb.io. */
const CREDENTIAL_HEADER =
  /(?:authorization|cookie|auth|dsn|(?<!idempotency-|partition-|routing-|cache-)key|x-honeycomb-team)$/i;

export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_HEADER.test(name) || isCredentialName(name);
}

const CREDENTIAL_PARAMETER = /^(?:key|sig|signature|x-amz-signature|x-goog-signature|auth|authorization|code|pw|sas)$/i;

/** The same for parameters of an address. */
export function isCredentialParameter(name: string): boolean {
  return CREDENTIAL_PARAMETER.test(name) || isCredentialName(name);
}

/** What is filled in later: by Kubernetes, a shell, a template, or the person who copies an example. */
const REFERENCE =
  /\$\([^()]{0,200}\)|\$\{[^{}]{0,200}\}|\$[A-Za-z_]\w{0,100}|\{\{[^{}]{0,500}\}\}|%[A-Za-z_]\w{0,100}%/g;
const NO_CREDENTIAL =
  /^(?:|<[^<>]*>|\[[^[\]]*\]|\*+|x{3,}|\.{3}|…|none|null|nil|true|false|yes|no|on|off|enabled|disabled|auto|required|optional|default|unused|\d{1,6}|change[ _-]?(?:me|it|this)|(?:your|my|the|some|insert|enter|replace|dummy|fake|placeholder|redacted|example|todo|not-?(?:used|needed|a-real))(?![a-z]).*)$/i;
const PLACEHOLDER_WITHIN = /(?:x{6,}|X{4,}|\*{3,}|\.\.\.|your[_-]|_here$|-here$|placeholder|redacted|changeme|_goes_)/;

/** Whether a value only stands for a credential, or can be none. */
export function isPlaceholder(value: string): boolean {
  const rest = (
    value.includes('$') || value.includes('{{') || value.includes('%') ? value.replace(REFERENCE, '') : value
  )
    .slice(0, 200)
    .replace(/^\s*(?:(?:bearer|basic|token|apikey)(?:\s+|$))?/i, '')
    .trim();
  if (rest.length < value.length && /^[\s:;,/@-]*$/.test(rest)) return true;
  return NO_CREDENTIAL.test(rest) || PLACEHOLDER_WITHIN.test(rest);
}

/** A path in the file system holds no credential; it leads to one. */
export function isPath(value: string): boolean {
  return /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|file:)/.test(value) && /[/\\][\w.-]+$/.test(value) && !looksRandom(value);
}

/**
 * Whether one word is made of nothing that a person would write: 20 and more letters of both cases and digits, in no order.
 * What is lower case throughout is a name or a digest.
 */
export function looksRandom(word: string): boolean {
  if (word.length < 20 || word.length > 2000 || !/^[\w+/=~-]+$/.test(word)) return false;
  const digits = count(word, /\d/g);
  const upper = count(word, /[A-Z]/g);
  const lower = count(word, /[a-z]/g);
  return digits >= 2 && upper >= 2 && lower >= 2 && digits + upper >= word.length / 6 && entropy(word) >= 3.5;
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

/** Shannon's, in bits a letter. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}
