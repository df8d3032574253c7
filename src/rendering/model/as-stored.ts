/**
 * Pods as the API server stores them: `1` for an amount of `1000m`, and no value of a variable that is empty. It reads them
 * and prints them again, and whoever compares texts, as `kubectl apply` does, sees a change at every run where they were
 * written otherwise.
 */
import { canonicalQuantity } from '../../kubernetes/quantity';
import { Obj } from '../../plain/objects';

/** An object with its pods and claims as they are stored. Nothing is copied where they are so already. */
export function asStored(body: Obj): Obj {
  const { spec } = body;
  if (!spec) return body;
  const template = spec.template?.spec && changed(spec.template, 'spec', storedPod);
  const claims =
    spec.volumeClaimTemplates && eachOf(spec.volumeClaimTemplates, (claim) => changed(claim, 'spec', stored));
  if (template === spec.template && claims === spec.volumeClaimTemplates) return body;
  return { ...body, spec: { ...spec, ...(template && { template }), ...(claims && { volumeClaimTemplates: claims }) } };
}

function storedPod(pod: Obj): Obj {
  const lists = ['initContainers', 'containers'].reduce(
    (made, list) => changed(made, list, (all) => eachOf(all, storedContainer)),
    pod,
  );
  return changed(lists, 'volumes', (all) => eachOf(all, storedVolume));
}

function storedContainer(container: Obj): Obj {
  return stored(changed(container, 'env', (env) => eachOf(env, storedVariable)));
}

/** Of an empty value only the name is stored. */
function storedVariable(variable: Obj): Obj {
  if (variable.value !== '') return variable;
  const { value: _, ...rest } = variable;
  return rest;
}

/** A container, or what a claim asks for. */
function stored(holder: Obj): Obj {
  return changed(holder, 'resources', (resources) =>
    ['limits', 'requests'].reduce((made, list) => changed(made, list, storedList), resources),
  );
}

function storedVolume(volume: Obj): Obj {
  const sized = changed(volume, 'emptyDir', (emptyDir) => changed(emptyDir, 'sizeLimit', amount));
  return changed(sized, 'ephemeral', (ephemeral) =>
    changed(ephemeral, 'volumeClaimTemplate', (claim) => changed(claim, 'spec', stored)),
  );
}

function storedList(amounts: Obj): Obj {
  return Object.keys(amounts).reduce((made, name) => changed(made, name, amount), amounts);
}

/** What is no amount stays, for whoever says so. */
function amount(value: any): any {
  return canonicalQuantity(String(value)) ?? value;
}

/** An object with a member made anew; itself where the result is the same, or the member isn't there. */
function changed(object: Obj, key: string, make: (value: any) => any): Obj {
  const value = object?.[key];
  if (value === undefined || value === null) return object;
  const made = make(value);
  return made === value ? object : { ...object, [key]: made };
}

function eachOf(list: Obj[], make: (item: Obj) => Obj): Obj[] {
  const made = list.map(make);
  return made.some((item, i) => item !== list[i]) ? made : list;
}
