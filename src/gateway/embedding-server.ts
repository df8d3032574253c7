import { ApiObject } from 'cdk8s';
import type { EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { EmbeddingServerProps } from './embedding-server-props';
import { shown } from '../findings';
import { JsonObject, pruned } from '../plain/objects';
import { envJson, resourcesJson } from '../pods/container-values';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { optionalSecretKey, pullSecretReferences } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { EMBEDDING_PORT, embeddingServerUrl } from '../rendering/gateway/embedding-server/names';
import { EMBEDDING_CONTAINER } from '../rendering/gateway/embedding-server/stateful-set';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../rendering/pod/pod-security';
import { MetadataOverrides } from '../servers/resource-overrides';
import { CustomServer } from '../synthesis/custom-server';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedServer } from '../synthesis/imported-resource';

/** An embedding server, for clients of it. */
export interface IEmbeddingServer extends IToolhiveResource {
  /** Address in the cluster. */
  readonly url: string;
}

/** Options of an embedding server that is referred to by its name. */
export interface ImportedEmbeddingServerOptions {
  /**
   * On which port its Service listens.
   *
   * @default 8080
   */
  readonly port?: number;
}

/**
 * A model that turns text into vectors, so that the optimizer of virtual servers can find tools.
 *
 * It is ToolHive's EmbeddingServer. Makes a StatefulSet and its Service. The pod meets the restricted Pod Security
 * Standard and has no token. It may write to `/tmp`, and to `/data`, where the model is.
 *
 * @example
 * new EmbeddingServer(chart, 'embeddings', { modelCache: {} });
 */
export class EmbeddingServer extends CustomServer implements IEmbeddingServer {
  static {
    checkCalls('EmbeddingServer', this);
  }

  /**
   * Refers to an EmbeddingServer in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the EmbeddingServer resource
   * @param options its port, if it isn't the default
   */
  public static fromEmbeddingServerName(
    scope: Construct,
    id: string,
    name: string,
    options: ImportedEmbeddingServerOptions = {},
  ): IEmbeddingServer {
    const urlOf = (server: string, namespace: string) => embeddingServerUrl(server, namespace, options);
    return new ImportedServer(scope, id, 'IEmbeddingServer', name, urlOf);
  }

  /** Address in the cluster. */
  public readonly url: string;

  /** Port of its Service. */
  public readonly port: number;

  /** How many pods run, if the props set it. */
  public readonly replicas?: number;

  private props: EmbeddingServerProps;
  private spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props which model, and how it is run
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: EmbeddingServerProps = {}) {
    checkNew('EmbeddingServer', new.target, arguments);
    super(scope, id, 'EmbeddingServer', props.name, props);
    this.props = props;
    this.port = props.port ?? EMBEDDING_PORT;
    this.replicas = props.replicas;
    this._setServiceType(props.serviceType);
    this.spec = this.toSpec();
    this._emit();
    this.url = embeddingServerUrl(this.name, this.namespace, this.spec);
  }

  /** The StatefulSet. Undefined under DeployTarget.CUSTOM_RESOURCES, because ToolHive's operator makes it. */
  public get statefulSet(): ApiObject | undefined {
    return this._workloadObject('Resource');
  }

  /**
   * Adds an environment variable to the embedding server.
   *
   * @param name name of the variable
   * @param value `EnvValue.fromValue('…')`, `secret.envValue('key')` and the like
   * @throws when it has that variable already
   */
  public addEnv(name: string, value: EnvValue): void {
    const { env = {} } = this.props;
    if (name in env) throw this._error(`addEnv: there is a variable ${shown(name)} already; give it once`);
    this.props = { ...this.props, env: { ...env, [name]: value } };
    this.spec = this.toSpec();
    this._revise();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this._withOperations(this.spec);
  }

  private toSpec(): JsonObject {
    const { props } = this;
    const env = Object.entries(props.env ?? {}).map(([name, value]) => envJson(name, value));
    return pruned({
      model: props.model,
      image: props.image,
      imagePullPolicy: props.imagePullPolicy,
      port: props.port,
      args: props.args,
      env: env.filter(({ valueFrom }) => !valueFrom),
      hfTokenSecretRef: optionalSecretKey(props.hfToken),
      modelCache: this.modelCache(),
      resources: props.resources && resourcesJson(props.resources),
      replicas: props.replicas,
      podTemplateSpec: this.podTemplate(env.filter(({ valueFrom }) => valueFrom)),
      resourceOverrides: this.overrides(),
    });
  }

  private modelCache(): JsonObject | undefined {
    if (!this.props.modelCache) return undefined;
    const { size, accessMode, storageClassName } = this.props.modelCache;
    return pruned({ enabled: true, size: size?.asString(), accessMode, storageClassName });
  }

  /** @param env variables that the custom resource has no field for: it knows plain values only */
  private podTemplate(env: readonly JsonObject[]): JsonObject | undefined {
    const { podTemplateSpec, imagePullSecrets, modelCache, resourceOverrides } = this.props;
    const { podSecurity, rendering } = this._settings();
    const builder = new PodTemplateBuilder(podTemplateSpec?._toJson())
      .appendToContainer(EMBEDDING_CONTAINER, 'env', env)
      .prependPullSecrets(pullSecretReferences(imagePullSecrets))
      // In resourceOverrides, ToolHive would write these labels into the selector, which can't be changed afterwards.
      .fillMetadata(resourceOverrides?.statefulSet?.podTemplateMetadataOverrides ?? {});
    if (podSecurity === 'restricted') {
      builder
        .fillPod({
          automountServiceAccountToken: false,
          securityContext: proxyPodSecurityContext(rendering.platform),
        })
        .fillContainer(EMBEDDING_CONTAINER, { securityContext: proxyContainerSecurityContext(rendering.platform) })
        .hardenOthers(EMBEDDING_CONTAINER)
        .mountEmptyDir(EMBEDDING_CONTAINER, '/tmp', 'writable-tmp');
      if (!modelCache) builder.mountEmptyDir(EMBEDDING_CONTAINER, '/data', 'writable-data');
    }
    return builder.build();
  }

  private overrides(): JsonObject | undefined {
    const { statefulSet, service, persistentVolumeClaim } = this.props.resourceOverrides ?? {};
    const metadata = ({ labels, annotations }: MetadataOverrides = {}) => pruned({ labels, annotations });
    const all = pruned({
      statefulSet: metadata(statefulSet),
      service: metadata(service),
      persistentVolumeClaim: metadata(persistentVolumeClaim),
    });
    return Object.keys(all).length ? all : undefined;
  }
}
