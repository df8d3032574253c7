/** The spec of a ToolLock, which has no custom resource. */
import { ResourceRequirements } from '../../kubernetes/objects';
import { ToolHashes } from '../../tools/tool-lock';
import { SecretReference } from '../pod/image-pull-secrets';

export interface ToolLockSpec {
  /** Address of the server that is asked. */
  readonly url: string;
  readonly tools: ToolHashes;
  /** Has Node.js in it. */
  readonly image: string;
  /** As cron writes it. */
  readonly schedule: string;
  /** Key with the bearer token. */
  readonly tokenSecretRef?: { readonly name: string; readonly key: string };
  readonly imagePullSecrets?: readonly SecretReference[];
  readonly resources?: ResourceRequirements;
}
