import { ApiObject, Chart, Duration } from 'cdk8s';
import {
  DeployTarget,
  EmbeddingServer,
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  McpTransport,
  PodSecurity,
  PodTemplate,
  SessionServerProps,
  Toolhive,
  ToolhiveChartProps,
  VirtualMcpServer,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

type Props = SessionServerProps & { podTemplateSpec?: PodTemplate };

const CONTAINERS: Record<string, string> = {
  McpServer: 'toolhive',
  McpRemoteProxy: 'toolhive',
  VirtualMcpServer: 'vmcp',
};

/** How each kind is made; an McpServer's pod template is not about its proxy. */
const KINDS: Record<string, (chart: Chart, props: Props) => { readonly deployment?: ApiObject }> = {
  McpServer: (chart, { podTemplateSpec: _, ...props }) => new McpServer(chart, 's', { image: 'i', ...props }),
  McpRemoteProxy: (chart, props) => new McpRemoteProxy(chart, 's', { remoteUrl: 'https://mcp.example.com', ...props }),
  VirtualMcpServer: (chart, props) => {
    const group = new McpGroup(chart, 'g');
    new McpServer(chart, 'member', { image: 'i', group });
    return new VirtualMcpServer(chart, 's', { group, ...props });
  },
};

const waiting = (seconds: number) => ({ preStop: { sleep: { seconds } } });

interface Shutdown {
  readonly lifecycle?: Obj;
  readonly grace?: number;
}

function shutdownOf(kind: string, props: Props = {}, settings: ToolhiveChartProps = {}): Shutdown {
  const chart = chartIn(undefined, settings);
  KINDS[kind](chart, props);
  const { spec } = objects(chart)['Deployment/s'].spec.template;
  const { lifecycle } = spec.containers.find(({ name }: Obj) => name === CONTAINERS[kind]);
  return { lifecycle, grace: spec.terminationGracePeriodSeconds };
}

describe.each(Object.keys(KINDS))('a pod of %s', (kind) => {
  test('waits before it stops, and has as much time to stop as before', () => {
    expect(shutdownOf(kind)).toEqual({ lifecycle: waiting(5), grace: 35 });
    expect(shutdownOf(kind, { shutdownDelay: Duration.minutes(1) })).toEqual({ lifecycle: waiting(60), grace: 90 });
  });

  test('does not wait where nobody wants it to', () => {
    expect(shutdownOf(kind, { shutdownDelay: Duration.seconds(0) }).lifecycle).toBeUndefined();
  });

  test('is as the operator makes it, unless a wait is asked for', () => {
    const asOperator = { podSecurity: PodSecurity.OPERATOR };
    expect(shutdownOf(kind, {}, asOperator).lifecycle).toBeUndefined();
    expect(shutdownOf(kind, { shutdownDelay: Duration.seconds(7) }, asOperator).lifecycle).toEqual(waiting(7));
  });

  test('fails to wait for parts of seconds', () => {
    expect(() => shutdownOf(kind, { shutdownDelay: Duration.millis(1500) })).toThrow(
      `${kind} "s": shutdownDelay: 1.5 seconds must be a whole number, such as Duration.seconds(10)`,
    );
  });
});

describe.each(['McpRemoteProxy', 'VirtualMcpServer'])('the pod template of %s', (kind) => {
  const name = CONTAINERS[kind];
  const templateOf = (spec: Obj, lifecycle?: Obj) => ({
    podTemplateSpec: PodTemplate.fromJson({ spec: { ...spec, containers: [{ name, lifecycle }] } }),
  });

  test('wins with a preStop of its own', () => {
    const own = { preStop: { exec: { command: ['sleep', '9'] } } };
    expect(shutdownOf(kind, templateOf({ terminationGracePeriodSeconds: 20 }, own))).toEqual({
      lifecycle: own,
      grace: 20,
    });
  });

  test('keeps its other hook, and the time that it gives', () => {
    const postStart = { exec: { command: ['true'] } };
    expect(shutdownOf(kind, templateOf({ terminationGracePeriodSeconds: 3 }, { postStart }))).toEqual({
      lifecycle: { postStart, ...waiting(5) },
      grace: 8,
    });
  });
});

test("a declared backend and an embedding server don't wait: one replica of a StatefulSet goes before the next comes", () => {
  const chart = chartIn();
  const transport = McpTransport.STREAMABLE_HTTP;
  new McpServer(chart, 's', { image: 'i', transport, backend: McpBackend.declared() });
  new EmbeddingServer(chart, 'e');
  for (const name of ['s', 'e']) {
    expect(objects(chart)[`StatefulSet/${name}`].spec.template.spec.containers[0]).not.toHaveProperty('lifecycle');
  }
});

describe('beside the operator', () => {
  function resourceOf(kind: string, props: Props = {}): Obj {
    const chart = chartIn();
    Toolhive.configure(chart, { target: DeployTarget.CUSTOM_RESOURCES });
    KINDS[kind](chart, props);
    return Object.values(objects(chart)).find(({ metadata }) => metadata.name === 's')!;
  }

  test.each(Object.keys(KINDS))('nothing of it is in the resource of %s, which nobody asked for it', (kind) => {
    expect(JSON.stringify(resourceOf(kind))).not.toContain('preStop');
  });

  test.each(['McpRemoteProxy', 'VirtualMcpServer'])('the pod template of %s says it where it is asked for', (kind) => {
    expect(resourceOf(kind, { shutdownDelay: Duration.seconds(7) }).spec.podTemplateSpec.spec).toEqual({
      terminationGracePeriodSeconds: 37,
      containers: [{ name: CONTAINERS[kind], lifecycle: waiting(7) }],
    });
  });

  test("fails for an MCPServer, which can't describe its proxy's pod", () => {
    expect(() => resourceOf('McpServer', { shutdownDelay: Duration.seconds(7) })).toThrow(
      "probes, shutdownDelay and monitoring by annotations are about the proxy's pod, which an MCPServer can't describe",
    );
  });
});
