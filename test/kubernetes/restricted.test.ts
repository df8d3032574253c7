import { vectors } from './vectors';
import { PodSpec, PodTemplate } from '../../src/kubernetes/objects';
import { beyondRestricted } from '../../src/kubernetes/restricted';

/** What the API server's evaluator calls the rule that a field breaks. */
const REASONS: readonly [RegExp, string][] = [
  [/^host(Network|PID|IPC)$/, 'host namespaces'],
  [/^volume /, 'restricted volume types'],
  [/^sysctl /, 'forbidden sysctls'],
  [/privileged$/, 'privileged'],
  [/allowPrivilegeEscalation$/, 'allowPrivilegeEscalation != false'],
  [/capabilities$/, 'unrestricted capabilities'],
  [/runAsNonRoot$/, 'runAsNonRoot != true'],
  [/runAsUser$/, 'runAsUser=0'],
  [/seccompProfile$/, 'seccompProfile'],
  [/seLinuxOptions$/, 'seLinuxOptions'],
  [/appArmorProfile$/, 'forbidden AppArmor profile'],
  [/hostProcess$/, 'hostProcess'],
  [/procMount$/, 'procMount'],
  [/hostPort$/, 'hostPort'],
  [/host of a probe or hook$/, 'probe or lifecycle host'],
];

const VECTORS = vectors<{ spec: PodSpec; broken: string[] }>('restricted');

function reasonsOf(pod: PodTemplate): string[] {
  const reasons = beyondRestricted(pod).map((field) => REASONS.find(([form]) => form.test(field))![1]);
  return [...new Set(reasons)].sort();
}

test.each(VECTORS)("breaks the rules of the API server's evaluator: $broken ($spec)", ({ spec, broken }) => {
  expect(reasonsOf({ spec })).toEqual(broken);
});

test('every rule is broken by one of the pods', () => {
  const broken = new Set(VECTORS.flatMap((vector) => vector.broken));
  expect([...broken].sort()).toEqual(REASONS.map(([, reason]) => reason).sort());
});

test.each([
  ['runtime/default', []],
  ['localhost/mine', []],
  ['unconfined', ['annotation container.apparmor.security.beta.kubernetes.io/c']],
])('an AppArmor profile in the annotation of older Kubernetes, %s, breaks %j', (profile, broken) => {
  const metadata = { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': profile } };
  expect(beyondRestricted({ metadata, spec: VECTORS[0].spec })).toEqual(broken);
});
