/**
 * What a resource names in its own namespace, and the app has in another one only, or without the key: Kubernetes follows no
 * reference out of a namespace, and a pod waits forever for a missing key.
 *
 * Names are looked at, and not the objects that props were given: a variable from a Secret, a pod template and an override
 * know nothing else.
 */
import { IConstruct } from 'constructs';
import { ObjectIndex } from './object-index';
import { Findings, shown } from '../findings';
import { fieldReferences } from '../graph/field-references';
import { nearest } from '../plain/nearest';
import { otherNamespace } from '../rendering/model/references';
import { Settings } from '../rendering/model/settings';
import { ConstructOptions } from '../resources/construct-options';

/** A construct's own settings, and those that it inherits. */
export interface Referring {
  readonly construct: IConstruct;
  readonly namespace: string;
  readonly spec: object;
  readonly constructOptions?: ConstructOptions;
  readonly settings: Settings;
}

export function checkObjectReferences(
  { construct, namespace, spec, constructOptions, settings }: Referring,
  findings: Findings,
): void {
  const index = ObjectIndex.of(construct);
  if (!index.canTell(namespace)) return;
  const { imagePullSecrets, redis } = settings;
  const references = fieldReferences(spec, 'spec');
  references.push(...fieldReferences(constructOptions, ''));
  if (imagePullSecrets.length || redis) {
    const inherited = { imagePullSecrets: imagePullSecrets.map((name) => ({ name })), redis };
    references.push(...fieldReferences(inherited, ''));
  }
  const said = new Set<string>();
  for (const { kind, name, keys, field } of references) {
    if (!index.knows(kind, name)) continue;
    const id = [kind, name, ...keys].join('/');
    if (said.has(id)) continue;
    said.add(id);
    const foreign = index.elsewhere(kind, name, namespace);
    const place = foreign && { namespace: foreign.metadata.namespace!, at: foreign.node.path };
    if (place) findings.error(field, otherNamespace(kind, name, namespace, place));
    for (const key of keys) checkKey(index, { kind, name, key, field, namespace }, findings);
  }
}

interface KeyReference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  readonly namespace: string;
  readonly field: string;
}

function checkKey(index: ObjectIndex, { kind, name, key, namespace, field }: KeyReference, findings: Findings): void {
  const own = index.inNamespace(kind, name, namespace);
  const known = own ? index.keysOf(own) : [];
  if (!own || !known.length || known.includes(key)) return;
  const near = nearest(key, known);
  const hint =
    near === undefined ? `it has ${known.slice(0, 8).map(shown).join(', ')}` : `did you mean ${shown(near)}?`;
  findings.error(field, `${kind} ${shown(name)}, at ${own.node.path}, has no key ${shown(key)}; ${hint}`);
}
