/**
 * What the registry server, v1.5.1, refuses in its configuration, or takes and then never works with: written down from
 * facts of the real server, apart from the library's own rules, so that the two can be held against each other.
 *
 * Members that are null count as absent. The server takes names of fields in any case, and numbers and booleans as text;
 * that is refused here.
 */
import Ajv2020 from 'ajv/dist/2020';
import { Obj } from '../../src/plain/objects';

const UNITS: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const PART = '(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)';

/** Seconds of a Go duration; undefined where it is none. */
function seconds(text: string): number | undefined {
  const [, sign, rest] = /^([-+]?)(.*)$/s.exec(text)!;
  if (rest === '0') return 0;
  if (!new RegExp(`^(${PART})+$`).test(rest)) return undefined;
  const parts = [...rest.matchAll(new RegExp(PART, 'g'))];
  const sum = parts.reduce((total, [, number, unit]) => total + Number(number) * UNITS[unit], 0);
  return sign === '-' ? -sum : sum;
}

function address(text: string): URL | undefined {
  return /^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

const closed = (properties: Obj, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: Obj, minItems = 0) => ({ type: 'array', items, minItems });
const any = { type: 'string' };
const filled = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const duration = { type: 'string', format: 'go-duration' };
const absent = (...names: string[]) => ({
  properties: Object.fromEntries(names.map((name) => [name, { maxLength: 0 }])),
});
const int32 = { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const label = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
const claims = { type: 'object', additionalProperties: { anyOf: [any, listOf(any)] } };
const selection = closed({ include: { ...listOf(any), minItems: 1 }, exclude: listOf(any) });
/** The server puts no variables in. */
const literal = { type: 'string', not: { pattern: '\\$\\{\\w+\\}' } };

const git = {
  ...closed(
    {
      repository: filled,
      branch: any,
      tag: any,
      // Digits alone are a number in YAML.
      commit: { type: ['string', 'number'], pattern: '^([0-9a-fA-F]{40})?$' },
      path: { type: 'string', pattern: '^(?!/)' },
      auth: {
        ...closed({ username: any, passwordFile: { type: 'string', pattern: '^(/|$)' } }),
        anyOf: [
          { required: ['username', 'passwordFile'], properties: { username: filled, passwordFile: filled } },
          absent('username', 'passwordFile'),
        ],
      },
    },
    ['repository'],
  ),
  // At most one of the three.
  anyOf: [absent('branch', 'tag'), absent('branch', 'commit'), absent('tag', 'commit')],
};
const api = closed(
  { endpoint: { ...filled, format: 'http-address' }, timeout: { type: 'string', format: 'api-timeout' } },
  ['endpoint'],
);
const fileSource = {
  oneOf: [
    closed({ path: filled, url: { maxLength: 0 } }, ['path']),
    closed({ url: { type: 'string', format: 'http-address' }, timeout: duration, path: { maxLength: 0 } }, ['url']),
  ],
};
const POLLED = { git, api, file: fileSource };
const KINDS: Obj = {
  ...POLLED,
  managed: { type: 'object', maxProperties: 0 },
  kubernetes: closed({ namespaces: { ...listOf(label), uniqueItems: true } }),
};
const source = {
  ...closed(
    {
      name: label,
      ...KINDS,
      syncPolicy: closed({ interval: { type: 'string', format: 'positive-duration' } }),
      filter: closed({ names: selection, tags: selection }),
      claims,
    },
    ['name'],
  ),
  oneOf: Object.keys(KINDS).map((kind) => ({ required: [kind] })),
  if: { anyOf: Object.keys(POLLED).map((kind) => ({ required: [kind] })) },
  then: { required: ['syncPolicy'], properties: { syncPolicy: { required: ['interval'] } } },
};

const provider = closed({
  name: any,
  issuerUrl: any,
  audience: any,
  jwksUrl: any,
  clientId: any,
  clientSecretFile: any,
  introspectionUrl: any,
  caCertPath: any,
  authTokenFile: any,
  allowPrivateIP: flag,
});
const usedProvider = {
  properties: { name: filled, issuerUrl: { type: 'string', format: 'issuer' }, audience: filled },
  required: ['name', 'issuerUrl', 'audience'],
};
const roles = ['superAdmin', 'manageSources', 'manageRegistries', 'manageEntries'];
const auth = {
  ...closed(
    {
      mode: { enum: ['anonymous', 'oauth'] },
      publicPaths: listOf(any),
      oauth: closed({ resourceUrl: any, realm: any, providers: listOf(provider) }),
      authz: closed({ roles: closed(Object.fromEntries(roles.map((role) => [role, listOf(claims)]))) }),
    },
    ['mode'],
  ),
  // In mode anonymous nobody looks at the providers.
  if: { properties: { mode: { const: 'oauth' } } },
  then: {
    required: ['oauth'],
    properties: { oauth: { required: ['providers'], properties: { providers: listOf(usedProvider, 1) } } },
  },
};

const database = {
  ...closed(
    {
      host: { type: 'string', pattern: '^[^@/?#\\s]+$' },
      port: { type: 'integer', minimum: 1, maximum: 65535 },
      user: filled,
      database: { type: 'string', pattern: '^[^?#/]+$' },
      migrationUser: any,
      password: literal,
      migrationPassword: literal,
      dynamicAuth: closed({ awsRdsIam: closed({ region: filled }, ['region']) }, ['awsRdsIam']),
      // verify-full is known to the server, and never works.
      sslMode: { enum: ['', 'disable', 'require', 'verify-ca'] },
      maxOpenConns: int32,
      maxIdleConns: int32,
      connMaxLifetime: { anyOf: [{ const: '' }, duration] },
      maxMetaSize: { type: 'integer', minimum: 1 },
    },
    ['host', 'port', 'user', 'database'],
  ),
  if: { required: ['dynamicAuth'] },
  then: absent('password', 'migrationPassword'),
};

const telemetry = {
  ...closed({
    enabled: flag,
    serviceName: any,
    serviceVersion: any,
    endpoint: any,
    insecure: flag,
    tracing: closed({ enabled: flag, sampling: { type: 'number' } }),
    metrics: closed({ enabled: flag }),
  }),
  if: { properties: { enabled: { const: true } }, required: ['enabled'] },
  then: {
    allOf: [
      {
        if: {
          required: ['tracing'],
          properties: { tracing: { required: ['enabled'], properties: { enabled: { const: true } } } },
        },
        then: { properties: { tracing: { properties: { sampling: { exclusiveMinimum: 0, maximum: 1 } } } } },
      },
      {
        if: {
          required: ['metrics'],
          properties: { metrics: { required: ['enabled'], properties: { enabled: { const: true } } } },
        },
        then: { properties: { endpoint: { pattern: '^(?!.*://)' } } },
      },
    ],
  },
};

const audit = closed({
  enabled: flag,
  logFile: any,
  eventTypes: listOf(any),
  excludeEventTypes: listOf(any),
  includeRequestData: flag,
  maxDataSize: { type: 'integer', minimum: 0, maximum: 1048576 },
});

const registry = closed({ name: filled, sources: listOf(any, 1), claims }, ['name', 'sources']);

const CONFIG_SCHEMA = closed(
  { sources: listOf(source, 1), registries: listOf(registry, 1), database, auth, telemetry, audit },
  ['sources', 'registries', 'database', 'auth'],
);

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  formats: {
    'go-duration': (text) => seconds(text) !== undefined,
    'positive-duration': (text) => (seconds(text) ?? 0) > 0,
    'api-timeout': (text) => text === '' || ((seconds(text) ?? 0) > 0 && seconds(text)! <= 300),
    'http-address': (text) => address(text) !== undefined,
    issuer: (text) => {
      const url = address(text);
      return url !== undefined && (url.protocol === 'https:' || LOOPBACK.test(url.hostname));
    },
  },
});
const matches = ajv.compile(CONFIG_SCHEMA);

/** What JSON Schema can't say. The configuration has the right shape. */
const CROSS_RULES: Record<string, (config: Obj) => boolean> = {
  'names of sources are unique': ({ sources }) => isUnique(sources.map(({ name }: Obj) => name)),
  'names of registries are unique': ({ registries }) => isUnique(registries.map(({ name }: Obj) => name)),
  'at most one source is managed': ({ sources }) => sources.filter(({ managed }: Obj) => managed).length <= 1,
  'registries name sources that there are': ({ sources, registries }) =>
    registries.every((r: Obj) => r.sources.every((name: string) => sources.some((s: Obj) => s.name === name))),
};

const isUnique = (list: unknown[]) => new Set(list).size === list.length;

/** Everything that is wrong with a configuration; nothing where the server takes it and works. */
export function wrongWith(given: unknown): string[] {
  const config = withoutNull(given) as Obj;
  if (!matches(config)) return matches.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  return Object.keys(CROSS_RULES).filter((rule) => !CROSS_RULES[rule](config));
}

function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNull(member)]));
}
