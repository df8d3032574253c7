import { Chart, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { McpServer, McpTransport, ToolhivePlatform, PodSecurity, Toolhive, ToolhiveChart, Warnings } from '../../src';
import { objects, podPatchOf, runConfigOf } from '../util';

const podOf = (chart: Chart) => objects(chart)['Deployment/s'].spec.template.spec;
const secret = (scope: Construct, name: string) => Secret.fromSecretName(scope, name, name);

test('the nearest scope wins, setting by setting', () => {
  const app = Testing.app();
  Toolhive.configure(app, {
    platform: ToolhivePlatform.OPENSHIFT,
    proxyHost: '127.0.0.1',
    images: { proxyRunner: 'app', vmcp: 'v' },
  });
  const chart = new ToolhiveChart(app, 'chart', { images: { proxyRunner: 'chart' } });
  const group = new Construct(chart, 'group');
  Toolhive.configure(group, { platform: ToolhivePlatform.KUBERNETES });
  new McpServer(group, 's', { image: 'i:1.0' });
  const pod = podOf(chart);
  expect(pod.containers[0].image).toBe('chart');
  expect(pod.securityContext.runAsUser).toBe(1000);
  expect(runConfigOf(chart, 's').host).toBe('127.0.0.1');
});

test('image pull secrets add up: own, then nearest, then outer, each once', () => {
  const app = Testing.app();
  Toolhive.configure(app, { imagePullSecrets: [secret(app, 'outer'), secret(app, 'shared')] });
  const chart = new ToolhiveChart(app, 'chart', {
    imagePullSecrets: [secret(app, 'near'), Secret.fromSecretName(app, 'again', 'shared')],
  });
  new McpServer(chart, 's', { image: 'i:1.0', imagePullSecrets: [secret(chart, 'own')] });
  const want = ['own', 'near', 'shared', 'outer'].map((name) => ({ name }));
  expect(podOf(chart).imagePullSecrets).toEqual(want);
  expect(objects(chart)['ServiceAccount/s-sa'].imagePullSecrets).toEqual(want);
});

test('a class of your own that extends Chart works as well', () => {
  class MyChart extends Chart {
    constructor(scope: Construct) {
      super(scope, 'mine', { namespace: 'ns' });
      Toolhive.configure(this, { podSecurity: PodSecurity.OPERATOR });
      new McpServer(this, 's', { image: 'i:1.0' });
    }
  }
  const chart = new MyChart(Testing.app());
  expect(podPatchOf(chart, 's').spec).toEqual({ containers: [], serviceAccountName: 's-sa' });
});

test('a second call adds to the first', () => {
  const chart = new ToolhiveChart(Testing.app(), 'chart', { proxyHost: '127.0.0.1' });
  Toolhive.configure(chart, { platform: ToolhivePlatform.OPENSHIFT, proxyHost: undefined });
  new McpServer(chart, 's', { image: 'i:1.0' });
  expect(podOf(chart).securityContext).not.toHaveProperty('runAsUser');
  expect(runConfigOf(chart, 's').host).toBe('127.0.0.1');
});

test('a default Redis keeps sessions, and its password comes along', () => {
  const app = Testing.app();
  const passwordSecret = { secret: secret(app, 'redis-auth'), key: 'password' };
  const chart = new ToolhiveChart(app, 'chart', { namespace: 'ns', redis: { address: 'redis:6379', passwordSecret } });
  new McpServer(chart, 's', { image: 'i:1.0', transport: McpTransport.SSE, replicas: 2 });
  expect(runConfigOf(chart, 's').scaling_config).toEqual({ session_redis: { address: 'redis:6379' } });
  expect(podOf(chart).containers[0].env[0]).toEqual({
    name: 'THV_SESSION_REDIS_PASSWORD',
    valueFrom: { secretKeyRef: { name: 'redis-auth', key: 'password' } },
  });
  expect(Warnings.of(chart)).toEqual([]);
});
