/** Pods and hosts, as the ends of connections: those that objects lead to. */
import { Obj } from '../plain/objects';

/** A pod or a host: one end of a connection. */
export interface Place {
  readonly name: string;
  /** Of a pod. */
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  /** Of a host outside, and of a pod where it matters. */
  readonly address?: string;
  /** Name of a host, as pods ask DNS for it. */
  readonly host?: string;
  /** Ports that it listens on. */
  readonly ports: readonly number[];
  /** Those of them that have a name. */
  readonly portNames?: Readonly<Record<string, number>>;
}

/** What the pod of an MCP server is called; its proxy is called like the server. */
export const backendName = (server: string): string => `${server} (MCP server)`;

/** The pods that the objects lead to: those of Deployments and StatefulSets, and those that ToolHive's proxies make. */
export function podsOf(objects: readonly Obj[]): Place[] {
  const running = ['Deployment', 'StatefulSet'].flatMap((kind) => objects.filter((object) => object.kind === kind));
  const own = running.map(({ kind, metadata, spec: { template } }): Place => {
    const containers: Obj[] = template.spec.containers;
    const declared: Obj[] = containers.flatMap(({ ports = [] }: Obj) => ports);
    const ports: number[] = containers.flatMap(({ ports: list = [], env = [] }: Obj) => [
      ...list.map(({ containerPort }: Obj) => containerPort),
      // Where an MCP server is told to listen, whether its port is named or not.
      ...env.filter((variable: Obj) => variable.name === 'MCP_PORT').map(({ value }: Obj) => Number(value)),
    ]);
    const { namespace, name } = metadata;
    const labels = template.metadata?.labels ?? {};
    const isBackend = kind === 'StatefulSet' && labels['toolhive-basename'] === name;
    return {
      name: isBackend ? backendName(name) : name,
      namespace: namespace ?? 'default',
      labels,
      ports: [...new Set([...ports, ...metricsPorts(objects, kind, metadata, template)])],
      portNames: Object.fromEntries(
        declared.filter(({ name: known }) => known).map(({ name: known, containerPort }) => [known, containerPort]),
      ),
    };
  });
  return [...own, ...objects.flatMap((object) => (isRunConfig(object) ? proxyMade(object) : []))];
}

/** Proxies listen there when their run config says so; the image of 0.44.0 knows no such port (run with its binary). */
function metricsPorts(objects: readonly Obj[], kind: string, { namespace, name }: Obj, { spec }: Obj): number[] {
  const config = objects.find(
    (object) =>
      isRunConfig(object) && object.metadata.namespace === namespace && object.metadata.name === `${name}-runconfig`,
  );
  if (kind !== 'Deployment' || !config || spec.containers[0].image.endsWith(':v0.44.0')) return [];
  const { telemetry_config: telemetry } = JSON.parse(config.data['runconfig.json']);
  return telemetry?.enablePrometheusMetricsPath ? [9464] : [];
}

function isRunConfig({ kind, data }: Obj): boolean {
  return kind === 'ConfigMap' && data?.['runconfig.json'] !== undefined;
}

/** What ToolHive's proxy makes of its run config (facts: pkg/container/kubernetes/client.go); a declared backend is there itself. */
function proxyMade({ metadata, data }: Obj): Place[] {
  const config = JSON.parse(data['runconfig.json']);
  if (config.remote_url || !config.image) return [];
  const { name, container_labels: labels, transport, target_port: port } = config;
  return [
    {
      name: backendName(name),
      namespace: metadata.namespace,
      labels: { ...labels, app: name, toolhive: 'true' },
      ports: transport === 'stdio' ? [] : [port],
    },
  ];
}
