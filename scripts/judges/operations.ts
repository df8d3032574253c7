/** What servers of all kinds are run with, and the objects that come of it. */
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  EmbeddingServer,
  IngressController,
  McpGroup,
  McpServer,
  McpTransport,
  ServerMonitoring,
  NetworkIsolation,
  NetworkIsolationOptions,
  ServerOperationsProps,
  SessionServerProps,
  SessionStorage,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { settingsOf } from '../../src/synthesis/scope-settings';

/** Members that the oldest version of ToolHive doesn't know: none where it is rendered for. */
export function newer<Members extends object>(scope: Construct, members: Members): Members {
  return settingsOf(scope).rendering.version === ToolhiveVersion.V0_44_0 ? ({} as Members) : members;
}

/** Every prop; the scope is where what is named in it hangs. */
export function everyOperation(scope: Construct, monitoring: ServerMonitoring): Required<ServerOperationsProps> {
  return {
    minAvailable: 0,
    topologySpread: true,
    priorityClassName: 'important',
    probes: {
      startup: { failureThreshold: 60 },
      liveness: { periodSeconds: Duration.seconds(30), timeoutSeconds: Duration.seconds(10) },
      readiness: { initialDelaySeconds: Duration.seconds(3), successThreshold: 1 },
    },
    monitoring,
    networkIsolation: NetworkIsolation.on(everyPeer(new Construct(scope, 'Peers'))),
  };
}

/** Everybody that network policies take. */
export function everyPeer(scope: Construct): Required<NetworkIsolationOptions> {
  const namespaces = (...names: string[]) => kplus.Namespaces.select(scope, names.join(), { names });
  const range = (name: string, cidr: string) => kplus.NetworkPolicyIpBlock.ipv4(scope, name, cidr);
  return {
    clients: [namespaces('clients', 'agents'), kplus.Pods.select(scope, 'pods', { labels: { role: 'client' } })],
    gateways: [namespaces('ingress')],
    metrics: [namespaces('monitoring')],
    dns: [range('dns', '169.254.20.10/32'), namespaces('kube-system')],
    database: [range('database', '10.0.0.0/16')],
    externalHosts: [range('external', '192.168.0.0/16'), kplus.NetworkPolicyIpBlock.anyIpv6(scope, 'ipv6')],
    apiServer: [range('api-server', '10.96.0.1/32')],
    cilium: true,
  };
}

/** Servers that are scaled, exposed and isolated, with no other settings. */
export function operations(chart: Construct): void {
  const scope = new Construct(chart, 'operations');
  const sessionStorage = SessionStorage.redis('redis.cache.svc:6379');
  const networkIsolation = NetworkIsolation.on();
  const group = new McpGroup(scope, 'scaled-group');
  for (const transport of [McpTransport.SSE, McpTransport.STREAMABLE_HTTP]) {
    const server = new McpServer(scope, `scaled-${transport}`, {
      image: 'registry.example.com/mcp:1',
      transport,
      group,
      sessionStorage,
      networkIsolation,
    });
    server.autoscale();
    expose(server);
  }
  const virtual = new VirtualMcpServer(scope, 'scaled-virtual', { group, sessionStorage, networkIsolation });
  virtual.autoscale({ memoryUtilization: 0 });
  expose(virtual);
  const embeddings = new EmbeddingServer(scope, 'scaled-embeddings', { networkIsolation });
  embeddings.autoscale();
  expose(embeddings);
}

function expose(server: McpServer | VirtualMcpServer | EmbeddingServer): void {
  server.exposeViaIngress(hostOf(server), {
    pathPrefix: `/${server.name}`,
    paths: ['/mcp'],
    className: 'nginx',
    controller: IngressController.NGINX,
    tlsSecret: kplus.Secret.fromSecretName(server, 'tls', 'mcp-tls'),
    insecureHttp: false,
    rewriteAnnotations: { 'example.com/strip': 'no' },
    annotations: { 'example.com/note': 'yes' },
  });
  server.exposeViaHttpRoute({
    parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
    hostnames: [hostOf(server)],
    pathPrefix: `/${server.name}`,
    paths: ['/mcp'],
    insecureHttp: false,
  });
}

/** The props of a server that a custom resource can hold, and that give the same objects with the operator. */
export function forTheOperator<Props extends SessionServerProps & { serviceType?: kplus.ServiceType }>(
  props: Props,
  { hasOwnPodTemplate }: { hasOwnPodTemplate: boolean },
): Props {
  const { networkIsolation, serviceType, shutdownDelay, ...others } = props;
  if (hasOwnPodTemplate) return others as unknown as Props;
  const { topologySpread, priorityClassName, probes, monitoring, ...said } = others;
  return said as unknown as Props;
}

/** A host of its own for each server, on each platform. */
export function hostOf({ node }: Construct): string {
  return `${node.path.toLowerCase().split('/').reverse().join('.')}.example.com`;
}
