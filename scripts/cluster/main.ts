/**
 * Holds the promises of the documents against a real cluster, the one that KUBECONFIG names. Run by `npm run test:cluster`,
 * all topics or those that are named. Makes namespaces of its own, and removes them, whatever happens.
 */
import { Cluster, VERSION } from './cluster';
import { MIRROR, MIRROR_LOGIN } from './images';
import { get, kubectl, kubectlOutcome } from './kubectl';
import { NAMESPACE_LABEL, PREFIX } from './names';
import { Capability, Promised, Skipped, Topic } from './promises';
import { Result, writeProof } from './proof';
import { TOPICS } from './topics';
import { makeWorld } from './world';

const USAGE = `npm run test:cluster -- [--keep] [--proof] [TOPIC...]

  TOPIC     one of ${TOPICS.map(({ name }) => name).join(', ')}; all without one
  --keep    leave the namespaces, to look at them
  --proof   write what came of it into docs/proof.md

KUBECONFIG names the cluster, KUBECTL how to run kubectl, CLUSTER_TEST_PREFIX what namespaces begin with (${PREFIX}).
`;

const results: Result[] = [];

function tell(topic: Topic, promised: Promised, outcome: Result['outcome'], why = ''): void {
  results.push({ topic, promised, outcome, why });
  const mark = { passed: '✓', failed: '✗', skipped: 'SKIPPED' }[outcome];
  console.log(`${mark} ${promised.promise} (${promised.page})${why && `\n    ${why}`}`);
}

/** What the cluster has of what not every cluster has. */
async function capabilities(): Promise<Set<Capability>> {
  const found = new Set<Capability>();
  const has = async (...args: string[]) => (await kubectlOutcome(args)).status === 0;
  if (await has('get', '--raw', '/apis/metrics.k8s.io/v1beta1')) found.add('metrics API');
  const isDefault = ({ metadata }: any) =>
    metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  if ((await get('storageclasses')).items.some(isDefault)) found.add('storage class');
  if (MIRROR && MIRROR_LOGIN) found.add('private registry');
  // The test starts Traefik itself, where the cluster knows its resources and those of the Gateway API.
  if (await has('get', 'crd', 'middlewares.traefik.io', 'httproutes.gateway.networking.k8s.io')) found.add('Traefik');
  // No API shows whether policies are enforced: the person who runs the test sets it.
  for (const name of (process.env.CLUSTER_TEST_HAS ?? '').split(',').filter(Boolean)) found.add(name as Capability);
  return found;
}

/** The topic that is run now. */
let current: { readonly topic: Topic; readonly cluster: Cluster } | undefined;
let isInterrupted = false;

/** Puts back what the topic that is run now changed outside its namespaces. */
async function restore(): Promise<void> {
  const running = current;
  current = undefined;
  await running?.topic.restore?.(running.cluster);
}

async function runTopic(topic: Topic, cluster: Cluster, has: ReadonlySet<Capability>): Promise<void> {
  console.log(`\n${topic.title}`);
  const lacking = (needs: readonly Capability[] = []) => needs.filter((need) => !has.has(need));
  const missing = lacking(topic.needs);
  const skip = (promised: Promised, what: string) => tell(topic, promised, 'skipped', what);
  if (missing.length) {
    for (const promised of topic.promises) skip(promised, `the cluster has no ${missing.join(', ')}`);
    return;
  }
  current = { topic, cluster };
  try {
    await cluster.makeNamespace();
    await topic.prepare?.(cluster);
    for (const promised of topic.promises) {
      if (isInterrupted) return;
      const absent = lacking(promised.needs);
      if (absent.length) {
        skip(promised, `the cluster has no ${absent.join(', ')}`);
        continue;
      }
      try {
        tell(topic, promised, 'passed', (await promised.run(cluster)) ?? '');
      } catch (error) {
        if (error instanceof Skipped) skip(promised, error.message);
        else tell(topic, promised, 'failed', String((error as Error).message ?? error));
      }
    }
  } catch (error) {
    const told = results.filter((result) => result.topic === topic).length;
    const why = `what it needs did not come up: ${String((error as Error).message ?? error)}`;
    for (const promised of topic.promises.slice(told)) tell(topic, promised, 'failed', why);
    console.log(await stateOf(cluster));
  } finally {
    await restore();
    if (!keep) await cluster.remove();
  }
}

/** What helps to see why something did not come up. */
async function stateOf({ namespace }: Cluster): Promise<string> {
  const pods = await kubectlOutcome(['-n', namespace, 'get', 'pods', '-o', 'wide']);
  const events = await kubectlOutcome(['-n', namespace, 'get', 'events', '--field-selector=type=Warning']);
  return [pods.stdout, events.stdout].join('\n').trim();
}

/** Removes the namespaces of this run and of one that was broken off, and waits until they are gone. */
async function removeNamespaces(): Promise<void> {
  const { items } = await get('namespaces', '-l', NAMESPACE_LABEL);
  const names = items.map(({ metadata }: any) => metadata.name).filter((name: string) => name.startsWith(`${PREFIX}-`));
  if (names.length) await kubectl(['delete', 'namespace', '--ignore-not-found', '--timeout=300s', ...names]);
}

/** Nobody's namespaces are taken for ours. */
async function refuseForeignNamespaces(): Promise<void> {
  const { items } = await get('namespaces');
  const foreign = items
    .filter(({ metadata }: any) => metadata.name.startsWith(`${PREFIX}-`) && !metadata.labels?.[NAMESPACE_LABEL])
    .map(({ metadata }: any) => metadata.name);
  if (foreign.length) {
    throw new Error(
      `the cluster has namespaces that this test did not make: ${foreign.join(', ')}; set CLUSTER_TEST_PREFIX to something else than ${PREFIX}`,
    );
  }
}

const options = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const names = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const keep = options.includes('--keep');

async function main(): Promise<void> {
  const unknown = [
    ...options.filter((option) => !['--keep', '--proof'].includes(option)),
    ...names.filter((name) => !TOPICS.some((topic) => topic.name === name)),
  ];
  if (unknown.length) throw new Error(`${unknown.join(', ')}: not known\n${USAGE}`);
  const topics = TOPICS.filter(({ name }) => !names.length || names.includes(name));
  // Where there is no kubectl, nobody answers either.
  const answers = await kubectlOutcome(['get', '--raw', '/readyz']).then(
    ({ status }) => status === 0,
    () => false,
  );
  if (!answers) {
    for (const topic of topics) {
      for (const promised of topic.promises) results.push({ topic, promised, outcome: 'skipped', why: 'no cluster' });
    }
    console.log('SKIPPED: no cluster answers to kubectl; KUBECONFIG names one. Nothing was run');
    return;
  }
  const { serverVersion } = JSON.parse(await kubectl(['version', '-o', 'json']));
  console.log(`Kubernetes ${serverVersion.gitVersion}, ToolHive ${VERSION}, namespaces ${PREFIX}-*`);
  await refuseForeignNamespaces();
  await removeNamespaces();
  try {
    const ca = await makeWorld();
    const has = await capabilities();
    for (const topic of topics)
      if (!isInterrupted) await runTopic(topic, new Cluster(topic.name, ca, topic.isRestricted), has);
  } finally {
    if (!keep) await removeNamespaces();
  }
  if (options.includes('--proof')) writeProof(results, { kubernetes: serverVersion.gitVersion, toolhive: VERSION });
}

/** Whoever is interrupted puts back and removes, too. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isInterrupted = true;
    console.log(`${signal}: ${keep ? 'what was made stays' : 'removing what was made'}`);
    const ended = restore().catch((error) => console.log(`not put back: ${String(error?.message ?? error)}`));
    void ended.then(() => (keep ? undefined : removeNamespaces())).finally(() => process.exit(1));
  });
}

let broken = 0;
void main()
  .catch((error) => {
    broken = 1;
    console.log(`✗ ${String(error?.message ?? error)}`);
  })
  .then(() => {
    const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
    const failed = count('failed') + broken;
    console.log(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`);
    process.exit(failed ? 1 : 0);
  });
