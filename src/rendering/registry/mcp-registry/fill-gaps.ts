/**
 * The registry's way to join a user's pod template with its own: the user's template stands, defaults fill its gaps.
 * In every list the user's items come first. Not a strategic merge: nothing can be deleted, and the list of image pull
 * secrets is taken whole. Source: ToolHive cmd/thv-operator/pkg/registryapi/podtemplatespec.go, MergePodTemplateSpecs.
 */
import { Obj, pruned } from '../../../plain/objects';

/** Joins `user` (as Go decodes it) with `defaults`. */
export function fillGaps(defaults: Obj, user: Obj | undefined): Obj {
  if (!user) return defaults;
  const own: Obj = user.spec ?? {};
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

function containers(defaults: Obj[] = [], user: Obj[] | null = []): Obj[] {
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

function fillContainer(defaults: Obj, user: Obj): Obj {
  const filled: Obj = { ...user };
  for (const member of WHOLE) {
    const has = Array.isArray(user[member]) ? user[member].length > 0 : Boolean(user[member]);
    if (!has) filled[member] = defaults[member];
  }
  const { limits, requests } = user.resources ?? {};
  if (!Object.keys(limits ?? {}).length && !Object.keys(requests ?? {}).length) filled.resources = defaults.resources;
  filled.ports = ports(defaults.ports, user.ports);
  filled.env = byName(defaults.env, user.env);
  filled.volumeMounts = byName(defaults.volumeMounts, user.volumeMounts);
  return filled;
}

function byName(defaults: Obj[] = [], user: Obj[] = []): Obj[] {
  return [...user, ...defaults.filter(({ name }) => !user.some((item) => item.name === name))];
}

function ports(defaults: Obj[] = [], user: Obj[] = []): Obj[] {
  const taken = (port: Obj) =>
    user.some((u) => u.containerPort === port.containerPort || (port.name && u.name === port.name));
  return [...user, ...defaults.filter((port) => !taken(port))];
}
