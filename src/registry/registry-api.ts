import { ApiObject } from 'cdk8s';
import type { INetworkPolicyPeer, IPodSelector, NetworkPolicyPeerConfig, PodSelectorConfig } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RegistryApiProps } from './registry-api-props';
import { RegistryCatalog } from './registry-catalog';
import { isolatedRegistryJson, networkPolicyJson } from './registry-network-policy';
import { ExposeViaHttpRouteOptions, ExposeViaIngressOptions, httpRouteJson, ingressJson } from '../operations/exposure';
import { ScaleOptions, scaleJson } from '../operations/scale';
import { Obj, pruned } from '../plain/objects';
import { envJson, resourcesJson, volumesJson } from '../pods/container-values';
import { plus } from '../pods/plus';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { pullSecretReferences, secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { labelsOf, registryApiUrl } from '../rendering/registry/api/names';
import { REGISTRY_CONTAINER } from '../rendering/registry/api/pod';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedServer } from '../synthesis/imported-resource';
import { ToolhiveResource } from '../synthesis/toolhive-resource';

/** What a file may say, but nobody would mean who builds one. */
const REFUSED = ['registry-kubernetes-namespaces', 'registry-password-in-config'];

/** A registry server, for those who are to reach it. */
export interface IRegistryApi extends IToolhiveResource {
  /** Address in the cluster. */
  readonly url: string;
}

/**
 * A registry server of its own: ConfigMap, Deployment, Service and ServiceAccount, as ToolHive's deployment guide has
 * them, for the current server (v1.5.1) and for restricted pods.
 *
 * @example
 * new RegistryApi(chart, 'registry-api', {
 *   config: RegistryConfig.of({
 *     sources: [RegistrySource.git({ name: 'toolhive', repository: 'https://github.com/stacklok/toolhive-catalog.git' })],
 *     database: RegistryDatabase.pgpass(
 *       { host: 'postgres', database: 'registry', user: 'db_app' },
 *       { secret: kplus.Secret.fromSecretName(chart, 'pgpass', 'registry-db-pgpass'), key: 'pgpass' },
 *     ),
 *     auth: RegistryAuth.anonymous(),
 *   }),
 * });
 */
export class RegistryApi extends ToolhiveResource implements IRegistryApi, INetworkPolicyPeer, IPodSelector {
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

  /** The registry server's Deployment. */
  public readonly deployment: ApiObject;

  /** The Service that clients connect to. */
  public readonly service: ApiObject;

  private spec: Obj;
  private readonly extras?: Obj;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what to serve, and how
   * @throws when the input is wrong, or the server would refuse its configuration; the message names the field, what it
   * got and what is allowed
   */
  constructor(scope: Construct, id: string, props: RegistryApiProps) {
    checkNew('RegistryApi', new.target, arguments);
    super(scope, id, 'RegistryApi', props.name);
    this.spec = this.toSpec(props);
    if (this._settings().podSecurity === 'restricted') this.extras = { leastPrivilege: true };
    this._emit();
    this.url = registryApiUrl(this.name, this.namespace);
    this.deployment = this._object('Resource');
    this.service = this._object('Service');
  }

  /**
   * Lets the number of replicas follow the load, by a HorizontalPodAutoscaler. The cluster has to have a metrics server.
   *
   * @param options how many replicas, and what for
   * @returns the HorizontalPodAutoscaler
   * @throws when a number is out of its range, `replicas` were given, or it was called before
   */
  public scale(options: ScaleOptions = {}): ApiObject {
    return this.extend('scale', 'Autoscaler', scaleJson(options));
  }

  /**
   * Leads a host from outside the cluster to the registry, by an Ingress. The path `/registry` exposes the registries
   * without the admin API below `/v1`. With a `networkPolicy`, the controller has to be among its clients.
   *
   * @param host name of the host, such as `registry.example.com`; `*.example.com` stands for all below example.com
   * @param options path, class and TLS
   * @returns the Ingress
   * @throws when host or path are none, or it was called before
   */
  public exposeViaIngress(host: string, options: ExposeViaIngressOptions = {}): ApiObject {
    return this.extend('exposeViaIngress', 'Ingress', ingressJson(host, options));
  }

  /**
   * Leads from a Gateway of the Gateway API to the registry, by an HTTPRoute. The path `/registry` exposes the registries
   * without the admin API below `/v1`. With a `networkPolicy`, the Gateway's pods have to be among its clients.
   *
   * @param options Gateways, hosts and path
   * @returns the HTTPRoute
   * @throws when a name or path is none, or it was called before
   */
  public exposeViaHttpRoute(options: ExposeViaHttpRouteOptions): ApiObject {
    return this.extend('exposeViaHttpRoute', 'HttpRoute', httpRouteJson(options));
  }

  /** Selects the registry's pods, for NetworkPolicies and Services of cdk8s-plus-28. */
  public toPodSelectorConfig(): PodSelectorConfig {
    const labelSelector = plus().LabelSelector.of({ labels: labelsOf(this.name) });
    return { labelSelector, namespaces: { names: [this.namespace] } };
  }

  /** The registry's pods as one side of a connection, for NetworkPolicies of cdk8s-plus-28 and of other constructs. */
  public toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** The registry's pods. */
  public toPodSelector(): IPodSelector | undefined {
    return this;
  }

  /** @internal */
  protected _spec(): Obj {
    return this.spec;
  }

  /** @internal */
  protected _extras(): Obj | undefined {
    return this.extras;
  }

  /** @internal */
  protected _refuses(): readonly string[] {
    return REFUSED;
  }

  /** Says more than the constructor did, once: each of these objects has one name. */
  private extend(method: string, id: string, value: Obj): ApiObject {
    if (this.spec[method]) {
      throw this._wrong(`${method} was called before; say all in one call`);
    }
    this.spec = { ...this.spec, [method]: value };
    this._revise();
    return this._object(id);
  }

  private toSpec(props: RegistryApiProps): Obj {
    const { config, pgpassSecret, imagePullSecrets } = props;
    const surroundings = config._surroundings();
    const env = Object.entries(props.env ?? {}).map(([name, value]) => envJson(name, value));
    const template = new PodTemplateBuilder(props.podTemplateSpec?._toJson());
    if (this._settings().podSecurity === 'restricted') template.hardenOthers(REGISTRY_CONTAINER);
    const networkPolicy = props.networkPolicy
      ? networkPolicyJson(props.networkPolicy)
      : isolatedRegistryJson(this._settings().networkIsolation);
    const spec = pruned({
      config: config._text(),
      server: config._server(),
      image: props.image,
      replicas: props.replicas,
      minAvailable: props.minAvailable,
      pgpass: pgpassSecret ? { ...surroundings.pgpass, ...secretKey(pgpassSecret) } : surroundings.pgpass,
      env: [...surroundings.env, ...env],
      files: [...surroundings.files, ...RegistryCatalog.files(this, surroundings, labelsOf(this.name))],
      ...volumesJson([...surroundings.volumes, ...(props.volumes ?? [])]),
      resources: props.resources && resourcesJson(props.resources),
      serviceAccount: props.serviceAccount?.name,
      serviceAccountAnnotations: props.serviceAccountAnnotations,
      configurationRole: props.configurationRole,
      priorityClassName: props.priorityClassName,
      nodeSelector: props.nodeSelector,
      monitoring: props.monitoring?._toJson(),
      migration: props.migration?._toJson(),
      shutdownDelay: props.shutdownDelay?.toSeconds(),
      imagePullSecrets: pullSecretReferences(imagePullSecrets),
      podTemplateSpec: template.build(),
    });
    // A policy without any option says something too.
    return networkPolicy ? { ...spec, networkPolicy } : spec;
  }
}
