/** Processor, memory and other resources of a container. */
import { shown } from '../../findings';
import { Obj } from '../../plain/objects';
import { isQualifiedName } from '../names';
import { compareQuantities, isQuantity } from '../quantity';
import { Report } from './report';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];
const OF_OTHERS = ['storage', 'pods', 'services', 'persistentvolumeclaims'];

export function checkResources({ limits = {}, requests = {} }: Obj, at: string, report: Report): void {
  for (const [kind, amounts] of Object.entries<Obj>({ limits, requests })) {
    for (const [name, amount] of Object.entries(amounts ?? {})) checkAmount(name, amount, `${at}.${kind}`, report);
  }
  for (const [name, request] of Object.entries(requests ?? {})) {
    const limit = limits?.[name];
    if (limit === undefined || !isQuantity(String(limit)) || !isQuantity(String(request))) continue;
    const order = compareQuantities(String(request), String(limit));
    if (order > 0) {
      report(
        `${at}.requests.${name}`,
        `${shown(request)} is above its limit of ${shown(limit)}; lower it, or raise limits.${name}`,
      );
    } else if (order < 0 && isExtended(name)) {
      report(
        `${at}.requests.${name}`,
        `${shown(request)} must be its limit, ${shown(limit)}, as of all resources that Kubernetes doesn't know itself`,
      );
    }
  }
  for (const name of Object.keys(requests ?? {})) {
    if (isExtended(name) && limits?.[name] === undefined) {
      report(`${at}.limits.${name}`, `is required, and to be equal to requests.${name}`);
    }
  }
}

function checkAmount(name: string, amount: unknown, at: string, report: Report): void {
  const text = String(amount);
  const field = `${at}.${name}`;
  if (!isQuantity(text)) report(field, `${shown(amount)} is no quantity; write an amount such as "500m" or "256Mi"`);
  else if (compareQuantities(text, '0') < 0) report(field, `${shown(amount)} must be 0 or more`);
  else if (isExtended(name) && !/^\d+$/.test(text)) report(field, `${shown(amount)} must be a whole number`);
  if (STANDARD.includes(name) || name.startsWith('hugepages-')) return;
  const wrong = isQualifiedName(name);
  if (wrong) {
    report(field, `${shown(name)} is no name of a resource: it ${wrong}`);
  } else if (!isExtended(name)) {
    report(
      field,
      `a container has no resource ${shown(name)}; known are ${STANDARD.join(', ')}, hugepages-SIZE and DOMAIN/NAME`,
    );
  }
}

function isExtended(name: string): boolean {
  return name.includes('/') && !OF_OTHERS.includes(name);
}
