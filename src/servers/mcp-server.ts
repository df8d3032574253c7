import { ApiObject } from 'cdk8s';
import type { EnvValue, IServiceAccount, VolumeMount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { McpTransport } from './enums';
import { IGroupMember } from './group-member';
import { ImportedServerOptions } from './imported-server-options';
import { IAddressedServer } from './listed-server';
import {
  isStateless,
  overridesSpec,
  proxySpec,
  referenceTo,
  sessionsNeeded,
  sessionStorageSpec,
} from './mcp-proxy-spec';
import { McpServerProps } from './mcp-server-props';
import { ProxyResource } from './proxy-resource';
import { rateLimitingSpec } from './rate-limiting-spec';
import { MetadataOverrides } from './resource-overrides';
import { shown } from '../findings';
import { canonicalTime } from '../kubernetes/time';
import { JsonObject, pruned } from '../plain/objects';
import { envJson, resourcesJson, volumesJson } from '../pods/container-values';
import { goDuration } from '../pods/go-duration';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { pullSecretReferences } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { behaviourOf } from '../rendering/model/changes';
import { mergeImagePullSecrets } from '../rendering/pod/image-pull-secrets';
import { mcpServerUrl, names, RESTARTED_AT, serviceUrl } from '../rendering/servers/mcp-server/names';
import { MCP_CONTAINER } from '../rendering/servers/mcp-server/pod-patch';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';
import { ImportedServer } from '../synthesis/imported-resource';

/** An MCP server, for clients of it. */
export interface IMcpServer extends IGroupMember, IAddressedServer {}

/**
 * An MCP server behind ToolHive's reverse proxy.
 *
 * Makes the proxy's Deployment and Service, its configuration, and ServiceAccounts with the minimal rights that
 * ToolHive needs. The proxy creates the MCP server's own StatefulSet at run time, unless you set `backend`.
 *
 * @example
 * new McpServer(chart, 'fetch', {
 *   image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
 *   transport: McpTransport.STREAMABLE_HTTP,
 *   tools: McpTools.allow('fetch'),
 * });
 */
export class McpServer extends ProxyResource implements IMcpServer {
  static {
    checkCalls('McpServer', this);
  }

  /**
   * Refers to an MCPServer in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPServer resource
   * @param options port and path, if they aren't the defaults
   */
  public static fromMcpServerName(
    scope: Construct,
    id: string,
    name: string,
    options: ImportedServerOptions = {},
  ): IMcpServer {
    const { port, path = '/mcp' } = options;
    const urlOf = (server: string, namespace: string) => serviceUrl(server, namespace, { proxyPort: port }) + path;
    return new ImportedServer(scope, id, 'IMcpServer', name, urlOf);
  }

  /** Address in the cluster, as MCP clients are configured with it. */
  public readonly url: string;

  /** Image of the MCP server, as it was given. */
  public readonly image: string;

  /** Transport of the MCP server. */
  public readonly transport: McpTransport;

  /** How many proxies run, if the props set it. */
  public readonly replicas?: number;

  private props: McpServerProps;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what to run, and how
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpServerProps) {
    checkNew('McpServer', new.target, arguments);
    super(
      scope,
      id,
      'MCPServer',
      props,
      pruned({
        backend: props.backend?._backendOption(props.mcpPort ?? 8080),
        isStateless: isStateless(props) || undefined,
      }),
    );
    this.props = props;
    this.image = props.image;
    this.transport = props.transport ?? McpTransport.STDIO;
    this.replicas = props.replicas;
    const spec = this.toSpec();
    this._setSpec(spec);
    this._emit();
    const [url] = mcpServerUrl(this.name, this.namespace, spec).split('#');
    this.url = url;
  }

  /**
   * The StatefulSet of the MCP server.
   *
   * Undefined unless `backend` is McpBackend.declared(), because ToolHive's proxy makes it at run time.
   */
  public get statefulSet(): ApiObject | undefined {
    return this.isDeclared ? this._workloadObject('Backend') : undefined;
  }

  /** ServiceAccount of the MCP server's pod: the one given, or the server's own. Bind roles to it. */
  public get serviceAccount(): IServiceAccount {
    return this._account(this.props.serviceAccount, names.serverAccount(this.name));
  }

  /**
   * Adds an environment variable to the MCP server.
   *
   * @param name name of the variable
   * @param value `EnvValue.fromValue('…')`, `secret.envValue('key')` and the like
   * @throws when it has that variable already
   */
  public addEnv(name: string, value: EnvValue): void {
    const { env = {} } = this.props;
    if (name in env) throw this._error(`addEnv: there is a variable ${shown(name)} already; give it once`);
    this.changeContainer({ env: { ...env, [name]: value } });
  }

  /**
   * Mounts an additional volume into the MCP server's container.
   *
   * @param mount the volume, and its path in the container
   */
  public addVolume(mount: VolumeMount): void {
    this.changeContainer({ volumes: [...(this.props.volumes ?? []), mount] });
  }

  /** @internal */
  protected _generation(): number | undefined {
    return this.props.generation;
  }

  /** @internal */
  protected _notInCustomResource(): string | undefined {
    if (this.isDeclared) {
      return "backend: ToolHive's operator has the proxy make the MCP server's workload; use McpBackend.proxyManaged(), or DeployTarget.WORKLOADS";
    }
    const { permissionProfileCounts } = behaviourOf(this._settings().rendering.version);
    const { permissionProfile } = (this._checked() as Resource<Specs['MCPServer']>).spec;
    if (!permissionProfileCounts || permissionProfile?.type !== 'configmap') return undefined;
    return "permissionProfile: ToolHive's operator can't read a profile from a ConfigMap; use PermissionProfile.network() or none(), or DeployTarget.WORKLOADS";
  }

  private get isDeclared(): boolean {
    return this.props.backend?._isDeclared ?? false;
  }

  private toSpec(): JsonObject {
    const { props } = this;
    if (this.isDeclared && props.proxyMode !== undefined) {
      throw this._error(
        `proxyMode: ${JSON.stringify(props.proxyMode)} says how a proxy speaks that stands before a stdio server, and a declared backend is none; leave it out`,
      );
    }
    if (isStateless(props)) {
      const wrong = sessionsNeeded('transport', props.transport) ?? sessionsNeeded('proxyMode', props.proxyMode);
      if (wrong) throw this._error(wrong);
    }
    return pruned({
      image: props.image,
      transport: props.transport,
      proxyMode: props.proxyMode,
      mcpPort: props.mcpPort,
      args: props.args,
      ...this.containerSpec(),
      permissionProfile: props.permissionProfile?._bind(this, this.name),
      serviceAccount: props.serviceAccount?.name,
      toolConfigRef: props.tools && { name: props.tools._bind(this, this.name) },
      ...proxySpec(props, serviceUrl(this.name, this.namespace, props)),
      externalAuthConfigRef: referenceTo(props.externalAuth),
      webhookConfigRef: referenceTo(props.webhooks),
      rateLimiting: props.rateLimiting && rateLimitingSpec(props.rateLimiting),
      resources: props.proxyResources && resourcesJson(props.proxyResources),
      maxRequestBodySize: props.maxRequestBodySize,
      proxyReadTimeout: goDuration(props.proxyReadTimeout),
      replicas: props.replicas,
      backendReplicas: props.backendReplicas,
      sessionStorage: sessionStorageSpec(props, this._redis()),
      resourceOverrides: this.overrides(),
    });
  }

  /** What variables and volumes become. */
  private containerSpec(): JsonObject {
    const { plain, secrets, others } = this.sortEnv();
    return { env: plain, secrets, podTemplateSpec: this.podTemplate(others) };
  }

  private changeContainer(props: Pick<McpServerProps, 'env' | 'volumes'>): void {
    this.props = { ...this.props, ...props };
    this._changeSpec(this.containerSpec());
  }

  /**
   * The custom resource knows plain values and keys of Secrets, one of each in early versions; whatever else a variable may come from goes into
   * the pod template.
   */
  private sortEnv(): { plain: JsonObject[]; secrets: JsonObject[]; others: JsonObject[] } {
    const { secretsHaveManyKeys: manyKeys } = behaviourOf(this._settings().rendering.version);
    const sorted = { plain: [] as JsonObject[], secrets: [] as JsonObject[], others: [] as JsonObject[] };
    for (const [name, value] of Object.entries(this.props.env ?? {})) {
      const variable = envJson(name, value);
      const secret = variable.valueFrom?.secretKeyRef;
      const isSayable = secret && (manyKeys || !sorted.secrets.some((other) => other.name === secret.name));
      if (!variable.valueFrom) {
        sorted.plain.push(variable);
      } else if (isSayable && secret.optional === undefined) {
        sorted.secrets.push({
          name: secret.name,
          key: secret.key,
          ...(secret.key !== name && { targetEnvName: name }),
        });
      } else {
        sorted.others.push(variable);
      }
    }
    return sorted;
  }

  private podTemplate(env: readonly JsonObject[]): JsonObject | undefined {
    const {
      podTemplateSpec,
      resources,
      volumes = [],
      writablePaths = [],
      serviceAccount,
      imagePullSecrets,
    } = this.props;
    const builder = new PodTemplateBuilder(podTemplateSpec?._toJson());
    if (resources && builder.containerHas(MCP_CONTAINER, 'resources')) {
      throw this._error(
        `resources: the pod template's container "${MCP_CONTAINER}" has resources too; give them in one place`,
      );
    }
    const mounted = volumesJson(volumes);
    const writable = writablePaths.map((mountPath, i) => ({ name: `writable-${i}`, mountPath }));
    builder
      .appendToContainer(MCP_CONTAINER, 'env', env)
      .appendToContainer(MCP_CONTAINER, 'volumeMounts', [...mounted.volumeMounts, ...writable])
      .appendVolumes([...mounted.volumes, ...writable.map(({ name }) => ({ name, emptyDir: {} }))])
      .fillContainer(MCP_CONTAINER, resources ? { resources: resourcesJson(resources) } : {});
    const { podSecurity, rendering } = this._settings();
    if (serviceAccount || this.isDeclared || podSecurity === 'restricted') {
      // A ServiceAccount of the user's own carries none. One of ours does, but a pod takes its list when it is made: set
      // here, a changed list makes new pods.
      const own = pullSecretReferences(imagePullSecrets);
      builder.fillPod({ imagePullSecrets: mergeImagePullSecrets(own, rendering.imagePullSecrets) });
    }
    // ToolHive's proxy hardens the pod and its own container; so does rendering where the backend is declared.
    if (podSecurity === 'restricted') builder.hardenOthers(MCP_CONTAINER);
    // A token is of use only with a ServiceAccount that has rights.
    if ((podSecurity === 'restricted' || this.isDeclared) && !serviceAccount) {
      builder.fillPod({ automountServiceAccountToken: false });
    }
    return builder.build();
  }

  private overrides(): JsonObject | undefined {
    const { resourceOverrides, imagePullSecrets } = this.props;
    const proxy = resourceOverrides?.proxyDeployment;
    if (!proxy && this.props.restartedAt === undefined) return overridesSpec(resourceOverrides, imagePullSecrets);
    const podTemplateMetadataOverrides = this.restarted(proxy?.podTemplateMetadataOverrides);
    const overrides = { ...resourceOverrides, proxyDeployment: { ...proxy, podTemplateMetadataOverrides } };
    return overridesSpec(overrides, imagePullSecrets);
  }

  /** What changes in the pod template restarts the pods; ToolHive's operator uses the same annotation. */
  private restarted(overrides: MetadataOverrides | undefined): JsonObject | undefined {
    const { restartedAt } = this.props;
    if (restartedAt === undefined) return overrides && { ...overrides };
    if (!canonicalTime(restartedAt)) {
      throw this._error(`restartedAt: ${shown(restartedAt)} is no time; write it like "2025-01-31T12:00:00Z"`);
    }
    return { ...overrides, annotations: { ...overrides?.annotations, [RESTARTED_AT]: restartedAt } };
  }
}
