/**
 * What the API server refuses in a pod although every part of it is well-formed. The operator tries all the same and
 * leaves half of its objects behind.
 */
import { Findings, Obj, shown } from '../findings';
import { isLabelValue, isQualifiedName, isRelaxedEnvVarName } from '../kubernetes/names';

/** The fields of the resource that parts of the pod come from. */
export interface PodFields {
  readonly metadata: string;
  readonly volumes: string;
  readonly env: string;
  readonly containers: string;
}

/** @param claims names of volumes that the pod gets besides its own, from a StatefulSet's claims */
export function checkPod(
  { metadata, spec }: Obj,
  fields: PodFields,
  findings: Findings,
  claims: readonly string[] = [],
): void {
  const field = fields.volumes;
  checkContainerImages(spec, fields.containers, findings);
  checkLabels(metadata?.labels, `${fields.metadata}.labels`, findings);
  checkAnnotations(metadata?.annotations, `${fields.metadata}.annotations`, findings);
  const volumes: Obj[] = spec.volumes ?? [];
  unique(volumes, 'name', (name) => `volume name ${shown(name)} is used twice in the pod; rename one`, field, findings);
  const containers: Obj[] = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  unique(containers, 'name', (name) => `two containers are named ${shown(name)}; rename one`, field, findings);
  const known = new Set([...volumes.map(({ name }) => name), ...claims]);
  for (const { name: container, env = [], volumeMounts = [] } of containers) {
    checkEnvNames(env, container, fields.env, findings);
    const twice = (path: string) =>
      `container ${shown(container)}: duplicate mount path ${shown(path)}; choose another path`;
    unique(volumeMounts, 'mountPath', twice, field, findings);
    for (const { name, mountPath } of volumeMounts) {
      if (!known.has(name)) {
        findings.error(
          field,
          `container ${shown(container)}: ${shown(mountPath)} mounts volume ${shown(name)}, which the pod doesn't have; add it`,
        );
      }
    }
  }
}

function checkEnvNames(env: readonly Obj[], container: string, field: string, findings: Findings): void {
  for (const { name } of env) {
    const wrong = isRelaxedEnvVarName(name ?? '');
    if (wrong) findings.error(field, `container ${shown(container)}: environment variable ${shown(name)}: ${wrong}`);
  }
}

/** An image that no container runtime could pull. */
export function checkImage(image: unknown, field: string, findings: Findings): void {
  if (typeof image !== 'string') return;
  if (image === '') findings.error(field, 'must not be empty; name an image');
  else if (/\s/.test(image)) findings.error(field, `${shown(image)} contains white space; write registry/name:tag`);
}

/** The images of all containers of a pod; a template may leave some open. */
export function checkContainerImages(spec: Obj | undefined, field: string, findings: Findings): void {
  for (const list of ['initContainers', 'containers']) {
    (spec?.[list] ?? []).forEach(({ image }: Obj, i: number) =>
      checkImage(image, `${field}.${list}[${i}].image`, findings),
    );
  }
}

/** Labels that a user's template must leave alone, because pods are selected by them. */
export function checkSelectorLabels({ metadata }: Obj, selector: Record<string, string>, findings: Findings): void {
  for (const [label, value] of Object.entries(selector)) {
    const given = metadata?.labels?.[label];
    if (given === value) continue;
    findings.error(
      `spec.podTemplateSpec.metadata.labels["${label}"]`,
      `${shown(given)} replaces a label that the pods are selected by (${shown(value)}), which Kubernetes refuses; use another label`,
    );
  }
}

/** Labels of any object. */
export function checkLabels(labels: Obj | undefined, field: string, findings: Findings): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const wrong = isQualifiedName(key) ?? isLabelValue(value);
    if (wrong) {
      findings.error(field, `label ${shown(key)}: ${shown(value)} is no label that Kubernetes takes: ${wrong}`);
    }
  }
}

/** Annotations of any object. */
export function checkAnnotations(annotations: Obj | undefined, field: string, findings: Findings): void {
  for (const key of Object.keys(annotations ?? {})) {
    const wrong = isQualifiedName(key.toLowerCase());
    if (wrong) findings.error(field, `${shown(key)} is no annotation that Kubernetes takes: ${wrong}`);
  }
}

/** Labels and annotations that `resourceOverrides` add to objects; those of pods are checked with the pod. */
export function checkResourceOverrides(overrides: Obj | undefined, findings: Findings): void {
  for (const [object, { labels, annotations }] of Object.entries<Obj>(overrides ?? {})) {
    checkLabels(labels, `spec.resourceOverrides.${object}.labels`, findings);
    checkAnnotations(annotations, `spec.resourceOverrides.${object}.annotations`, findings);
  }
}

function unique(
  items: readonly Obj[],
  key: string,
  message: (value: string) => string,
  field: string,
  findings: Findings,
): void {
  if (items.length < 2) return;
  const values = items.map((item) => item[key]);
  for (const value of new Set(values.filter((v, i) => v !== undefined && values.indexOf(v) < i))) {
    findings.error(field, message(value));
  }
}
