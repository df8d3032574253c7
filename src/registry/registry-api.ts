import { ApiObject } from 'cdk8s';
import type { EnvValue, VolumeMount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RegistryApiProps } from './registry-api-props';
import { RegistryCatalog } from './registry-catalog';
import { shown } from '../findings';
import { JsonObject, pruned } from '../plain/objects';
import { envJson, resourcesJson, volumesJson } from '../pods/container-values';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { pullSecretReferences, secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { labelsOf, registryApiUrl } from '../rendering/registry/api/names';
import { REGISTRY_CONTAINER } from '../rendering/registry/api/pod';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedServer } from '../synthesis/imported-resource';
import { PlusServer } from '../synthesis/plus-server';

/** What a file may have, but is a mistake in a construct. */
const REFUSED = ['registry-kubernetes-namespaces', 'registry-password-in-config'];

/** A registry server, for clients of it. */
export interface IRegistryApi extends IToolhiveResource {
  /** Address in the cluster. */
  readonly url: string;
}

/**
 * ToolHive's registry server, with pods that meet the restricted Pod Security Standard.
 *
 * Makes a ConfigMap, a Deployment, a Service and a ServiceAccount, as in ToolHive's deployment guide, but for the
 * current server.
 *
 * @example
 * new RegistryApi(chart, 'registry-api', {
 *   config: RegistryConfig.fromParts({
 *     sources: [RegistrySource.git({ name: 'toolhive', repository: 'https://github.com/stacklok/toolhive-catalog.git' })],
 *     database: RegistryDatabase.pgpass({
 *       host: 'postgres',
 *       database: 'registry',
 *       user: 'db_app',
 *       pgpass: SecretReference.key(chart, 'registry-db-pgpass', 'pgpass'),
 *     }),
 *     auth: RegistryAuth.anonymous(),
 *   }),
 * });
 */
export class RegistryApi extends PlusServer implements IRegistryApi {
  static {
    checkCalls('RegistryApi', this);
  }

  /**
   * Refers to the RegistryApi of another app by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the RegistryApi
   */
  public static fromRegistryApiName(scope: Construct, id: string, name: string): IRegistryApi {
    return new ImportedServer(scope, id, 'IRegistryApi', name, registryApiUrl);
  }

  /** Address in the cluster. */
  public readonly url: string;

  private props: RegistryApiProps;
  private spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what to serve, and how
   * @throws when the input is wrong, or the server would refuse its configuration; the message names the field, what it
   * got and what is allowed
   */
  constructor(scope: Construct, id: string, props: RegistryApiProps) {
    checkNew('RegistryApi', new.target, arguments);
    const { replicas } = props;
    // No operator makes it, so that several replicas may bring objects along.
    super(scope, id, 'RegistryApi', props.name, props, { availability: pruned({ replicas }) });
    this._delayShutdown(props.shutdownDelay, 0);
    this.props = props;
    this.spec = this.toSpec(props);
    this._emit();
    this.url = registryApiUrl(this.name, this.namespace);
  }

  /** The registry server's Deployment. */
  public get deployment(): ApiObject {
    return this._object('Resource');
  }

  /** The Service that clients connect to. */
  public get service(): ApiObject {
    return this._object('Service');
  }

  /**
   * Adds an environment variable to the registry server.
   *
   * @param name name of the variable
   * @param value `EnvValue.fromValue('…')`, `secret.envValue('key')` and the like
   * @throws when it has that variable already
   */
  public addEnv(name: string, value: EnvValue): void {
    const { env: ofConfig } = this.props.config._surroundings();
    if (name in (this.props.env ?? {}) || ofConfig.some((variable) => variable.name === name)) {
      throw this._error(`addEnv: there is a variable ${shown(name)} already; give it once`);
    }
    this.changePod({ env: { ...this.props.env, [name]: value } });
  }

  /**
   * Mounts an additional volume into the registry server's container.
   *
   * @param mount the volume, and its path in the container
   */
  public addVolume(mount: VolumeMount): void {
    this.changePod({ volumes: [...(this.props.volumes ?? []), mount] });
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this._withOperations(this.spec);
  }

  /** @internal */
  protected _refuses(): readonly string[] {
    return REFUSED;
  }

  private changePod(props: Pick<RegistryApiProps, 'env' | 'volumes'>): void {
    this.props = { ...this.props, ...props };
    this.spec = pruned({ ...this.spec, ...podSpec(this.props) });
    this._revise();
  }

  private toSpec(props: RegistryApiProps): JsonObject {
    const { config, pgpassSecret, imagePullSecrets } = props;
    const surroundings = config._surroundings();
    const template = new PodTemplateBuilder(props.podTemplateSpec?._toJson());
    if (this._settings().podSecurity === 'restricted') template.hardenOthers(REGISTRY_CONTAINER);
    return pruned({
      config: config._text(),
      server: config._server(),
      image: props.image,
      replicas: props.replicas,
      pgpass: pgpassSecret ? { ...surroundings.pgpass, ...secretKey(pgpassSecret) } : surroundings.pgpass,
      ...podSpec(props),
      files: [...surroundings.files, ...RegistryCatalog.files(this, surroundings, labelsOf(this.name))],
      resources: props.resources && resourcesJson(props.resources),
      serviceAccount: props.serviceAccount?.name,
      serviceAccountAnnotations: props.serviceAccountAnnotations,
      configurationRole: props.configurationRole,
      nodeSelector: props.nodeSelector,
      migration: props.migration?._toJson(),
      imagePullSecrets: pullSecretReferences(imagePullSecrets),
      podTemplateSpec: template.build(),
    });
  }
}

/** Variables and volumes: those that the configuration needs, and those of the props. */
function podSpec({ config, env = {}, volumes = [] }: RegistryApiProps): JsonObject {
  const surroundings = config._surroundings();
  const own = Object.entries(env).map(([name, value]) => envJson(name, value));
  return { env: [...surroundings.env, ...own], ...volumesJson([...surroundings.volumes, ...volumes]) };
}
