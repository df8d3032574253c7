import { Obj } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { SecretReference } from '../../pod/image-pull-secrets';
import { RegistryNeeds } from '../config/needs';

/** What the bodies of a RegistryApi's objects are built from. */
export interface RegistryApiModel {
  readonly resource: Resource;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly data: Record<string, string>;
  readonly checksum: string;
  readonly needs: RegistryNeeds;
  readonly podTemplate: Obj;
}
