/** Pods that ToolHive's proxies make, of which their Deployments have the templates as text. */
import { jsonObject } from '../../plain/json';
import { isObject, JsonObject } from '../../plain/objects';

const ARGUMENT = /^--k8s-pod-patch=(.*)$/s;

/** @param value an object of a cluster, or part of one, from anybody; what is of another form in it is not looked at */
export function podPatchesIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(podPatchesIn);
  if (!isObject(value)) return [];
  const args = Array.isArray(value.args) ? value.args : [];
  return [...args.flatMap(patchIn), ...Object.values(value).flatMap(podPatchesIn)];
}

function patchIn(argument: unknown): JsonObject[] {
  const [, text] = (typeof argument === 'string' && ARGUMENT.exec(argument)) || [];
  const patch = jsonObject(text);
  return patch ? [patch] : [];
}
