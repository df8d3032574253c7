/**
 * What the API server refuses in a pod although every part of it is well-formed. The operator tries anyway and
 * leaves half of its objects behind.
 */
import { FaultlessPods } from './likeness';
import { Findings, shown } from '../../findings';
import { isImage } from '../../kubernetes/image-reference';
import { isRelaxedEnvVarName } from '../../kubernetes/names';
import { EnvVar, ObjectMetadata, PodSpec, PodTemplate, Texts } from '../../kubernetes/objects';
import { LISTS } from '../../kubernetes/pod-validation/containers';
import { checkPodSpec, Controller } from '../../kubernetes/pod-validation/pod';
import { beyondRestricted } from '../../kubernetes/restricted';
import { JsonObject } from '../../plain/objects';
import { ConstructOptions } from '../../resources/construct-options';
import { checkAnnotations, checkLabels } from '../model/object-metadata';

/** The fields of the resource that parts of the pod come from. */
export interface PodFields {
  readonly metadata: string;
  readonly volumes: string;
  readonly env: string;
  readonly containers: string;
}

/** What else is known of a pod. */
export interface PodOptions {
  /** Names of volumes that the pod gets besides its own, from a StatefulSet's claims. Default: none. */
  readonly claims?: readonly string[];
  /** The user's template, which is in it. Default: none. */
  readonly user?: JsonObject;
  /** What makes pods of it. Default: what keeps them running. */
  readonly controller?: Controller;
  /** Those of the resource, which decide whether the pod is meant to be hardened. Default: none. */
  readonly constructOptions?: ConstructOptions;
}

/** The container that ToolHive names, and whose it is, such as "the MCP server". */
export interface OwnContainer {
  readonly container: string;
  readonly whose: string;
}

const faultless = new FaultlessPods();

/** A pod as it is to run, the user's template in it: all of its containers have images. */
export function checkWholePod(
  pod: PodTemplate,
  own: OwnContainer,
  fields: PodFields,
  findings: Findings,
  options: PodOptions = {},
): void {
  checkMetadata(pod.metadata, fields, findings);
  faultless.unlessKnown(pod, aboutOf(own, options), findings.list, () => {
    for (const list of LISTS) {
      (pod.spec[list] ?? []).forEach(({ name, image }, i) => {
        if (image) return;
        const { field } = placeOf(`${list}[${i}]`, pod.spec, fields, options.user);
        const isMistaken = list === 'containers' && name !== own.container;
        const advice = isMistaken
          ? `the container of ${own.whose} is named ${shown(own.container)}: name it so, or give it an image of its own`
          : 'give it one';
        findings.error(field, `container ${shown(name)} has no image; ${advice}`);
      });
    }
    checkPod(pod.spec, fields, findings, options);
    if (options.constructOptions?.leastPrivilege) warnOfUnrestricted(pod, own, findings);
  });
}

/** What the checks of a pod go by besides the pod. */
function aboutOf(own: OwnContainer, { claims = [], controller, constructOptions }: PodOptions): string {
  return `${own.container} ${claims.join(',')} ${controller} ${constructOptions?.leastPrivilege}`;
}

function warnOfUnrestricted(pod: PodTemplate, own: OwnContainer, findings: Findings): void {
  const beyond = beyondRestricted(pod);
  if (!beyond.length) return;
  findings.warning(
    'pod-not-restricted',
    'spec.podTemplateSpec',
    `the pod of ${own.whose} breaks the restricted Pod Security Standard, and a namespace that enforces it refuses the pod: ${beyond.join(', ')}; leave it out, or say what is lacking in podTemplateSpec`,
  );
}

function checkMetadata(metadata: ObjectMetadata | undefined, fields: PodFields, findings: Findings): void {
  checkLabels(metadata?.labels, `${fields.metadata}.labels`, findings);
  checkAnnotations(metadata?.annotations, `${fields.metadata}.annotations`, findings);
}

/** What is wrong in the spec of a pod, but for containers without an image. */
export function checkPod(
  spec: PodSpec,
  fields: PodFields,
  findings: Findings,
  { claims = [], user, controller = 'always' }: PodOptions = {},
): void {
  const field = fields.volumes;
  checkPodSpec(spec, controller, (at, message) => {
    const { field: place, before } = placeOf(at, spec, fields, user);
    findings.error(place, `${before}${message}`);
  });
  checkContainerImages(spec, fields.containers, findings);
  const volumes = spec.volumes ?? [];
  unique(volumes, 'name', (name) => `volume name ${shown(name)} is used twice in the pod; rename one`, field, findings);
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
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

/** Where a user finds a path of the final pod: in the own template by name, else by the name alone. */
function placeOf(
  at: string,
  spec: PodSpec,
  fields: PodFields,
  user: JsonObject | undefined,
): { field: string; before: string } {
  const { spec: own = {} } = (user ?? {}) as Partial<PodTemplate>;
  const [, found, index, rest] = /^(initContainers|containers|volumes)\[(\d+)\]\.?(.*)$/.exec(at) ?? [];
  if (found === undefined) {
    const [key] = /^\w+/.exec(at)!;
    return { field: own[key] === undefined ? `spec.${at}` : `spec.podTemplateSpec.spec.${at}`, before: '' };
  }
  const list = found as 'initContainers' | 'containers' | 'volumes';
  const { name } = spec[list]![Number(index)];
  const mine = (own[list] ?? []).findIndex((one) => one?.name === name);
  const inside = rest ? `${rest}: ` : '';
  if (mine >= 0) return { field: `spec.podTemplateSpec.spec.${list}[${mine}]`, before: inside };
  const what = list === 'volumes' ? 'volume' : 'container';
  return {
    field: list === 'volumes' ? fields.volumes : fields.containers,
    before: `${what} ${shown(name)}: ${inside}`,
  };
}

function checkEnvNames(env: readonly EnvVar[], container: string, field: string, findings: Findings): void {
  for (const { name } of env) {
    const wrong = isRelaxedEnvVarName(name ?? '');
    if (wrong) findings.error(field, `container ${shown(container)}: environment variable ${shown(name)}: ${wrong}`);
  }
}

/** What ToolHive takes for an image and builds one of. Source: ToolHive pkg/runner/protocol.go. */
const TOOLHIVE_SCHEME = /^(npx|uvx|go):\/\//;

/** An image that no container runtime could pull. */
export function checkImage(image: unknown, field: string, findings: Findings): void {
  if (typeof image !== 'string' || TOOLHIVE_SCHEME.test(image)) return;
  const wrong = isImage(image);
  if (wrong) findings.error(field, image === '' ? wrong : `${shown(withoutUserinfo(image))} ${wrong}`);
}

/** A message repeats no credential. */
function withoutUserinfo(image: string): string {
  return image.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@:]*:[^/@]*@(?!sha\d)/i, '$1***@');
}

/** The images of all containers of a pod; a template may leave some open. */
export function checkContainerImages(spec: PodSpec | undefined, field: string, findings: Findings): void {
  for (const list of LISTS) {
    (spec?.[list] ?? []).forEach(({ image }, i) => checkImage(image, `${field}.${list}[${i}].image`, findings));
  }
}

/** Labels that a user's template must leave alone, because pods are selected by them. */
export function checkSelectorLabels({ metadata }: PodTemplate, selector: Texts, findings: Findings): void {
  for (const [label, value] of Object.entries(selector)) {
    const given = metadata?.labels?.[label];
    if (given === value) continue;
    findings.error(
      `spec.podTemplateSpec.metadata.labels["${label}"]`,
      `${shown(given)} replaces a label that the pods are selected by (${shown(value)}), which Kubernetes refuses; use another label`,
    );
  }
}

/** Labels and annotations that `resourceOverrides` add to objects; those of pods are checked with the pod. */
export function checkResourceOverrides(overrides: object | undefined, findings: Findings): void {
  for (const [object, { labels, annotations }] of Object.entries<ObjectMetadata>({ ...overrides })) {
    checkLabels(labels, `spec.resourceOverrides.${object}.labels`, findings);
    checkAnnotations(annotations, `spec.resourceOverrides.${object}.annotations`, findings);
  }
}

function unique<Key extends string>(
  items: readonly { readonly [K in Key]: string }[],
  key: Key,
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
