import { RegistryApi } from './spec';
import { PodTemplate } from '../../../kubernetes/objects';
import { SecretReference } from '../../pod/image-pull-secrets';
import { RegistryNeeds } from '../config/needs';

/** What the bodies of a RegistryApi's objects are built from. */
export interface RegistryApiModel {
  readonly resource: RegistryApi;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly data: Record<string, string>;
  readonly checksum: string;
  readonly needs: RegistryNeeds;
  readonly podTemplate: PodTemplate;
}
