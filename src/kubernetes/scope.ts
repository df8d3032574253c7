/** Which kinds lie in a namespace, as far as that is known without asking a cluster. */

/** Kinds that lie in a namespace, by API group; the others of these groups belong to the cluster as a whole. */
const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['Binding', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'PersistentVolumeClaim', 'Pod', 'PodTemplate'],
    ...['ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
  ],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  policy: ['PodDisruptionBudget'],
  'admissionregistration.k8s.io': [],
  'apiextensions.k8s.io': [],
  'apiregistration.k8s.io': [],
  'certificates.k8s.io': [],
  'coordination.k8s.io': ['Lease', 'LeaseCandidate'],
  'discovery.k8s.io': ['EndpointSlice'],
  'events.k8s.io': ['Event'],
  'flowcontrol.apiserver.k8s.io': [],
  'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
  'node.k8s.io': [],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
  'resource.k8s.io': ['ResourceClaim', 'ResourceClaimTemplate'],
  'scheduling.k8s.io': [],
  'storage.k8s.io': ['CSIStorageCapacity'],
  // Custom resources that this library writes itself, and the kinds next to them.
  'gateway.networking.k8s.io': [
    ...['BackendTLSPolicy', 'Gateway', 'GRPCRoute', 'HTTPRoute', 'ListenerSet', 'ReferenceGrant'],
    ...['TCPRoute', 'TLSRoute', 'UDPRoute'],
  ],
  'monitoring.coreos.com': [
    ...['Alertmanager', 'AlertmanagerConfig', 'PodMonitor', 'Probe', 'Prometheus', 'PrometheusAgent'],
    ...['PrometheusRule', 'ScrapeConfig', 'ServiceMonitor', 'ThanosRuler'],
  ],
};

/** Whether a kind is namespaced; undefined for custom resources, which only a cluster knows. */
export function isNamespaced(apiVersion: string, kind: string): boolean | undefined {
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  return Object.hasOwn(NAMESPACED, group) ? NAMESPACED[group].includes(kind) : undefined;
}
