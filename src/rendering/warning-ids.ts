/** Every warning that can be given. Ids are part of the public contract; docs/warnings.md explains each. */
export const WARNING_IDS: readonly string[] = [
  'authz-provider-ignored',
  'cedar-policy-dropped',
  'config-hash-overridden',
  'default-redis-password-unused',
  'filter-names-overridden-tool',
  'group-missing',
  'pod-template-field-case',
  'pod-template-field-dropped',
  'pull-secrets-only-in-pod-template',
  'registry-config-refused-by-server',
  'replicas-without-session-storage',
  'restart-annotation-ignored',
  'stdio-replicas',
];
