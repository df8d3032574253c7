import { Chart, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  DeployTarget,
  ExternalAuth,
  McpExternalAuthConfig,
  McpServer,
  McpToolConfig,
  McpTools,
  Toolhive,
} from '../../src';
import { parsePath, pathText } from '../../src/synthesis/spec-override';
import { checkedSpec } from '../util';

function server(props: Partial<ConstructorParameters<typeof McpServer>[2]> = {}) {
  const app = Testing.app();
  const chart = new Chart(app, 'c');
  const made = new McpServer(chart, 's', { image: 'i:1', ...props });
  return { chart, made, spec: () => checkedSpec(made) };
}

const deployment = (chart: Chart) => Testing.synth(chart).find(({ kind }) => kind === 'Deployment');

describe('a path', () => {
  test.each([
    ['image', ['image']],
    ['labels.example\\.com/team', ['labels', 'example.com/team']],
    ['a.b\\\\c', ['a', 'b\\c']],
  ])('%s', (path, names) => {
    expect(parsePath(path)).toEqual(names);
    expect(pathText(names)).toBe(path);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', 'a\\'])('fails where a name is empty: %j', (path) => {
    expect(() => server().made.addSpecOverride(path, 1)).toThrow(`${JSON.stringify(path)} is no path`);
  });

  test('fails where it leads into a list', () => {
    const { made } = server({ args: ['a'] });
    expect(() => made.addSpecOverride('args.0', 'b')).toThrow(
      'addSpecOverride: "args.0" leads into "args", which is a list; replace "args" as a whole',
    );
  });
});

describe('an override', () => {
  test('replaces what is there, adds what is not, and takes away without a value', () => {
    const { made, spec } = server({ proxyPort: 1000, mcpPort: 2000 });
    made.addSpecOverride('proxyPort', 9000);
    made.addSpecOverride('resourceOverrides.proxyDeployment.labels.example\\.com/team', 'a');
    made.addSpecOverride('mcpPort');
    expect(spec()).toMatchObject({
      proxyPort: 9000,
      resourceOverrides: { proxyDeployment: { labels: { 'example.com/team': 'a' } } },
    });
    expect(spec()).not.toHaveProperty('mcpPort');
  });

  test('reaches the objects', () => {
    const { chart, made } = server();
    made.addSpecOverride('resourceOverrides.proxyDeployment.labels.example\\.com/team', 'a');
    expect(deployment(chart).metadata.labels).toMatchObject({ 'example.com/team': 'a' });
  });

  test('brings objects and takes them away', () => {
    const { chart, made } = server();
    const kinds = () => Testing.synth(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(kinds()).toContain('ServiceAccount/s-sa');
    made.addSpecOverride('serviceAccount', 'own');
    expect(kinds()).not.toContain('ServiceAccount/s-sa');
    made.addSpecOverride('serviceAccount');
    expect(kinds()).toContain('ServiceAccount/s-sa');
  });

  test('fails at synthesis where it is no field, or of another type', () => {
    const { chart, made } = server();
    made.addSpecOverride('proxyPrt', 1);
    made.addSpecOverride('mcpPort', 'x');
    expect(() => Testing.synth(chart)).toThrow(/proxyPrt: is not a field of MCPServer; did you mean "proxyPort"\?/);
    expect(() => Testing.synth(chart)).toThrow(/mcpPort/);
  });

  test('may be wrong until another one is made', () => {
    const { chart, made } = server();
    made.addSpecOverride('rateLimiting', { shared: { maxTokens: 1, refillPeriod: '1m' } });
    made.addSpecOverride('sessionStorage', { provider: 'redis', address: 'redis:6379' });
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('may say what a prop may not: what ToolHive takes although it does nothing with it', () => {
    const { chart, made } = server();
    const value = Secret.fromSecretName(chart, 'x', 'x');
    new McpExternalAuthConfig(chart, 'bearer', { auth: ExternalAuth.bearerToken({ secret: value, key: 'k' }) });
    made.addSpecOverride('externalAuthConfigRef', { name: 'bearer' });
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('of a configuration reaches those who use it', () => {
    const { chart } = server();
    const config = new McpToolConfig(chart, 'tools', { toolsFilter: ['a'] });
    const user = new McpServer(chart, 'user', {
      image: 'i:1',
      tools: McpTools.fromConfig(config),
    });
    config.addSpecOverride('toolsFilter', ['b']);
    const runConfig = Testing.synth(chart).find(({ metadata }) => metadata.name === `${user.name}-runconfig`);
    expect(JSON.parse(runConfig.data['runconfig.json']).tools_filter).toEqual(['b']);
  });

  test('stands in the custom resource, with its labels and annotations, and plain workloads have none of those', () => {
    const { chart, made } = server();
    Toolhive.configure(chart, { target: DeployTarget.CUSTOM_RESOURCES });
    const resource = new McpServer(chart, 'custom', { image: 'i:1' });
    for (const each of [made, resource]) {
      each.addSpecOverride('proxyMode', 'sse');
      each.addResourceMetadata({ labels: { team: 'a' }, annotations: { note: 'b' } });
    }
    const objects = Testing.synth(chart);
    expect(objects.find(({ kind }) => kind === 'MCPServer')).toMatchObject({
      metadata: { name: 'custom', labels: { team: 'a' }, annotations: { note: 'b' } },
      spec: { image: 'i:1', proxyMode: 'sse' },
    });
    expect(deployment(chart).metadata.labels).not.toHaveProperty('team');
  });
});
