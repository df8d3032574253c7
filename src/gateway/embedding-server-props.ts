import { Size } from 'cdk8s';
import type {
  ContainerResources,
  EnvValue,
  ImagePullPolicy,
  ISecret,
  PersistentVolumeAccessMode,
  SecretValue,
} from 'cdk8s-plus-28';
import { PodTemplate } from '../pods/pod-template';
import { MetadataOverrides } from '../servers/resource-overrides';

/** A volume that keeps models, so that a new pod doesn't load them again. */
export interface ModelCache {
  /**
   * Size of the volume.
   *
   * @default Size.gibibytes(10)
   */
  readonly size?: Size;

  /**
   * Who may mount the volume.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: PersistentVolumeAccessMode;

  /**
   * Class of the volume.
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
export interface EmbeddingServerProps {
  /**
   * The model, as Hugging Face calls it.
   *
   * @default "BAAI/bge-small-en-v1.5"
   */
  readonly model?: string;

  /**
   * Image of text-embeddings-inference.
   *
   * @default "ghcr.io/huggingface/text-embeddings-inference:cpu-latest"
   */
  readonly image?: string;

  /**
   * When the image is pulled.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Port of the server, 1 to 65535. Without rights of root, ports below 1024 can't be listened on everywhere.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Arguments beside model and port.
   *
   * @default - none
   */
  readonly args?: string[];

  /**
   * Environment of the server. The value of a Secret is `secret.envValue('key')`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Token for models that Hugging Face gives to some only.
   *
   * @default - none
   */
  readonly hfToken?: SecretValue;

  /**
   * Volume that models are kept on. `{}` for one as the defaults have it. It can't be changed afterwards.
   *
   * @default - none: each pod loads its model when it starts
   */
  readonly modelCache?: ModelCache;

  /**
   * Resources of the container: CPU and memory.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * Replicas, at least 1.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Secrets that the image is pulled with, before the ones inherited from enclosing scopes. They reach the pod only: an
   * embedding server has no ServiceAccount of its own.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Laid over the pod as a strategic merge patch. Its container is called `embedding`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Labels and annotations added to the objects.
   *
   * @default - none
   */
  readonly resourceOverrides?: EmbeddingResourceOverrides;

  /**
   * Name of the EmbeddingServer resource, and of all its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}
