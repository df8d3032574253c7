/**
 * The registry's way to join a user's pod template with its own: the user's template is kept, defaults fill its gaps.
 * In every list the user's items come first. Not a strategic merge: nothing can be deleted, and the list of image pull
 * secrets is taken whole. Source: ToolHive cmd/thv-operator/pkg/registryapi/podtemplatespec.go, MergePodTemplateSpecs.
 */
import { Container, ContainerPort, PodSpec, PodTemplate } from '../../../kubernetes/objects';
import { pruned } from '../../../plain/objects';

/** Joins `user` (as Go decodes it) with `defaults`. */
export function fillGaps(defaults: PodTemplate, user: Partial<PodTemplate> | undefined): PodTemplate {
  if (!user) return defaults;
  const own: PodSpec = user.spec ?? {};
  return {
    ...user,
    metadata: pruned({
      ...user.metadata,
      labels: { ...defaults.metadata?.labels, ...user.metadata?.labels },
      annotations: { ...defaults.metadata?.annotations, ...user.metadata?.annotations },
    }),
    spec: pruned({
      ...own,
      serviceAccountName: own.serviceAccountName || defaults.spec.serviceAccountName,
      containers: containers(defaults.spec.containers, own.containers),
      initContainers: containers(defaults.spec.initContainers, own.initContainers),
      volumes: byName(defaults.spec.volumes, own.volumes),
      imagePullSecrets: own.imagePullSecrets?.length ? own.imagePullSecrets : defaults.spec.imagePullSecrets,
    }),
  };
}

function containers(defaults: readonly Container[] = [], user: readonly Container[] | null = []): Container[] {
  const own = user ?? [];
  return [
    ...own.map((container) => {
      const fallback = defaults.find(({ name }) => name === container.name);
      return pruned(fallback ? fillContainer(fallback, container) : container);
    }),
    ...defaults.filter(({ name }) => !own.some((container) => container.name === name)),
  ];
}

/** Members of a container that are taken whole, the default's only where the user has none. */
const WHOLE = [
  'image',
  'command',
  'args',
  'workingDir',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'securityContext',
  'imagePullPolicy',
];

function fillContainer(defaults: Container, user: Container): Container {
  const filled: Record<string, unknown> = {};
  for (const member of WHOLE) {
    const given = user[member];
    const has = Array.isArray(given) ? given.length > 0 : Boolean(given);
    if (!has) filled[member] = defaults[member];
  }
  const { limits, requests } = user.resources ?? {};
  const isSized = Object.keys(limits ?? {}).length > 0 || Object.keys(requests ?? {}).length > 0;
  return {
    ...user,
    ...filled,
    ...(!isSized && { resources: defaults.resources }),
    ports: ports(defaults.ports, user.ports),
    env: byName(defaults.env, user.env),
    volumeMounts: byName(defaults.volumeMounts, user.volumeMounts),
  };
}

function byName<T extends { readonly name: string }>(defaults: readonly T[] = [], user: readonly T[] = []): T[] {
  return [...user, ...defaults.filter(({ name }) => !user.some((item) => item.name === name))];
}

function ports(defaults: readonly ContainerPort[] = [], user: readonly ContainerPort[] = []): ContainerPort[] {
  const taken = (port: ContainerPort) =>
    user.some((u) => u.containerPort === port.containerPort || (port.name && u.name === port.name));
  return [...user, ...defaults.filter((port) => !taken(port))];
}
