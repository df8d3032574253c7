/** What the operator may do. Source: its charts of 0.44.0 and 0.63.0, which are equal. Lists have the charts' order. */
import { PolicyRule, READ, rule, WRITE } from '../pod/rbac';

const TOOLHIVE = 'toolhive.stacklok.dev';
const ALL = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

const MANAGED = [
  'embeddingservers',
  'mcpauthzconfigs',
  'mcpexternalauthconfigs',
  'mcpgroups',
  'mcpoidcconfigs',
  'mcpregistries',
  'mcpremoteproxies',
  'mcpservers',
  'mcptoolconfigs',
  'mcpwebhookconfigs',
  'virtualmcpservers',
];

const WITH_FINALIZERS = [
  'embeddingservers',
  'mcpauthzconfigs',
  'mcpexternalauthconfigs',
  'mcpgroups',
  'mcpoidcconfigs',
  'mcpregistries',
  'mcpservers',
  'mcptelemetryconfigs',
  'mcptoolconfigs',
  'mcpwebhookconfigs',
];

const WITH_STATUS = [
  'embeddingservers',
  'mcpauthzconfigs',
  'mcpexternalauthconfigs',
  'mcpgroups',
  'mcpoidcconfigs',
  'mcpregistries',
  'mcpremoteproxies',
  'mcpserverentries',
  'mcpservers',
  'mcptelemetryconfigs',
  'mcptoolconfigs',
  'mcpwebhookconfigs',
  'virtualmcpservers',
];

/** For the migration of storage versions. CRDs belong to the whole cluster: a Role can't grant them. */
const CRD_RULES = [
  rule('apiextensions.k8s.io', ['customresourcedefinitions'], READ),
  rule('apiextensions.k8s.io', ['customresourcedefinitions/status'], ['patch', 'update']),
];

/** Rights on what the operator looks after, and on what it makes. */
export const MANAGER_RULES: readonly PolicyRule[] = [
  rule('', ['configmaps', 'persistentvolumeclaims', 'secrets', 'serviceaccounts', 'services'], ALL),
  rule('', ['pods'], READ),
  rule('', ['pods/attach'], ['create', 'get']),
  rule('', ['pods/log'], ['get']),
  ...CRD_RULES,
  rule('apps', ['deployments', 'statefulsets'], ALL),
  rule('coordination.k8s.io', ['leases'], ALL),
  rule('events.k8s.io', ['events'], ['create', 'patch']),
  rule('gateway.networking.k8s.io', ['gateways', 'httproutes'], READ),
  rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], ALL),
  rule(TOOLHIVE, ['*'], ['get', 'list', 'update']),
  rule(TOOLHIVE, MANAGED, ALL),
  rule(
    TOOLHIVE,
    WITH_FINALIZERS.map((resource) => `${resource}/finalizers`),
    ['update'],
  ),
  rule(
    TOOLHIVE,
    WITH_STATUS.map((resource) => `${resource}/status`),
    ['get', 'patch', 'update'],
  ),
  rule(TOOLHIVE, ['mcpserverentries', 'virtualmcpcompositetooldefinitions'], READ),
  rule(TOOLHIVE, ['mcptelemetryconfigs'], ['get', 'list', 'patch', 'update', 'watch']),
];

/** The same in one namespace. */
export const NAMESPACE_RULES = MANAGER_RULES.filter((each) => !CRD_RULES.includes(each));

/** Rights in the operator's own namespace, where replicas elect their leader. */
export const LEADER_ELECTION_RULES: readonly PolicyRule[] = [
  rule('', ['configmaps'], WRITE),
  rule('coordination.k8s.io', ['leases'], WRITE),
  rule('events.k8s.io', ['events'], ['create', 'patch']),
];
