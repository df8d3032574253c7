/** Names and labels of ToolHive's operator, those of its Helm chart. Source: deploy/charts/operator of ToolHive. */
import { isLabelValue } from '../../kubernetes/names';

export const names = {
  same: (operator: string) => operator,
  managerRole: (operator: string) => `${operator}-manager-role`,
  managerRoleBinding: (operator: string) => `${operator}-manager-rolebinding`,
  leaderElectionRole: (operator: string) => `${operator}-leader-election-role`,
  leaderElectionRoleBinding: (operator: string) => `${operator}-leader-election-rolebinding`,
  imageDiscovery: (operator: string) => `${operator}-image-discovery`,
};

const COMPONENT = {
  'app.kubernetes.io/name': 'toolhive-operator',
  'app.kubernetes.io/part-of': 'toolhive-operator',
};

/** Labels that the Deployment selects its pods by. They must never change. */
export function selectorOf(instance: string): Record<string, string> {
  return { ...COMPONENT, 'app.kubernetes.io/instance': instance };
}

/** Labels of most objects. */
export function labelsOf(instance: string, image: string): Record<string, string> {
  const version = versionOf(image);
  return { ...selectorOf(instance), ...(version && { 'app.kubernetes.io/version': version }) };
}

/** The ServiceAccount's labels have no instance or version. */
export const SERVICE_ACCOUNT_LABELS: Record<string, string> = COMPONENT;

/** The chart labels what binds the operator's rights as ToolHive's, and not as its own. */
export const BINDING_LABELS = { app: 'toolhive', 'app.kubernetes.io/name': 'toolhive' };

/** In the pod template of the Deployment that is only there for its images. */
export const IMAGE_DISCOVERY_LABELS = { 'app.kubernetes.io/component': 'image-discovery' };

/** The image's tag, where it has one that a label can hold. */
function versionOf(image: string): string | undefined {
  const tag = /:([^:/]+)$/.exec(image.split('@')[0])?.[1];
  return tag !== undefined && isLabelValue(tag) === undefined ? tag : undefined;
}
