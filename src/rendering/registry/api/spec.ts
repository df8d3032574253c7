/** The spec of a RegistryApi: a registry server without a custom resource. */
import { FileMount } from './files';
import { Ordering } from './ordering';
import { EnvVar, ResourceRequirements, Texts, Volume, VolumeMount } from '../../../kubernetes/objects';
import { JsonObject } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { SecretReference } from '../../pod/image-pull-secrets';
import { SecretKeyRef } from '../../pod/mounts';

export type RegistryApi = Resource<RegistryApiSpec>;

export interface RegistryApiSpec {
  /** Text of the server's configuration. */
  readonly config: string;
  /** Which server it is for. Default: today's. */
  readonly server?: 'legacy';
  /** Default: that of the settings, or of the older server. */
  readonly image?: string;
  /** Default: 1. */
  readonly replicas?: number;
  readonly pgpass?: PgpassSpec;
  readonly env?: readonly EnvVar[];
  /** Files that the configuration names. */
  readonly files?: readonly FileMount[];
  readonly volumes?: readonly Volume[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly resources?: ResourceRequirements;
  /** Name of a ServiceAccount that is there. Default: one of its own. */
  readonly serviceAccount?: string;
  readonly serviceAccountAnnotations?: Texts;
  /** Whether it has the Role of ToolHive's deployment guide. Default: false. */
  readonly configurationRole?: boolean;
  readonly nodeSelector?: Texts;
  readonly migration?: MigrationSpec;
  readonly imagePullSecrets?: readonly SecretReference[];
  readonly podTemplateSpec?: JsonObject;
}

/** Where the pgpass file is. */
export interface PgpassSpec extends SecretKeyRef {
  /** Image of an init container that copies it. Default: it is read where it is mounted. */
  readonly copiedBy?: string;
}

/** Jobs that prepare the database. */
export interface MigrationSpec {
  readonly ordering: Ordering;
  readonly psqlImage: string;
  readonly grants?: {
    readonly user: string;
    readonly password: SecretKeyRef;
    readonly image: string;
  };
}
