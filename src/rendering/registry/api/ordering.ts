/** In which order a registry's objects are applied, for those who deploy them in steps. */
import { Texts } from '../../../kubernetes/objects';
import { Part } from '../../model/workload';

/** Who keeps the order. */
export type Ordering = 'none' | 'argo-cd' | 'helm';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** Kinds that Jobs may need. All others are for the server, or wait for it: an autoscaler is unhealthy without. */
const FIRST = ['ConfigMap', 'Role', 'RoleBinding', 'ServiceAccount', 'NetworkPolicy', 'CiliumNetworkPolicy'];

/**
 * Argo CD begins a wave when everything in the one before is healthy, Jobs complete. Hooks would not do: those of the phase
 * PreSync run before the ConfigMap is there. What has no wave is in wave 0.
 *
 * @param jobs those of the parts that are Jobs, in their order
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function inSyncWaves<M, S extends object>(parts: readonly Part<M, S>[], jobs: readonly object[]): Part<M, S>[] {
  return parts.map((part) => {
    if (FIRST.includes(part.kind)) return part;
    const step = jobs.indexOf(part) + 1;
    return annotated(part, { [SYNC_WAVE]: String(step || jobs.length + 1) });
  });
}

/**
 * Helm runs hooks before it installs or changes anything else, one after the other by their weights, and deletes them when
 * all have succeeded. A user's own hooks of weight 0 come before.
 *
 * @param parts in their order
 * @param first weight of the first
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function asHelmHooks<M, S extends object>(parts: readonly Part<M, S>[], first: number): Part<M, S>[] {
  return parts.map((part, i) =>
    annotated(part, {
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-weight': String(first + i),
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    }),
  );
}

function annotated<M, S extends object>(part: Part<M, S>, annotations: Texts): Part<M, S> {
  return {
    ...part,
    body: (model) => {
      const { metadata, ...rest } = part.body(model);
      return { ...rest, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } } };
    },
  };
}
