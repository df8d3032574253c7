import { ApiObject } from 'cdk8s';
import type { ISecret, SecretValue, VolumeMount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Finding, Findings } from '../findings';
import { RegistryCatalog } from './registry-catalog';
import { RegistryConfig } from './registry-config';
import { PodSpec } from '../kubernetes/objects';
import { effectiveIsolation, NetworkIsolation } from '../operations/network-isolation';
import { JsonObject, pruned } from '../plain/objects';
import { volumesJson } from '../pods/container-values';
import { PodTemplate } from '../pods/pod-template';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { pullSecretReferences, secretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { RESTRICTED_CONTAINER } from '../rendering/pod/pod-security';
import { accountFiles, fileVolumes, WORLD_READABLE } from '../rendering/registry/api/files';
import { connectTimeout, registryPodSecurity } from '../rendering/registry/api/pod';
import { checkConfigText, REFUSED_BY_SERVER } from '../rendering/registry/config/check';
import { needsOf, RegistryNeeds } from '../rendering/registry/config/needs';
import { DEPRECATED } from '../rendering/registry/mcp-registry/mcp-registry';
import { mcpRegistryUrl } from '../rendering/registry/mcp-registry/names';
import { PGPASS_INIT_CONTAINER, REGISTRY_CONTAINER } from '../rendering/registry/mcp-registry/pod';
import { ConstructOptions } from '../resources/construct-options';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedServer } from '../synthesis/imported-resource';

/** Props of an McpRegistry. */
export interface McpRegistryProps {
  /** Configuration of the registry server. */
  readonly config: RegistryConfig;

  /**
   * Display name of the registry.
   *
   * @default - none
   */
  readonly displayName?: string;

  /**
   * The Secret and key with a pgpass file of the database's passwords.
   *
   * @default - that of the configuration's database, if it has one
   */
  readonly pgpassSecret?: SecretValue;

  /**
   * Mounts volumes into the registry server's container.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * Pull secrets of pod and ServiceAccount, before the inherited ones.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Pod template of the registry server; only fields that it leaves out are filled in.
   *
   * Its container is called `registry-api`. A list of image pull secrets in it replaces all others, for the pod only.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * A NetworkPolicy: who may connect to the registry, and what it may connect to.
   *
   * @default - that of the enclosing scopes, in the end none is made
   */
  readonly networkIsolation?: NetworkIsolation;

  /**
   * Overrides the name of the MCPRegistry resource, from which all objects derive their names.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** A registry of an MCPRegistry, for clients of it. */
export interface IMcpRegistry extends IToolhiveResource {
  /** Address in the cluster. */
  readonly url: string;
}

/**
 * The registry server with the objects that ToolHive's operator makes for an MCPRegistry.
 *
 * Use it to leave the operator and keep the objects. ToolHive has deprecated MCPRegistry; for a new registry use
 * `RegistryApi`.
 *
 * @see https://github.com/stacklok/toolhive/blob/main/cmd/thv-operator/api/v1beta1/mcpregistry_types.go
 */
export class McpRegistry extends CustomResource implements IMcpRegistry {
  static {
    checkCalls('McpRegistry', this);
  }

  /**
   * Refers to an MCPRegistry in the cluster by its name. It is in the namespace of the chart.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPRegistry resource
   */
  public static fromMcpRegistryName(scope: Construct, id: string, name: string): IMcpRegistry {
    return new ImportedServer(scope, id, 'IMcpRegistry', name, mcpRegistryUrl);
  }

  /** Address in the cluster. */
  public readonly url: string;

  private readonly spec: JsonObject;
  private readonly constructOptions: ConstructOptions;
  private readonly isUnchecked: boolean;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what to serve, and how
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpRegistryProps) {
    checkNew('McpRegistry', new.target, arguments);
    super(scope, id, 'MCPRegistry', props.name);
    const { networkIsolation: layers, podSecurity } = this._settings();
    const network = effectiveIsolation(props.networkIsolation ? [props.networkIsolation, ...layers] : layers);
    this.constructOptions = {
      ...(network && { network }),
      ...(podSecurity === 'restricted' && { leastPrivilege: true }),
    };
    this.isUnchecked = props.config._isUnchecked;
    this.spec = this.toSpec(props);
    this._emit();
    this.url = mcpRegistryUrl(this.name, this.namespace);
  }

  /** The registry server's Deployment. Undefined under DeployTarget.CUSTOM_RESOURCES, because ToolHive's operator makes it. */
  public get deployment(): ApiObject | undefined {
    return this._workloadObject('Resource');
  }

  /** The Service that clients connect to. Undefined under DeployTarget.CUSTOM_RESOURCES, because ToolHive's operator makes it. */
  public get service(): ApiObject | undefined {
    return this._workloadObject('Service');
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }

  /** @internal */
  protected _constructOptions(): ConstructOptions | undefined {
    return Object.keys(this.constructOptions).length ? this.constructOptions : undefined;
  }

  /** @internal */
  protected _refuses(): readonly string[] {
    // Whatever server reads the configuration, everybody can.
    return ['registry-password-in-config', ...(this.isUnchecked ? [] : [REFUSED_BY_SERVER])];
  }

  /**
   * Objects of one's own hang on no resource that ToolHive removes.
   * @internal
   */
  protected _isSettled(finding: Finding): boolean {
    return super._isSettled(finding) || (finding.id === DEPRECATED && !this._isCustomResource);
  }

  private toSpec(props: McpRegistryProps): JsonObject {
    const { config, pgpassSecret, imagePullSecrets } = props;
    const surroundings = config._surroundings();
    const { pgpass: ofConfig, volumes } = surroundings;
    const files = [...surroundings.files, ...RegistryCatalog.files(this, surroundings)];
    const needs = needsOf(checkConfigText(config._text(), new Findings()) ?? {});
    const isRestricted = this._settings().podSecurity === 'restricted';
    const needsToken = needs.watchedNamespaces.length > 0 || !isRestricted;
    const fromAccount = needsToken ? [] : accountFiles(needs.files.map(({ path }) => path));
    const inFiles = fileVolumes([...files, ...fromAccount], isRestricted ? undefined : WORLD_READABLE);
    const mounted = volumesJson([...volumes, ...(props.volumes ?? [])]);
    return pruned({
      configYAML: config._text(),
      displayName: props.displayName,
      volumes: [...inFiles.volumes, ...mounted.volumes],
      volumeMounts: [...inFiles.volumeMounts, ...mounted.volumeMounts],
      pgpassSecretRef: pgpassSecret ? secretKey(pgpassSecret) : ofConfig && { name: ofConfig.name, key: ofConfig.key },
      imagePullSecrets: pullSecretReferences(imagePullSecrets),
      podTemplateSpec: this.podTemplate(props, needs, isRestricted, needsToken),
    });
  }

  private podTemplate(
    props: McpRegistryProps,
    needs: RegistryNeeds,
    isRestricted: boolean,
    needsToken: boolean,
  ): JsonObject | undefined {
    const template = props.podTemplateSpec?._toJson();
    const pod = template?.spec as PodSpec | undefined;
    const ownEnv = pod?.containers?.find(({ name }) => name === REGISTRY_CONTAINER)?.env ?? [];
    const builder = new PodTemplateBuilder(template);
    builder.appendToContainer(REGISTRY_CONTAINER, 'env', props.config._surroundings().env);
    if (isRestricted) {
      builder
        .hardenOthers(REGISTRY_CONTAINER, PGPASS_INIT_CONTAINER)
        .fillContainer(REGISTRY_CONTAINER, {
          securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
        })
        .fillPod({ securityContext: registryPodSecurity(this._settings().rendering) })
        .appendToContainer(REGISTRY_CONTAINER, 'env', connectTimeout(ownEnv, needs));
      if (!needsToken) builder.fillPod({ automountServiceAccountToken: false });
    }
    return builder.build();
  }
}
