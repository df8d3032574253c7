/**
 * What the API server refuses in a pod template, as far as a user can write it, besides types and unknown fields.
 * Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec) and pkg/apis/apps/validation.
 *
 * Some of it the API server takes, and no node could run: an image of a wrong form, a relative path to mount at.
 */
import { shown } from '../../findings';
import { isDnsLabel, isDnsSubdomain, isQualifiedName } from '../names';
import { checkContainers, checkIdentity } from './containers';
import { checkOneOf, checkRange, checkText, checkUnique, isIpAddress, list, Report } from './report';
import { checkScheduling } from './scheduling';
import { checkVolumes } from './volumes';
import { Obj } from '../../plain/objects';

/** What makes pods of a template: something that keeps them running, or a Job. */
export type Controller = 'always' | 'job';

const DNS_POLICIES = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const MAX_NAMESERVERS = 3;

/** Reports what is wrong, at paths in the pod's spec. */
export function checkPodSpec(spec: Obj, controller: Controller, report: Report): void {
  checkContainers(spec, report);
  checkVolumes(list(spec.volumes), report);
  checkScheduling(spec, report);
  checkLife(spec, controller, report);
  checkHosts(spec, report);
  checkText(spec.serviceAccountName, isDnsSubdomain, 'serviceAccountName', report);
  checkText(spec.priorityClassName, isDnsSubdomain, 'priorityClassName', report);
  checkText(spec.runtimeClassName, isDnsSubdomain, 'runtimeClassName', report);
  checkText(spec.nodeName, isDnsSubdomain, 'nodeName', report);
  checkOneOf(spec.preemptionPolicy, ['Never', 'PreemptLowerPriority'], 'preemptionPolicy', report);
  list(spec.imagePullSecrets).forEach(({ name }, i) =>
    checkText(name, isDnsSubdomain, `imagePullSecrets[${i}].name`, report, true),
  );
  list(spec.readinessGates).forEach(({ conditionType }, i) =>
    checkText(conditionType, isQualifiedName, `readinessGates[${i}].conditionType`, report, true),
  );
  checkContext(spec.securityContext ?? {}, report);
  if (spec.shareProcessNamespace && spec.hostPID) {
    report('shareProcessNamespace', 'must be left out, because of hostPID');
  }
}

function checkLife(spec: Obj, controller: Controller, report: Report): void {
  const { restartPolicy } = spec;
  const allowed = controller === 'job' ? ['Never', 'OnFailure'] : ['Always'];
  if (restartPolicy !== undefined && restartPolicy !== '' && !allowed.includes(restartPolicy)) {
    report(
      'restartPolicy',
      `${shown(restartPolicy)} must be ${allowed.join(' or ')}, the only one that such pods can have`,
    );
  }
  if (spec.activeDeadlineSeconds !== undefined && controller === 'always') {
    report('activeDeadlineSeconds', 'must be left out, because these pods are to run without end');
  }
  if (list(spec.ephemeralContainers).length) {
    report('ephemeralContainers', 'must be left out of a template; kubectl debug adds them to a running pod');
  }
  checkRange(spec.terminationGracePeriodSeconds, 0, Infinity, 'terminationGracePeriodSeconds', report);
}

function checkHosts(spec: Obj, report: Report): void {
  checkText(spec.hostname, isDnsLabel, 'hostname', report);
  checkText(spec.subdomain, isDnsLabel, 'subdomain', report);
  checkOneOf(spec.dnsPolicy, DNS_POLICIES, 'dnsPolicy', report);
  const { nameservers = [], searches = [], options } = spec.dnsConfig ?? {};
  if (spec.dnsPolicy === 'None' && !nameservers.length) {
    report('dnsConfig.nameservers', 'is required with dnsPolicy None');
  }
  if (nameservers.length > MAX_NAMESERVERS) {
    report('dnsConfig.nameservers', `has ${nameservers.length} addresses; the most are ${MAX_NAMESERVERS}`);
  }
  nameservers.forEach((address: string, i: number) =>
    checkText(address, isIpAddress, `dnsConfig.nameservers[${i}]`, report, true),
  );
  searches.forEach((domain: string, i: number) => {
    if (domain === '.') return;
    checkText(domain.replace(/\.$/, ''), isDnsSubdomain, `dnsConfig.searches[${i}]`, report, true);
  });
  list(options).forEach(({ name }, i) => {
    if (!name) report(`dnsConfig.options[${i}].name`, 'is required');
  });
  list(spec.hostAliases).forEach(({ ip, hostnames = [] }, i) => {
    checkText(ip, isIpAddress, `hostAliases[${i}].ip`, report, true);
    hostnames.forEach((name: string, k: number) =>
      checkText(name, isDnsSubdomain, `hostAliases[${i}].hostnames[${k}]`, report, true),
    );
  });
}

function checkContext(context: Obj, report: Report): void {
  const at = 'securityContext';
  checkIdentity(context, at, report);
  checkOneOf(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`, report);
  (context.supplementalGroups ?? []).forEach((group: number, i: number) =>
    checkRange(group, 0, 2 ** 31 - 1, `${at}.supplementalGroups[${i}]`, report),
  );
  const sysctls = list(context.sysctls);
  sysctls.forEach(({ name }, i) => {
    if (!/^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/.test(name ?? '')) {
      report(`${at}.sysctls[${i}].name`, `${shown(name)} is no name of a sysctl`);
    }
  });
  checkUnique(
    sysctls.map(({ name }) => name),
    (i) => `${at}.sysctls[${i}].name`,
    report,
  );
}
