import { Obj } from '../../findings';
import { Resource } from '../../resources/resource';
import { SecretReference } from '../image-pull-secrets';
import { RegistryNeeds } from '../registry-config/needs';
import { PlatformName } from '../settings';

/** What the bodies of a RegistryApi's objects are built from. */
export interface RegistryApiModel {
  readonly resource: Resource;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly data: Record<string, string>;
  readonly checksum: string;
  readonly needs: RegistryNeeds;
  readonly podTemplate: Obj;
  readonly platform: PlatformName;
}
