/**
 * Pods as the API server stores them: `1` for an amount of `1000m`, and no value of a variable that is empty. It reads them
 * and prints them again, and a program that compares texts, as `kubectl apply` does, sees a change at every run where they were
 * written otherwise.
 */
import { EnvVar, ObjectBody, WorkloadBody } from '../../kubernetes/objects';
import { canonicalQuantity } from '../../kubernetes/quantity';
import { JsonObject } from '../../plain/objects';
import { isShared } from '../../plain/shared';

/** How a value is stored; itself where it is so already. */
type Store = (value: JsonObject) => JsonObject;

/** An object with its pods and claims as they are stored. Nothing is copied where they are so already. */
export function asStored(body: ObjectBody): ObjectBody {
  if (isStoredSo(body.spec as Partial<WorkloadBody['spec']> | undefined)) return body;
  return changed(body, 'spec', (spec: JsonObject) =>
    changed(changed(spec, 'template', inSpec(storedPod)), 'volumeClaimTemplates', eachOf(inSpec(stored))),
  );
}

/** Whether it is seen at a glance that nothing is stored otherwise: that of most pods. */
function isStoredSo(spec: Partial<WorkloadBody['spec']> | undefined): boolean {
  if (!spec) return true;
  if (spec.volumeClaimTemplates) return false;
  const pod = spec.template?.spec;
  if (!pod) return true;
  const { containers = [], initContainers = [], volumes = [] } = pod;
  if (initContainers.length || !Array.isArray(containers) || !Array.isArray(volumes)) return false;
  return (
    containers.every(({ resources, env }) => (!resources || isShared(resources)) && !env?.some(hasNoText)) &&
    volumes.every(({ emptyDir, ephemeral }) => !emptyDir && !ephemeral)
  );
}

const hasNoText = ({ value }: EnvVar) => value === '';

function inSpec(store: Store): Store {
  return (holder) => changed(holder, 'spec', store);
}

function storedPod(pod: JsonObject): JsonObject {
  const lists = ['initContainers', 'containers'].reduce(
    (made, list) => changed(made, list, eachOf(storedContainer)),
    pod,
  );
  return changed(lists, 'volumes', eachOf(storedVolume));
}

function storedContainer(container: JsonObject): JsonObject {
  return stored(changed(container, 'env', eachOf(storedVariable)));
}

/** Of an empty value only the name is stored. */
function storedVariable(variable: JsonObject): JsonObject {
  if (variable.value !== '') return variable;
  const { value: _, ...rest } = variable;
  return rest;
}

/** A container, or what a claim asks for. */
function stored(holder: JsonObject): JsonObject {
  return changed(holder, 'resources', (resources: JsonObject) =>
    ['limits', 'requests'].reduce((made, list) => changed(made, list, storedList), resources),
  );
}

function storedVolume(volume: JsonObject): JsonObject {
  const sized = changed(volume, 'emptyDir', (emptyDir: JsonObject) => changed(emptyDir, 'sizeLimit', amount));
  return changed(sized, 'ephemeral', (ephemeral: JsonObject) =>
    changed(ephemeral, 'volumeClaimTemplate', inSpec(stored)),
  );
}

function storedList(amounts: JsonObject): JsonObject {
  return Object.keys(amounts).reduce((made, name) => changed(made, name, amount), amounts);
}

/** What is no amount stays as it is; a check elsewhere reports it. */
function amount(value: unknown): unknown {
  return canonicalQuantity(String(value)) ?? value;
}

/** An object with a member made anew; itself where the result is the same, or the member isn't there. */
function changed(object: JsonObject, key: string, make: (value: never) => unknown): JsonObject {
  const value = object?.[key];
  if (value === undefined || value === null) return object;
  const made = make(value as never);
  return made === value ? object : { ...object, [key]: made };
}

function eachOf(make: Store): (list: readonly JsonObject[]) => readonly JsonObject[] {
  return (list) => {
    const made = list.map(make);
    return made.some((item, i) => item !== list[i]) ? made : list;
  };
}
