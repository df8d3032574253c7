/**
 * What in a pod breaks the restricted Pod Security Standard, of the newest Kubernetes. Older ones know fewer harmless
 * sysctls, and make no exception for pods in a user namespace (`hostUsers: false`, 1.35).
 *
 * Sources: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and, rule by rule,
 * k8s.io/pod-security-admission v0.37 policy. `test/kubernetes/vectors/restricted.json` has the latter's results.
 */
import { Container, PodSpec, PodTemplate, SecurityContext, SecurityProfile, Texts } from './objects';

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
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
];
const PROFILES = ['RuntimeDefault', 'Localhost'];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const APPARMOR_PROFILE = /^$|^runtime\/default$|^localhost\//;
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** What a rule finds broken, by field. */
type Rules = Readonly<Record<string, boolean>>;

/** Fields of the pod, as a user would look for them. */
export function beyondRestricted({ metadata, spec }: PodTemplate): string[] {
  const context = spec.securityContext ?? {};
  const found = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  for (const { name, ...source } of spec.volumes ?? []) {
    const kinds = Object.keys(source).filter((kind) => isThere(source[kind]));
    found.push(...kinds.filter((kind) => !VOLUMES.includes(kind)).map((kind) => `volume "${name}": ${kind}`));
  }
  for (const { name } of context.sysctls ?? []) if (!SYSCTLS.includes(name)) found.push(`sysctl ${name}`);
  for (const [key, value] of ofAppArmor(metadata?.annotations ?? {})) {
    if (!APPARMOR_PROFILE.test(value)) found.push(`annotation ${key}`);
  }
  found.push(...broken(ofPod(context, spec)));
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    const rules = ofContainer(container, context, spec);
    found.push(...broken(rules).map((field) => `container "${container.name}": ${field}`));
  }
  return found;
}

/** Annotations that set what containers may do; all others are free. */
export function ofAppArmor(annotations: Texts): [string, string][] {
  return Object.entries(annotations).filter(([key]) => key.startsWith(APPARMOR_ANNOTATION));
}

function ofPod(context: SecurityContext, spec: PodSpec): Rules {
  return {
    ...ofAnyContext(context, spec),
    'securityContext.runAsNonRoot': context.runAsNonRoot === false && !isInUserNamespace(spec),
    'securityContext.seccompProfile':
      isThere(context.seccompProfile) && !isProfile(context.seccompProfile) && !isWindows(spec),
  };
}

function ofContainer(
  { securityContext, ports, lifecycle, ...container }: Container,
  pod: SecurityContext,
  spec: PodSpec,
): Rules {
  const own = securityContext ?? {};
  const seccomp = own.seccompProfile ?? pod.seccompProfile;
  const handlers = [...PROBES.map((probe) => container[probe]), lifecycle?.postStart, lifecycle?.preStop];
  return {
    ...ofAnyContext(own, spec),
    'securityContext.privileged': own.privileged === true,
    'securityContext.allowPrivilegeEscalation': own.allowPrivilegeEscalation !== false && !isWindows(spec),
    'securityContext.capabilities': !areRestricted(own.capabilities ?? {}) && !isWindows(spec),
    'securityContext.runAsNonRoot': (own.runAsNonRoot ?? pod.runAsNonRoot) !== true && !isInUserNamespace(spec),
    'securityContext.seccompProfile': !isProfile(seccomp) && !isWindows(spec),
    'securityContext.procMount': isThere(own.procMount) && own.procMount !== 'Default',
    'ports.hostPort': (ports ?? []).some(({ hostPort = 0 }) => hostPort > 0),
    'host of a probe or hook': handlers.some((handler) => Boolean(handler?.httpGet?.host || handler?.tcpSocket?.host)),
  };
}

/** Fields that pods and containers share. */
function ofAnyContext(
  { runAsUser, seLinuxOptions, appArmorProfile, windowsOptions }: SecurityContext,
  spec: PodSpec,
): Rules {
  const { type = '', user, role } = seLinuxOptions ?? {};
  return {
    'securityContext.runAsUser': runAsUser === 0 && !isInUserNamespace(spec),
    'securityContext.seLinuxOptions': !SELINUX_TYPES.includes(type ?? '') || Boolean(user) || Boolean(role),
    'securityContext.appArmorProfile': isThere(appArmorProfile) && !isProfile(appArmorProfile),
    'securityContext.windowsOptions.hostProcess': windowsOptions?.hostProcess === true,
  };
}

const isProfile = (profile: SecurityProfile | undefined) => PROFILES.includes(profile?.type ?? '');

function areRestricted({ add, drop }: NonNullable<SecurityContext['capabilities']>): boolean {
  return (drop ?? []).includes('ALL') && (add ?? []).every((one) => one === 'NET_BIND_SERVICE');
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
const isWindows = (spec: PodSpec): boolean => spec.os?.name === 'windows';
const isInUserNamespace = (spec: PodSpec): boolean => spec.hostUsers === false;
const broken = (rules: Rules): string[] => Object.keys(rules).filter((field) => rules[field]);
