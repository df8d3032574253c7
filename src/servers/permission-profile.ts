import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { shown } from '../findings';
import { goJsonIndent } from '../go/json';
import { JsonObject, pruned } from '../plain/objects';
import { ConfigMapKey } from '../pods/config-map-key';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { isAllowedHost } from '../rendering/servers/proxy/allowed-host';
import { AppCatalog } from '../synthesis/app-catalog';

/** What a permission profile allows. */
export interface PermissionProfileOptions {
  /**
   * What the profile is called in the configuration.
   *
   * @default - the server's name
   */
  readonly name?: string;

  /**
   * Paths that the server may read.
   *
   * @default - none
   */
  readonly read?: string[];

  /**
   * Paths that the server may read and write.
   *
   * @default - none
   */
  readonly write?: string[];

  /**
   * Whether the server may connect anywhere.
   *
   * @default false
   */
  readonly insecureAllowAll?: boolean;

  /**
   * Hosts that the server may connect to: names, addresses and ranges, without scheme, port or path.
   *
   * With a leading dot, a name includes all its subdomains; `*.example.com` is the same without `example.com` itself.
   *
   * @default - none
   */
  readonly allowHost?: string[];

  /**
   * Ports that the server may connect to, 1 to 65535.
   *
   * @default - none
   */
  readonly allowPort?: number[];
}

/**
 * Which paths and hosts an MCP server needs.
 *
 * ToolHive writes the profile into the proxy's configuration but does not enforce it on Kubernetes (ToolHive
 * pkg/container/kubernetes/client.go). With `networkIsolation`, a NetworkPolicy enforces hosts and ports.
 */
export class PermissionProfile {
  static {
    checkCalls('PermissionProfile', this);
  }

  /** ToolHive's built-in profile with all outbound connections, the default of a server. */
  public static network(): PermissionProfile {
    return new PermissionProfile(() => ({ type: 'builtin', name: 'network' }));
  }

  /** ToolHive's built-in profile without connections. */
  public static none(): PermissionProfile {
    return new PermissionProfile(() => ({ type: 'builtin', name: 'none' }));
  }

  /**
   * A profile of your own. It is deployed as a ConfigMap `NAME-permission-profile`, key `profile.json`.
   *
   * @param options paths, hosts and ports
   * @throws where the server is made, when a host or port is invalid; the message shows what to write
   */
  public static allow(options: PermissionProfileOptions): PermissionProfile {
    return new PermissionProfile((scope, server) => {
      checkOptions(options, `[${scope.node.path}] McpServer "${server}": permissionProfile`);
      const name = `${server}-permission-profile`;
      const profile = pruned({
        name: options.name ?? server,
        read: options.read,
        write: options.write,
        network: {
          outbound: pruned({
            insecure_allow_all: options.insecureAllowAll || undefined,
            allow_host: options.allowHost,
            allow_port: options.allowPort,
          }),
        },
      });
      const configMap = new ApiObject(scope, 'PermissionProfile', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: Chart.of(scope).namespace ?? 'default' },
        data: { 'profile.json': goJsonIndent(profile) },
      });
      AppCatalog.of(scope).addConfigMap(configMap);
      return { type: 'configmap', name, key: 'profile.json' };
    });
  }

  /**
   * The same.
   *
   * @param options as there
   * @deprecated use PermissionProfile.allow
   */
  public static of(options: PermissionProfileOptions): PermissionProfile {
    return PermissionProfile.allow(options);
  }

  /**
   * A profile from a ConfigMap of the same app and namespace. It is read when the app is synthesized.
   *
   * @param value the ConfigMap, and its key that holds the profile, as JSON
   */
  public static fromConfigMap(value: ConfigMapKey): PermissionProfile {
    const { configMap, key } = value;
    return new PermissionProfile(() => ({ type: 'configmap', name: configMap.name, key }));
  }

  private constructor(private readonly bind: (scope: Construct, server: string) => JsonObject) {}

  /**
   * `spec.permissionProfile` of the resource.
   * @internal
   */
  public _bind(scope: Construct, server: string): JsonObject {
    return this.bind(scope, server);
  }
}

/** All that is wrong, at once. */
function checkOptions({ allowHost = [], allowPort = [] }: PermissionProfileOptions, where: string): void {
  const hosts = allowHost.map((host, i) => {
    const wrong = isAllowedHost(host);
    return wrong && `${where}: allowHost[${i}]: ${shown(withoutUserinfo(host))} ${wrong}`;
  });
  const ports = allowPort.map((port, i) =>
    Number.isInteger(port) && port >= 1 && port <= 65535
      ? undefined
      : `${where}: allowPort[${i}]: ${shown(port)} must be a whole number from 1 to 65535`,
  );
  const wrong = [...hosts, ...ports].filter(Boolean);
  if (wrong.length) throw refused(wrong.join('\n'));
}

/** A message repeats no credential. */
function withoutUserinfo(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@]*@/i, '$1***@');
}
