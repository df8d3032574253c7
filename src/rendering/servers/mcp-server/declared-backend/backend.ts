/**
 * A declared backend: an MCP server whose own workload is among the objects, in place of being made by the proxy when it
 * runs. Everything is named, labelled and filled in as the proxy would do it, so that a change from one to the other
 * leaves the MCP server running.
 * Source: ToolHive pkg/container/kubernetes/client.go (DeployWorkload), pkg/runtime/setup.go.
 */
import { ObjectBody, WorkloadBody } from '../../../../kubernetes/objects';
import { JsonObject } from '../../../../plain/objects';
import { DeclaredBackend, ConstructOptions } from '../../../../resources/construct-options';
import { Resource } from '../../../../resources/resource';
import { McpServerSpec } from '../../../../resources/spec';
import { Part } from '../../../model/workload';
import { PolicyRule } from '../../../pod/rbac';
import { ProxyModel } from '../../proxy/objects';
import { names } from '../names';

/** An MCPServer's model, with its backend's StatefulSet where that is declared. */
export interface ServerModel extends ProxyModel {
  readonly resource: Resource<McpServerSpec>;
  readonly statefulSet?: WorkloadBody;
  /** What the Role of the proxy grants, where it makes the server. */
  readonly proxyRole: readonly PolicyRule[];
}

/** The declared backend of an MCPServer; undefined where the proxy makes it. */
export function declaredBackend({ backend }: ConstructOptions): DeclaredBackend | undefined {
  return backend;
}

/** The StatefulSet and the Services of a declared backend. */
export const BACKEND_PARTS: Part<ServerModel, McpServerSpec>[] = [
  {
    id: 'Backend',
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: (server) => server,
    when: isDeclared,
    body: ({ statefulSet }) => statefulSet!,
  },
  {
    id: 'BackendService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.backend,
    when: isDeclared,
    body: ({ resource }) =>
      serviceBody(
        resource,
        resource.constructOptions?.isStateless
          ? { sessionAffinity: 'None' }
          : { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 1800 } } },
      ),
  },
  {
    id: 'BackendHeadlessService',
    apiVersion: 'v1',
    kind: 'Service',
    name: names.headless,
    when: isDeclared,
    body: ({ resource }) => serviceBody(resource, { clusterIP: 'None' }),
  },
];

function isDeclared(_: unknown, constructOptions: ConstructOptions): boolean {
  return declaredBackend(constructOptions) !== undefined;
}

function serviceBody(resource: Resource<McpServerSpec>, members: JsonObject): ObjectBody {
  const port = targetPort(resource.spec);
  return {
    metadata: { labels: backendLabels(resource) },
    spec: {
      ...members,
      type: 'ClusterIP',
      selector: backendSelector(resource.name),
      ports: [{ name: `port-${port}`, protocol: 'TCP', port, targetPort: port }],
    },
  };
}

/** Port that the MCP server listens on. */
export function targetPort({ mcpPort = 8080 }: McpServerSpec): number {
  return mcpPort;
}

/** What the MCP server's pods are selected by. */
export function backendSelector(server: string): Record<string, string> {
  return { app: server };
}

/** Labels of the StatefulSet, its pods and its Services: those that the proxy reads in its RunConfig, and two more. */
export function backendLabels({ name, spec }: Resource<McpServerSpec>): Record<string, string> {
  return {
    ...backendSelector(name),
    toolhive: 'true',
    'toolhive-basename': name,
    'toolhive-name': name,
    'toolhive-port': String(spec.proxyPort),
    'toolhive-transport': spec.transport,
  };
}
