/** What a field holds, by its name, as far as a credential could get into it. */

/** How a text is looked at. */
export type Format =
  /** An address, without user information and without credentials in parameters. */
  | 'address'
  /** The name of a user, who logs in with a password kept elsewhere. */
  | 'user'
  /** A map of headers, or of parameters, whose names tell. */
  | 'headers'
  | 'parameters'
  /** The credential itself. */
  | 'credential'
  /** Arguments of a command: one may name the next. */
  | 'arguments'
  /** A map whose keys and values are the user's own. */
  | 'free'
  /** What is public, however random it looks. */
  | 'public'
  /** Anything else. */
  | 'text';

/** Fields whose names don't show it, or only show it to people. */
const BY_NAME: Record<string, Format> = {
  addPlaintextHeaders: 'headers',
  additionalHeaders: 'headers',
  embeddingHeaders: 'headers',
  headers: 'headers',
  additionalAuthorizationParams: 'parameters',
  additionalTokenParams: 'parameters',
  clientSecret: 'credential',
  headerValue: 'credential',
  idpClientSecret: 'credential',
  targetClientSecret: 'credential',
  args: 'arguments',
  command: 'arguments',
  annotations: 'free',
  arguments: 'free',
  customAttributes: 'free',
  defaultResults: 'free',
  env: 'free',
  labels: 'free',
  metadata: 'free',
  resourceAttributes: 'free',
  allowedResources: 'address',
  authority: 'address',
  embeddingService: 'address',
  host: 'address',
  repository: 'address',
  resource: 'address',
  targetResource: 'address',
  database: 'address',
  user: 'user',
  migrationUser: 'user',
  username: 'user',
  password: 'credential',
  migrationPassword: 'credential',
  // What a certificate authority signed, or an issuer, for everybody to read.
  caBundle: 'public',
  caData: 'public',
  softwareStatement: 'public',
};

const ADDRESS = /(?:ur[il]s?|endpoints?|issuer|addr(?:ess)?(?:es|s)?|image)$/i;

/** The registry server takes names in any case. */
const known = new Map(Object.entries(BY_NAME).map(([name, format]) => [name.toLowerCase(), format]));

/** The format of a field that ToolHive names. */
export function formatOf(name: string): Format {
  let format = known.get(name);
  if (!format) {
    format = known.get(name.toLowerCase()) ?? (ADDRESS.test(name) ? 'address' : 'text');
    if (known.size < 10_000) known.set(name, format);
  }
  return format;
}

/** Where a credential belongs instead, by the field that it was found in: what it is called in a custom resource, and in a construct. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/headerForward|remoteUrl/, 'send it as a header by addHeadersFromSecret (secretHeaders of a construct)'],
  [/telemetry\b/i, 'send it by sensitiveHeaders'],
  [/optimizer/, "give it as the embedding service's key (apiKey of Optimizer.openAi)"],
  [/sessionStorage|storage\.redis/, 'give it by passwordRef (password of a construct)'],
  [/introspection/i, 'log in there by clientSecretRef (clientSecret of a construct)'],
  [/headerInjection/, 'give it by valueSecretRef'],
  [/tokenUrl$|tokenEndpoint$|lientSecret$|Params/i, 'give it by clientSecretRef (clientSecret of a construct)'],
  [/\bgit\b|repository/, 'give it by auth'],
  [/image$/i, 'log in to the registry by imagePullSecrets'],
  [
    /database/,
    'give it by a pgpass file, or by the variable THV_REGISTRY_DATABASE_PASSWORD or THV_REGISTRY_DATABASE_MIGRATIONPASSWORD',
  ],
  [/validating|mutating/, 'sign requests by hmacSecretRef (hmacSecret of a construct)'],
];

/** What to do about a credential in a field. */
export function insteadOf(path: string): string {
  const [, advice] = INSTEAD.find(([where]) => where.test(path)) ?? [];
  return advice ? `${advice}, from a Secret` : 'take it out';
}
