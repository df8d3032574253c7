/** `plus.js COUNT one FOLDER`: the same objects with cdk8s-plus-28, as far as it can make them. */
import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { imageOf, nameOf, NAMESPACE } from './fleet';
import { checksumOf, labelsOf, podPatchOf, runConfigOf } from './objects';

const [count, , outdir] = process.argv.slice(2);

const app = new App({ outdir });
const chart = new Chart(app, 'fleet', { namespace: NAMESPACE });
for (let i = 0; i < Number(count); i++) server(i);
app.synth();

function server(i: number): void {
  const name = nameOf(i);
  const labels = labelsOf(name);
  const config = runConfigOf(i);
  const id = (suffix: string) => `${name}-${suffix}`;
  const proxy = new kplus.ServiceAccount(chart, id('proxy'), { metadata: { name: id('proxy-runner') } });
  new kplus.ServiceAccount(chart, id('sa'), { metadata: { name: id('sa') } });
  const role = new kplus.Role(chart, id('role'), { metadata: { name: id('proxy-runner') } });
  role.allow(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'], kplus.ApiResource.STATEFUL_SETS);
  role.allow(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'], kplus.ApiResource.SERVICES);
  role.allow(['get', 'list', 'watch'], kplus.ApiResource.PODS);
  role.allow(['get'], kplus.ApiResource.custom({ apiGroup: '', resourceType: 'pods/log' }));
  role.allow(['create', 'get'], kplus.ApiResource.custom({ apiGroup: '', resourceType: 'pods/attach' }));
  role.allow(['get', 'list', 'watch'], kplus.ApiResource.CONFIG_MAPS);
  role.bind(proxy);
  const configMap = new kplus.ConfigMap(chart, id('runconfig'), {
    metadata: { name: id('runconfig'), labels, annotations: { checksum: checksumOf(config) } },
    data: { 'runconfig.json': config },
  });
  const deployment = new kplus.Deployment(chart, name, {
    metadata: { name, labels },
    podMetadata: { labels, annotations: { checksum: checksumOf(config) } },
    serviceAccount: proxy,
    terminationGracePeriod: Duration.seconds(30),
    securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
  });
  const probe = { port: 8080, periodSeconds: Duration.seconds(5), timeoutSeconds: Duration.seconds(3) };
  deployment.addContainer({
    name: 'toolhive',
    image: 'ghcr.io/stacklok/toolhive/proxyrunner:v0.63.0',
    args: ['run', podPatchOf(i), imageOf(i)],
    envVariables: {
      THV_MCPSERVER_GENERATION: kplus.EnvValue.fromValue('1'),
      XDG_CONFIG_HOME: kplus.EnvValue.fromValue('/tmp'),
      HOME: kplus.EnvValue.fromValue('/tmp'),
      TOOLHIVE_RUNTIME: kplus.EnvValue.fromValue('kubernetes'),
      UNSTRUCTURED_LOGS: kplus.EnvValue.fromValue('false'),
    },
    ports: [{ name: 'http', number: 8080 }],
    resources: {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
    },
    volumeMounts: [
      { path: '/etc/runconfig', readOnly: true, volume: kplus.Volume.fromConfigMap(chart, id('v'), configMap) },
    ],
    startup: kplus.Probe.fromHttpGet('/health', { ...probe, failureThreshold: 18 }),
    liveness: kplus.Probe.fromHttpGet('/health', probe),
    readiness: kplus.Probe.fromHttpGet('/health', probe),
    securityContext: { user: 1000, group: 1000 },
  });
  deployment.exposeViaService({ name: `mcp-${name}-proxy`, ports: [{ name: 'http', port: 8080 }] });
}
