/** Configurations that were tried on the real registry server, v1.5.1, and what we say about each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RegistryApi, RegistryConfig } from '../../../../src';
import { Findings } from '../../../../src/findings';
import { checkConfigText } from '../../../../src/rendering/registry/config/check';
import { chartIn, objects } from '../../../util';

const CONFIGS = join(__dirname, 'configs');

const textOf = (file: string) => readFileSync(join(CONFIGS, file), 'utf8');

function check(text: string): Findings {
  const findings = new Findings();
  checkConfigText(text, findings);
  return findings;
}

const files = (folder: string) => readdirSync(join(CONFIGS, folder)).map((name) => `${folder}/${name}`);
const lines = ({ list }: Findings) => list.map(({ field, message }) => `${field}: ${message}`).join('\n');

describe('what the server takes', () => {
  test.each(files('valid'))('%s is accepted', (file) => {
    expect(check(textOf(file)).errors).toEqual([]);
  });

  test.each(files('valid'))('%s means the same when it was read and written again', (file) => {
    const chart = chartIn();
    new RegistryApi(chart, 'r', { config: RegistryConfig.fromYaml(textOf(file)) });
    const written = objects(chart)['ConfigMap/r-config'].data['config.yaml'];
    expect(parse(written)).toEqual(parse(textOf(file)));
    expect(checkConfigText(written, new Findings())).toEqual(checkConfigText(textOf(file), new Findings()));
  });
});

describe('what the server refuses fails with the field and the reason', () => {
  const REASONS: Record<string, string> = {
    'i01-guide-old-shape': 'registryName: is of a configuration of the registry server before 1.0',
    'i03-empty': ': must be a map with sources, registries, database and auth, not null',
    'i05-source-no-name': 'sources[0].name: is required',
    'i07-name-64':
      'sources[0].name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no longer',
    'i09-dup-source': 'sources[1].name: "local" is in the list twice; rename one',
    'i13-git-no-repo': 'sources[0].git.repository: is required',
    'i14-git-auth-user-only': 'sources[0].git.auth.passwordFile: is required; username and passwordFile go together',
    'i16-git-auth-relative': 'sources[0].git.auth.passwordFile: "secrets/git-token" must be an absolute path',
    'i19-api-timeout-bad': 'sources[0].api.timeout: "10 seconds" is no duration',
    'i20-api-timeout-zero': 'sources[0].api.timeout: "0s" must be longer than 0s and at most 5m',
    'i23-file-both': 'sources[0].file: has both path and url; keep one',
    'i25-file-url-relative': 'sources[0].file.url: "/registry.json" must begin with https:// or http://',
    'i27-file-timeout': 'sources[0].file.timeout: "fast" is no duration',
    'i28-no-syncpolicy': 'sources[0].syncPolicy.interval: is required; write a duration such as "30m"',
    'i29-interval-1d': 'sources[0].syncPolicy.interval: "1d" is no duration',
    'i30-interval-number': 'sources[0].syncPolicy.interval: "30" is no duration',
    'i31-no-registries': 'registries: is required',
    'i33-dup-registry': 'registries[1].name: "default" is in the list twice',
    'i35-registry-unknown-source': 'registries[0].sources[0]: references unknown source "nope"; known: local',
    'i36-claim-number': 'sources[0].claims.level: must be a text or a list of texts, not 3',
    'i43-db-no-database': 'database.database: is required',
    'i45-db-dynamic-and-password': 'database.password: and database.dynamicAuth exclude each other',
    'i46-db-dynamic-and-migpassword': 'database.migrationPassword: and database.dynamicAuth exclude each other',
    'i47-db-dynamic-no-region': 'database.dynamicAuth.awsRdsIam.region: is required',
    'i48-db-lifetime': 'database.connMaxLifetime: "5 minutes" is no duration',
    'i49-db-sslmode': 'database.sslMode: "strict" is not allowed; use one of "disable", "require", "verify-ca"',
    'i50-db-port-range': 'database.port: 70000 must be a number from 1 to 65535',
    'i51-db-port-text': 'database.port: must be a whole number, not "abc"',
    'i52-db-name-query': 'database.database: "toolhive_registry?x=1" must be a name alone',
    'i53-no-auth': 'auth: is required; set auth.mode',
    'i54-auth-no-mode': 'auth.mode: is required',
    'i58-oauth-no-providers': 'auth.oauth.providers: is required',
    'i59-prov-no-name': 'auth.oauth.providers[0].name: is required',
    'i60-prov-no-issuer': 'auth.oauth.providers[0].issuerUrl: is required',
    'i62-prov-http': 'auth.oauth.providers[0].issuerUrl: "http://idp.example.com" must begin with https',
    'i63-prov-relative': 'auth.oauth.providers[0].issuerUrl: "idp.example.com" must be an absolute https address',
    'i67-telemetry-sampling-2': 'telemetry.tracing.sampling: 1.5 must be above 0 and at most 1',
    'i68-audit-negative': 'audit.maxDataSize: -1 must be a number of bytes from 0 to 1048576',
    'i69-audit-toobig': 'audit.maxDataSize: 1048577 must be',
    'i77-sources-map': 'sources: must be a list, not {"local":{"managed":{}}}',
    'i78-bool-text': 'auth.oauth.providers[0].allowPrivateIP: must be true or false, not "maybe"',
    'i81-managed-null': 'sources[0]: must have one of git, api, file, managed, kubernetes; an empty one is written',
    'i85-envsubst': 'database.password: "${DB_PASSWORD}" stays as it is',
    'i86-authmode-flag-no-rescue': 'auth: is required',
    'i88-sslmode-prefer': 'database.sslMode: "prefer" is not allowed',
  };

  test.each(files('invalid'))('%s', (file) => {
    const { errors } = check(textOf(file));
    expect(errors.map(({ field, message }) => `${field}: ${message}`).join('\n')).toContain(
      REASONS[file.slice('invalid/'.length, -'.yaml'.length)],
    );
  });
});

describe('what the server takes in silence, and nobody means, is refused or warned of with the consequence', () => {
  const CONSEQUENCES: Record<string, string> = {
    't05-interval-zero': 'must be longer than nothing',
    't10-bad-glob': 'the server would drop every server of the source',
    't13-file-url-http': 'anybody in between can change it',
    't14-anonymous-with-authz': 'auth.authz: is ignored: in mode "anonymous" everybody may do everything',
    't16-oauth-no-resourceurl': "clients can't find out whom to ask for a token",
    't17-dup-provider': "logs won't tell them apart",
    't20-pool-negative': 'is ignored: -1 is no number of connections',
    't21-otlp-url': 'nothing is ever exported',
    't22-loose-types': 'registries[0].sources: "local,two" is read as ["local","two"]; write that',
    't23-audit-unknown-event': 'is no event of the server, and selects nothing',
    't24-api-no-scheme': 'sources[0].api.endpoint: "registry.example.com" must begin with https://',
    't26-role-empty-rule': 'auth.authz.roles.superAdmin[0]: is empty and matches nobody',
    't29-git-ssh': 'is reached by SSH, for which the server has no key',
    't30-dynamicauth-empty': 'is empty, and as good as absent',
    't31-introspection-no-client': 'is asked without credentials, which issuers refuse',
    't34-authz-untagged': 'nobody but a superAdmin sees it',
  };

  test.each(files('traps'))('%s', (file) => {
    expect(lines(check(textOf(file)))).toContain(CONSEQUENCES[file.slice('traps/'.length, -'.yaml'.length)]);
  });
});

describe('beyond the recorded files', () => {
  const base = {
    sources: [{ name: 'a', git: { repository: 'https://example.com/r.git' }, syncPolicy: { interval: '30m' } }],
    registries: [{ name: 'default', sources: ['a'] }],
    auth: { mode: 'anonymous' },
    database: { host: 'h', port: 5432, user: 'u', database: 'd' },
  };
  const source = (members: object) => ({ ...base, sources: [{ ...base.sources[0], ...members }] });
  const git = (members: object) => source({ git: { repository: 'https://example.com/r.git', ...members } });
  const oauth = (provider: object, auth: object = {}) => ({
    ...base,
    auth: {
      mode: 'oauth',
      oauth: {
        resourceUrl: 'https://r.example.com',
        providers: [{ name: 'p', issuerUrl: 'https://p.example.com', audience: 'a', ...provider }],
      },
      ...auth,
    },
  });
  const database = (members: object) => ({ ...base, database: { ...base.database, ...members } });

  test('a plain configuration has nothing to say about it', () => {
    expect(check(JSON.stringify(base)).list).toEqual([]);
    const tagged = { claims: { team: 'x' } };
    const registries = [{ ...base.registries[0], ...tagged }];
    const roles = { ...oauth({}, { authz: { roles: {} } }), ...source(tagged), registries };
    expect(check(JSON.stringify({ ...roles, auth: oauth({}, { authz: { roles: {} } }).auth })).list).toEqual([]);
  });

  test('a login without roles gives everybody all of them', () => {
    expect(check(JSON.stringify(oauth({}))).list).toEqual([
      expect.objectContaining({
        severity: 'warning',
        id: 'registry-roles-open',
        field: 'auth.authz',
        message: expect.stringContaining('every token of the issuers has all roles'),
      }),
    ]);
  });

  test.each([
    ['of a source', source({ format: 'upstream' }), 'sources[0].format'],
    [
      'of a registry',
      { ...base, registries: [{ name: 'default', sources: ['a'], format: 'upstream' }] },
      'registries[0].format',
    ],
    ['of the whole', { ...base, registryName: 'a' }, 'registryName'],
    ['of the whole, before 0.6', { ...base, fileStorage: { baseDir: '/data' } }, 'fileStorage'],
    ['of the database', database({ passwordFile: '/p' }), 'database.passwordFile'],
  ])('a field of older servers is left over, and ignored: %s', (_, config, field) => {
    const { list } = check(JSON.stringify(config));
    expect(list).toEqual([
      expect.objectContaining({
        severity: 'warning',
        id: 'registry-legacy-field',
        field,
        message: expect.stringMatching(/^is of an older registry server, and today's ignores it; drop it/),
      }),
    ]);
  });

  describe('below a public path nobody is asked for a token', () => {
    const claims = { groups: 'engineering' };
    function warnings(registry: object, tags: object, publicPaths = ['/registry/public']): string[] {
      const config = {
        ...oauth({}, { publicPaths, authz: { roles: { superAdmin: [{ sub: 'root' }] } } }),
        sources: [{ ...base.sources[0], ...tags }],
        registries: [{ name: 'public', sources: ['a'], ...registry }],
      };
      return check(JSON.stringify(config)).list.map(({ id, field }) => `${id} ${field}`);
    }

    test('so that claims of a source keep nobody out', () => {
      expect(warnings({}, { claims })).toEqual(['registry-public-unfiltered registries[0]']);
      expect(warnings({}, { claims }, ['/registry'])).toEqual(['registry-public-unfiltered registries[0]']);
    });

    test('so that its own claims keep nobody out', () => {
      expect(warnings({ claims }, {})).toEqual(['registry-public-unfiltered registries[0]']);
    });

    test('which is right where nothing has claims', () => expect(warnings({}, {})).toEqual([]));

    test('and beside it a registry without claims is for superAdmins', () => {
      expect(warnings({}, {}, ['/registry/publi'])).toEqual([
        'registry-authz-untagged sources[0]',
        'registry-authz-untagged registries[0]',
      ]);
    });
  });

  test.each<[string, object, string]>([
    ['an unknown field, with the nearest name', git({ brnch: 'main' }), 'sources[0].git.brnch: is no field of'],
    ['an unknown field, with the nearest name', git({ brnch: 'main' }), 'did you mean "branch"?'],
    ['a key in other upper and lower case', source({ Filter: {} }), 'sources[0].Filter: is read as "filter"'],
    ['a field twice, in two cases', { ...base, Auth: { mode: 'oauth' } }, 'Auth: is there twice'],
    ['two of branch, tag and commit', git({ branch: 'b', tag: 't' }), 'not branch and tag; the server would start and'],
    ['a shortened commit', git({ commit: 'abc1234' }), 'sources[0].git.commit: "abc1234" must be the full SHA'],
    ['a path from the root', git({ path: '/r.json' }), 'sources[0].git.path: "/r.json"'],
    ["a file in ToolHive's old format", git({ path: 'pkg/registry/data/registry.json' }), 'registry-upstream.json'],
    ['a password in an address', git({ repository: 'https://u:p@example.com/r' }), 'has a credential before the @'],
    ['a source that is fetched too often', source({ syncPolicy: { interval: '30s' } }), '"30s" is never kept'],
    ['a negative interval', source({ syncPolicy: { interval: '-5m' } }), '"-5m" must be longer than nothing'],
    [
      'two kinds of source',
      source({ managed: {} }),
      'sources[0]: must have one of git, api, file, managed, kubernetes, not git and managed',
    ],
    ['data in the configuration', source({ git: null, file: { data: '{}' } }), 'sources[0].file.data: is not read by'],
    ['a relative path', source({ git: null, file: { path: 'r.json' } }), 'in whatever folder the server was started'],
    ['two namespaces', source({ git: null, kubernetes: { namespaces: ['a', 'b'] } }), 'Make a source of each'],
    ['no namespace', source({ git: null, kubernetes: {} }), 'names none, which means all'],
    ['a wrong namespace', source({ git: null, kubernetes: { namespaces: ['A'] } }), '"A" is no namespace'],
    ['a namespace twice', source({ git: null, kubernetes: { namespaces: ['a', 'a'] } }), '"a" is in the list twice'],
    ['a filter where nothing is filtered', source({ git: null, managed: {}, filter: {} }), 'filter: is ignored'],
    [
      'a registry no address can name',
      { ...base, registries: [{ name: 'my team/reg', sources: ['a'] }] },
      "can't stand",
    ],
    [
      'a source listed twice',
      { ...base, registries: [{ name: 'd', sources: ['a', 'a'] }] },
      'is ignored: "a" is in the list twice',
    ],
    ['a claim in upper case', source({ claims: { orgUnit: 'x' } }), 'the server looks for the claim "orgunit"'],
    [
      'a claim with a map',
      source({ claims: { org: { unit: 'x' } } }),
      'sources[0].claims.org: must be a text or a list',
    ],
    ['a public path that opens the admin API', oauth({}, { publicPaths: ['/v1'] }), '"/v1" opens the admin API'],
    ['a public path that opens everything', oauth({}, { publicPaths: ['/'] }), '"/" opens the admin API'],
    ['an issuer at a private address', oauth({ issuerUrl: 'https://kubernetes.default.svc' }), 'allowPrivateIP: true'],
    ['verify-full', database({ sslMode: 'verify-full' }), 'never gets ready; use "verify-ca"'],
    ['a password in the file', database({ password: 'x' }), 'is a credential, which everybody can read there'],
    ['a pool that keeps more than it may open', database({ maxOpenConns: 2, maxIdleConns: 5 }), 'lower maxIdleConns'],
    ['no size at all', database({ maxMetaSize: 0 }), 'database.maxMetaSize: 0 must be above 0'],
    ['an empty awsRdsIam', database({ dynamicAuth: { awsRdsIam: {} } }), 'awsRdsIam.region: is required'],
    ['no sampling', { ...base, telemetry: { enabled: true, tracing: { enabled: true, sampling: 0 } } }, 'above 0'],
    [
      'a collector that is no host',
      { ...base, telemetry: { enabled: true, endpoint: 'a b:4318' } },
      '"a b:4318" must be',
    ],
    ['an audit log in the root folder', { ...base, audit: { logFile: '/audit.log' } }, 'must be a file in a folder'],
    ['an audit log that is a folder', { ...base, audit: { logFile: '/var/log/' } }, 'must be a file in a folder'],
    ['a relative audit log', { ...base, audit: { logFile: 'audit.log' } }, 'audit.logFile: "audit.log" must be an'],
    ['a key twice', { toJSON: () => undefined }, 'is not YAML: line 2, column 1: Map keys must be unique'],
  ])('%s', (_, config, message) => {
    const text = JSON.stringify(config) ?? 'auth: {}\nauth: {}\n';
    expect(lines(check(text))).toContain(message);
  });
});
