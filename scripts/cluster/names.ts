/** Names of what the test makes in a cluster, by which it knows its own. */

/** What all namespaces of a run begin with; two runs at the same time need two. */
export const PREFIX = process.env.CLUSTER_TEST_PREFIX ?? 'toolhive-test';

/** The label of namespaces that the test made, and may remove. */
export const NAMESPACE_LABEL = 'cdk8s-toolhive.dev/cluster-test';

/** The namespace of a topic. */
export function nameOfNamespace(topic: string): string {
  return `${PREFIX}-${topic}`;
}

/** Where clients, the issuer and databases are. */
export const NAMESPACE_OF_WORLD = nameOfNamespace('world');
