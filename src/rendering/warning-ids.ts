/** What the operator passes on, and ToolHive's proxy refuses when it starts. */
export const REFUSED_BY_PROXY = 'refused-by-proxy';

/** Every warning that can be given. Ids are part of the public contract; docs/warnings.md explains each. */
export const WARNING_IDS: readonly string[] = [
  'authz-provider-ignored',
  'config-hash-overridden',
  'default-redis-password-unused',
  'external-auth-without-effect',
  'field-without-effect',
  'filter-names-overridden-tool',
  'group-missing',
  'oidc-resource-url-no-service',
  'pod-template-field-case',
  'pod-template-field-dropped',
  'pull-secrets-only-in-pod-template',
  REFUSED_BY_PROXY,
  'registry-config-refused-by-server',
  'replicas-without-session-storage',
  'restart-annotation-ignored',
  'stdio-replicas',
  'upstream-identity-synthesized',
];
