/** Objects of another namespace, and keys that an object doesn't have. */
import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { everything } from '../../scripts/judges/app';
import {
  Authorizer,
  BackendAuth,
  EmbeddingServer,
  ExternalAuth,
  McpAuthz,
  McpAuthzConfig,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  McpServerProps,
  McpTelemetryConfig,
  McpToolConfig,
  McpTools,
  OidcProvider,
  Optimizer,
  OutgoingAuth,
  PermissionProfile,
  PodTemplate,
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  Toolhive,
  ToolhiveChart,
  VirtualMcpServer,
  VirtualMcpServerProps,
} from '../../src';
import { fieldReferences } from '../../src/graph/field-references';
import { Obj } from '../../src/plain/objects';

interface World {
  readonly app: App;
  /** Where the server is. */
  readonly here: ToolhiveChart;
  /** Another namespace. */
  readonly there: ToolhiveChart;
}

function world(): World {
  const app = Testing.app();
  return {
    app,
    here: new ToolhiveChart(app, 'here', { namespace: 'team-a' }),
    there: new ToolhiveChart(app, 'there', { namespace: 'team-b' }),
  };
}

function message(app: App): string {
  try {
    app.synth();
    return '';
  } catch (e) {
    return (e as Error).message;
  }
}

const secretIn = (chart: Chart) =>
  new kplus.Secret(chart, 's', { metadata: { name: 's' }, stringData: { token: 'x', other: 'y' } });
const configMapIn = (chart: Chart) =>
  new kplus.ConfigMap(chart, 'c', { metadata: { name: 'c' }, data: { 'ca.crt': 'x' } });
const issuer = { issuer: 'https://sso.example.com' };
const oidcIn = (chart: Chart) => new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer(issuer) });
const headerIn = (chart: Chart) =>
  new McpExternalAuthConfig(chart, 'key', {
    auth: ExternalAuth.headerInjection({
      headerName: 'X-Key',
      value: { secret: kplus.Secret.fromSecretName(chart, 'k', 'k'), key: 'k' },
    }),
  });

const server = (props: (world: World) => Partial<McpServerProps>) => (all: World) =>
  new McpServer(all.here, 'server', { image: 'i:1', ...props(all) });
const remote = (props: (world: World) => object) => (all: World) =>
  new McpRemoteProxy(all.here, 'proxy', { remoteUrl: 'https://mcp.example.com/mcp', ...props(all) });
const gateway = (props: (world: World) => Partial<VirtualMcpServerProps>) => (all: World) => {
  const group = new McpGroup(all.here, 'group');
  new McpServer(all.here, 'one', { image: 'i:1', group });
  return new VirtualMcpServer(all.here, 'gateway', { group, ...props(all) });
};
const database = (secret: kplus.ISecret) =>
  RegistryDatabase.password({
    host: 'pg',
    database: 'r',
    user: 'u',
    password: { secret, key: 'token' },
  });
const registry = (props: (world: World) => Partial<RegistryApiProps>) => (all: World) =>
  new RegistryApi(all.here, 'registry', {
    config: RegistryConfig.fromParts({
      sources: [RegistrySource.managed({ name: 'm' })],
      auth: RegistryAuth.anonymous(),
      database: database(kplus.Secret.fromSecretName(all.here, 'db', 'db')),
    }),
    ...props(all),
  });

const FOREIGN: [string, (world: World) => unknown, string][] = [
  [
    'a variable from a Secret',
    server(({ there }) => ({ env: { A: secretIn(there).envValue('token') } })),
    'Secret "s"',
  ],
  [
    'a variable from a ConfigMap',
    server(({ there }) => ({ env: { A: kplus.EnvValue.fromConfigMap(configMapIn(there), 'ca.crt') } })),
    'ConfigMap "c"',
  ],
  ['pull secrets', server(({ there }) => ({ imagePullSecrets: [secretIn(there)] })), 'Secret "s"'],
  [
    'a ServiceAccount',
    server(({ there }) => ({ serviceAccount: new kplus.ServiceAccount(there, 'a', { metadata: { name: 'a' } }) })),
    'ServiceAccount "a"',
  ],
  [
    "another server's own ServiceAccount",
    server(({ there }) => ({ serviceAccount: new McpServer(there, 'b', { image: 'i:1' }).serviceAccount })),
    'ServiceAccount "b-sa"',
  ],
  [
    'a volume from a Secret',
    server(({ there }) => ({
      volumes: [{ path: '/x', volume: kplus.Volume.fromSecret(there, 'v', secretIn(there)) }],
    })),
    'Secret "s"',
  ],
  [
    'a volume from a ConfigMap',
    server(({ there }) => ({
      volumes: [{ path: '/x', volume: kplus.Volume.fromConfigMap(there, 'v', configMapIn(there)) }],
    })),
    'ConfigMap "c"',
  ],
  [
    'a permission profile',
    server(({ there }) => ({
      permissionProfile: PermissionProfile.fromConfigMap({ configMap: configMapIn(there), key: 'ca.crt' }),
    })),
    'ConfigMap "c"',
  ],
  [
    'policies in a ConfigMap',
    server(({ there }) => ({ authz: McpAuthz.fromConfigMap({ configMap: configMapIn(there), key: 'ca.crt' }) })),
    'ConfigMap "c"',
  ],
  [
    'a pod template',
    server(({ there }) => ({
      podTemplateSpec: PodTemplate.fromJson({
        spec: { volumes: [{ name: 'v', secret: { secretName: secretIn(there).name } }] },
      }),
    })),
    'Secret "s"',
  ],
  ['a group', server(({ there }) => ({ group: new McpGroup(there, 'g') })), 'MCPGroup "g"'],
  ['an OIDC configuration', server(({ there }) => ({ oidc: { config: oidcIn(there) } })), 'MCPOIDCConfig "sso"'],
  [
    'a tool configuration',
    server(({ there }) => ({ tools: McpTools.fromConfig(new McpToolConfig(there, 't', { toolsFilter: ['x'] })) })),
    'MCPToolConfig "t"',
  ],
  [
    'telemetry',
    server(({ there }) => ({ telemetry: { config: new McpTelemetryConfig(there, 't', { prometheus: true }) } })),
    'MCPTelemetryConfig "t"',
  ],
  [
    'policies',
    server(({ there }) => ({
      authz: McpAuthz.fromConfig(
        new McpAuthzConfig(there, 'z', { authorizer: Authorizer.cedar(['permit(principal, action, resource);']) }),
      ),
    })),
    'MCPAuthzConfig "z"',
  ],
  ['outbound credentials', remote(({ there }) => ({ externalAuth: headerIn(there) })), 'MCPExternalAuthConfig "key"'],
  [
    'a TLS Secret',
    (all) =>
      new McpServer(all.here, 'server', { image: 'i:1' }).exposeViaIngress('mcp.example.com', {
        tlsSecret: secretIn(all.there),
      }),
    'Secret "s"',
  ],
  [
    'an embedding server',
    gateway(({ there }) => ({ optimizer: Optimizer.embeddingServer(new EmbeddingServer(there, 'e')) })),
    'EmbeddingServer "e"',
  ],
  [
    'outbound credentials of a virtual server',
    gateway(({ there }) => ({
      outgoingAuth: OutgoingAuth.inline({ default: BackendAuth.externalAuth(headerIn(there)) }),
    })),
    'MCPExternalAuthConfig "key"',
  ],
  [
    "a registry's password",
    registry(({ there }) => ({ pgpassSecret: { secret: secretIn(there), key: 'token' } })),
    'Secret "s"',
  ],
  [
    'inherited pull secrets',
    (all) => {
      Toolhive.configure(all.app, { imagePullSecrets: [secretIn(all.there)] });
      return new McpServer(all.here, 'server', { image: 'i:1' });
    },
    'Secret "s"',
  ],
  [
    "the default Redis' password",
    (all) => {
      Toolhive.configure(all.app, {
        redis: { address: 'redis', passwordSecret: { secret: secretIn(all.there), key: 'token' } },
      });
      return new McpServer(all.here, 'server', { image: 'i:1' });
    },
    'Secret "s"',
  ],
];

test.each(FOREIGN)('fails on %s of another namespace, and names both', (_, make, what) => {
  const all = world();
  make(all);
  const found = message(all.app);
  expect(found).toContain(`${what} is in namespace "team-b", at there/`);
  expect(found).toContain('this is in namespace "team-a"');
});

test('fails on a group whose virtual server is in another namespace, and on a member of another', () => {
  const { app, here, there } = world();
  const group = new McpGroup(here, 'g');
  new McpServer(here, 'a', { image: 'i:1', group });
  group.addMember(new McpRemoteProxy(there, 'r', { remoteUrl: 'https://mcp.example.com/mcp' }));
  new VirtualMcpServer(there, 'v', { group });
  const found = message(app);
  expect(found).toContain('McpRemoteProxy "r": group: MCPGroup "g" is in namespace "team-a", at here/g');
  expect(found).toContain('VirtualMcpServer "v": group: MCPGroup "g" is in namespace "team-a", at here/g');
});

describe('is fine with', () => {
  test.each<[string, (world: World) => unknown]>([
    ['an object of the same namespace', server(({ here }) => ({ env: { A: secretIn(here).envValue('token') } }))],
    [
      'one that is known by its name',
      server(({ app, there }) => {
        secretIn(there);
        return { env: { A: kplus.Secret.fromSecretName(app, 'i', 's').envValue('more') } };
      }),
    ],
    [
      'one of each namespace',
      server(({ here, there }) => {
        secretIn(there);
        return { env: { A: secretIn(here).envValue('token') } };
      }),
    ],
    [
      'one whose chart names no namespace',
      server(({ app }) => ({ env: { A: secretIn(new Chart(app, 'plain')).envValue('token') } })),
    ],
    [
      'a key that is added later',
      (all) => {
        const secret = secretIn(all.here);
        server(() => ({ env: { A: secret.envValue('late') } }))(all);
        secret.addStringData('late', 'x');
      },
    ],
    [
      'any key of a Secret that others fill',
      server(({ here }) => ({ env: { A: new kplus.Secret(here, 'e', { metadata: { name: 'e' } }).envValue('x') } })),
    ],
  ])('%s', (_, make) => {
    const all = world();
    make(all);
    expect(message(all.app)).toBe('');
  });
});

test.each<[string, (world: World) => unknown, RegExp]>([
  [
    'a variable',
    server(({ here }) => ({ env: { A: secretIn(here).envValue('tokn') } })),
    /Secret "s", at here\/s\/Resource, has no key "tokn"; did you mean "token"\?/,
  ],
  [
    'a file',
    server(({ here }) => ({
      permissionProfile: PermissionProfile.fromConfigMap({ configMap: configMapIn(here), key: 'profile' }),
    })),
    /ConfigMap "c", at here\/c\/Resource, has no key "profile"; it has "ca.crt"/,
  ],
  [
    'a pod template',
    server(({ here }) => ({
      podTemplateSpec: PodTemplate.fromJson({
        spec: {
          volumes: [{ name: 'v', secret: { secretName: secretIn(here).name, items: [{ key: 'crt', path: 'x' }] } }],
        },
      }),
    })),
    /Secret "s", at here\/s\/Resource, has no key "crt"; it has "other", "token"/,
  ],
])('fails on a key that an object of the app does not have: %s', (_, make, wanted) => {
  const all = world();
  make(all);
  expect(message(all.app)).toMatch(wanted);
});

/** What Kubernetes' own objects refer to, by the fields of pods, ServiceAccounts and Ingresses. */
function namedByObjects(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  const { secretKeyRef, configMapKeyRef, secretRef, configMapRef, secretName, imagePullSecrets, secret, configMap } =
    value as Obj;
  const add = (kind: string, name: unknown) => typeof name === 'string' && found.add(`${kind}/${name}`);
  for (const ref of [secretKeyRef, secretRef, secret, ...(imagePullSecrets ?? [])]) add('Secret', ref?.name);
  for (const ref of [configMapKeyRef, configMapRef, configMap]) add('ConfigMap', ref?.name);
  add('Secret', secretName);
  for (const [key, member] of Object.entries(value)) {
    const patch = key === 'args' && (member as string[]).find((arg) => arg.startsWith('--k8s-pod-patch='));
    namedByObjects(patch ? JSON.parse(patch.slice(patch.indexOf('=') + 1)) : member, found);
  }
  return found;
}

// scripts/judges/app.ts has every prop of every construct.
test('all that objects refer to stands in a field that is looked at', () => {
  const app = Testing.app();
  everything(app);
  const known = new Set<string>();
  const made = new Set<string>();
  for (const construct of app.node.findAll() as any[]) {
    if (!construct._checked) continue;
    const { spec, constructOptions } = construct._checked();
    const settings = construct._settings().rendering;
    const inherited = settings.imagePullSecrets.map((name: string) => ({ name }));
    for (const { kind, name } of fieldReferences(
      { spec, constructOptions, imagePullSecrets: inherited, redis: settings.redis },
      '',
    )) {
      known.add(`${kind}/${name}`);
    }
  }
  const named = new Set<string>();
  for (const chart of app.charts) {
    for (const object of chart.toJson()) {
      made.add(`${object.kind}/${object.metadata.name}`);
      namedByObjects(object, named);
    }
  }
  const others = ['ConfigMap/kube-root-ca.crt', 'Secret/virtual-cluster-hmac-secret'];
  const ofOurOwn = (id: string) => made.has(id) || others.includes(id);
  expect(named.size).toBeGreaterThan(20);
  expect([...named].filter((id) => !known.has(id) && !ofOurOwn(id))).toEqual([]);
});
