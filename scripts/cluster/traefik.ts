/** Traefik, which serves Ingresses and HTTPRoutes of a topic. The cluster has to know its CRDs, and those of the Gateway API. */
import { Cluster } from './cluster';
import { TRAEFIK_IMAGE } from './images';
import { kubectl } from './kubectl';
import { NAMESPACE_OF_WORLD, PREFIX } from './names';
import { tlsSecret } from './world';
import { Obj } from '../../src/plain/objects';

/** What its Ingresses have as their class. */
export const INGRESS_CLASS = `${PREFIX}-traefik`;
/** The Gateway in the topic's namespace. */
export const GATEWAY = 'public';
/** Where it listens, by TLS. */
const PORT = 8443;

/** Host names that lead to it, as the certificate of the world has them. */
export const hostOf = (name: string): string => `${name}.${NAMESPACE_OF_WORLD}.svc.cluster.local`;

/** What is not in a namespace, and so has to be removed. */
const CLUSTER_WIDE = { ingressclass: INGRESS_CLASS, gatewayclass: INGRESS_CLASS, clusterrole: INGRESS_CLASS };

/** Starts it for a topic, and waits for it. @param hosts names of hosts, see `hostOf` */
export async function startTraefik(cluster: Cluster, hosts: readonly string[]): Promise<void> {
  const labels = { app: 'traefik' };
  const inWorld = (name: string) => ({ name, namespace: NAMESPACE_OF_WORLD });
  const account = inWorld('traefik');
  await cluster.apply([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: INGRESS_CLASS },
      rules: RULES,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: INGRESS_CLASS },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: INGRESS_CLASS },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: INGRESS_CLASS },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: INGRESS_CLASS },
      spec: { controllerName: 'traefik.io/gateway-controller' },
    },
    tlsSecret(cluster.namespace),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: GATEWAY, namespace: cluster.namespace },
      spec: {
        gatewayClassName: INGRESS_CLASS,
        listeners: [{ name: 'https', protocol: 'HTTPS', port: PORT, tls: { certificateRefs: [{ name: 'tls' }] } }],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: inWorld('traefik'),
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: POD } },
    },
    ...hosts.map((host) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: inWorld(host),
      spec: { selector: labels, ports: [{ port: 443, targetPort: PORT }] },
    })),
  ]);
  await kubectl(['-n', NAMESPACE_OF_WORLD, 'rollout', 'status', '--timeout=120s', 'deploy/traefik']);
}

/** Removes what outlives the namespaces. */
export async function removeTraefik(): Promise<void> {
  const objects = Object.entries({ ...CLUSTER_WIDE, clusterrolebinding: INGRESS_CLASS });
  await kubectl(['delete', '--ignore-not-found', ...objects.map(([kind, name]) => `${kind}/${name}`)]);
}

const POD = {
  serviceAccountName: 'traefik',
  terminationGracePeriodSeconds: 1,
  securityContext: { runAsUser: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'traefik',
      image: TRAEFIK_IMAGE,
      imagePullPolicy: 'IfNotPresent',
      args: [
        '--ping=true',
        `--entryPoints.websecure.address=:${PORT}`,
        '--entryPoints.websecure.http.tls=true',
        '--providers.kubernetesIngress=true',
        `--providers.kubernetesIngress.ingressClass=${INGRESS_CLASS}`,
        '--providers.kubernetesCRD=true',
        '--providers.kubernetesGateway=true',
        '--global.checkNewVersion=false',
        '--log.level=INFO',
      ],
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      readinessProbe: { httpGet: { path: '/ping', port: 8080 }, periodSeconds: 2 },
    },
  ],
} satisfies Obj;

/** As its documents list them. */
const RULES = [
  rule('', ['services', 'secrets', 'nodes', 'configmaps', 'namespaces']),
  rule('discovery.k8s.io', ['endpointslices']),
  rule('networking.k8s.io', ['ingresses', 'ingressclasses']),
  rule('traefik.io', ['*']),
  rule('gateway.networking.k8s.io', ['*']),
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: ['gatewayclasses/status', 'gateways/status', 'httproutes/status'],
    verbs: ['update'],
  },
];

function rule(group: string, resources: string[]): Obj {
  return { apiGroups: [group], resources, verbs: ['get', 'list', 'watch'] };
}
