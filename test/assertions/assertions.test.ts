import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AccessPrincipal,
  Assertions,
  McpAuthz,
  McpServer,
  McpServerProps,
  McpTransport,
  NetworkIsolation,
  NetworkPlace,
  PermissionProfile,
  ToolhiveChart,
} from '../../src';
import { chartIn } from '../util';

const folder = mkdtempSync(join(tmpdir(), 'assertions-'));

function isolatedIn(chart: ToolhiveChart, id = 'github', props: Partial<McpServerProps> = {}): McpServer {
  return new McpServer(chart, id, {
    image: 'registry.example.com/github:1.0.0',
    networkIsolation: NetworkIsolation.on({
      apiServer: [kplus.NetworkPolicyIpBlock.ipv4(chart, `${id}-api`, '10.0.0.10/32')],
    }),
    transport: McpTransport.STREAMABLE_HTTP,
    permissionProfile: PermissionProfile.allow({ allowHost: ['10.20.30.40'], allowPort: [443] }),
    ...props,
  });
}

/** The YAML of a chart, as an earlier version is kept. */
function saved(chart: ToolhiveChart, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, Yaml.stringify(...chart.toJson()));
  return path;
}

describe('connections', () => {
  test('that policies let through are found, and those that they do not', () => {
    const chart = chartIn();
    const server = isolatedIn(chart);
    const assertions = Assertions.of(chart);
    const [proxy, backend] = [NetworkPlace.server(server), NetworkPlace.backend(server)];
    assertions.canReach({ from: proxy, to: backend, port: 8080 });
    assertions.cannotReach({ from: backend, to: NetworkPlace.internet() });
    assertions.cannotReach({ from: NetworkPlace.pods({ namespace: 'other' }), to: backend });
    assertions.cannotReach({ from: backend, to: NetworkPlace.host({ address: '169.254.169.254' }), port: 80 });
  });

  test('are open to everybody where no policy is', () => {
    const chart = chartIn();
    const server = new McpServer(chart, 'open', { image: 'i' });
    const to = NetworkPlace.server(server);
    Assertions.of(chart).canReach({ from: NetworkPlace.pods({ namespace: 'other' }), to, port: 8080 });
    expect(() => Assertions.of(chart).cannotReach({ from: to, to: NetworkPlace.internet() })).toThrow(
      '[chart] Assertions: open reaches the internet at port 80: no policy restricts where open connects to, and no policy restricts who connects to the internet',
    );
  });

  test('are those of a policy of the user, too', () => {
    const chart = chartIn();
    const server = isolatedIn(chart);
    new ApiObject(chart, 'more', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'more' },
      spec: {
        podSelector: { matchExpressions: [{ key: 'toolhive-name', operator: 'In', values: ['github'] }] },
        policyTypes: ['Egress'],
        egress: [
          { to: [{ ipBlock: { cidr: '93.184.0.0/16' } }], ports: [{ protocol: 'TCP', port: 440, endPort: 450 }] },
        ],
      },
    });
    const options = { from: NetworkPlace.backend(server), to: NetworkPlace.internet() };
    Assertions.of(chart).canReach({ ...options, port: 443 });
    Assertions.of(chart).cannotReach({ ...options, port: 451 });
    expect(() => Assertions.of(chart).cannotReach(options)).toThrow(
      'github (MCP server) reaches the internet at port 440: NetworkPolicy more, spec.egress[0], lets it out',
    );
  });

  test('fails with the rules that are missing', () => {
    const chart = chartIn();
    const server = isolatedIn(chart);
    expect(() =>
      Assertions.of(chart).canReach({ from: NetworkPlace.backend(server), to: NetworkPlace.internet(), port: 443 }),
    ).toThrow(
      "[chart] Assertions: github (MCP server) can't reach the internet at port 443: no egress rule of NetworkPolicy github-netpol-backend lets github (MCP server) out to it",
    );
  });

  test('fails with pods that are not there, and ports that are none', () => {
    const chart = chartIn();
    const server = isolatedIn(chart);
    const from = NetworkPlace.deployment({ name: 'githb', namespace: 'ns' });
    const to = NetworkPlace.backend(server);
    expect(() => Assertions.of(chart).cannotReach({ from, to })).toThrow(
      '[chart] Assertions: there is no Deployment "githb" in namespace "ns"; did you mean "github"?',
    );
    expect(() => Assertions.of(chart).canReach({ from: to, to, port: 0 })).toThrow('port: 0 is no port');
    expect(() => NetworkPlace.host({ address: 'example.com' })).toThrow('"example.com" is no IP address');
    expect(() => NetworkPlace.host({})).toThrow('names neither address nor name');
  });
});

describe('calls', () => {
  const POLICY = 'permit(principal in THVGroup::"eng", action == Action::"call_tool", resource == Tool::"search");';
  const [eng, ops] = ['eng', 'ops'].map((name) => AccessPrincipal.group(name));

  test('that policies permit are found, and those that they deny', () => {
    const chart = chartIn();
    const server = new McpServer(chart, 'github', {
      image: 'i',
      authz: McpAuthz.cedar([
        'permit(principal, action == Action::"call_tool", resource == Tool::"search") when { context has arg_q && context.arg_q == "x" };',
      ]),
    });
    const question = { server, principal: eng, name: 'search' };
    const assertions = Assertions.of(chart);
    assertions.mayCall({ ...question, arguments: { q: 'x' } });
    assertions.mayNotCall({ ...question, arguments: { q: 'y' } });
    assertions.mayNotCall({ ...question, name: 'delete' });
    expect(() => assertions.mayNotCall(question)).toThrow(
      '[chart] Assertions: eng may or may not use search of MCPServer github: it depends on the argument q, by policy 1',
    );
    expect(() => assertions.mayCall(question)).toThrow('eng may or may not use search');
  });

  test('fails with the policy that decides', () => {
    const chart = chartIn();
    const server = new McpServer(chart, 'github', { image: 'i', authz: McpAuthz.cedar([POLICY]) });
    const open = new McpServer(chart, 'open', { image: 'i' });
    const assertions = Assertions.of(chart);
    expect(() => assertions.mayCall({ server, principal: ops, name: 'search' })).toThrow(
      '[chart] Assertions: ops may not use search of MCPServer github: no policy permits it',
    );
    expect(() => assertions.mayNotCall({ server: open, principal: ops, name: 'search' })).toThrow(
      '[chart] Assertions: ops may use search of MCPServer open: everybody may, for there are no policies',
    );
  });
});

describe('restarts', () => {
  const app = (image: string, env = 'a') => {
    const chart = chartIn();
    new McpServer(chart, 'github', { image, env: { MODE: kplus.EnvValue.fromValue(env) } });
    new McpServer(chart, 'other', { image: 'registry.example.com/other:1' });
    return chart;
  };

  test('are those of workloads whose pods change', () => {
    const before = Assertions.ofYaml(saved(app('registry.example.com/github:1'), 'before.yaml'));
    Assertions.of(app('registry.example.com/github:1')).restartsOnly({ before, names: [] });
    const after = Assertions.of(app('registry.example.com/github:2'));
    after.restartsOnly({ before, names: ['github'] });
    expect(() => after.restartsOnly({ before, names: ['other'] })).toThrow(
      /^\[chart\] Assertions: Deployment ns\/github restarts: spec\.template\..* was ".*", and is ".*"$/,
    );
    expect(() => after.restartsOnly({ before, names: ['githb'] })).toThrow(
      '[chart] Assertions: there is no workload "githb"; did you mean "github"?',
    );
  });
});

describe('objects', () => {
  const assertions = () => {
    const chart = chartIn();
    new McpServer(chart, 'github', { image: 'i' });
    return Assertions.of(chart);
  };

  test('are there, like what is expected', () => {
    assertions().hasObject({ kind: 'Service', name: 'mcp-github-proxy', like: { spec: { ports: [{ port: 8080 }] } } });
    assertions().hasObject({ kind: 'Deployment' });
  });

  test.each([
    [{ kind: 'Servce' }, 'there is no Servce; did you mean "Service"?'],
    [{ kind: 'Deployment', name: 'githb' }, 'there is no Deployment "githb"; did you mean "github"?'],
    [
      { kind: 'Service', name: 'mcp-github-proxy', like: { spec: { ports: [{ port: 80 }] } } },
      'Service ns/mcp-github-proxy: spec.ports[0].port is 8080, not 80',
    ],
    [
      { kind: 'Service', name: 'mcp-github-proxy', like: { spec: { ports: [] } } },
      'Service ns/mcp-github-proxy: spec.ports has 1 item, not 0',
    ],
    [
      { kind: 'Service', name: 'mcp-github-proxy', like: { metadata: { labels: { 'a/b': 'c' } } } },
      'Service ns/mcp-github-proxy: metadata.labels["a/b"] is missing, not "c"',
    ],
  ])('fails with what differs: %j', (options, message) => {
    expect(() => assertions().hasObject(options)).toThrow(`[chart] Assertions: ${message}`);
  });
});

describe('warnings', () => {
  test('are none', () => {
    const chart = chartIn();
    new McpServer(chart, 'github', { image: 'registry.example.com/github:1.0.0' });
    Assertions.of(chart).hasNoWarnings();
  });

  test('fails with those that are there', () => {
    const chart = chartIn();
    new McpServer(chart, 'github', {
      image: 'i',
      authz: McpAuthz.cedar(['permit(principal, action == Action::"call_tol", resource);']),
    });
    expect(() => Assertions.of(chart).hasNoWarnings()).toThrow(
      /^Assertions: there are warnings:\n\[chart\/github\] [^]*"call_tol"[^]* \[cedar-never-matches\]/,
    );
  });
});

describe('fails with YAML', () => {
  test('that is not there', () => {
    expect(() => Assertions.ofYaml(join(folder, 'none.yaml'))).toThrow(/Assertions: .*none.yaml can't be read: ENOENT/);
  });

  test('where only constructs know the answer', () => {
    const assertions = Assertions.ofYaml(saved(chartIn(), 'empty.yaml'));
    expect(() => assertions.hasNoWarnings()).toThrow(/empty.yaml: Assertions: warnings are known of constructs/);
  });
});
