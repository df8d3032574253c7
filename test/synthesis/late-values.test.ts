/** Lazy values, tokens and resolvers of the app: what they come to is in checksums and texts, as if it had been said plainly. */
import { App, Chart, IResolver, Lazy, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  McpBackend,
  McpGroup,
  McpOidcConfig,
  McpServer,
  McpTransport,
  OidcProvider,
  PodTemplate,
  ToolhiveChart,
  VirtualMcpServer,
} from '../../src';

function chartIn(app: App = Testing.app()): Chart {
  return new ToolhiveChart(app, 'c', { namespace: 'ns' });
}

const lazy = (value: unknown): any => Lazy.any({ produce: () => value });
const token = (value: unknown): any =>
  new (class Token {
    resolve = () => value;
  })();

type Path = readonly (string | number)[];

/** Places of plain values in props. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [path];
  if (Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function changed(value: any, [key, ...rest]: Path, change: (value: unknown) => unknown): any {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? changed(item, rest, change) : item));
  return { ...value, [key]: changed(value[key], rest, change) };
}

interface Kind {
  readonly props: (scope: Construct) => any;
  readonly make: (scope: Construct, props: any) => void;
}

const oidc = (scope: Construct) => ({
  config: new McpOidcConfig(scope, 'o', { provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }) }),
  audience: 'a',
  resourceUrl: 'https://mcp.example.com/mcp',
  scopes: ['openid'],
});

const SERVER = (scope: Construct) => ({
  image: 'registry.example.com/a:1',
  transport: McpTransport.STREAMABLE_HTTP,
  mcpPort: 8090,
  proxyPort: 8081,
  endpointPrefix: '/a',
  trustProxyHeaders: true,
  args: ['--a', 'b'],
  replicas: 1,
  audit: true,
  oidc: oidc(scope),
  resourceOverrides: {
    proxyDeployment: { labels: { a: 'b' }, annotations: { c: 'd' }, env: { LOG: 'debug' } },
    proxyService: { annotations: { e: 'f' } },
  },
  writablePaths: ['/var/a'],
  restartedAt: '2026-01-31T12:00:00Z',
});

const KINDS: Record<string, Kind> = {
  McpServer: { props: SERVER, make: (scope, props) => new McpServer(scope, 's', props) },
  'McpServer with a declared backend': {
    props: (scope) => ({ ...SERVER(scope), backend: McpBackend.declared() }),
    make: (scope, props) => new McpServer(scope, 's', props),
  },
  VirtualMcpServer: {
    props: (scope) => {
      const group = new McpGroup(scope, 'g');
      new McpServer(scope, 'm', { image: 'i:1', group });
      return {
        group,
        oidc: oidc(scope),
        passthroughHeaders: ['X-A'],
        codeMode: { stepLimit: 10 },
        replicas: 1,
        audit: { component: 'c', includeRequestData: true, eventTypes: ['mcp_tool_call'] },
      };
    },
    make: (scope, props) => new VirtualMcpServer(scope, 's', props),
  },
};

const synthesized = ({ props, make }: Kind, path?: Path, late: (value: unknown) => unknown = lazy): string => {
  const chart = chartIn();
  const plain = props(chart);
  make(chart, path ? changed(plain, path, late) : plain);
  return JSON.stringify(Testing.synth(chart));
};

describe.each(Object.entries(KINDS))('%s', (_, kind) => {
  const paths = leaves(kind.props(chartIn())).map((path) => [path.join('.'), path] as const);

  test.each(paths)('%s may be known later', (__, path) => {
    const plain = synthesized(kind);
    for (const late of [lazy, token]) {
      let found: string;
      try {
        found = synthesized(kind, path, late);
      } catch (e) {
        // A token of nobody's class has no name to show.
        expect((e as Error).message).toMatch(/Lazy|restartedAt/);
        continue;
      }
      expect(found).toBe(plain);
    }
  });
});

test('what a Lazy produces is asked for when the app is synthesized', () => {
  const chart = chartIn();
  let tag = 'early';
  new McpServer(chart, 's', { image: lazy(''), env: { A: kplus.EnvValue.fromValue(lazy('v')) } });
  new McpServer(chart, 't', {
    image: Lazy.any({ produce: () => `i:${tag}` }) as any,
    env: { A: kplus.EnvValue.fromValue(Lazy.any({ produce: () => tag }) as any) },
  });
  chart.node.tryRemoveChild('s');
  tag = 'late';
  const text = JSON.stringify(Testing.synth(chart));
  expect(text).toContain('i:late');
  expect(text).toContain(String.raw`\"A\": \"late\"`);
  expect(text).not.toContain('early');
});

test('fails at synthesis for what a Lazy must not produce', () => {
  const chart = chartIn();
  new McpServer(chart, 's', { image: lazy('A B') });
  expect(() => Testing.synth(chart)).toThrow('[c/s] McpServer "s": image: ');
});

test('fails for a text that a Lazy was made a part of, with what to do', () => {
  const chart = chartIn();
  expect(() => new McpServer(chart, 's', { image: 'i:1', args: [`--a=${lazy('b')}`] })).toThrow(
    '[c/s] McpServer "s": args[0]: holds "[object Object]": an object was made a part of a text, such as a Lazy',
  );
});

test('checksums and texts follow what a resolver of the app makes of them', () => {
  const made = (by: string) => {
    const resolver: IResolver = {
      resolve: (context) => {
        if (typeof context.value === 'string' && context.value.includes('${Token[X.1]}')) {
          context.replaceValue(context.value.replaceAll('${Token[X.1]}', by));
        }
      },
    };
    const chart = chartIn(new App({ outdir: '/nowhere', resolvers: [resolver] }));
    new McpServer(chart, 's', {
      image: 'r.example.com/${Token[X.1]}:1',
      env: { A: kplus.EnvValue.fromValue('${Token[X.1]}') },
    });
    return JSON.stringify(chart.toJson());
  };
  const plain = chartIn();
  new McpServer(plain, 's', { image: 'r.example.com/uno:1', env: { A: kplus.EnvValue.fromValue('uno') } });
  expect(made('uno')).toBe(JSON.stringify(plain.toJson()));
  expect(made('due')).toBe(
    made('uno')
      .replaceAll('uno', 'due')
      .replace(/(checksum":")\w+/g, `$1${/checksum":"(\w+)/.exec(made('due'))![1]}`),
  );
  expect(/checksum":"(\w+)/.exec(made('due'))![1]).not.toBe(/checksum":"(\w+)/.exec(made('uno'))![1]);
});

describe('the typed values of cdk8s-plus-28 in a pod template', () => {
  const serverWith = (template: unknown) => {
    const chart = chartIn();
    new McpServer(chart, 's', { image: 'i:1', podTemplateSpec: PodTemplate.fromJson(template) });
    return JSON.stringify(Testing.synth(chart));
  };

  test('are taken', () => {
    const template: kplus.k8s.PodTemplateSpec = {
      spec: {
        containers: [
          {
            name: 'mcp',
            resources: { limits: { memory: kplus.k8s.Quantity.fromString('1Gi') } },
            readinessProbe: { tcpSocket: { port: kplus.k8s.IntOrString.fromNumber(8080) } },
          },
        ],
      },
    };
    const plain = {
      spec: {
        containers: [
          { name: 'mcp', resources: { limits: { memory: '1Gi' } }, readinessProbe: { tcpSocket: { port: 8080 } } },
        ],
      },
    };
    expect(serverWith(template)).toBe(serverWith(plain));
  });

  const cyclic: any = { spec: {} };
  cyclic.spec.x = cyclic;

  test.each([
    [
      { metadata: { annotations: { at: new Date(0) } } },
      'metadata.annotations.at: must be plain data, not a Date; write its toISOString()',
    ],
    [
      { spec: { containers: [{ name: 'mcp', command: () => 1 }] } },
      'spec.containers[0].command: must be plain data, not a function',
    ],
    [
      { spec: { nodeSelector: new Map([['a', 'b']]) } },
      'spec.nodeSelector: must be plain data, not a Map; write Object.fromEntries() of it',
    ],
    [
      { spec: { terminationGracePeriodSeconds: 5n } },
      'spec.terminationGracePeriodSeconds: must be plain data, not a bigint',
    ],
    [{ spec: { nodeName: Symbol('a') } }, 'spec.nodeName: must be plain data, not a symbol'],
    [
      { spec: { containers: [{ name: 'mcp', resources: { limits: { memory: Size.gibibytes(1) } } }] } },
      'spec.containers[0].resources.limits.memory: must be plain data, not a Size; write its asString()',
    ],
    [cyclic, 'spec.x: holds itself'],
    [{ spec: Object.create({ nodeName: 'x' }) }, 'spec: must be plain data, not a map with a prototype of its own'],
  ])('fails for what is no plain data: %#', (template, message) => {
    expect(() => serverWith(template)).toThrow(`PodTemplate.fromJson: ${message}`);
  });
});
