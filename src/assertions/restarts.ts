/** Workloads whose pods are made anew when objects replace others. */
import { changeOf, firstDifference, objectText } from './like';
import { Obj } from '../plain/objects';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** A workload that restarts, and what of its pod is another than before. */
export interface Restart {
  readonly name: string;
  readonly text: string;
  readonly why: string;
}

const workloads = (objects: readonly Obj[]) => objects.filter(({ kind }) => WORKLOADS.includes(kind as string));

/** Names of all workloads. */
export const workloadNames = (objects: readonly Obj[]): string[] =>
  workloads(objects).map(({ metadata }) => metadata.name as string);

export function restarts(before: readonly Obj[], after: readonly Obj[]): Restart[] {
  const earlier = new Map(workloads(before).map((object) => [objectText(object), object]));
  return workloads(after).flatMap((object): Restart[] => {
    const text = objectText(object);
    const old = earlier.get(text);
    const found = old && firstDifference(old.spec.template, object.spec.template, true, 'spec.template');
    return found ? [{ name: object.metadata.name, text, why: changeOf(found) }] : [];
  });
}
