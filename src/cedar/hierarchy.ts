/** Which entity is in which, by the entities that are given with policies. */
import type { EntityJson, EntityUidJson } from '@cedar-policy/cedar-wasm/nodejs';
import { remembering } from './remembering';
import { Uid, uidText } from './world';
import { JsonObject } from '../plain/objects';

/** The parents of each entity in Cedar's JSON, by how Cedar writes it; none where it is wrong, which is reported elsewhere. */
export const parentsIn = remembering((text): ReadonlyMap<string, readonly Uid[]> => {
  const entities = parsed(text);
  const known = entities
    .filter(({ uid }) => uid)
    .map((entity) => [uidText(plain(entity.uid as JsonObject)), entity] as const);
  return new Map(known.map(([uid, { parents }]) => [uid, ((parents ?? []) as JsonObject[]).map(plain)]));
});

/** Entities in Cedar's JSON, with what ToolHive lets them leave out. */
export function parsedEntities(text: string): EntityJson[] {
  return parsed(text).map(({ uid, attrs, parents, tags }) => ({
    uid: uid as EntityUidJson,
    attrs: (attrs ?? {}) as EntityJson['attrs'],
    parents: (parents ?? []) as EntityUidJson[],
    ...(tags ? { tags: tags as EntityJson['tags'] } : {}),
  }));
}

function parsed(text: string): JsonObject[] {
  try {
    const value: unknown = JSON.parse(text || '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** `{"__entity": {...}}` means the same as its content. */
const plain = ({ __entity: inner, ...outer }: JsonObject): Uid => (inner ?? outer) as Uid;
