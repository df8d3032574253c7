/** What clients may ask a server for: the tools that are known, and what its policies name. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ServerResource } from './kinds';
import { Feature, Item } from './requests';
import { mentions } from '../cedar/decide';
import { Uid } from '../cedar/world';
import { Findings } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { Context } from '../rendering/model/workload';
import { Tools, toolsOf } from '../rendering/policies/tools';
import { Tool } from '../tools/tool';

/** One of them. */
export interface ServerItem extends Item {
  /** What clients call it, where policies know it by another name. */
  readonly shownAs?: string;
  /** Whether it stands for all that has no name here. */
  readonly isAnyOther?: boolean;
}

const TYPES: Readonly<Record<Feature, string>> = { tool: 'Tool', prompt: 'Prompt', resource: 'Resource' };
const FEATURES = Object.keys(TYPES) as Feature[];

export function itemsOf(resource: ServerResource, policies: readonly PolicyJson[], context: Context): ServerItem[] {
  return FEATURES.flatMap((feature) => {
    const named = [...new Set(policies.flatMap((policy) => namesIn(policy, TYPES[feature])))];
    const { items, isComplete } =
      feature === 'tool' ? toolItems(resource, named, context) : { items: named.map((name) => ({ feature, name })), isComplete: false };
    const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
    return isComplete ? sorted : [...sorted, { feature, name: `(any other ${feature})`, isAnyOther: true }];
  });
}

interface ItemList {
  readonly items: readonly ServerItem[];
  readonly isComplete: boolean;
}

function toolItems(resource: ServerResource, named: readonly string[], { catalog }: Context): ItemList {
  const { knownTools, spec } = resource;
  if ('incomingAuth' in spec) {
    const own = (spec.config?.compositeTools ?? []).map(({ name }) => name);
    return { items: [...new Set([...named, ...own])].map((name) => ({ feature: 'tool', name })), isComplete: false };
  }
  // What is wrong with them is reported where they are rendered.
  const tools = toolsOf({ ...resource, spec }, catalog, new Findings());
  const { tools_filter: filter = [], tools_override: overrides = {} } = tools;
  const ofFilter = filter.map((name) => ownName(name, tools));
  const names = knownTools?.map(({ name }) => name) ?? [...new Set([...ofFilter, ...Object.keys(overrides), ...named])];
  const byName = new Map<string, Tool>(knownTools?.map((tool) => [tool.name, tool]));
  const items = names.flatMap((name): ServerItem[] => {
    const shownAs = overrides[name]?.name || name;
    if (filter.length && !filter.includes(shownAs)) return [];
    const annotations = byName.get(name)?.annotations as JsonObject | undefined;
    return [{ feature: 'tool', name, annotations, ...(shownAs !== name && { shownAs }) }];
  });
  return { items, isComplete: knownTools !== undefined || filter.length > 0 };
}

/** A policy knows tools by their own names, a filter by those that clients see. */
function ownName(name: string, { tools_override: overrides = {} }: Tools): string {
  return Object.keys(overrides).find((tool) => overrides[tool].name === name) ?? name;
}

/** Ids of the entities of a type that a policy names. */
function namesIn({ resource, conditions }: PolicyJson, type: string): string[] {
  const found: string[] = [];
  const note = (value: unknown) => {
    const { __entity: inner, ...outer } = value as JsonObject;
    const uid = (inner ?? outer) as Uid;
    if (uid.type === type) found.push(uid.id);
  };
  const { entity, in: within } = resource as { entity?: unknown; in?: { entity: unknown } };
  for (const value of [entity, within?.entity]) if (value) note(value);
  mentions(
    conditions.map(({ body }) => body),
    ({ Value: value }) => {
      if (isObject(value) && value.__entity) note(value);
      return false;
    },
  );
  return found;
}
