import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExternalAuth,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  OidcProvider,
  UpstreamProvider,
  VirtualMcpServer,
} from '../../src';
import { Comments, Path } from '../../src/import/comments';
import { Expression, partsOfExpression, scalar } from '../../src/import/expression';
import { Fields } from '../../src/import/fields';
import { tableOf } from '../../src/import/kinds';
import { References } from '../../src/import/references';
import { Obj } from '../../src/plain/objects';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Schema } from '../../src/resources/crd/types';
import { inProps, propPath } from '../../src/synthesis/prop-names';
import { chartIn } from '../util';

/** Anything that a field may be, so that tables which read text as a duration or size find one. */
const TEXT: Readonly<Record<string, string>> = { size: '1Gi', samplingRate: '0.5', memory: '1Gi', cpu: '1' };

/** A value with every field that a schema has; `choose` says the value of an enum. */
function sample(schema: Schema, name: string, path: string, choose: (path: string, of: Schema) => unknown): unknown {
  const inner = (of: Schema, key: string) => sample(of, key, `${path}.${key}`, choose);
  if (schema.enum) return choose(path, schema);
  if (schema.items) return [sample(schema.items, name, path, choose)];
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([key, of]) => [key, inner(of, key)]));
  }
  if (schema.type === 'object' || schema.additionalProperties) {
    return { key: inner(schema.additionalProperties ?? { type: 'string' }, 'key') };
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  return TEXT[name] ?? '30s';
}

/** A spec for each value of each enum, since one says what a table reads. */
function samples(schema: Schema): Obj[] {
  const choices = new Map<string, unknown>();
  const first = sample(schema, '', '', (path, of) => {
    for (const value of of.enum!) choices.set(`${path} ${value}`, [path, value]);
    return of.enum![0];
  });
  const others = [...choices.values()].map((choice) => {
    const [at, value] = choice as [string, unknown];
    return sample(schema, '', '', (path, of) => (path === at ? value : of.enum![0]));
  });
  return [first, ...others] as Obj[];
}

/** Tells of each expression which field it is made of, in the place of a comment. */
const everywhere = { of: (path: Path) => [{ field: shownPath(path), text: '' }] } as unknown as Comments;

const anything = new Proxy({}, { get: () => () => scalar('anything') }) as References;

const shownPath = (path: Path) =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);

/** The fields that props are made of, as `import` has it. */
function pairsOf(kind: string, spec: Obj): [field: string, prop: string][] {
  const fields = new Fields(spec, [], { references: anything, comments: everywhere });
  const found: [string, string][] = [];
  const visit = (code: Expression, prop: string) => {
    // An argument has no name.
    const ofArguments = code.type === 'call' ? code.args.flatMap(({ comment = [] }) => comment) : [];
    for (const comment of code.comment ?? []) if (!ofArguments.includes(comment)) found.push([comment.field, prop]);
    if (code.type === 'object') for (const [name, value] of code.members) visit(value, name);
    else if (code.type !== 'call') for (const inner of partsOfExpression(code)) visit(inner, prop);
    else for (const inner of code.args) if (inner.type === 'object') visit(inner, prop);
  };
  for (const [name, code] of Object.entries(tableOf(kind).props(fields, {}))) if (code) visit(code, name);
  return found;
}

/** What is no prop: a key of a map, and what a factory is named by (`ExternalAuth.xaa`). */
const NO_PROPS: readonly string[] = [
  ...['tokenExchange', 'headerInjection', 'bearerToken', 'embeddedAuthServer', 'awsSts', 'upstreamInject', 'xaa'],
  ...['authServerConfig.storage.redis', 'authServerConfig.storage.redis.sentinelConfig'],
  ...['incomingAuth', 'outgoingAuth.backends.key', 'config.operational.timeouts.perWorkload.key'],
  // Two props say its members.
  'prometheus',
];
const isProp = ([field, prop]: [string, string]) => prop !== '30s' && !NO_PROPS.includes(field);

const last = (path: string) =>
  path
    .split('.')
    .pop()!
    .replace(/\[\d+\]/g, '');

test.each(TOOLHIVE_KINDS)('every field of %s that a prop says is called what the prop is called', (kind) => {
  const pairs = samples(crdOf(kind).spec)
    .flatMap((value) => pairsOf(kind, value))
    .filter(isProp);
  const wrong = new Set(
    pairs.filter(([field, prop]) => last(propPath(kind, field)) !== prop).map((pair) => pair.join(' is ')),
  );
  expect([...wrong]).toEqual([]);
  expect(pairs.length).toBeGreaterThan(0);
});

test.each([
  ['MCPServer', 'groupRef.name', 'group'],
  ['MCPServer', 'oidcConfigRef.name', 'oidc.config'],
  ['MCPServer', 'oidcConfigRef.audience', 'oidc.audience'],
  ['MCPServer', 'secrets[2].key', 'env[2].key'],
  ['MCPServer', 'resources.limits.cpu', 'proxyResources.cpu.limit'],
  ['MCPRemoteProxy', 'headerForward.addHeadersFromSecret[0].headerName', 'secretHeaders[0].headerName'],
  ['MCPServerEntry', 'headerForward.addPlaintextHeaders.X-A', 'headers.X-A'],
  ['VirtualMCPServer', 'config.aggregation.tools[3].workload', 'aggregation.tools[3].member'],
  [
    'VirtualMCPServer',
    'authServerConfig.upstreamProviders[1].oidcConfig.clientId',
    'authServer.upstreamProviders[1].clientId',
  ],
  ['MCPServer', 'podTemplateSpec.spec.imagePullSecrets', 'podTemplateSpec.spec.imagePullSecrets'],
  ['MCPServer', 'nothing.known', 'nothing.known'],
])('of %s, %s is the prop %s', (kind, field, prop) => {
  expect(propPath(kind, field)).toBe(prop);
});

test('text speaks of props, and values in it stay as they were given', () => {
  expect(inProps('MCPServer', 'keep authServerRef; "groupRef" is a name, set spec.oidcConfigRef.audience')).toBe(
    'keep authServer; "groupRef" is a name, set oidc.audience',
  );
  expect(inProps('MCPServer', 'resources and secrets are words, https://resources.example.com/a too')).toBe(
    'resources and secrets are words, https://resources.example.com/a too',
  );
});

describe('a refusal names the prop', () => {
  const upstreamProviders = [UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'c' })];
  const authServer = { issuer: 'https://auth.example.com', upstreamProviders };

  test('that opens plain HTTP', () => {
    const provider = OidcProvider.issuer({ issuer: 'ftp://sso.example.com' });
    expect(() => new McpOidcConfig(chartIn(), 'sso', { provider })).toThrow('with insecureAllowHttp');
  });

  test('that an authorization server lacks', () => {
    const chart = chartIn();
    const config = new McpExternalAuthConfig(chart, 'auth', { auth: ExternalAuth.embeddedAuthServer(authServer) });
    new McpServer(chart, 's', { image: 'i', authServer: config });
    expect(() => Testing.synth(chart)).toThrow('authServer: the authorization server of MCPExternalAuthConfig "auth"');
    expect(() => Testing.synth(chart)).toThrow('its issuer in oidc as well');
  });

  test('that a virtual server with an authorization server lacks', () => {
    const chart = chartIn();
    const make = () => {
      new VirtualMcpServer(chart, 'v', { group: new McpGroup(chart, 'g'), authServer });
      Testing.synth(chart);
    };
    expect(make).toThrow('its issuer in oidc as well');
  });

  test('of a header', () => {
    const value = { secret: kplus.Secret.fromSecretName(chartIn(), 'token', 'token'), key: 'value' };
    const props = { remoteUrl: 'https://mcp.example.com/mcp', secretHeaders: { Host: value } };
    expect(() => new McpRemoteProxy(chartIn(), 'r', props)).toThrow(/McpRemoteProxy "r": secretHeaders/);
  });
});
