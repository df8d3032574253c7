/** What all servers share in addition to what ToolHive makes of them: the ways to them, how they are run, and their isolation. */
import { ApiObject, Duration } from 'cdk8s';
import type { IServiceAccount, ServiceType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ACCOUNT_REFERENCE } from './object-index';
import { ScopeSettings, settingsOf } from './scope-settings';
import { TargetedResource } from './targeted-resource';
import { AutoscaleOptions, autoscaleJson } from '../operations/autoscale';
import { ExposeViaHttpRouteOptions, ExposeViaIngressOptions, httpRouteJson, ingressJson } from '../operations/exposure';
import { effectiveIsolation } from '../operations/network-isolation';
import { probesJson, ServerOperationsProps } from '../operations/server-operations-props';
import { JsonObject, pruned } from '../plain/objects';
import { plus } from '../pods/plus';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { Behaviour, behaviourOf } from '../rendering/model/changes';
import { podTemplateOf } from '../rendering/operations/operations';
import { publicUrlOf, withPublicUrl } from '../rendering/operations/public-url';
import { ServerOfKind } from '../rendering/operations/server-kinds';
import { Server, serverOf } from '../rendering/operations/servers';
import { withShutdownDelay } from '../rendering/operations/shutdown';
import { Availability, ConstructOptions, Exposure } from '../resources/construct-options';

/** Seconds after which no client is led to a pod that is to stop. */
const SHUTDOWN_DELAY = 5;

const settingsWithoutRedis = new WeakMap<ScopeSettings, ScopeSettings>();

/** Made once for all servers that inherit the same. */
function withoutRedis(settings: ScopeSettings): ScopeSettings {
  let without = settingsWithoutRedis.get(settings);
  if (!without) {
    without = { ...settings, rendering: { ...settings.rendering, redis: undefined } };
    settingsWithoutRedis.set(settings, without);
  }
  return without;
}

/**
 * Hidden from the public API: jsii shows its public members on each construct.
 * @internal
 */
export abstract class ServerResource extends TargetedResource {
  private account?: IServiceAccount;
  private options: ConstructOptions = {};
  private known?: { plain: JsonObject; options: ConstructOptions; behaviour: Behaviour; spec: JsonObject };

  /** @param own settings of the kind that are not in its spec, by topic */
  constructor(
    scope: Construct,
    id: string,
    kind: string,
    name: string | undefined,
    props: ServerOperationsProps,
    own: ConstructOptions = {},
  ) {
    super(scope, id, kind, name);
    const { minAvailable, topologySpread, priorityClassName, monitoring, networkIsolation } = props;
    const { networkIsolation: layers, podSecurity } = settingsOf(this);
    const network = effectiveIsolation(networkIsolation ? [networkIsolation, ...layers] : layers);
    const { availability, ...others } = own;
    const isRestricted = podSecurity === 'restricted';
    const probes = probesJson(props.probes);
    const said = pruned<ConstructOptions>({
      leastPrivilege: isRestricted || undefined,
      sendsSecretHeaders: (isRestricted && !this._isCustomResource) || undefined,
      availability: pruned({ minAvailable, topologySpread, priorityClassName, probes, ...availability }),
      monitoring: monitoring?._toJson(),
    });
    // Isolation without any option counts, too.
    this.options = Object.assign(said, others, network && { network });
  }

  /**
   * The Service in front of the pods.
   *
   * Undefined under DeployTarget.CUSTOM_RESOURCES, because ToolHive's operator makes it.
   */
  public get service(): ApiObject | undefined {
    return this._workloadObject('Service');
  }

  /**
   * The public address for clients outside the cluster, if the server is exposed under a known host.
   *
   * A registry lists the server by this address. It is also the default `resourceUrl` and `audience` of tokens.
   */
  public get publicUrl(): string | undefined {
    const { url } = this.options.exposure ?? {};
    return url === undefined ? undefined : url + this._server().path;
  }

  /**
   * Scales the number of replicas with the load, by a HorizontalPodAutoscaler.
   *
   * The cluster needs a metrics server, and the server's sessions must be in Redis.
   *
   * @param options minimum, maximum and targets
   * @returns the HorizontalPodAutoscaler
   * @throws when a number is out of its range, `replicas` were given, there is no Redis, it was called before, or the operator sets the
   * number itself, as that of an embedding server
   */
  public autoscale(options: AutoscaleOptions = {}): ApiObject {
    this._checkAutoscaler('autoscale');
    const { availability } = this.options;
    return this.extend('autoscale', availability?.autoscale, 'Autoscaler', {
      availability: { ...availability, autoscale: autoscaleJson(options) },
    });
  }

  /**
   * The former name of `autoscale`.
   *
   * @param options minimum, maximum and targets
   * @returns the HorizontalPodAutoscaler
   * @throws as `autoscale` does
   * @deprecated use `autoscale`
   */
  public scale(options: AutoscaleOptions = {}): ApiObject {
    return this.autoscale(options);
  }

  /**
   * Exposes the server outside the cluster by an Ingress, with only the paths that clients need.
   *
   * @param host host name, such as `mcp.example.com`; `*.example.com` matches all names below example.com
   * @param options path, class and TLS
   * @returns the Ingress
   * @throws when host or path are invalid, when no controller strips the path, or when it was called before
   */
  public exposeViaIngress(host: string, options: ExposeViaIngressOptions = {}): ApiObject {
    return this.expose('exposeViaIngress', 'Ingress', { exposeViaIngress: ingressJson(host, options) });
  }

  /**
   * Exposes the server by an HTTPRoute of the Gateway API, with only the paths that clients need.
   *
   * @param options Gateways, hosts and path
   * @returns the HTTPRoute
   * @throws when a name or path is none, or it was called before
   */
  public exposeViaHttpRoute(options: ExposeViaHttpRouteOptions): ApiObject {
    return this.expose('exposeViaHttpRoute', 'HttpRoute', { exposeViaHttpRoute: httpRouteJson(options) });
  }

  /** @internal */
  protected _constructOptions(): ConstructOptions | undefined {
    return Object.keys(this.options).length ? this.options : undefined;
  }

  /**
   * The ServiceAccount given, or the server's own: always the same object.
   * @internal
   */
  protected _account(given: IServiceAccount | undefined, name: string): IServiceAccount {
    return (this.account ??=
      given ??
      plus().ServiceAccount.fromServiceAccountName(this, ACCOUNT_REFERENCE, name, { namespaceName: this.namespace }));
  }

  /**
   * The Redis inherited down the tree, for the spec.
   * @internal
   */
  protected _redis(): ScopeSettings['rendering']['redis'] {
    return super._settings().rendering.redis;
  }

  /**
   * The session store is in the resource, so no default is added.
   * @internal
   */
  protected _settings(): ScopeSettings {
    return withoutRedis(super._settings());
  }

  /**
   * The type of a Service that the custom resource has no field for.
   * @internal
   */
  protected _setServiceType(serviceType: ServiceType | undefined): void {
    if (!serviceType) return;
    if (this._isCustomResource) {
      throw this._error(
        "serviceType: ToolHive's custom resource has no field for it; expose the server by an Ingress or HTTPRoute, or deploy it without the operator",
      );
    }
    this.options = { ...this.options, exposure: { ...this.options.exposure, serviceType } };
  }

  /**
   * How long a pod waits before it stops. Pods that are to be as the operator makes them don't, unless it is set.
   *
   * @param usual seconds by default
   * @internal
   */
  protected _delayShutdown(given: Duration | undefined, usual = SHUTDOWN_DELAY): void {
    const isOperators = this._isCustomResource || settingsOf(this).podSecurity !== 'restricted';
    const seconds = given ? given.toSeconds({ integral: false }) : isOperators ? 0 : usual;
    if (!Number.isInteger(seconds)) {
      throw this._error(`shutdownDelay: ${seconds} seconds must be a whole number, such as Duration.seconds(10)`);
    }
    if (seconds) this.options = { shutdownDelay: seconds, ...this.options };
  }

  /**
   * A spec with what follows from exposure and operations in it: the same object until one of them changes.
   * @internal
   */
  protected _withOperations(plain: JsonObject): JsonObject {
    const { options, known } = this;
    const behaviour = behaviourOf(this._settings().rendering.version);
    if (known?.plain === plain && known.options === options && known.behaviour === behaviour) {
      return known.spec;
    }
    const exposed = withPublicUrl(this.described(plain, options)) as JsonObject;
    const spec = this.withPodTemplate(exposed, behaviour);
    this.known = { plain, options, behaviour, spec };
    return spec;
  }

  /** Settings of the pods are in their template, for all targets. An MCPServer has none for its proxy's pod. */
  private withPodTemplate(spec: JsonObject, behaviour: Behaviour): JsonObject {
    const isMcpServer = this._identity.kind === 'MCPServer';
    if (isMcpServer && !this._isCustomResource) return spec;
    const server = serverOf(this.described(spec));
    // An autoscaler adds no spread where it could not be set.
    const availability = { ...(isMcpServer && { topologySpread: false }), ...this.options.availability };
    const { metadata, spec: members } = podTemplateOf({ ...this.options, availability }, server, behaviour);
    // Without the operator it is laid over the Deployment, and the resource stays as the user wrote it.
    const { shutdownDelay = 0 } = this._isCustomResource ? this.options : {};
    if (!metadata && !members && !shutdownDelay) return spec;
    if (isMcpServer) {
      throw this._error(
        "topologySpread, priorityClassName, probes, shutdownDelay and monitoring by annotations are about the proxy's pod, which an MCPServer can't describe; leave them out, or deploy it without the operator",
      );
    }
    const { containers: [container] = [], ...others } = members ?? {};
    const builder = new PodTemplateBuilder(
      structuredClone(spec.podTemplateSpec as JsonObject | undefined),
    ).fillMetadata(metadata ?? {});
    if (container) builder.fillContainer(server.container, container);
    if (shutdownDelay) builder.patch((template) => withShutdownDelay(template, server.container, shutdownDelay));
    return { ...spec, podTemplateSpec: builder.fillPod(others).build() };
  }

  /**
   * Settings of the number of replicas and of where they are.
   * @internal
   */
  protected _availability(): Availability {
    return this.options.availability ?? {};
  }

  /** @internal */
  protected _changeAvailability(members: Availability): void {
    this.options = { ...this.options, availability: pruned({ ...this.options.availability, ...members }) };
    this._revise();
  }

  /**
   * A workload has one autoscaler, and none where its operator decides the number.
   * @internal
   */
  protected _checkAutoscaler(asked: string): void {
    if (this._isCustomResource && this._identity.kind === 'EmbeddingServer') {
      throw this._error(
        `${asked}: ToolHive's operator sets the number of replicas again and again; give replicas, or deploy it without the operator`,
      );
    }
    const { autoscale, isAutoscaled } = this._availability();
    // A second call is reported by `autoscale` itself.
    if (isAutoscaled || (autoscale && asked !== 'autoscale')) {
      throw this._error(`${asked}: an autoscaler is there already, and two would not agree; make one of them`);
    }
  }

  /**
   * What is to be known of the server from outside.
   * @internal
   */
  protected _server(): Server {
    return serverOf(this.described(this._spec()));
  }

  private expose(method: 'exposeViaIngress' | 'exposeViaHttpRoute', id: string, way: Exposure): ApiObject {
    const before = this.options.exposure;
    const exposure = { ...before, ...way };
    return this.extend(method, before?.[method], id, { exposure: pruned({ ...exposure, url: publicUrlOf(exposure) }) });
  }

  /** Says more than the constructor did, once: each of these objects has one name. */
  private extend(method: string, before: unknown, id: string, options: ConstructOptions): ApiObject {
    if (before) throw this._error(`${method} was called before; say all in one call`);
    this.options = { ...this.options, ...options };
    this._revise();
    return this._object(id);
  }

  /** Typed as the kind's spec: its own construct made it. */
  private described(spec: JsonObject, constructOptions?: ConstructOptions): ServerOfKind {
    const { kind } = this._identity;
    return { kind, name: this.name, namespace: this.namespace, spec, constructOptions } as object as ServerOfKind;
  }
}
