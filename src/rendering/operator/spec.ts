/** The spec of a ToolhiveOperator, which has no custom resource. */
import { EnvVar, ResourceRequirements, Texts, Volume, VolumeMount } from '../../kubernetes/objects';
import { JsonObject } from '../../plain/objects';
import { Autoscale } from '../../resources/construct-options';
import { Resource } from '../../resources/resource';
import { SecretReference } from '../pod/image-pull-secrets';

export type Operator = Resource<OperatorSpec>;

export interface OperatorSpec {
  /** Default: that of the version. */
  readonly image?: string;
  readonly imagePullPolicy?: string;
  /** Default: 1. */
  readonly replicas?: number;
  readonly autoscale?: Autoscale;
  readonly imagePullSecrets?: readonly SecretReference[];
  /** For the workloads that the operator makes. An empty list is no list at all. Default: those of the settings. */
  readonly defaultImagePullSecrets?: readonly SecretReference[];
  readonly env?: readonly EnvVar[];
  readonly volumes?: readonly Volume[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly resources?: ResourceRequirements;
  readonly gomemlimit?: string;
  readonly gogc?: number;
  readonly experimental?: boolean;
  readonly storageVersionMigrator?: boolean;
  readonly imageDiscovery?: boolean;
  readonly imageDiscoveryResources?: ResourceRequirements;
  /** Name of a ServiceAccount that is there. Default: one of its own. */
  readonly serviceAccount?: string;
  readonly serviceAccountLabels?: Texts;
  readonly serviceAccountAnnotations?: Texts;
  readonly podTemplateSpec?: JsonObject;
  /** Value of the label `app.kubernetes.io/instance`. Default: its name. */
  readonly instance?: string;
  readonly scope: Scope;
}

/** Where the operator looks after resources, and by which rights. */
export interface Scope {
  readonly rights: string;
  /** Default: all of them. */
  readonly namespaces?: readonly string[];
}
