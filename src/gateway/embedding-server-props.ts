import { Size } from 'cdk8s';
import type {
  ContainerResources,
  EnvValue,
  ImagePullPolicy,
  ISecret,
  PersistentVolumeAccessMode,
  SecretValue,
  ServiceType,
} from 'cdk8s-plus-28';
import { ServerOperationsProps } from '../operations/server-operations-props';
import { PodTemplate } from '../pods/pod-template';
import { MetadataOverrides } from '../servers/resource-overrides';

/** A volume that keeps models, so that a new pod doesn't load them again. */
export interface ModelCache {
  /**
   * Capacity of the volume.
   *
   * @default Size.gibibytes(10)
   */
  readonly size?: Size;

  /**
   * Access mode of the volume.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: PersistentVolumeAccessMode;

  /**
   * Storage class of the volume.
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
}

/** Additions to the StatefulSet of an embedding server. */
export interface EmbeddingStatefulSetOverrides extends MetadataOverrides {
  /**
   * Labels and annotations of the pods.
   *
   * @default - none
   */
  readonly podTemplateMetadataOverrides?: MetadataOverrides;
}

/** Additions to the objects of an embedding server. */
export interface EmbeddingResourceOverrides {
  /**
   * Additions to the StatefulSet.
   *
   * @default - none
   */
  readonly statefulSet?: EmbeddingStatefulSetOverrides;

  /**
   * Additions to the Service.
   *
   * @default - none
   */
  readonly service?: MetadataOverrides;

  /**
   * Additions to the volume claims of the model cache.
   *
   * @default - none
   */
  readonly persistentVolumeClaim?: MetadataOverrides;
}

/** Props of an EmbeddingServer. */
export interface EmbeddingServerProps extends ServerOperationsProps {
  /**
   * Which model is used, by its name at Hugging Face.
   *
   * @default "BAAI/bge-small-en-v1.5"
   */
  readonly model?: string;

  /**
   * Container image of text-embeddings-inference.
   *
   * @default "ghcr.io/huggingface/text-embeddings-inference:cpu-latest"
   */
  readonly image?: string;

  /**
   * Pull policy of the image.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * TCP port of the server, 1 to 65535.
   *
   * On some clusters, ports below 1024 need root.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Additional arguments, after model and port.
   *
   * @default - none
   */
  readonly args?: string[];

  /**
   * Environment of the server. For a Secret, use `secret.envValue('key')`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Hugging Face token, for models with restricted access.
   *
   * @default - none
   */
  readonly hfToken?: SecretValue;

  /**
   * Volume that keeps the models. `{}` uses the defaults. It can't be changed afterwards.
   *
   * @default - none: each pod loads its model when it starts
   */
  readonly modelCache?: ModelCache;

  /**
   * CPU and memory of the container.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * How many replicas run, at least 1.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Pull secrets of the image, before the inherited ones.
   *
   * They are set on the pod only: an embedding server has no ServiceAccount of its own.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Strategic merge patch of the pod. Its container is called `embedding`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Additional labels and annotations of the objects.
   *
   * @default - none
   */
  readonly resourceOverrides?: EmbeddingResourceOverrides;

  /**
   * Overrides the name of the EmbeddingServer resource, and of all its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Type of the Service: ClusterIP, NodePort or LoadBalancer.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: ServiceType;
}
