import { Duration } from 'cdk8s';
import type { ContainerResources, EnvValue, ISecret, IServiceAccount, SecretValue, VolumeMount } from 'cdk8s-plus-28';
import { RegistryMigration } from './registry-migration';
import { RegistryServerConfig } from './registry-server-config';
import { ServerOperationsProps } from '../operations/server-operations-props';
import { PodTemplate } from '../pods/pod-template';

/** Props of a RegistryApi. */
export interface RegistryApiProps extends ServerOperationsProps {
  /** Configuration of the registry server: a `RegistryConfig`, or a `LegacyRegistryConfig` for the server before 1.0. */
  readonly config: RegistryServerConfig;

  /**
   * Image of the registry server.
   *
   * @default - that of the enclosing scopes' settings
   */
  readonly image?: string;

  /**
   * Replicas, at least 0. They share the database. Several are spread over nodes and zones as far as there are any, unless
   * `topologySpread` or the pod template has it otherwise.
   *
   * @default - 1, or what `autoscale` makes of it
   */
  readonly replicas?: number;

  /**
   * The Secret and key that hold a pgpass file with the database's passwords.
   *
   * @default - that of the configuration's database, if it has one
   */
  readonly pgpassSecret?: SecretValue;

  /**
   * Further environment variables of the server. The value of a Secret is `secret.envValue('key')`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Volumes of the server, and where it finds them.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * Resources of the server.
   *
   * @default - 100m of a CPU and 256Mi of memory, at most one CPU and 1Gi; half of it without a database
   */
  readonly resources?: ContainerResources;

  /**
   * ServiceAccount of the server's pod. Its token is mounted, and Roles bound to it, only where a source reads the
   * Kubernetes API.
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
   * Whether the server may read all ConfigMaps and Secrets of its namespace, as in ToolHive's deployment guide. Today's
   * server reads neither.
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
   * A Job that brings the database's schema up to date before the server starts, and one before it that gives the server's
   * users their rights.
   *
   * @default - none; the server migrates the database when it starts
   */
  readonly migration?: RegistryMigration;

  /**
   * How long a pod that is to stop waits before it does, in whole seconds. The server closes its database first and then
   * finishes requests, which fail; waiting lets clients turn to other pods before. 10 seconds do.
   *
   * @default - no wait
   */
  readonly shutdownDelay?: Duration;

  /**
   * Secrets that images are pulled with, for pod and ServiceAccount, before the ones inherited from enclosing scopes.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Laid over the server's pod as a strategic merge patch. Its container is called `registry-api`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Name of the objects, a DNS label.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
