/** What every manifest has to have, whatever its kind, as the API server holds it: types, and what names are. */
import { Findings, shown } from '../findings';
import { isKind, isObjectName } from '../kubernetes/file-name';
import { isDnsLabel, isDnsSubdomain } from '../kubernetes/names';
import { Texts } from '../kubernetes/objects';
import { isNamespaced } from '../kubernetes/scope';
import { isObject, JsonObject } from '../plain/objects';
import { checkAnnotations, checkLabels, checkText } from '../rendering/model/object-metadata';

const VERSION = /^[a-z0-9]+$/;

/** A manifest as it is in a file. `checkManifest` checks that its members have these types. */
export interface GivenManifest extends JsonObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: GivenMetadata | null;
  readonly spec?: JsonObject;
}

interface GivenMetadata extends JsonObject {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly annotations?: Texts;
  readonly generation?: number;
}

/** Metadata that is text where it is given. */
const TEXTS = [
  'name',
  'generateName',
  'namespace',
  'resourceVersion',
  'uid',
  'selfLink',
  'creationTimestamp',
  'deletionTimestamp',
];

const NUMBERS = ['generation', 'deletionGracePeriodSeconds'];

/** The namespace that a document names; empty text counts as absent. */
export function namespaceOf(metadata: GivenManifest['metadata'], otherwise: string): string {
  return metadata?.namespace || otherwise;
}

/**
 * What passes through, in the namespace that was asked for, as `kubectl apply --namespace` would put it there. A kind of
 * which only a cluster knows whether it is namespaced is left as it is.
 */
export function placedIn(manifest: GivenManifest, namespace: string, findings: Findings): GivenManifest {
  const { apiVersion, kind, metadata } = manifest;
  if (!metadata?.name && !metadata?.generateName) return manifest;
  if (metadata.namespace) return manifest;
  const known = isNamespaced(apiVersion!, kind!);
  if (known === undefined) {
    findings.note(
      'metadata',
      `names no namespace and is left so, for whether a ${kind} lies in one is not known here; write namespace: ${namespace} if it does`,
    );
  }
  if (!known) return manifest;
  const { name, generateName, namespace: _, ...rest } = metadata;
  const placed = { ...(name && { name }), ...(generateName && { generateName }), namespace, ...rest };
  return Object.fromEntries(Object.entries(manifest).map(([key, value]) => [key, key === 'metadata' ? placed : value]));
}

/**
 * Checks what is common to all manifests.
 *
 * @returns whether all of it is valid, so that it can be read as its type
 */
export function checkManifest({ apiVersion, kind, metadata }: JsonObject, findings: Findings): boolean {
  const before = findings.list.length;
  checkType(apiVersion, kind, findings);
  if (metadata !== undefined && metadata !== null) {
    if (isObject(metadata)) checkMetadata(metadata, findings);
    else findings.error('metadata', `must be a map, not ${shown(metadata)}`);
  }
  return findings.list.length === before;
}

function checkType(apiVersion: unknown, kind: unknown, findings: Findings): void {
  for (const [field, given] of Object.entries({ apiVersion, kind })) {
    if (given === undefined) findings.error(field, 'is required; this is no Kubernetes manifest');
  }
  if (apiVersion === undefined || kind === undefined) return;
  if (typeof apiVersion !== 'string' || !isApiVersion(apiVersion)) {
    findings.error(
      'apiVersion',
      `must be a version, or a group and a version such as apps/v1, not ${shown(apiVersion)}`,
    );
  }
  if (!isKind(kind)) findings.error('kind', `must be a kind such as Deployment, not ${shown(kind)}`);
}

function isApiVersion(text: string): boolean {
  const [version, group, ...more] = text.split('/').reverse();
  return more.length === 0 && VERSION.test(version) && (group === undefined || isDnsSubdomain(group) === undefined);
}

function checkMetadata(metadata: JsonObject, findings: Findings): void {
  for (const field of TEXTS) checkText(metadata[field], `metadata.${field}`, findings);
  for (const field of NUMBERS) {
    const given = metadata[field] ?? 0;
    if (!Number.isInteger(given)) findings.error(`metadata.${field}`, `must be a whole number, not ${shown(given)}`);
  }
  const { name, namespace } = metadata;
  const wrong = typeof name === 'string' && name !== '' ? isObjectName(name) : undefined;
  if (wrong) findings.error('metadata.name', `${shown(name)} is no name that Kubernetes takes: ${wrong}`);
  const wrongNamespace = typeof namespace === 'string' && namespace !== '' ? isDnsLabel(namespace) : undefined;
  if (wrongNamespace) findings.error('metadata.namespace', `${shown(namespace)} is no namespace: ${wrongNamespace}`);
  checkLabels(metadata.labels, 'metadata.labels', findings);
  checkAnnotations(metadata.annotations, 'metadata.annotations', findings);
}
