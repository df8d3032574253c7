/** Containers of a pod. */
import { shown } from '../../findings';
import { isDnsLabel, isDnsSubdomain } from '../names';
import { checkProbes } from './probes';
import {
  checkExactlyOne,
  checkOneOf,
  checkRange,
  checkText,
  checkUnique,
  isConfigKey,
  isEnvPrefix,
  isIpAddress,
  isPathWithin,
  isPortName,
  list,
  MAX_PORT,
  Report,
} from './report';
import { checkResources } from './resources';
import { Obj } from '../../plain/objects';

export const LISTS = ['initContainers', 'containers'] as const;

/** Largest user and group. */
const MAX_ID = 2 ** 31 - 1;
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const SOURCES_OF_ENV = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

export function checkContainers(spec: Obj, report: Report): void {
  for (const name of LISTS) {
    list(spec[name]).forEach((container, i) => checkContainer(container, `${name}[${i}]`, name, spec, report));
  }
  const hostPorts = list(spec.containers).flatMap(({ ports }, i) =>
    list(ports).map(({ hostPort, protocol = 'TCP', hostIP = '' }, k) => ({
      key: hostPort ? `${protocol} ${hostIP} ${hostPort}` : undefined,
      at: `containers[${i}].ports[${k}].hostPort`,
    })),
  );
  checkUnique(
    hostPorts.map(({ key }) => key),
    (i) => hostPorts[i].at,
    report,
  );
}

function checkContainer(container: Obj, at: string, kind: (typeof LISTS)[number], spec: Obj, report: Report): void {
  checkText(container.name, isDnsLabel, `${at}.name`, report, true);
  checkOneOf(container.imagePullPolicy, PULL_POLICIES, `${at}.imagePullPolicy`, report);
  const messages = ['File', 'FallbackToLogsOnError'];
  checkOneOf(container.terminationMessagePolicy, messages, `${at}.terminationMessagePolicy`, report);
  checkPorts(list(container.ports), spec.hostNetwork === true, `${at}.ports`, report);
  list(container.env).forEach((variable, i) => checkVariable(variable, `${at}.env[${i}]`, report));
  list(container.envFrom).forEach((source, i) => checkEnvSource(source, `${at}.envFrom[${i}]`, report));
  list(container.volumeMounts).forEach((mount, i) => checkMount(mount, `${at}.volumeMounts[${i}]`, report));
  checkResources(container.resources ?? {}, `${at}.resources`, report);
  checkProbes(container, at, kind === 'initContainers', spec.terminationGracePeriodSeconds, report);
  checkSecurity(container.securityContext ?? {}, `${at}.securityContext`, report);
  if (kind === 'initContainers') {
    checkOneOf(container.restartPolicy, ['Always', 'Never', 'OnFailure'], `${at}.restartPolicy`, report);
  }
}

function checkPorts(ports: readonly Obj[], isHostNetwork: boolean, at: string, report: Report): void {
  ports.forEach(({ name, containerPort, hostPort, protocol, hostIP }, i) => {
    const place = `${at}[${i}]`;
    checkText(name, isPortName, `${place}.name`, report);
    if (containerPort === undefined) report(`${place}.containerPort`, 'is required');
    checkRange(containerPort, 1, MAX_PORT, `${place}.containerPort`, report);
    checkRange(hostPort || undefined, 1, MAX_PORT, `${place}.hostPort`, report);
    checkOneOf(protocol, ['TCP', 'UDP', 'SCTP'], `${place}.protocol`, report);
    checkText(hostIP, isIpAddress, `${place}.hostIP`, report);
    if (isHostNetwork && hostPort && hostPort !== containerPort) {
      report(`${place}.hostPort`, `${hostPort} must be the containerPort, ${containerPort}, because of hostNetwork`);
    }
  });
  checkUnique(
    ports.map(({ name }) => name),
    (i) => `${at}[${i}].name`,
    report,
  );
  // Server-side apply knows ports by number and protocol.
  checkUnique(
    ports.map(({ containerPort, protocol }) => containerPort && `${containerPort}/${protocol || 'TCP'}`),
    (i) => `${at}[${i}].containerPort`,
    report,
  );
}

function checkVariable({ value, valueFrom }: Obj, at: string, report: Report): void {
  if (!valueFrom) return;
  if (value) report(`${at}.valueFrom`, 'must be left out, because there is a value');
  checkExactlyOne(valueFrom, SOURCES_OF_ENV, `${at}.valueFrom`, report);
  for (const kind of ['configMapKeyRef', 'secretKeyRef']) {
    if (!valueFrom[kind]) continue;
    checkText(valueFrom[kind].name, isDnsSubdomain, `${at}.valueFrom.${kind}.name`, report, true);
    checkText(valueFrom[kind].key, isConfigKey, `${at}.valueFrom.${kind}.key`, report, true);
  }
}

function checkEnvSource(source: Obj, at: string, report: Report): void {
  checkText(source.prefix, isEnvPrefix, `${at}.prefix`, report);
  checkExactlyOne(source, ['configMapRef', 'secretRef'], at, report);
  for (const kind of ['configMapRef', 'secretRef']) {
    if (source[kind]) checkText(source[kind].name, isDnsSubdomain, `${at}.${kind}.name`, report, true);
  }
}

function checkMount(mount: Obj, at: string, report: Report): void {
  const { name, mountPath, subPath, subPathExpr, mountPropagation } = mount;
  if (!name) report(`${at}.name`, 'is required; name a volume of the pod');
  if (!mountPath) {
    report(`${at}.mountPath`, 'is required; give the path in the container');
  } else if (!mountPath.startsWith('/')) {
    report(`${at}.mountPath`, `${shown(mountPath)} must be an absolute path, such as "/data"`);
  } else if (mountPath.includes(':')) {
    report(`${at}.mountPath`, `${shown(mountPath)} must not contain ":"`);
  }
  checkText(subPath, isPathWithin, `${at}.subPath`, report);
  checkText(subPathExpr, isPathWithin, `${at}.subPathExpr`, report);
  if (subPath && subPathExpr) report(`${at}.subPathExpr`, 'must be left out, because there is a subPath');
  checkOneOf(mountPropagation, ['None', 'HostToContainer', 'Bidirectional'], `${at}.mountPropagation`, report);
}

/** What pods and containers have in common. */
export function checkIdentity(context: Obj, at: string, report: Report): void {
  for (const id of ['runAsUser', 'runAsGroup', 'fsGroup']) checkRange(context[id], 0, MAX_ID, `${at}.${id}`, report);
  if (context.runAsNonRoot === true && context.runAsUser === 0) {
    report(`${at}.runAsUser`, '0 is root, which runAsNonRoot forbids; the container would never start');
  }
  const { type, localhostProfile } = context.seccompProfile ?? {};
  checkOneOf(type, ['RuntimeDefault', 'Localhost', 'Unconfined'], `${at}.seccompProfile.type`, report);
  if (context.seccompProfile && !type) report(`${at}.seccompProfile.type`, 'is required');
  if (type === 'Localhost' && !localhostProfile) {
    report(`${at}.seccompProfile.localhostProfile`, 'is required with type Localhost');
  }
  if (type && type !== 'Localhost' && localhostProfile) {
    report(`${at}.seccompProfile.localhostProfile`, `must be left out with type ${type}`);
  }
}

function checkSecurity(context: Obj, at: string, report: Report): void {
  checkIdentity(context, at, report);
  checkOneOf(context.procMount, ['Default', 'Unmasked'], `${at}.procMount`, report);
  if (context.allowPrivilegeEscalation !== false) return;
  if (context.privileged === true) {
    report(`${at}.allowPrivilegeEscalation`, "can't be false of a privileged container");
  }
  if ((context.capabilities?.add ?? []).some((one: string) => ['CAP_SYS_ADMIN'].includes(one))) {
    report(`${at}.allowPrivilegeEscalation`, "can't be false of a container with CAP_SYS_ADMIN");
  }
}
