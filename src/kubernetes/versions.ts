/**
 * The versions of Kubernetes that objects are written for. The judges validate every object against the schemas of all of them
 * (`npm run test:judges`), and the documents name no others.
 */
export const KUBERNETES_VERSIONS = { oldest: '1.30', newest: '1.37' } as const;

/** All versions of the range, the oldest first. */
export function kubernetesVersions(): string[] {
  const [oldest, newest] = [KUBERNETES_VERSIONS.oldest, KUBERNETES_VERSIONS.newest].map((v) => Number(v.split('.')[1]));
  return Array.from({ length: newest - oldest + 1 }, (_, i) => `1.${oldest + i}`);
}
