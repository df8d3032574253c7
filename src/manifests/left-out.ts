/** Files next to manifests that are for tools of the user's machine: no cluster takes them. */
import { ManifestDocument } from './read';
import { CONFIG_SHAPE } from '../rendering/registry/config/shape';

/** Kinds for tools, by their API group, and who reads them. */
const GROUPS: Readonly<Record<string, string>> = {
  'kustomize.config.k8s.io': 'Kustomize',
  skaffold: 'Skaffold',
  'kind.x-k8s.io': 'kind',
  'k3d.io': 'k3d',
  'ctlptl.dev': 'ctlptl',
  'kubeadm.k8s.io': 'kubeadm',
  'kubelet.config.k8s.io': 'the kubelet',
  'kubeproxy.config.k8s.io': 'kube-proxy',
  'apiserver.config.k8s.io': 'the API server itself',
  'audit.k8s.io': 'the API server itself',
  'client.authentication.k8s.io': 'kubectl',
  'backstage.io': 'Backstage',
};

/** Files whose documents need have no kind. */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/^kustomization(?:\.ya?ml)?$/i, 'Kustomize'],
  [/^(?:Chart|values[\w.-]*)\.ya?ml$/, 'Helm'],
  [/^(?:docker-)?compose[\w.-]*\.ya?ml$/, 'Docker Compose'],
  [/^skaffold[\w.-]*\.ya?ml$/, 'Skaffold'],
  [/^cdk8s\.ya?ml$/, 'cdk8s'],
  [/^package(?:-lock)?\.json$/, 'npm'],
  [/^tsconfig[\w.-]*\.json$/, 'TypeScript'],
];

/** The program that reads a document which isn't for a cluster; undefined for others. */
export function readerOf({ position: { file }, value }: ManifestDocument): string | undefined {
  const { apiVersion, kind } = value;
  if (typeof kind === 'string') {
    if (apiVersion === 'v1' && kind === 'Config' && ('clusters' in value || 'contexts' in value)) return 'kubectl';
    const group = typeof apiVersion === 'string' ? apiVersion.split('/', 1)[0] : '';
    return Object.hasOwn(GROUPS, group) ? GROUPS[group] : undefined;
  }
  if (kind !== undefined || looksLikeRegistryConfig(value)) return undefined;
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return FILES.find(([pattern]) => pattern.test(name))?.[1];
}

const REGISTRY_FIELDS = [...(CONFIG_SHAPE.type === 'map' ? Object.keys(CONFIG_SHAPE.fields) : []), 'registryname'];

/** Whether a document without apiVersion and kind has a field of the registry server's configuration; it takes any case. */
export function looksLikeRegistryConfig(value: object): boolean {
  const keys = Object.keys(value);
  return !keys.length || keys.some((key) => REGISTRY_FIELDS.includes(key.toLowerCase()));
}
