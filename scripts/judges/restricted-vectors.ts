/**
 * Writes test/kubernetes/vectors/restricted.json: what the API server's own evaluator says about pods that break each rule
 * of the restricted standard, and of pods that just don't.
 *
 *   npx tsx scripts/judges/restricted-vectors.ts
 */
import { writeFileSync } from 'node:fs';
import { judgePodSecurity } from './tools';

type Pod = Record<string, any>;

const HARDENED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A hardened pod with something more, in the pod or in its container. */
const pod = (spec: Pod = {}, container: Pod = {}): Pod => ({
  ...spec,
  containers: [{ name: 'c', image: 'i:1', securityContext: HARDENED, ...container }],
});
const context = (securityContext: Pod): Pod => pod({ securityContext });
const inner = (securityContext: Pod): Pod => pod({}, { securityContext: { ...HARDENED, ...securityContext } });
const without = (...members: string[]): Pod => ({
  ...HARDENED,
  ...Object.fromEntries(members.map((member) => [member, undefined])),
});
const volume = (source: Pod): Pod => pod({ volumes: [{ name: 'v', ...source }] });
const handler = { httpGet: { port: 1, host: '10.0.0.1' } };

const PODS: readonly Pod[] = [
  pod(),
  ...['hostNetwork', 'hostPID', 'hostIPC'].flatMap((field) => [pod({ [field]: true }), pod({ [field]: false })]),
  volume({ hostPath: { path: '/' } }),
  volume({ nfs: { server: 's', path: '/' } }),
  volume({ iscsi: { targetPortal: 'p', iqn: 'i', lun: 0 } }),
  volume({ gitRepo: { repository: 'r' } }),
  volume({ awsElasticBlockStore: { volumeID: 'v' } }),
  volume({ emptyDir: {} }),
  volume({ csi: { driver: 'd' } }),
  volume({ image: { reference: 'i:1' } }),
  volume({ ephemeral: {} }),
  volume({ emptyDir: {}, hostPath: null }),
  context({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
  context({ sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] }),
  context({ sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '1' }] }),
  ...[context, inner].flatMap((place) => [
    place({ runAsUser: 0 }),
    place({ runAsUser: 1 }),
    place({ runAsNonRoot: false }),
    place({ seccompProfile: { type: 'Unconfined' } }),
    place({ seccompProfile: { type: 'Localhost', localhostProfile: 'p' } }),
    place({ seLinuxOptions: { type: 'spc_t' } }),
    place({ seLinuxOptions: { type: 'container_engine_t', level: 's0' } }),
    place({ seLinuxOptions: { user: 'system_u' } }),
    place({ seLinuxOptions: { role: 'system_r' } }),
    place({ seLinuxOptions: {} }),
    place({ appArmorProfile: { type: 'Unconfined' } }),
    place({ appArmorProfile: { type: 'RuntimeDefault' } }),
    place({ windowsOptions: { hostProcess: true } }),
    place({ windowsOptions: { hostProcess: false } }),
  ]),
  pod({}, { securityContext: undefined }),
  pod({}, { securityContext: without('runAsNonRoot') }),
  pod({ securityContext: { runAsNonRoot: true } }, { securityContext: without('runAsNonRoot') }),
  pod({}, { securityContext: without('seccompProfile') }),
  pod(
    { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    { securityContext: without('seccompProfile') },
  ),
  inner({ allowPrivilegeEscalation: undefined }),
  inner({ allowPrivilegeEscalation: true }),
  inner({ privileged: true }),
  inner({ capabilities: undefined }),
  inner({ capabilities: { drop: ['NET_RAW'] } }),
  inner({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
  inner({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
  inner({ procMount: 'Unmasked' }),
  inner({ procMount: 'Default' }),
  pod({}, { ports: [{ containerPort: 1, hostPort: 1 }] }),
  pod({}, { ports: [{ containerPort: 1, hostPort: 0 }] }),
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => pod({}, { [probe]: handler })),
  pod({}, { livenessProbe: { tcpSocket: { port: 1, host: 'h' } } }),
  pod({}, { livenessProbe: { httpGet: { port: 1 } } }),
  pod({}, { lifecycle: { preStop: handler } }),
  pod({}, { lifecycle: { postStart: { tcpSocket: { port: 1, host: 'h' } } } }),
  pod({ initContainers: [{ name: 'i', image: 'i:1' }] }),
  pod({ hostUsers: false, securityContext: { runAsUser: 0, runAsNonRoot: false } }, { securityContext: HARDENED }),
  pod({ hostUsers: false }, { securityContext: { ...HARDENED, procMount: 'Unmasked' } }),
  pod({ hostUsers: true, securityContext: { runAsUser: 0 } }),
  pod({ os: { name: 'windows' } }, { securityContext: { runAsNonRoot: true } }),
  pod({ os: { name: 'windows' } }, { securityContext: {} }),
  pod({ os: { name: 'linux' } }, { securityContext: { runAsNonRoot: true } }),
];

const verdicts = judgePodSecurity(
  PODS.map((spec) => ({ name: '', object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } })),
);
/** The evaluator's line is `Pod/p: REASON: detail`, and the last one its sum. */
const reasons = (problems: readonly string[]): string[] =>
  problems.filter((line) => line.startsWith('Pod/p: ')).map((line) => line.split(': ')[1]);
const vectors = PODS.map((spec, i) => JSON.stringify({ spec, broken: reasons(verdicts[i].problems).sort() }));
writeFileSync('test/kubernetes/vectors/restricted.json', `[\n${vectors.join(',\n')}\n]\n`);
