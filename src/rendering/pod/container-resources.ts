/** Processor and memory of a container, as ToolHive's resources write them. */
import { Findings, shown } from '../../findings';
import { ResourceRequirements } from '../../kubernetes/objects';
import { checkResources } from '../../kubernetes/pod-validation/resources';
import { canonicalQuantity, isQuantity } from '../../kubernetes/quantity';
import { pruned } from '../../plain/objects';
import { Faultless, remembered } from '../../plain/remembered';
import { share } from '../../plain/shared';

const faultless = new Faultless();

/** As specs have them. */
interface Amounts {
  readonly cpu?: string;
  readonly memory?: string;
}

/** As specs have them. */
interface Resources {
  readonly limits?: Amounts;
  readonly requests?: Amounts;
}

/** Reports invalid amounts; the operator would fail on them at every reconciliation. */
export function checkContainerResources(resources: Resources | undefined, findings: Findings): void {
  if (!resources) return;
  faultless.unlessKnown(JSON.stringify(resources), findings.list, () => checkAmounts(resources, findings));
}

function checkAmounts(resources: Resources, findings: Findings): void {
  const before = findings.list.length;
  for (const [list, amounts] of Object.entries<Amounts | undefined>({ ...resources })) {
    for (const [name, amount] of Object.entries<unknown>({ ...amounts })) {
      if (amount === '' || isQuantity(String(amount))) continue;
      findings.error(
        `spec.resources.${list}.${name}`,
        `${shown(amount)} is no quantity; write an amount such as "500m" or "256Mi"`,
      );
    }
  }
  if (findings.list.length > before) return;
  checkResources(containerResources(resources), 'spec.resources', (field, message) => findings.error(field, message));
}

/** Amounts the way Kubernetes writes and stores them, the empty ones left out. A fleet has few that differ. */
export function containerResources(resources: Resources | undefined): ResourceRequirements {
  return requirements(JSON.stringify(resources ?? {}));
}

const requirements = remembered((text) => share(requirementsOf(JSON.parse(text))), 200);

function requirementsOf(resources: Resources): ResourceRequirements {
  const amounts = (list: Amounts | undefined) =>
    pruned(
      Object.fromEntries((['cpu', 'memory'] as const).map((unit) => [unit, canonicalQuantity(list?.[unit] ?? '')])),
    );
  return pruned({ limits: amounts(resources.limits), requests: amounts(resources.requests) });
}
