import { ApiObject, Size } from 'cdk8s';
import type {
  ContainerResources,
  EnvValue,
  ImagePullPolicy,
  ISecret,
  IServiceAccount,
  VolumeMount,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { OperatorScope } from './operator-scope';
import { AutoscaleOptions, autoscaleJson } from '../operations/autoscale';
import { defined, JsonObject, pruned } from '../plain/objects';
import { envJson, resourcesJson, volumesJson } from '../pods/container-values';
import { PodTemplate } from '../pods/pod-template';
import { PodTemplateBuilder } from '../pods/pod-template-builder';
import { pullSecretReferences } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { OPERATOR_CONTAINER } from '../rendering/operator/pod';
import { ConstructOptions } from '../resources/construct-options';
import { ToolhiveResource } from '../synthesis/toolhive-resource';

/** Props of a ToolhiveOperator. */
export interface ToolhiveOperatorProps {
  /**
   * Which namespaces the operator watches.
   *
   * @default - its own namespace
   */
  readonly scope?: OperatorScope;

  /**
   * Container image of the operator.
   *
   * @default - ToolHive's image, of the settings' `toolhiveVersion`
   */
  readonly image?: string;

  /**
   * Pull policy of the images of the operator and of its image discovery.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * How many replicas run, at least 0. One is active, the others stand by.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Pull secrets of the operator's own pods and ServiceAccount, before the inherited ones.
   *
   * @default - the inherited ones
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Pull secrets that the operator adds to every resource, in place of the inherited ones.
   *
   * They must exist in the namespaces of the resources.
   *
   * @default - those inherited from enclosing scopes
   */
  readonly defaultImagePullSecrets?: ISecret[];

  /**
   * Additional environment variables of the operator. For a Secret, use `secret.envValue('key')`.
   *
   * With `TOOLHIVE_SKIP_UPDATE_CHECK` "true", the operator doesn't ask ToolHive's server for new versions.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Mounts volumes into the operator's container.
   *
   * @default - none
   */
  readonly volumes?: VolumeMount[];

  /**
   * CPU and memory of the operator. If you raise the memory limit, raise `gomemlimit`, too.
   *
   * @default - 10m of a CPU and 64Mi of memory, at most 500m and 128Mi
   */
  readonly resources?: ContainerResources;

  /**
   * Memory limit of the Go runtime, in whole mebibytes, somewhat below the limit in `resources`.
   *
   * @default Size.mebibytes(110)
   * @see https://pkg.go.dev/runtime#hdr-Environment_Variables
   */
  readonly gomemlimit?: Size;

  /**
   * Growth of the heap, in whole percent of at least 1, after which Go runs its garbage collector.
   *
   * @default 75
   * @see https://pkg.go.dev/runtime#hdr-Environment_Variables
   */
  readonly gogc?: number;

  /**
   * Whether experimental features are on. Version 0.44.0 of the operator has none.
   *
   * @default false
   */
  readonly experimental?: boolean;

  /**
   * Whether the operator migrates stored resources to the current version of their CRD.
   *
   * A later release can then drop older versions. It needs OperatorScope.cluster().
   *
   * @default - true with OperatorScope.cluster(), else false
   */
  readonly storageVersionMigrator?: boolean;

  /**
   * Whether a Deployment without replicas lists the images of proxies, virtual servers and registries.
   *
   * It is for tools that read images from manifests. The operator itself has these images only in its environment.
   *
   * @default false
   */
  readonly imageDiscovery?: boolean;

  /**
   * Resources of the image discovery's containers, for clusters that require them.
   *
   * @default - none
   */
  readonly imageDiscoveryResources?: ContainerResources;

  /**
   * Existing ServiceAccount for the operator's pod, in the operator's namespace.
   *
   * The construct binds the operator's rights to it.
   *
   * @default - one of its own, by the construct's name
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Labels of the ServiceAccount that the construct makes.
   *
   * @default - none but its own
   */
  readonly serviceAccountLabels?: { [key: string]: string };

  /**
   * Annotations of the ServiceAccount that the construct makes.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };

  /**
   * Strategic merge patch of the operator's pod. Its container is called `manager`.
   *
   * @default - none
   */
  readonly podTemplateSpec?: PodTemplate;

  /**
   * Value of the label `app.kubernetes.io/instance`, by which the Deployment selects its pods.
   *
   * To take over an installation by Helm, set the name of the release: a Deployment's selector can't be changed.
   *
   * @default - the construct's name
   */
  readonly instance?: string;

  /**
   * Overrides the name of the objects, a DNS subdomain of at most 63 characters.
   *
   * With `toolhive-operator`, all objects have the same names as those of the Helm chart.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * ToolHive's operator, as the Helm chart of `toolhiveVersion` installs it.
 *
 * Makes a Deployment, a ServiceAccount, and Roles in the namespaces that it watches. The operator adds images, image
 * pull secrets, Redis, platform and proxy host to its resources. These are the settings that constructs of the same
 * scope inherit. So is the registry server's image, where the chart's is older. A namespace has room for one operator:
 * two would share one leader election.
 *
 * By default it watches its own namespace, and none of its objects is cluster-scoped. It then can't read resources of
 * other namespaces, and doesn't migrate storage versions, which needs rights to read CRDs. If it doesn't watch its own
 * namespace, its check for new versions fails, with a message in the log.
 *
 * Install the CRDs first. cdk8s reads them from a file or an address with `Include`, in a chart without a namespace, or
 * with `Helm`. One is too large for kubectl to apply without `--server-side`.
 *
 * @example
 * const crds = new Chart(app, 'crds');
 * new Include(crds, 'toolhive', { url: 'toolhive-crds.yaml' });
 * const chart = new ToolhiveChart(app, 'operator', { namespace: 'toolhive-system' });
 * chart.addDependency(crds);
 * new ToolhiveOperator(chart, 'toolhive-operator', { scope: OperatorScope.namespaces('team-a', 'team-b') });
 */
export class ToolhiveOperator extends ToolhiveResource {
  static {
    checkCalls('ToolhiveOperator', this);
  }

  /** The operator's Deployment. */
  public readonly deployment: ApiObject;

  private spec: JsonObject;
  private readonly constructOptions?: ConstructOptions;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props what the operator may do, and how it runs
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: ToolhiveOperatorProps = {}) {
    checkNew('ToolhiveOperator', new.target, arguments);
    super(scope, id, 'ToolhiveOperator', props.name);
    this.spec = this.toSpec(props);
    if (this._settings().podSecurity === 'restricted') this.constructOptions = { leastPrivilege: true };
    this._emit();
    this.deployment = this._object('Resource');
  }

  /**
   * Scales the number of replicas with the load, by a HorizontalPodAutoscaler.
   *
   * Only one replica is active at a time, so this adds standby replicas. The cluster needs a metrics server.
   *
   * @param options minimum, maximum and targets
   * @returns the HorizontalPodAutoscaler
   * @throws when a number is out of its range, `replicas` were given, or it was called before
   */
  public autoscale(options: AutoscaleOptions = {}): ApiObject {
    if (this.spec.autoscale) {
      throw this._error(`autoscale was called before; say all in one call`);
    }
    this.spec = { ...this.spec, autoscale: autoscaleJson(options) };
    this._revise();
    return this._object('Autoscaler');
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

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }

  /** @internal */
  protected _constructOptions(): ConstructOptions | undefined {
    return this.constructOptions;
  }

  private toSpec(props: ToolhiveOperatorProps): JsonObject {
    const { resources, imageDiscoveryResources, gomemlimit } = props;
    const template = new PodTemplateBuilder(props.podTemplateSpec?._toJson());
    if (this._settings().podSecurity === 'restricted') template.hardenOthers(OPERATOR_CONTAINER);
    return {
      ...pruned({
        image: props.image,
        imagePullPolicy: props.imagePullPolicy,
        replicas: props.replicas,
        imagePullSecrets: pullSecretReferences(props.imagePullSecrets),
        env: Object.entries(props.env ?? {}).map(([name, value]) => envJson(name, value)),
        ...volumesJson(props.volumes ?? []),
        resources: resources && resourcesJson(resources),
        gomemlimit: gomemlimit && `${gomemlimit.toMebibytes()}MiB`,
        gogc: props.gogc,
        experimental: props.experimental,
        storageVersionMigrator: props.storageVersionMigrator,
        imageDiscovery: props.imageDiscovery,
        imageDiscoveryResources: imageDiscoveryResources && resourcesJson(imageDiscoveryResources),
        serviceAccount: props.serviceAccount?.name,
        serviceAccountLabels: props.serviceAccountLabels,
        serviceAccountAnnotations: props.serviceAccountAnnotations,
        podTemplateSpec: template.build(),
        instance: props.instance,
      }),
      scope: (props.scope ?? OperatorScope.namespaces(this.namespace))._toSpec(),
      // An empty list means something: none at all, whatever is inherited.
      ...defined({ defaultImagePullSecrets: pullSecretReferences(props.defaultImagePullSecrets) }),
    };
  }
}
