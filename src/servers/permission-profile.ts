import { ApiObject, Chart } from 'cdk8s';
import type { IConfigMap } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Obj } from '../findings';
import { goJsonIndent } from '../kubernetes/go-json';
import { pruned } from '../rendering/workload';
import { AppCatalog } from '../synthesis/app-catalog';

/** What a permission profile allows. */
export interface PermissionProfileOptions {
  /**
   * Name of the profile, for those who read the configuration.
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
   * Hosts that the server may connect to.
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
 * What an MCP server is meant to need: paths and network.
 *
 * ToolHive states the profile in the proxy's configuration but does not enforce it on Kubernetes (ToolHive
 * pkg/container/kubernetes/client.go).
 */
export class PermissionProfile {
  /** ToolHive's built-in profile with all outbound connections, which a server without a profile has. */
  public static network(): PermissionProfile {
    return new PermissionProfile(() => ({ type: 'builtin', name: 'network' }));
  }

  /** ToolHive's built-in profile without any connection. */
  public static none(): PermissionProfile {
    return new PermissionProfile(() => ({ type: 'builtin', name: 'none' }));
  }

  /**
   * A profile of your own. It is deployed as a ConfigMap `NAME-permission-profile`, key `profile.json`.
   *
   * @param options what it allows
   */
  public static of(options: PermissionProfileOptions): PermissionProfile {
    return new PermissionProfile((scope, server) => {
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
   * A profile from a ConfigMap of the same app and namespace. It is read when the app is synthesized.
   *
   * @param configMap the ConfigMap
   * @param key its key that holds the profile, as JSON
   */
  public static fromConfigMap(configMap: IConfigMap, key: string): PermissionProfile {
    return new PermissionProfile(() => ({ type: 'configmap', name: configMap.name, key }));
  }

  private constructor(private readonly bind: (scope: Construct, server: string) => Obj) {}

  /**
   * `spec.permissionProfile` of the resource.
   * @internal
   */
  public _bind(scope: Construct, server: string): Obj {
    return this.bind(scope, server);
  }
}
