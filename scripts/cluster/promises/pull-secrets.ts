/** Images from a registry that refuses without a login: who gets which pull secrets, and how they are rotated. */
import { strict as assert } from 'node:assert';
import { setTimeout } from 'node:timers/promises';
import {
  McpBackend,
  McpGroup,
  McpRemoteProxy,
  McpTransport,
  PodSecurity,
  SecretReference,
  Toolhive,
  ToolhiveChart,
  ToolhiveChartProps,
  VirtualMcpServer,
} from '../../../src';
import { Obj } from '../../../src/plain/objects';
import { Cluster, REMOTE } from '../cluster';
import { MIRROR, MIRROR_LOGIN, TEST_IMAGE } from '../images';
import { eventually } from '../kubectl';
import { Topic } from '../promises';
import { server, SMALL } from '../settings';

const PAGE = 'README.md';
const ROTATION = 'docs/operations.md';
const transport = McpTransport.STREAMABLE_HTTP;
/** The test's image, from the registry. */
const IMAGE = `${MIRROR}/${TEST_IMAGE.split('/').slice(1).join('/')}`;
let url = '';

/** A Secret by which Kubernetes logs in, by the right password or not. */
function login({ namespace }: Cluster, name: string, isRight = true): Obj {
  const auth = Buffer.from(isRight ? MIRROR_LOGIN : 'nobody:wrong').toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/dockerconfigjson',
    metadata: { name, namespace },
    stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [MIRROR]: { auth } } }) },
  };
}

/** A chart whose pods pull with Secrets. */
function chartWith(cluster: Cluster, secrets: readonly string[], props: ToolhiveChartProps = {}): ToolhiveChart {
  const chart = cluster.chart(props);
  Toolhive.configure(chart, { imagePullSecrets: secrets.map((name) => SecretReference.named(chart, name)) });
  return chart;
}

/** A server of each kind, all images from the registry. */
function everyKind(cluster: Cluster): ToolhiveChart {
  const chart = chartWith(cluster, ['right'], { imageRegistry: MIRROR });
  const group = new McpGroup(chart, 'tools');
  const managed = server(chart, 'managed', { transport, group });
  server(chart, 'stdio', { group });
  server(chart, 'declared', { transport, group, backend: McpBackend.declared() });
  new McpRemoteProxy(chart, 'remote', { group, remoteUrl: REMOTE, resources: SMALL });
  new VirtualMcpServer(chart, 'gateway', { group, resources: SMALL });
  ({ url } = managed);
  return chart;
}

/** A server whose Secrets are rotated, made by the proxy or declared; its proxy's own image is there already. */
function rotated(cluster: Cluster, secrets: readonly string[]): ToolhiveChart {
  const chart = chartWith(cluster, secrets);
  server(chart, 'fetch', { image: IMAGE, transport });
  server(chart, 'kept', { image: IMAGE, transport, backend: McpBackend.declared() });
  return chart;
}

const namesOf = (list: readonly Obj[] = []) => list.map(({ name }) => name);
const isRefused = ({ status }: Obj) =>
  /ImagePullBackOff|ErrImagePull/.test(status.containerStatuses?.[0]?.state?.waiting?.reason ?? '');

/** Waits until the registry has refused a pod's image. */
const refused = (cluster: Cluster, name: string) =>
  eventually(`${name} is refused its image`, () => cluster.get('pod', name), isRefused);

/** Waits until a pod lists these Secrets, and runs. */
const runsWith = (cluster: Cluster, name: string, secrets: readonly string[]) =>
  eventually(
    `${name} runs with ${secrets.join(', ')}`,
    () => cluster.get('pod', name),
    ({ spec, status }) =>
      String(namesOf(spec.imagePullSecrets)) === String(secrets) && status.containerStatuses?.[0]?.ready === true,
    240,
  );

const isListed = ({ spec }: Obj, name: string) => String(namesOf(spec.imagePullSecrets)) === name;

/** Waits until the pods that a StatefulSet makes list a Secret. */
const listedBy = (cluster: Cluster, set: string, name: string) =>
  eventually(
    `the StatefulSet ${set} lists ${name}`,
    () => cluster.get('statefulset', set),
    ({ spec }) => isListed(spec.template, name),
  );

export const pullSecrets: Topic = {
  name: 'pull-secrets',
  title: 'Image pull secrets',
  needs: ['private registry'],
  async prepare(cluster) {
    await cluster.apply([
      login(cluster, 'right'),
      login(cluster, 'other'),
      login(cluster, 'wrong', false),
      login(cluster, 'changed', false),
    ]);
  },
  promises: [
    {
      promise: 'With `imageRegistry` and pull secrets on the chart, servers of every kind pull their images from there',
      page: 'docs/air-gapped.md',
      how: 'a registry that refuses without a login; all pods are ready with images of it, and a client calls a tool',
      async run(cluster) {
        await cluster.apply(everyKind(cluster));
        const deployments = ['managed', 'stdio', 'declared', 'remote', 'gateway'].map((name) => `deploy/${name}`);
        await cluster.ready(...deployments, ...['managed', 'stdio', 'declared'].map((name) => `statefulset/${name}`));
        const { items } = await cluster.get('pods');
        const images = items.flatMap(({ spec }: Obj) => spec.containers.map(({ image }: Obj) => image));
        assert.deepEqual(
          images.filter((image: string) => !image.startsWith(`${MIRROR}/`)),
          [],
        );
        assert.deepEqual(await cluster.call(url, 'add', { a: 1, b: 2 }, { patience: 60 }), { sum: 3 });
      },
    },
    {
      promise: 'The pull secrets are in every pod, and in every ServiceAccount of a pod',
      page: PAGE,
      how: 'the pods as they run, also those that the proxies make, and their ServiceAccounts',
      async run(cluster) {
        const { items } = await cluster.get('pods');
        assert.ok(items.length >= 8, `${items.length} pods`);
        for (const { metadata, spec } of items) {
          assert.deepEqual(namesOf(spec.imagePullSecrets), ['right'], metadata.name);
          const account = await cluster.get('serviceaccount', spec.serviceAccountName);
          assert.deepEqual(namesOf(account.imagePullSecrets), ['right'], spec.serviceAccountName);
        }
      },
    },
    {
      promise: 'Without pull secrets, the registry refuses',
      page: PAGE,
      how: 'a proxy from the same registry whose pod names none: Kubernetes says so, though the image is on its node',
      async run(cluster) {
        const chart = cluster.chart({ imageRegistry: MIRROR });
        new McpRemoteProxy(chart, 'bare', { remoteUrl: REMOTE, resources: SMALL });
        await cluster.apply(chart);
        await eventually(
          'it is refused',
          () => cluster.pods('app.kubernetes.io/instance=bare'),
          (pods) => pods.length === 1 && isRefused(pods[0]),
        );
      },
    },
    {
      promise: "A server's own pull secrets come first, those of the chart after them, and each once",
      page: PAGE,
      how: 'the chart has a wrong login, a server the right one and the wrong one again: its pods have both, in this order, and run',
      async run(cluster) {
        const chart = chartWith(cluster, ['wrong', 'right'], { imageRegistry: MIRROR });
        const imagePullSecrets = [SecretReference.named(chart, 'right')];
        new McpRemoteProxy(chart, 'own', { remoteUrl: REMOTE, resources: SMALL, imagePullSecrets });
        await cluster.apply(chart);
        await cluster.ready('deploy/own');
        const [{ spec }] = await cluster.pods('app.kubernetes.io/instance=own');
        const account = await cluster.get('serviceaccount', spec.serviceAccountName);
        const both = ['right', 'wrong'];
        assert.deepEqual([namesOf(spec.imagePullSecrets), namesOf(account.imagePullSecrets)], [both, both]);
      },
    },
    {
      promise: 'A pod whose template lists no secrets pulls with those of its ServiceAccount',
      page: ROTATION,
      how: 'an MCP server with `PodSecurity.OPERATOR`: the StatefulSet names none, its pod runs',
      async run(cluster) {
        const chart = chartWith(cluster, ['right'], { podSecurity: PodSecurity.OPERATOR });
        server(chart, 'as-operator', { image: IMAGE, transport });
        await cluster.apply(chart);
        await cluster.ready('deploy/as-operator', 'statefulset/as-operator');
        const { spec } = await cluster.get('statefulset', 'as-operator');
        assert.equal(spec.template.spec.imagePullSecrets, undefined);
        await runsWith(cluster, 'as-operator-0', ['right']);
      },
    },
    {
      promise: 'A new password in the same Secret needs no action',
      page: ROTATION,
      how: 'a Secret with a wrong password, and a pod that is refused; the Secret is changed, and the pod runs',
      async run(cluster) {
        const chart = chartWith(cluster, ['changed']);
        server(chart, 'waiting', { image: IMAGE, transport, backend: McpBackend.declared() });
        await cluster.apply(chart);
        await refused(cluster, 'waiting-0');
        const { metadata } = await cluster.get('pod', 'waiting-0');
        await cluster.apply([login(cluster, 'changed')]);
        const { metadata: now } = await runsWith(cluster, 'waiting-0', ['changed']);
        assert.equal(now.uid, metadata.uid);
      },
    },
    {
      promise:
        'With another Secret, a pod that could not pull stays until it is deleted, and comes back with the new list',
      page: ROTATION,
      how: 'a wrong login in the list is replaced by a right one; the command of the page',
      async run(cluster) {
        const pods = ['fetch-0', 'kept-0'];
        await cluster.apply(rotated(cluster, ['wrong']));
        for (const pod of pods) await refused(cluster, pod);
        const before = await Promise.all(pods.map((pod) => cluster.get('pod', pod)));
        await cluster.apply(rotated(cluster, ['right']));
        for (const name of ['fetch', 'kept']) await listedBy(cluster, name, 'right');
        await setTimeout(15_000);
        for (const { metadata } of before) {
          assert.equal((await cluster.get('pod', metadata.name)).metadata.uid, metadata.uid, metadata.name);
        }
        await cluster.kubectl('delete', 'pod', 'kept-0');
        await runsWith(cluster, 'kept-0', ['right']);
        // The old proxy of `fetch` restarts until the new one is ready, and writes its own list each time.
        await eventually('fetch-0 comes back with the new list', async () => {
          await listedBy(cluster, 'fetch', 'right');
          await cluster.kubectl('delete', 'pod', 'fetch-0');
          return isListed(await eventually('fetch-0 is back', () => cluster.get('pod', 'fetch-0')), 'right');
        });
        await runsWith(cluster, 'fetch-0', ['right']);
      },
    },
    {
      promise: 'With another Secret, Kubernetes makes new pods of what runs, by itself',
      page: ROTATION,
      how: 'a second Secret of the same login takes the place of the first: all pods list it, and run',
      async run(cluster) {
        await cluster.ready('deploy/fetch', 'deploy/kept');
        await cluster.apply(rotated(cluster, ['other']));
        for (const pod of ['fetch-0', 'kept-0']) await runsWith(cluster, pod, ['other']);
        await cluster.ready('deploy/fetch', 'deploy/kept');
        const proxies = await cluster.pods('app.kubernetes.io/instance in (fetch, kept)');
        for (const { metadata, spec } of proxies)
          assert.deepEqual(namesOf(spec.imagePullSecrets), ['other'], metadata.name);
      },
    },
  ],
};
