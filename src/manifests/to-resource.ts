/** Turns a manifest of a ToolHive kind into a resource. Manifests exported from a cluster are read as they are. */
import { distance } from 'fastest-levenshtein';
import { GivenManifest, namespaceOf } from './metadata';
import { fieldPath, Findings, shown } from '../findings';
import { JsonObject } from '../plain/objects';
import { OLD_GROUP } from './older/older';
import { crdOf, TOOLHIVE_GROUP, TOOLHIVE_KINDS } from '../resources/crd';
import { Resource } from '../resources/resource';
import { suggestion } from '../resources/schema';

const TOP_LEVEL = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

const METADATA = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** Whether a manifest is ToolHive's, by its API group. */
export function isToolhive({ apiVersion }: GivenManifest): boolean {
  if (typeof apiVersion !== 'string') return false;
  const [group] = apiVersion.split('/', 1);
  return group === TOOLHIVE_GROUP || group === OLD_GROUP;
}

/** Letters that a mistyped group may differ in. */
const TYPING = 4;

/** Whether a group is meant to be ToolHive's and isn't; it would pass through, and no cluster knows it. */
export function isMisspelt(manifest: GivenManifest, findings: Findings): boolean {
  const { apiVersion, kind = '' } = manifest;
  if (typeof apiVersion !== 'string' || isToolhive(manifest)) return false;
  const [group] = apiVersion.split('/', 1);
  const isMeant = /toolhive|stacklok/i.test(group) || distance(group, TOOLHIVE_GROUP) <= TYPING;
  if (!isMeant) return false;
  const right = TOOLHIVE_KINDS.includes(kind) ? newest(kind) : `${TOOLHIVE_GROUP}/VERSION`;
  findings.error('apiVersion', `${shown(group)} is no API group of ToolHive; write ${right}`);
  return true;
}

/** The resource, or undefined when the manifest is wrong (the findings then have the reason). */
export function toResource(
  manifest: GivenManifest,
  defaultNamespace: string,
  findings: Findings,
): Resource | undefined {
  const { apiVersion, kind = '', metadata } = manifest;
  const [group, version] = String(apiVersion).split('/');
  if (!TOOLHIVE_KINDS.includes(kind)) {
    findings.error('kind', `${shown(kind)} is no ToolHive kind${suggestion(String(kind), TOOLHIVE_KINDS)}`);
    return undefined;
  }
  // One without a name is refused for that.
  if (group === OLD_GROUP && typeof metadata?.name === 'string') {
    findings.error(
      'apiVersion',
      `${shown(apiVersion)} is the group of ToolHive's early documents, which has no ${shown(kind)} that is read here; write ${newest(kind)}`,
    );
    return undefined;
  }
  if (!crdOf(kind).versions.includes(version)) {
    findings.error('apiVersion', `${shown(apiVersion)} has no ${kind}; write ${newest(kind)}`);
    return undefined;
  }
  for (const key of Object.keys(manifest)) {
    if (!TOP_LEVEL.includes(key)) findings.error(key, `is not a field of ${kind}${suggestion(key, TOP_LEVEL)}`);
  }
  if (typeof metadata !== 'object' || metadata === null) {
    findings.error('metadata', 'is required; give the resource a name');
    return undefined;
  }
  for (const key of Object.keys(metadata)) {
    if (!METADATA.includes(key)) {
      findings.error(`metadata.${key}`, `is not a field of metadata${suggestion(key, METADATA.slice(0, 5))}`);
    }
  }
  if (typeof metadata.name !== 'string' || !metadata.name) {
    findings.error(
      'metadata.name',
      `must be a name, not ${shown(metadata.name ?? null)}; objects are named after it, so generateName is not enough`,
    );
    return undefined;
  }
  refuseLongNumbers(manifest.spec, 'spec', findings);
  return {
    kind,
    name: metadata.name,
    namespace: namespaceOf(metadata, defaultNamespace),
    spec: manifest.spec ?? {},
    annotations: metadata.annotations ?? undefined,
    generation: metadata.generation ?? undefined,
  };
}

/** Documents that are only passed through keep them; ToolHive's kinds refuse them. */
function refuseLongNumbers(value: unknown, field: string, findings: Findings): void {
  if (typeof value === 'bigint') {
    findings.error(field, `${value} is a whole number that would be rounded; put it in quotes if it is a text`);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => refuseLongNumbers(item, fieldPath(field, i), findings));
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      refuseLongNumbers((value as JsonObject)[key], fieldPath(field, key), findings);
    }
  }
}

function newest(kind: string): string {
  return `${TOOLHIVE_GROUP}/${crdOf(kind).versions[0]}`;
}
