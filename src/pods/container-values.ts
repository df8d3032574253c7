/** cdk8s-plus-28's values for containers, as Kubernetes writes them. */
import type { ContainerResources, EnvValue, VolumeMount } from 'cdk8s-plus-28';
import { plus } from './plus';
import { EnvVar, KeySelector } from '../kubernetes/objects';
import { defined, JsonObject, pruned } from '../plain/objects';

/** `resources` of a container. Amounts of memory stay in the unit in which they were given. */
export function resourcesJson({ cpu, memory, ephemeralStorage }: ContainerResources): JsonObject {
  return pruned({
    limits: pruned({
      cpu: cpu?.limit?.amount,
      memory: memory?.limit?.asString(),
      'ephemeral-storage': ephemeralStorage?.limit?.asString(),
    }),
    requests: pruned({
      cpu: cpu?.request?.amount,
      memory: memory?.request?.asString(),
      'ephemeral-storage': ephemeralStorage?.request?.asString(),
    }),
  });
}

/** One variable: a plain value, or where Kubernetes finds it. */
export function envJson(name: string, { value, valueFrom }: EnvValue): EnvVar {
  return valueFrom === undefined
    ? // What is known later, such as a Lazy, is resolved with the whole spec.
      { name, value: typeof value === 'object' ? value : String(value ?? '') }
    : { name, valueFrom: keyOfSecret(valueFrom) ?? plus().k8s.toJson_EnvVarSource(valueFrom) };
}

/** What most variables come from, without cdk8s-plus-28's way through all that there may be. */
function keyOfSecret(source: NonNullable<EnvValue['valueFrom']>): EnvVar['valueFrom'] {
  const { secretKeyRef } = source;
  if (!secretKeyRef || Object.keys(source).length > 1) return undefined;
  const { key, name, optional, ...others } = secretKeyRef;
  return Object.keys(others).length ? undefined : { secretKeyRef: defined({ key, name, optional }) as KeySelector };
}

/** Volumes, each once, and their mounts. */
export function volumesJson(mounts: readonly VolumeMount[]): { volumes: JsonObject[]; volumeMounts: JsonObject[] } {
  const volumes = new Map<string, JsonObject>();
  const volumeMounts = mounts.map(({ volume, path, readOnly, subPath, subPathExpr, propagation }) => {
    // Volume has no public way to its Kubernetes form; its own containers use this method too.
    const kubernetesForm = (volume as unknown as { _toKube(): JsonObject })._toKube();
    volumes.set(volume.name, plus().k8s.toJson_Volume(kubernetesForm as any)!);
    return pruned({
      name: volume.name,
      mountPath: path,
      readOnly,
      subPath,
      subPathExpr,
      mountPropagation: propagation,
    });
  });
  return { volumes: [...volumes.values()], volumeMounts };
}
