/** What clients may ask a server for: the tools that are known, and what its policies name. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ServerResource } from './kinds';
import { Feature, Item } from './requests';
import { mentions } from '../cedar/decide';
import { Uid } from '../cedar/world';
import { Findings } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { offeredTools } from '../rendering/gateway/virtual-mcp-server/offered-tools';
import { shownTools, Tools } from '../rendering/policies/known-tools';
import { toolsOf } from '../rendering/policies/tools';
import { Catalog, Resource } from '../resources/resource';
import { VirtualMcpServerSpec } from '../resources/spec';

/** One of them. */
export interface ServerItem extends Item {
  /** What clients call it, where policies know it by another name. */
  readonly shownAs?: string;
  /** Whether it stands for all that has no name here. */
  readonly isAnyOther?: boolean;
}

const TYPES: Readonly<Record<Feature, string>> = { tool: 'Tool', prompt: 'Prompt', resource: 'Resource' };
const FEATURES = Object.keys(TYPES) as Feature[];

export function itemsOf(resource: ServerResource, policies: readonly PolicyJson[], catalog: Catalog): ServerItem[] {
  return FEATURES.flatMap((feature) => {
    const named = [...new Set(policies.flatMap((policy) => namesIn(policy, TYPES[feature])))];
    const { items, isComplete } =
      feature === 'tool'
        ? toolItems(resource, named, catalog)
        : { items: itemsNamed(named, feature), isComplete: false };
    const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
    return isComplete ? sorted : [...sorted, { feature, name: `(any other ${feature})`, isAnyOther: true }];
  });
}

interface ItemList {
  readonly items: readonly ServerItem[];
  readonly isComplete: boolean;
}

const itemsNamed = (names: readonly string[], feature: Feature): ServerItem[] =>
  [...new Set(names)].map((name) => ({ feature, name }));

function toolItems(resource: ServerResource, named: readonly string[], catalog: Catalog): ItemList {
  const { spec } = resource;
  if ('incomingAuth' in spec) return virtualItems({ ...resource, spec }, named, catalog);
  // What is wrong with them is reported where they are rendered.
  const tools = toolsOf({ ...resource, spec }, catalog, new Findings());
  const { tools_filter: filter = [], tools_override: overrides = {} } = tools;
  const guessed = [...filter.map((name) => ownName(name, tools)), ...Object.keys(overrides), ...named];
  const known = resource.knownTools ?? [...new Set(guessed)].map((name) => ({ name }));
  const items = shownTools(known, tools).flatMap(({ own, name, isHidden }): ServerItem[] => {
    if (isHidden) return [];
    const annotations = own.annotations as JsonObject | undefined;
    return [{ feature: 'tool', name: own.name, annotations, ...(name !== own.name && { shownAs: name }) }];
  });
  return { items, isComplete: resource.knownTools !== undefined || filter.length > 0 };
}

/** Policies of a virtual server know tools by the names that clients see. */
function virtualItems(resource: Resource<VirtualMcpServerSpec>, named: readonly string[], catalog: Catalog): ItemList {
  const { routed, compositeTools, isComplete } = offeredTools(resource, catalog);
  const offered = routed
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, annotations }): ServerItem => {
      return { feature: 'tool', name, annotations: annotations as JsonObject | undefined };
    });
  const known = [...offered.map(({ name }) => name), ...compositeTools.map(({ name }) => name)];
  const others = isComplete ? [] : named.filter((name) => !known.includes(name));
  const composite = itemsNamed(
    compositeTools.map(({ name }) => name),
    'tool',
  );
  return { items: [...offered, ...composite, ...itemsNamed(others, 'tool')], isComplete };
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
