import { withoutOlder, withVersion } from '../../scripts/crd-facts/merge';
import { Findings } from '../../src/findings';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Schema } from '../../src/resources/crd/types';
import { schemaAt, specSchema } from '../../src/resources/of-version';
import { checkSpec } from '../../src/resources/schema';
import { isBefore, sinceWhen, VERSION_NAMES, VersionName } from '../../src/resources/versions';

const OLD: Schema = {
  type: 'object',
  required: ['name', 'key'],
  rules: [
    { rule: 'self.a', message: 'a' },
    { rule: 'self.b', message: 'b' },
  ],
  properties: {
    name: { type: 'string', maxLength: 10 },
    key: { type: 'string', default: 'ca.crt', enum: ['ca.crt', 'tls.crt'] },
    gone: { type: 'boolean' },
    list: { type: 'array', mapKeys: ['name'], items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
};

const NEW: Schema = {
  type: 'object',
  required: ['name'],
  rules: [
    { rule: 'self.b', message: 'b' },
    { rule: 'self.c', message: 'c' },
  ],
  properties: {
    name: { type: 'string' },
    key: { type: 'string', default: 'tls.crt', enum: ['ca.crt', 'tls.crt', 'root.crt'] },
    list: {
      type: 'array',
      mapKeys: ['name', 'key'],
      items: { type: 'object', properties: { name: { type: 'string' }, key: { type: 'string', minLength: 1 } } },
    },
    tls: { type: 'object', rules: [{ rule: 'self.d' }] },
  },
};

const merged = withVersion(OLD, NEW, '0.63.0');

describe('facts of several versions', () => {
  test('stand in one table', () => {
    expect(merged.properties).toMatchObject({
      name: { type: 'string', before: [{ until: '0.63.0', said: { maxLength: 10 } }] },
      gone: { until: '0.63.0' },
      tls: { since: '0.63.0' },
    });
    expect(merged.rules).toEqual([
      { rule: 'self.b', message: 'b' },
      { rule: 'self.c', message: 'c', since: '0.63.0' },
      { rule: 'self.a', message: 'a', until: '0.63.0' },
    ]);
  });

  test('are those of each version again', () => {
    const { elsewhere: newer, ...before } = schemaAt(merged, '0.44.0');
    const { elsewhere: older, ...now } = schemaAt(merged, '0.63.0');
    expect(newer).toEqual({ tls: { since: '0.63.0' } });
    expect(older).toEqual({ gone: { until: '0.63.0' } });
    expect(withoutElsewhere(before)).toEqual({ ...OLD, rules: [OLD.rules![1], OLD.rules![0]] });
    expect(now).toEqual(NEW);
  });

  test('lose what no version says any more when one leaves the window', () => {
    const left = withoutOlder(merged, '0.63.0', isBefore);
    expect(left).toEqual(NEW);
    expect(withoutOlder(merged, '0.44.0', isBefore)).toEqual(merged);
  });

  test('fails for a field that was gone and came back', () => {
    expect(() => withVersion(merged, OLD, '0.63.0')).toThrow(
      'spec.gone was gone from 0.63.0 on, and is back in 0.63.0',
    );
  });

  test('are not copied where all versions say the same', () => {
    expect(specSchema('MCPToolConfig', '0.44.0')).toBe(crdOf('MCPToolConfig').spec);
    expect(specSchema('MCPServer', '0.44.0').properties!.rateLimiting).toBe(
      crdOf('MCPServer').spec.properties!.rateLimiting,
    );
  });
});

function withoutElsewhere(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'elsewhere' ? undefined : value)));
}

function errorsOf(version: VersionName, kind: string, spec: unknown): string[] {
  const findings = new Findings();
  checkSpec(kind, version, spec, findings);
  return findings.errors.map(({ field, message }) => `${field}: ${message}`);
}

const REDIS = { image: 'i', sessionStorage: { provider: 'redis', address: 'r:6379', tls: {} } };
const SECRETS = ['a', 'b'].map((key) => ({ name: 'keys', key }));

describe('a resource', () => {
  test('fails for a field that is newer than the version, and says so', () => {
    expect(errorsOf('0.44.0', 'MCPServer', REDIS)).toEqual([
      'spec.sessionStorage.tls: is known to ToolHive from 0.63.0 on, as far as we know; what is rendered is set to 0.44.0 (toolhiveVersion, --toolhive-version)',
    ]);
    expect(errorsOf('0.63.0', 'MCPServer', REDIS)).toEqual([]);
  });

  test('fails where the version lacks its whole kind', () => {
    const spec = crdOf('MCPGroup').spec as { since?: VersionName; until?: VersionName };
    const refused = 'what is rendered is set to 0.44.0 (toolhiveVersion, --toolhive-version)';
    try {
      spec.since = '0.63.0';
      expect(errorsOf('0.44.0', 'MCPGroup', { unknown: 1 })).toEqual([
        `kind: MCPGroup is known to ToolHive from 0.63.0 on, as far as we know; ${refused}`,
      ]);
      spec.since = undefined;
      spec.until = '0.63.0';
      expect(errorsOf('0.44.0', 'MCPGroup', {})).toEqual([]);
      expect(errorsOf('0.63.0', 'MCPGroup', {})).toEqual([
        expect.stringContaining('kind: MCPGroup is known to ToolHive until before 0.63.0;'),
      ]);
    } finally {
      delete spec.since;
      delete spec.until;
    }
  });

  test('is held to the rules and limits of its version', () => {
    const memory = { image: 'i', sessionStorage: { provider: 'memory', tls: {} } };
    expect(errorsOf('0.63.0', 'MCPServer', memory)).toEqual([
      'spec.sessionStorage: tls is only supported when provider is redis',
    ]);
    expect(errorsOf('0.63.0', 'MCPServer', { image: 'i', secrets: SECRETS })).toEqual([]);
    expect(errorsOf('0.44.0', 'MCPServer', { image: 'i', secrets: SECRETS })).toEqual([
      'spec.secrets[1]: duplicate of spec.secrets[0]: {"name":"keys"} is a duplicate; drop or rename one',
    ]);
    expect(errorsOf('0.63.0', 'MCPServer', { image: 'i', proxyReadTimeout: '-1s' })).toEqual([
      'spec.proxyReadTimeout: proxyReadTimeout must be non-negative',
    ]);
  });

  test.each(VERSION_NAMES)('of every kind is checked by facts of %s alone', (version) => {
    const marks: string[] = [];
    const walk = (schema: Schema, path: string): void => {
      if (schema.since ?? schema.until ?? schema.before) marks.push(path);
      for (const rule of schema.rules ?? []) if (rule.since ?? rule.until) marks.push(path);
      for (const [name, field] of Object.entries(schema.properties ?? {})) walk(field, `${path}.${name}`);
      if (schema.items) walk(schema.items, `${path}[]`);
      if (schema.additionalProperties) walk(schema.additionalProperties, `${path}.*`);
    };
    for (const kind of TOOLHIVE_KINDS) walk(specSchema(kind, version), kind);
    expect(marks).toEqual([]);
  });
});

test('says that a change may be older where versions before it were not recorded', () => {
  expect(sinceWhen('0.63.0')).toBe('from 0.63.0 on, as far as we know');
});
