import { ApiObject, App, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { chartIn } from './util';
import {
  DeployTarget,
  McpServer,
  RequiredSecret,
  SecretReference,
  Toolhive,
  ToolhiveChart,
  ToolhiveChartProps,
} from '../src';

const named = (secrets: RequiredSecret[]) => secrets.map(({ namespace, name }) => `${namespace}/${name}`);
const tokenOf = (chart: ToolhiveChart, key = 'token') => ({
  TOKEN: kplus.EnvValue.fromSecretValue(SecretReference.key(chart, 'github', key)),
});

describe.each<[string, ToolhiveChartProps]>([
  ['Kubernetes objects', {}],
  ['custom resources', { target: DeployTarget.CUSTOM_RESOURCES }],
])('of %s', (_, props) => {
  test('a Secret that a server reads is required, once, with all keys and users', () => {
    const chart = chartIn(Testing.app(), props);
    new McpServer(chart, 'b', { image: 'i', env: tokenOf(chart, 'z') });
    new McpServer(chart, 'a', { image: 'i', env: tokenOf(chart, 'it.key') });
    expect(chart.requiredSecrets()).toEqual([
      {
        name: 'github',
        namespace: 'ns',
        type: 'Opaque',
        keys: ['it.key', 'z'],
        usedBy: ['MCPServer a', 'MCPServer b'],
        command:
          "kubectl create secret generic github --namespace ns --from-file='it.key=<file>' --from-literal='z=<value>'",
      },
    ]);
  });

  test('a Secret that the app makes is not, in whichever chart', () => {
    const app = Testing.app();
    const chart = chartIn(app, props);
    new McpServer(chart, 'a', { image: 'i', env: tokenOf(chart) });
    const other = new ToolhiveChart(app, 'other', { namespace: 'ns' });
    expect(named(chart.requiredSecrets())).toEqual(['ns/github']);
    new ApiObject(other, 'external', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'github' },
    });
    expect(chart.requiredSecrets()).toEqual([]);
  });
});

test('pull secrets of the settings are required, with their type', () => {
  const app = Testing.app();
  const chart = chartIn(app, { imagePullSecrets: [SecretReference.named(app, 'regcred')] });
  new McpServer(chart, 'a', { image: 'i' });
  expect(chart.requiredSecrets()).toEqual([
    {
      name: 'regcred',
      namespace: 'ns',
      type: 'kubernetes.io/dockerconfigjson',
      keys: [],
      usedBy: ['MCPServer a'],
      command:
        "kubectl create secret docker-registry regcred --namespace ns --docker-server='<registry>' --docker-username='<user>' --docker-password='<password>'",
    },
  ]);
});

test('the certificate of an Ingress is required, unless cert-manager makes it', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 'a', { image: 'i' });
  server.exposeViaIngress('mcp.example.com', { tlsSecret: SecretReference.named(chart, 'tls') });
  expect(chart.requiredSecrets()).toMatchObject([
    {
      name: 'tls',
      type: 'kubernetes.io/tls',
      command: "kubectl create secret tls tls --namespace ns --cert='<file>' --key='<file>'",
    },
  ]);
});

test("other libraries' pods count, by all ways to a Secret, and what is optional does not", () => {
  const app = new App();
  const chart = chartIn(app);
  new ApiObject(chart, 'job', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'job' },
    spec: {
      jobTemplate: {
        spec: {
          template: {
            spec: {
              initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'all' } }] }],
              containers: [
                {
                  name: 'c',
                  env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'no', key: 'k', optional: true } } }],
                },
              ],
              volumes: [
                { name: 'a', secret: { secretName: 'volume', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                { name: 'b', projected: { sources: [{ secret: { name: 'projected' } }] } },
              ],
            },
          },
        },
      },
    },
  });
  new kplus.ServiceAccount(chart, 'account', { metadata: { name: 'account' } });
  expect(named(Toolhive.requiredSecrets(app))).toEqual(['ns/all', 'ns/projected', 'ns/volume']);
  expect(chart.requiredSecrets()[0]).toMatchObject({
    keys: [],
    usedBy: ['CronJob job'],
    command: "kubectl create secret generic all --namespace ns --from-literal='<key>=<value>'",
  });
});
