import type { Size } from 'cdk8s';
import type { PersistentVolumeAccessMode, Probe } from 'cdk8s-plus-28';
import { JsonObject, pruned } from '../plain/objects';
import { plus } from '../pods/plus';
import { checkCalls } from '../props/check-calls';
import { DeclaredBackend, VolumeClaim } from '../resources/construct-options';

/** A volume of its own for each replica of an MCP server, which survives restarts. */
export interface McpVolumeClaim {
  /** What the volume is called, a DNS label. The claims are called `NAME-SERVER-0`, `NAME-SERVER-1` and so on. */
  readonly name: string;

  /** Where the volume is mounted: an absolute path. */
  readonly path: string;

  /** Capacity, at least one mebibyte. */
  readonly size: Size;

  /**
   * Storage class of the volume.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;

  /**
   * Access mode of the volume.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: PersistentVolumeAccessMode;
}

/**
 * Options of a declared backend.
 *
 * Image, environment, volumes and resources are props of the McpServer.
 */
export interface DeclaredBackendOptions {
  /**
   * URL path of a streamable-http server.
   *
   * The proxy sends every request there, whatever path a client uses. An sse server takes no path.
   *
   * @default /mcp
   */
  readonly path?: string;

  /**
   * Probe that shows when the MCP server is ready.
   *
   * Until it is ready, the proxy answers 502. A probe over HTTP or TCP uses the server's `mcpPort` unless it sets
   * another port.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly readiness?: Probe;

  /**
   * Probe that restarts the MCP server when it fails.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly liveness?: Probe;

  /**
   * Probe that shows when the MCP server has started. The other probes wait for it.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly startup?: Probe;

  /**
   * Persistent volumes of each replica. Kubernetes refuses to change them later.
   *
   * @default - none
   */
  readonly volumeClaims?: McpVolumeClaim[];
}

/** Who makes the workload of an MCP server: ToolHive's proxy at run time, or the app. */
export class McpBackend {
  static {
    checkCalls('McpBackend', this);
  }

  /**
   * The proxy makes it at run time, and has the rights to do so.
   *
   * The operator works so, too, and it is the only way for stdio.
   */
  public static proxyManaged(): McpBackend {
    return new McpBackend();
  }

  /**
   * The app makes it: a StatefulSet and two Services, with the names and labels that the proxy would use.
   *
   * The proxy then has no rights in the cluster, and no token. For servers with the transport sse or streamable-http.
   *
   * @param options probes, path and volumes
   *
   * @example
   * new McpServer(chart, 'fetch', {
   *   image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
   *   transport: McpTransport.STREAMABLE_HTTP,
   *   backend: McpBackend.declared({ readiness: kplus.Probe.fromTcpSocket() }),
   * });
   */
  public static declared(options: DeclaredBackendOptions = {}): McpBackend {
    return new McpBackend(options);
  }

  private constructor(private readonly options?: DeclaredBackendOptions) {}

  /** @internal */
  public get _isDeclared(): boolean {
    return this.options !== undefined;
  }

  /**
   * `backend` among the options of the resource; undefined where the proxy makes it.
   *
   * @param port where the MCP server listens
   * @internal
   */
  public _backendOption(port: number): DeclaredBackend | undefined {
    if (!this.options) return undefined;
    const { path, readiness, liveness, startup, volumeClaims = [] } = this.options;
    return {
      ...(path !== undefined && { path }),
      probes: pruned({
        startupProbe: startup && probeJson(startup, port),
        livenessProbe: liveness && probeJson(liveness, port),
        readinessProbe: readiness && probeJson(readiness, port),
      }),
      volumeClaims: volumeClaims.map(claim),
    };
  }
}

function probeJson(probe: Probe, portNumber: number): JsonObject {
  // Probe has no public way to its Kubernetes form; of the container it asks for nothing but the port.
  const kubernetesForm = (probe as unknown as { _toKube(container: JsonObject): JsonObject })._toKube({ portNumber });
  return plus().k8s.toJson_Probe(kubernetesForm as any)!;
}

function claim({ name, path, size, storageClassName, accessMode }: McpVolumeClaim): VolumeClaim {
  const spec = pruned({
    accessModes: [accessMode ?? 'ReadWriteOnce'],
    resources: { requests: { storage: `${size.toMebibytes()}Mi` } },
    storageClassName,
  });
  return { name, mountPath: path, spec };
}
