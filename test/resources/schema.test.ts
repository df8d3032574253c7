import { shapeOf } from '../../scripts/crd-facts/rule-shapes';
import { Findings } from '../../src/findings';
import { Obj } from '../../src/plain/objects';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { holdsAtAGlance, programOf } from '../../src/resources/cel';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Schema } from '../../src/resources/crd/types';
import { checkSpec } from '../../src/resources/schema';
import { VersionName } from '../../src/resources/versions';

function check(kind: string, spec: unknown, version: VersionName = DEFAULT_VERSION) {
  const findings = new Findings();
  const checked = checkSpec(kind, version, spec, findings);
  return { checked, errors: findings.errors.map(({ field, message }) => `${field}: ${message}`) };
}
const server = (spec: Obj) => check('MCPServer', { image: 'i', ...spec });

describe('defaults', () => {
  test('are those of the CRD', () => {
    expect(server({}).checked).toEqual({
      image: 'i',
      transport: 'stdio',
      proxyMode: 'streamable-http',
      proxyPort: 8080,
      sessionAffinity: 'ClientIP',
      trustProxyHeaders: false,
    });
  });

  test('inside an object apply only when the object is there', () => {
    expect(server({}).checked.audit).toBeUndefined();
    expect(server({ audit: {} }).checked.audit).toEqual({ enabled: false });
  });

  test('replace null, which is dropped where there is no default', () => {
    const { checked, errors } = server({ proxyPort: null, mcpPort: null });
    expect(errors).toEqual([]);
    expect(checked.proxyPort).toBe(8080);
    expect(checked).not.toHaveProperty('mcpPort');
  });

  test('leave the input alone', () => {
    const given = { image: 'i', audit: {} };
    check('MCPServer', given);
    expect(given).toEqual({ image: 'i', audit: {} });
  });
});

describe('a message says what it got, what is allowed and what to do', () => {
  test.each<[string, Obj, string]>([
    [
      'unknown field, near a known one',
      { proxyprt: 1 },
      'spec.proxyprt: is not a field of MCPServer; did you mean "proxyPort"?',
    ],
    [
      'unknown field, few known ones',
      { audit: { level: 'x' } },
      'spec.audit.level: is not a field of MCPServer; known fields: enabled',
    ],
    ['wrong type', { replicas: 'two' }, 'spec.replicas: must be a whole number, not "two"'],
    [
      'a number where text is wanted',
      { env: [{ name: 'A', value: 1 }] },
      'spec.env[0].value: must be a string, not 1; quote it: "1"',
    ],
    ['a fraction', { proxyPort: 80.5 }, 'spec.proxyPort: must be a whole number, not 80.5'],
    [
      'enum',
      { transport: 'http' },
      'spec.transport: "http" is not allowed; use one of "stdio", "streamable-http", "sse"',
    ],
    [
      'above the maximum',
      { proxyPort: 70000 },
      'spec.proxyPort: 70000 is above the maximum 65535; give a number from 1 to 65535',
    ],
    ['below the minimum', { replicas: -1 }, 'spec.replicas: -1 is below the minimum 0; give a number of at least 0'],
    ['required', { env: [{ name: 'A' }] }, 'spec.env[0].value: is required'],
    [
      'duplicate key of a list',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      'spec.env[1]: duplicate of spec.env[0]: {"name":"A"} is a duplicate; drop or rename one',
    ],
    ['empty where something is wanted', { groupRef: { name: '' } }, 'spec.groupRef.name: must not be empty'],
    [
      'too few items',
      { authzConfig: { type: 'inline', inline: { policies: [] } } },
      'spec.authzConfig.inline.policies: has 0 items; give at least 1',
    ],
    ['a name that every JavaScript object has', { constructor: 1 }, 'spec.constructor: is not a field of MCPServer'],
    [
      'above what the format holds',
      { replicas: 3e9 },
      'spec.replicas: 3000000000 is above the maximum 2147483647; give a number from 0 to 2147483647',
    ],
    ['a list where an object is wanted', { resources: [] }, 'spec.resources: must be an object, not []'],
  ])('%s', (_, spec, message) => {
    expect(server(spec).errors).toEqual([message]);
  });

  test('all at once', () => {
    expect(server({ transport: 'x', replicas: -1, nope: 1 }).errors).toHaveLength(3);
  });
});

describe('rules in CEL', () => {
  test('are reported where they stand, and only when the structure is sound', () => {
    expect(server({ rateLimiting: {} }).errors).toEqual([
      "spec: rateLimiting requires sessionStorage with provider 'redis'",
      'spec.rateLimiting: at least one of shared, perUser, or tools must be configured',
    ]);
    expect(server({ rateLimiting: {}, nope: 1 }).errors).toEqual(['spec.nope: is not a field of MCPServer']);
  });

  test('hold whole numbers to be ints', () => {
    const session = { sessionStorage: { provider: 'redis', address: 'r:6379', db: 3 } };
    expect(server({ ...session, rateLimiting: { shared: { maxTokens: 1, refillPeriod: '1m' } } }).errors).toEqual([]);
  });

  test('all parse, in every CRD', () => {
    const rules: string[] = [];
    const walk = (schema: Schema) => {
      for (const { rule, messageExpression } of schema.rules ?? []) {
        rules.push(...[rule, messageExpression ?? []].flat());
      }
      for (const child of [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]) {
        if (child) walk(child);
      }
    };
    for (const kind of TOOLHIVE_KINDS) walk(crdOf(kind).spec);
    expect(rules.length).toBeGreaterThan(70);
    for (const rule of rules) expect(() => programOf(rule)).not.toThrow();
  });
});

test('every rule evaluates on objects with any of its fields, and holds for CEL where it holds at a glance', () => {
  const plain = new Set<string>();
  const sample = (schema: Schema): unknown => {
    if (schema.enum) return schema.enum.find((value) => value !== '');
    if (schema.type === 'array') return schema.items ? [sample(schema.items)] : [];
    if (schema.type === 'integer') return BigInt(schema.minimum ?? 1);
    if (schema.type === 'boolean') return true;
    if (schema.type === 'string') return '5m';
    if (schema.additionalProperties) return { key: sample(schema.additionalProperties) };
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, field]) => [key, sample(field)]));
  };
  /** Each field in each of its kinds, all others there, and not. */
  const variants = (schema: Schema): Obj[] => {
    const self = sample(schema) as Obj;
    const kinds = Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
      [...(field.enum ?? []), undefined].map((kind) => ({ [key]: kind })),
    );
    const without = Object.keys(self).map((key) => ({ [key]: undefined }));
    return [
      self,
      {},
      ...kinds,
      ...kinds.flatMap((kind) =>
        [kind, ...without.map((less) => ({ ...kind, ...less }))].map((own) => ({ ...self, ...own })),
      ),
    ];
  };
  const walk = (schema: Schema) => {
    for (const { rule, shape } of schema.rules ?? []) {
      expect([rule, shape]).toEqual([rule, shapeOf(rule)]);
      if (schema.type !== 'object') continue;
      expect([rule, typeof programOf(rule)({ self: sample(schema) })]).toEqual([rule, 'boolean']);
      for (const given of shape ? variants(schema) : []) {
        const self = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        if (!holdsAtAGlance(shape, self)) continue;
        plain.add(rule);
        expect([rule, self, programOf(rule)({ self })]).toEqual([rule, self, true]);
      }
    }
    for (const child of [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]) {
      if (child) walk(child);
    }
  };
  for (const kind of TOOLHIVE_KINDS) walk(crdOf(kind).spec);
  expect(plain.size).toBeGreaterThan(30);
});

test.each([
  '!has(self.a) && has(self.b)',
  '!has(self.a) || has(self.b) ? has(self.c) : has(self.d)',
  '!(has(self.a) && has(self.b)) && has(self.c)',
  '!(has(self.a) || has(self.b))',
  '!has(self.a.b) || has(self.c)',
  'has(self.a) || has(self.b)',
  "self.a == 'b' ? has(self.c) : !has(self.d)",
  "self.a == 'b' ? has(self.c) : false",
])('%s is left to CEL', (rule) => {
  expect(shapeOf(rule)).toBeUndefined();
});

describe('a trusted issuer', () => {
  const issuer = (more: Obj) =>
    check('VirtualMCPServer', {
      groupRef: { name: 'g' },
      incomingAuth: { type: 'anonymous' },
      authServerConfig: {
        issuer: 'https://auth.example.com',
        upstreamProviders: [
          { name: 'a', type: 'oidc', oidcConfig: { issuerUrl: 'https://idp.example.com', clientId: 'c' } },
        ],
        trustedIssuers: [{ issuerUrl: 'https://other.example.com', ...more }],
      },
    }).errors;
  const bound = (resource: string) =>
    issuer({
      jwtBearerGrant: {
        maxAssertionAge: '5m',
        subjectBindings: [{ subject: 's', allowedResources: [resource] }],
      },
    });

  test('may bind a subject to a URL, whose pattern is in POSIX classes', () => {
    expect(bound('https://mcp.example.com/space')).toEqual([]);
    expect(bound('https://mcp.example.com/a b')).toEqual([
      'spec.authServerConfig.trustedIssuers[0].jwtBearerGrant.subjectBindings[0].allowedResources[0]: ' +
        '"https://mcp.example.com/a b" does not match ^https?://[^[:space:]]+$',
    ]);
  });

  test('breaks a rule that asks for a field it lacks', () => {
    expect(issuer({ allowMayAct: true, expectedAudience: 'a' })).toEqual([
      'spec.authServerConfig.trustedIssuers[0]: allowMayAct must not be enabled when allowedDelegateClients contains ' +
        'the wildcard "*" (not decided: No such key: allowedDelegateClients)',
      'spec.authServerConfig.trustedIssuers[0]: allowedDelegateClients is required when legacy ' +
        'RFC 8693 policy is configured',
    ]);
  });
});

describe('formats', () => {
  const hook = (more: Obj) =>
    check('MCPWebhookConfig', { validating: [{ name: 'w', url: 'https://hook.example.com/v1', ...more }] }).errors;

  test.each(['https://h', 'http://u:p@h:8080/a%20b?q=%', 'http://[::1]:80/', '/path', 'urn:a:b'])(
    '%s is a URI',
    (url) => expect(hook({ url })).toEqual([]),
  );
  test.each(['hook.example.com', '', 'http://h:port/', 'http://a b/', 'https://h/%zz'])('%p is no URI', (url) =>
    expect(hook({ url })).toEqual([
      `spec.validating[0].url: "${url}" is not a URI; write it with its scheme, like "https://host/path"`,
    ]),
  );
  test.each(['10s', '1m30s', '1.5h', '0', '500ms', '1µs'])('%s is a duration', (timeout) =>
    expect(hook({ timeout })).toEqual([]),
  );
  test.each(['10', '5 minutes', '1d', ''])('%p is no duration', (timeout) =>
    expect(hook({ timeout })).toEqual([
      `spec.validating[0].timeout: "${timeout}" is not a duration; write it like "30s" or "1m30s"`,
    ]),
  );
});

test('free-form parts are passed through untouched', () => {
  const podTemplateSpec = { spec: { anything: [{ goes: true }] } };
  const { checked, errors } = server({ podTemplateSpec });
  expect(errors).toEqual([]);
  expect(checked.podTemplateSpec).toEqual(podTemplateSpec);
});
