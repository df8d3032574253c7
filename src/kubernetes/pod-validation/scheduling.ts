/** Where a pod runs: selectors, tolerations, affinity and spread. */
import { shown } from '../../findings';
import { Obj } from '../../plain/objects';
import { isLabelValue, isQualifiedName } from '../names';
import { checkOneOf, checkRange, checkText, checkUnique, list, Report } from './report';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const LABEL_OPERATORS = NODE_OPERATORS.slice(0, 4);

export function checkScheduling(spec: Obj, report: Report): void {
  for (const [key, value] of Object.entries<string>(spec.nodeSelector ?? {})) {
    const wrong = isQualifiedName(key) ?? isLabelValue(String(value));
    if (wrong) report('nodeSelector', `${shown(key)}: ${shown(value)} is no label: ${wrong}`);
  }
  list(spec.tolerations).forEach((toleration, i) => checkToleration(toleration, `tolerations[${i}]`, report));
  const spread = list(spec.topologySpreadConstraints);
  spread.forEach((one, i) => checkSpread(one, `topologySpreadConstraints[${i}]`, report));
  checkUnique(
    spread.map(({ topologyKey, whenUnsatisfiable }) => `${topologyKey} ${whenUnsatisfiable}`),
    (i) => `topologySpreadConstraints[${i}]`,
    report,
  );
  checkAffinity(spec.affinity ?? {}, report);
}

function checkToleration(toleration: Obj, at: string, report: Report): void {
  const { key, operator = 'Equal', value, effect, tolerationSeconds } = toleration;
  checkText(key, isQualifiedName, `${at}.key`, report);
  checkOneOf(operator, ['Equal', 'Exists', 'Lt', 'Gt'], `${at}.operator`, report);
  checkOneOf(effect, EFFECTS, `${at}.effect`, report);
  if (!key && operator !== 'Exists') report(`${at}.operator`, 'must be Exists, because there is no key');
  if (operator === 'Exists' && value) report(`${at}.value`, 'must be left out, because operator is Exists');
  else checkText(value, isLabelValue, `${at}.value`, report);
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    report(`${at}.effect`, 'must be NoExecute, because there are tolerationSeconds');
  }
}

function checkSpread(constraint: Obj, at: string, report: Report): void {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint;
  if (!(maxSkew >= 1)) report(`${at}.maxSkew`, `${shown(maxSkew)} must be a number of at least 1`);
  checkText(topologyKey, isQualifiedName, `${at}.topologyKey`, report, true);
  const actions = ['DoNotSchedule', 'ScheduleAnyway'];
  if (!whenUnsatisfiable) report(`${at}.whenUnsatisfiable`, `is required; write ${actions.join(' or ')}`);
  checkOneOf(whenUnsatisfiable, actions, `${at}.whenUnsatisfiable`, report);
  checkRange(minDomains, 1, Infinity, `${at}.minDomains`, report);
  if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
    report(`${at}.minDomains`, 'needs whenUnsatisfiable DoNotSchedule');
  }
  checkSelector(labelSelector, `${at}.labelSelector`, report);
}

function checkAffinity({ nodeAffinity = {}, podAffinity = {}, podAntiAffinity = {} }: Obj, report: Report): void {
  const required = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  const at = 'affinity.nodeAffinity';
  if (required) {
    const terms = list(required.nodeSelectorTerms);
    if (!terms.length) report(`${at}.requiredDuringSchedulingIgnoredDuringExecution`, 'needs a nodeSelectorTerm');
    terms.forEach((term, i) =>
      checkNodeTerm(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`, report),
    );
  }
  list(nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution).forEach(({ weight, preference = {} }, i) => {
    const place = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
    checkWeight(weight, place, report);
    checkNodeTerm(preference, `${place}.preference`, report);
  });
  for (const [kind, affinity] of Object.entries<Obj>({ podAffinity, podAntiAffinity })) {
    list(affinity.requiredDuringSchedulingIgnoredDuringExecution).forEach((term, i) =>
      checkPodTerm(term, `affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`, report),
    );
    list(affinity.preferredDuringSchedulingIgnoredDuringExecution).forEach(({ weight, podAffinityTerm = {} }, i) => {
      const place = `affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
      checkWeight(weight, place, report);
      checkPodTerm(podAffinityTerm, `${place}.podAffinityTerm`, report);
    });
  }
}

function checkWeight(weight: unknown, at: string, report: Report): void {
  checkRange(weight ?? 0, 1, 100, `${at}.weight`, report);
}

function checkPodTerm({ topologyKey, labelSelector }: Obj, at: string, report: Report): void {
  checkText(topologyKey, isQualifiedName, `${at}.topologyKey`, report, true);
  checkSelector(labelSelector, `${at}.labelSelector`, report);
}

function checkNodeTerm({ matchExpressions }: Obj, at: string, report: Report): void {
  checkExpressions(matchExpressions, NODE_OPERATORS, `${at}.matchExpressions`, report);
}

function checkSelector({ matchLabels, matchExpressions }: Obj = {}, at: string, report: Report): void {
  for (const [key, value] of Object.entries<string>(matchLabels ?? {})) {
    const wrong = isQualifiedName(key) ?? isLabelValue(String(value));
    if (wrong) report(`${at}.matchLabels`, `${shown(key)}: ${shown(value)} is no label: ${wrong}`);
  }
  checkExpressions(matchExpressions, LABEL_OPERATORS, `${at}.matchExpressions`, report);
}

function checkExpressions(expressions: unknown, operators: readonly string[], at: string, report: Report): void {
  list(expressions).forEach(({ key, operator, values }, i) => {
    const place = `${at}[${i}]`;
    checkText(key, isQualifiedName, `${place}.key`, report, true);
    if (!operators.includes(operator)) {
      report(`${place}.operator`, `${shown(operator)} must be one of ${operators.join(', ')}`);
      return;
    }
    const count = Array.isArray(values) ? values.length : 0;
    if (['In', 'NotIn'].includes(operator) && !count) report(`${place}.values`, `is required with ${operator}`);
    if (['Exists', 'DoesNotExist'].includes(operator) && count) {
      report(`${place}.values`, `must be left out with ${operator}`);
    }
    if (['Gt', 'Lt'].includes(operator) && count !== 1) {
      report(`${place}.values`, `must be one number with ${operator}`);
    }
  });
}
