/**
 * A configuration that the real server would refuse can't come out of the typed API, nor get through from text. The judge
 * is a schema that was written from facts of the server, apart from the library (registry-config.schema.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse, stringify } from 'yaml';
import fc, { runs } from '../random';
import { wrongWith } from './registry-config.schema';
import {
  McpServer,
  McpTransport,
  OAuthProvider,
  RegistryApi,
  RegistryAuditOptions,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistryFile,
  RegistryFilter,
  RegistrySource,
  RegistryTelemetry,
  RegistryView,
  SslMode,
  ToolhiveChart,
} from '../../src';
import { Findings } from '../../src/findings';
import { Obj } from '../../src/plain/objects';
import { checkConfigText } from '../../src/rendering/registry/config/check';
import { chartIn, objects } from '../util';

/** What YAML, Go or a database address could take for something else. */
const ODD = [
  ...[
    '',
    ' ',
    'yes',
    'No',
    'null',
    '~',
    'true',
    '0x1F',
    '0o17',
    '017',
    '1e3',
    '1_000',
    '12:30:45',
    '.inf',
    '2024-01-01',
  ],
  ...[
    '- a',
    'a: b',
    'a #b',
    '#a',
    '"',
    "'",
    '`',
    '@a',
    '%a',
    '&a',
    '*a',
    '!a',
    '? a',
    '|',
    '>',
    '{a}',
    '[a',
    'a,b',
    '<<',
  ],
  ...[
    ' a',
    'a ',
    'a\nb',
    '\ta',
    'a\\',
    '\u0000',
    '\u0085',
    '\u2028',
    '\ufeff',
    'é',
    '𝒳',
    '${HOME}',
    '{{ a }}',
    'A.b/C',
  ],
];
const odd = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 12 }));
/** Mostly right, sometimes odd: most configurations have some odd text, and many are still right. */
const mostly = (...right: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 60 }, { arbitrary: odd, weight: 1 });
/** Text that has no rule. */
const free = fc.oneof(fc.constant('plain'), odd);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const rarely = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: right, weight: 30 }, { arbitrary: wrong, weight: 1 });
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 3 });

const claimName = fc.oneof(fc.constantFrom('team', 'sub', 'groups', 'https://example.com/claims', 'orgUnit'), odd);
const claims = rarely(fc.dictionary(claimName, some(free), { minKeys: 1, maxKeys: 3 }), fc.constant({})).map((values) =>
  Object.entries(values).map(([name, of]) => ({ name, values: of as string[] })),
);
const role = claims.map((all) => ({ claims: all }));
const filter: fc.Arbitrary<RegistryFilter> = fc.record(
  {
    includeNames: some(mostly('io.github.*/*', 'com.example/{a,b}', '[a-z]?')),
    excludeNames: some(mostly('*-beta')),
    includeTags: some(free),
    excludeTags: some(free),
  },
  { requiredKeys: [] },
);
const interval = maybe(
  rarely(
    fc.integer({ min: 120, max: 1_000_000 }).map((n) => Duration.seconds(n)),
    fc.constantFrom(Duration.seconds(0), Duration.millis(120_001), Duration.seconds(119)),
  ),
);
const timeout = maybe(
  rarely(
    fc.integer({ min: 1, max: 300_000 }).map((n) => Duration.millis(n)),
    fc.constantFrom(Duration.seconds(0), Duration.minutes(6)),
  ),
);
const url = mostly('https://example.com/r', 'http://r.svc:8080', 'HTTPS://EXAMPLE.COM:1/a?b=c#d', 'https://[::1]/x');
const polled = { interval: interval, filter: maybe(filter), claims: maybe(claims) };

type Make<T> = (chart: ToolhiveChart) => T;
const secretValue = (chart: ToolhiveChart, key: string) => ({
  secret: (chart.node.tryFindChild('creds') as kplus.ISecret) ?? kplus.Secret.fromSecretName(chart, 'creds', 'creds'),
  key,
});
const configMapOf = (chart: ToolhiveChart) =>
  (chart.node.tryFindChild('data') as kplus.IConfigMap) ?? kplus.ConfigMap.fromConfigMapName(chart, 'data', 'data');

/** Each kind of source, without its name. */
const kinds: fc.Arbitrary<(name: string) => Make<RegistrySource>>[] = [
  fc
    .record({
      ...polled,
      repository: url,
      ref: fc.constantFrom('branch', 'tag', 'commit', undefined),
      value: mostly('main', 'a'.repeat(40), '0123456789'.repeat(4)),
      both: rarely(fc.constant(false), fc.constant(true)),
      path: maybe(mostly('r.json', 'a/b.json')),
      username: maybe(mostly('git')),
    })
    .map(
      ({ ref, value, both, username, ...rest }) =>
        (name: string) =>
        (chart: ToolhiveChart) =>
          RegistrySource.git({
            name,
            ...rest,
            ...(ref && { [ref]: ref === 'commit' && value === 'main' ? 'f'.repeat(40) : value }),
            ...(both && { branch: 'a', tag: 'b' }),
            auth: username === undefined ? undefined : { username, password: secretValue(chart, 'token') },
          }),
    ),
  fc
    .record({ ...polled, endpoint: url, timeout })
    .map((o) => (name: string) => () => RegistrySource.api({ name, ...o })),
  fc.record({ ...polled, url, timeout }).map((o) => (name: string) => () => RegistrySource.url({ name, ...o })),
  fc
    .record({ ...polled, path: mostly('/data/r.json', '/a b/ü.json') })
    .map((o) => (name: string) => () => RegistrySource.path({ name, ...o })),
  fc
    .record(polled)
    .map(
      (o) => (name: string) => (chart: ToolhiveChart) =>
        RegistrySource.configMap({ name, ...o, configMap: configMapOf(chart) }),
    ),
  fc.record(polled).map(
    (o) => (name: string) => (chart: ToolhiveChart) =>
      RegistrySource.volume({
        name,
        ...o,
        volume: kplus.Volume.fromEmptyDir(chart, `volume-${name}`, `volume-${name}`),
      }),
  ),
  fc.record(polled).map((o) => (name: string) => (chart: ToolhiveChart) => {
    const image = 'registry.example.com/mcp:1.0.0';
    const listed = new McpServer(chart, `listed-${chart.node.children.length}`, {
      image,
      transport: McpTransport.STREAMABLE_HTTP,
    });
    return RegistrySource.servers([listed], { name, ...o });
  }),
  fc.record({ claims: maybe(claims) }).map((o) => (name: string) => () => RegistrySource.managed({ name, ...o })),
  fc
    .record({ claims: maybe(claims), namespace: mostly('ns', 'tools') })
    .map((o) => (name: string) => () => RegistrySource.kubernetes({ name, ...o })),
];
const sources = fc
  .array(fc.tuple(fc.oneof(...kinds), mostly('')), { minLength: 1, maxLength: 4 })
  .map((all) => all.map(([make, oddName], i) => make(oddName || `source-${i}`)));

const view = fc.record({
  name: mostly(''),
  picked: rarely(fc.subarray([0, 1, 2, 3], { minLength: 1 }), fc.constant<number[]>([])),
  stranger: rarely(fc.constant(false), fc.constant(true)),
  claims: maybe(claims),
});
const views = fc.array(view, { minLength: 1, maxLength: 2 });

const address = mostly(
  'https://sso.example.com',
  'https://10.0.0.1:8443/realm',
  'http://localhost:9000',
  'HTTPS://A.B',
);
const provider: fc.Arbitrary<Make<OAuthProvider>> = fc.oneof(
  fc
    .record({
      name: mostly('sso', 'other'),
      issuerUrl: address,
      audience: mostly('registry'),
      jwksUrl: maybe(address),
      introspectionUrl: maybe(address),
      clientId: maybe(free),
      secret: fc.boolean(),
      files: fc.boolean(),
      allowPrivateIp: maybe(fc.boolean()),
    })
    .map(
      ({ secret, files, ...rest }) =>
        (chart: ToolhiveChart) =>
          OAuthProvider.issuer({
            ...rest,
            clientSecret: secret ? secretValue(chart, 'client') : undefined,
            caCertificate: files
              ? RegistryFile.fromConfigMap({ configMap: configMapOf(chart), key: 'ca.crt' })
              : undefined,
            authToken: files ? RegistryFile.fromSecret(secretValue(chart, 'jwks-token')) : undefined,
          }),
    ),
  fc
    .record({ audience: mostly('registry'), issuerUrl: maybe(address), name: maybe(free) })
    .map((o) => () => OAuthProvider.kubernetes(o)),
);
const auth: fc.Arbitrary<Make<RegistryAuth>> = fc.oneof(
  fc.constant(() => RegistryAuth.anonymous()),
  fc
    .record({
      resourceUrl: mostly('https://registry.example.com'),
      realm: maybe(free),
      providers: fc.array(provider, { minLength: 1, maxLength: 2 }),
      none: rarely(fc.constant(false), fc.constant(true)),
      publicPaths: maybe(some(mostly('/registry/default', '/health'))),
      roles: maybe(
        fc.record(
          {
            superAdmin: some(role),
            manageSources: some(role),
            manageRegistries: some(role),
            manageEntries: some(role),
          },
          { requiredKeys: [] },
        ),
      ),
    })
    .map(
      ({ providers, none, ...rest }) =>
        (chart: ToolhiveChart) =>
          RegistryAuth.oauth({ ...rest, providers: none ? [] : providers.map((make) => make(chart)) }),
    ),
);

const count = maybe(rarely(fc.integer({ min: 1, max: 50 }), fc.constantFrom(0, -1, 0.5, 2 ** 40, NaN)));
const database: fc.Arbitrary<Make<RegistryDatabase>> = fc
  .record({
    options: fc.record({
      host: mostly('postgres', 'db.example.com', '10.0.0.1', '::1'),
      port: maybe(rarely(fc.integer({ min: 1, max: 65535 }), fc.constantFrom(0, 65536, 1.5, NaN))),
      database: mostly('registry', 'a-b'),
      user: mostly('app', 'no'),
      migrationUser: maybe(free),
      sslMode: maybe(fc.constantFrom(...Object.values(SslMode))),
      maxOpenConns: count,
      maxIdleConns: count,
      maxMetaSize: count,
      connMaxLifetime: timeout,
    }),
    withCa: fc.boolean(),
    login: fc.constantFrom('pgpass', 'copied pgpass', 'password', 'two passwords', 'aws'),
    region: mostly('eu-west-1', 'detect'),
  })
  .map(({ options, withCa, login, region }) => (chart: ToolhiveChart) => {
    const caCertificate = withCa
      ? RegistryFile.fromConfigMap({ configMap: configMapOf(chart), key: 'pg-ca.crt' })
      : undefined;
    const all = { ...options, caCertificate };
    if (login === 'aws') return RegistryDatabase.awsRdsIam({ ...all, region });
    const value = secretValue(chart, 'password');
    if (login.endsWith('pgpass')) {
      return RegistryDatabase.pgpass({ ...all, pgpass: value, initContainer: login.startsWith('copied') });
    }
    return RegistryDatabase.password({
      ...all,
      password: value,
      ...(login === 'password' ? {} : { migrationPassword: secretValue(chart, 'other') }),
    });
  });

const telemetry: fc.Arbitrary<Make<RegistryTelemetry>> = fc
  .record(
    {
      endpoint: rarely(mostly('collector:4318', '[::1]:4318'), fc.constant('http://collector:4318')),
      insecure: fc.boolean(),
      serviceName: free,
      serviceVersion: free,
      tracing: fc.boolean(),
      sampling: rarely(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.constantFrom(0, 1.5, NaN, 1e-7)),
      metrics: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((options) => () => RegistryTelemetry.otlp(options));
const events = some(mostly('entry.publish', 'auth.unauthenticated'));
const audit = fc
  .record({
    path: maybe(mostly('/var/log/audit/a.log')),
    options: fc.record(
      {
        eventTypes: events,
        excludeEventTypes: events,
        includeRequestData: fc.boolean(),
        maxDataSize: rarely(fc.integer({ min: 0, max: 1048576 }), fc.constantFrom(-1, 1048577, 0.5)),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ path, options }): RegistryAuditOptions => (path === undefined ? options : { logFile: path, ...options }));

const typed: fc.Arbitrary<Make<RegistryConfig>> = fc
  .record({ sources, views: maybe(views), database, auth, telemetry: maybe(telemetry), audit: maybe(audit) })
  .map((parts) => (chart: ToolhiveChart) => {
    const made = parts.sources.map((make) => make(chart));
    const { views: seen, ...others } = parts;
    const registries = seen?.map(({ name, picked, stranger, ...rest }, i): RegistryView => {
      const listed = made.filter((_, n) => n === i || picked.includes(n));
      if (stranger) listed.push(RegistrySource.managed({ name: 'stranger' }));
      return { name: name || `registry_${i}.~`, sources: picked.length ? listed : [], ...rest };
    });
    return RegistryConfig.fromParts({
      ...others,
      sources: made,
      registries,
      database: parts.database(chart),
      auth: parts.auth(chart),
      telemetry: parts.telemetry?.(chart),
    });
  });

/** The written text, or why there is none. */
function written(make: Make<RegistryConfig>): { text: string } | { refusal: string } {
  const chart = chartIn();
  try {
    new RegistryApi(chart, 'r', { config: make(chart) });
    return { text: objects(chart)['ConfigMap/r-config'].data['config.yaml'] };
  } catch (e) {
    return { refusal: (e as Error).message };
  }
}

const NAMES_A_FIELD =
  /RegistryApi "r": (config\.\w+|volumes)|registry source ".*": interval|^Registry\w+\.\w+: [\w.[\]]+: /s;

test('of random typed configurations, each is refused with the field, or written as the server takes it', () => {
  const seen = { written: 0, refused: 0 };
  fc.assert(
    fc.property(typed, (make) => {
      const result = written(make);
      if ('refusal' in result) {
        seen.refused += 1;
        expect(result.refusal).toMatch(NAMES_A_FIELD);
        return;
      }
      seen.written += 1;
      const config = parse(result.text, { version: '1.1' });
      expect(wrongWith(config)).toEqual([]);
      // The server's YAML library stands between the versions.
      expect(parse(result.text, { version: '1.2' })).toEqual(config);
    }),
    { numRuns: runs(200) },
  );
  expect(Math.min(seen.written, seen.refused)).toBeGreaterThan(runs(200) / 10);
});

const VALID = join(__dirname, '..', 'rendering', 'registry', 'config', 'configs', 'valid');
const bases = readdirSync(VALID).map((file): Obj =>
  parse(readFileSync(join(VALID, file), 'utf8'), { intAsBigInt: false }),
);

const VALUES: unknown[] = [
  ...[null, '', ' ', 'x', 'a b', 'A', '/', '/x', '-1', '1d', '0s', '-5m', '10m', '1h', 'http://x', 'https://x', '${X}'],
  ...[
    0,
    1,
    -1,
    1.5,
    70000,
    2 ** 40,
    true,
    false,
    [],
    {},
    [null],
    [[]],
    ['x'],
    ['x', 'x'],
    { x: 1 },
    [{}],
    { a: ['b'] },
  ],
  ...['verify-full', 'prefer', 'OAuth', 'oauth', 'anonymous', 'localhost:4318', 'a/b', 'a@b', 'a?b'],
];
/** Ways to change one place, chosen by numbers. */
const mutation = fc.record({
  base: fc.nat({ max: bases.length - 1 }),
  place: fc.nat(),
  how: fc.constantFrom('delete', 'replace', 'replace', 'replace', 'rename', 'double', 'borrow'),
  value: fc.constantFrom(...VALUES),
  other: fc.nat(),
});

type Place = { readonly holder: Obj; readonly key: string };
function places(holder: Obj): Place[] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    return [{ holder, key }, ...(typeof value === 'object' && value !== null ? places(value) : [])];
  });
}

function mutated({ base, place, how, value, other }: any): Obj {
  const config = structuredClone(bases[base]);
  const all = places(config);
  const { holder, key } = all[place % all.length];
  const elsewhere = all[other % all.length];
  if (how === 'replace') {
    holder[key] = structuredClone(value);
  } else if (how === 'double' && Array.isArray(holder)) {
    holder.push(structuredClone(holder[Number(key)]));
  } else if (how === 'borrow') {
    holder[elsewhere.key] = structuredClone(elsewhere.holder[elsewhere.key]);
  } else if (how === 'rename' && !Array.isArray(holder)) {
    holder[`${key}x`] = holder[key];
    delete holder[key];
  } else if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
  } else {
    delete holder[key];
  }
  return config;
}

/** What the server reads all the same, and is told to whoever wrote it. */
const TOLD = ['registry-config-loose-type', 'registry-config-key-case', 'registry-legacy-field'];

test('of random changes to configurations in files, whatever the server refuses is refused', () => {
  const seen = { right: 0, wrong: 0 };
  fc.assert(
    fc.property(mutation, (how) => {
      const config = mutated(how);
      const text = stringify(config);
      const wrong = wrongWith(config);
      seen[wrong.length ? 'wrong' : 'right'] += 1;
      const result = written(() => RegistryConfig.fromYaml(text));
      if (!wrong.length || 'refusal' in result) return;
      const findings = new Findings();
      checkConfigText(text, findings);
      const told = findings.warnings.filter(({ id }) => TOLD.includes(id!));
      if (!told.length) throw new Error(`accepted, although ${wrong.join('; ')}\n${text}`);
    }),
    { numRuns: runs(600) },
  );
  expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(runs(600) / 15);
});
