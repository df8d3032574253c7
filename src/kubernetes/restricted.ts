/**
 * What in a pod breaks the restricted Pod Security Standard.
 * Source: k8s.io/pod-security-admission policy, version latest.
 */
import { Obj } from '../findings';
import { list } from './pod-validation/report';

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];
const PROFILES = ['RuntimeDefault', 'Localhost'];

/** Fields of the pod's spec, as a user would look for them. */
export function beyondRestricted(spec: Obj): string[] {
  const pod: Obj = spec.securityContext ?? {};
  const found = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  for (const { name, ...source } of list(spec.volumes)) {
    found.push(
      ...Object.keys(source)
        .filter((kind) => !VOLUMES.includes(kind))
        .map((kind) => `volume "${name}": ${kind}`),
    );
  }
  found.push(
    ...list(pod.sysctls)
      .filter(({ name }) => !SYSCTLS.includes(name))
      .map(({ name }) => `sysctl ${name}`),
  );
  if (pod.runAsUser === 0) found.push('securityContext.runAsUser');
  for (const container of [...list(spec.initContainers), ...list(spec.containers)]) {
    found.push(...ofContainer(container, pod).map((field) => `container "${container.name}": ${field}`));
  }
  return found;
}

function ofContainer({ securityContext: own = {}, ports }: Obj, pod: Obj): string[] {
  const { add = [], drop = [] } = own.capabilities ?? {};
  const broken: Record<string, boolean> = {
    'securityContext.privileged': own.privileged === true,
    'securityContext.allowPrivilegeEscalation': own.allowPrivilegeEscalation !== false,
    'securityContext.capabilities': !drop.includes('ALL') || add.some((one: string) => one !== 'NET_BIND_SERVICE'),
    'securityContext.runAsNonRoot': (own.runAsNonRoot ?? pod.runAsNonRoot) !== true,
    'securityContext.runAsUser': own.runAsUser === 0,
    'securityContext.seccompProfile': !PROFILES.includes((own.seccompProfile ?? pod.seccompProfile)?.type),
    'securityContext.procMount': !['Default', undefined].includes(own.procMount),
    'ports.hostPort': list(ports).some(({ hostPort }) => hostPort > 0),
  };
  return Object.keys(broken).filter((field) => broken[field]);
}
