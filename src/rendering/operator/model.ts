import { Operator } from './spec';
import { PodTemplate } from '../../kubernetes/objects';
import { Settings } from '../model/settings';
import { SecretReference } from '../pod/image-pull-secrets';

/** What the bodies of the operator's objects are built from. */
export interface OperatorModel {
  readonly resource: Operator;
  readonly settings: Settings;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly podTemplate: PodTemplate;
}
