import { Duration } from 'cdk8s';
import type { ContainerResources, EnvValue, ISecret, IServiceAccount, SecretValue, VolumeMount } from 'cdk8s-plus-28';
import { RegistryMigration } from './registry-migration';
import { RegistryServerConfig } from './registry-server-config';
import { ServerOperationsProps } from '../operations/server-operations-props';
import { PodTemplate } from '../pods/pod-template';

/** Props of a RegistryApi. */
export interface RegistryApiProps extends ServerOperationsProps {
  /**
   * Configuration of the registry server.
   *
   * It is a `RegistryConfig`, or a `LegacyRegistryConfig` for the server before 1.0.
   */
  readonly config: RegistryServerConfig;

  /**
   * Container image of the registry server.
   *
   * @default - that of the enclosing scopes' settings
   */
  readonly image?: string;

  /**
   * How many replicas run, at least 0. They share the database.
   *
   * Several replicas are spread over nodes and zones if possible, unless `topologySpread` or the pod template sets
   * otherwise.
   *
   * @default - 1, or as many as `autoscale` sets
   */
  readonly replicas?: number;

  /**
   * The Secret and key with a pgpass file of the database's passwords.
   *
   * @default - that of the configuration's database, if it has one
   */
  readonly pgpassSecret?: SecretValue;

  /**
   * Additional environment variables of the server. For a Secret, use `secret.envValue('key')`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Mounts volumes into the server's container.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * CPU and memory of the server.
   *
   * @default - 100m of a CPU and 256Mi of memory, at most one CPU and 1Gi; half of it without a database
   */
  readonly resources?: ContainerResources;

  /**
   * Existing ServiceAccount for the server's pod.
   *
   * Its token is mounted, and Roles are bound to it, only if a source reads the Kubernetes API.
   *
   * @default - one of its own, by the construct's name
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Annotations of the ServiceAccount that the construct makes, such as `eks.amazonaws.com/role-arn`.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };

  /**
   * Whether the server may read all ConfigMaps and Secrets of its namespace, as in ToolHive's deployment guide.
   *
   * The current server reads neither.
   *
   * @default false
   */
  readonly configurationRole?: boolean;

  /**
   * Labels of the nodes that the pod may run on.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Jobs that migrate the database before the server starts, and grant rights to its users before that.
   *
   * @default - none; the server migrates the database when it starts
   */
  readonly migration?: RegistryMigration;

  /**
   * How long a pod waits before it stops, in whole seconds.
   *
   * A stopping server closes its database first, and the remaining requests fail. With the wait, Kubernetes sends
   * clients to other pods before. 10 seconds are enough.
   *
   * @default - no wait
   */
  readonly shutdownDelay?: Duration;

  /**
   * Pull secrets of pod and ServiceAccount, before the inherited ones.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Strategic merge patch of the server's pod. Its container is called `registry-api`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Overrides the name of the objects, a DNS label.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
