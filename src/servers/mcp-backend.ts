import type { Size } from 'cdk8s';
import type { PersistentVolumeAccessMode, Probe } from 'cdk8s-plus-28';
import { JsonObject, pruned } from '../plain/objects';
import { plus } from '../pods/plus';
import { checkCalls } from '../props/check-calls';
import { DeclaredBackend, VolumeClaim } from '../resources/construct-options';

/** A volume that each replica of an MCP server gets for itself, and keeps when it restarts. */
export interface McpVolumeClaim {
  /** Name of the volume: a DNS label. The claims are called `NAME-SERVER-0`, `NAME-SERVER-1` and so on. */
  readonly name: string;

  /** Where the MCP server finds it: an absolute path. */
  readonly path: string;

  /** How much it can hold: at least one mebibyte. */
  readonly size: Size;

  /**
   * Class of the storage.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;

  /**
   * Who may mount it.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: PersistentVolumeAccessMode;
}

/** Options of a declared backend. What runs in it, and with what, the props of the McpServer say. */
export interface DeclaredBackendOptions {
  /**
   * Path that a streamable-http server answers at. The proxy sends every request there, whatever path a client asks for.
   * An sse server takes none.
   *
   * @default /mcp
   */
  readonly path?: string;

  /**
   * When the MCP server is ready to be asked. Until then the proxy answers 502. A probe over HTTP or TCP asks the
   * server's `mcpPort` unless it names another.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly readiness?: Probe;

  /**
   * When the MCP server is to be restarted.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly liveness?: Probe;

  /**
   * When the MCP server has started; the other probes wait for it.
   *
   * @default - none, like a server that the proxy makes
   */
  readonly startup?: Probe;

  /**
   * Volumes that each replica keeps. Kubernetes refuses to change them later.
   *
   * @default - none
   */
  readonly volumeClaims?: McpVolumeClaim[];
}

/** Who makes the workload of an MCP server: ToolHive's proxy when it runs, or the app. */
export class McpBackend {
  static {
    checkCalls('McpBackend', this);
  }

  /** The proxy makes it when it runs, with rights to do so. It is the operator's way, and the only one for stdio. */
  public static proxyManaged(): McpBackend {
    return new McpBackend();
  }

  /**
   * The app makes it: a StatefulSet and two Services, called and labelled like those that the proxy would make. The proxy
   * has no rights in the cluster then, and no token. For servers that speak sse or streamable-http.
   *
   * @param options what the props of the McpServer don't say
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
