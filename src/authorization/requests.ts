/**
 * The requests that ToolHive's authorizer makes of a token, a tool and the arguments of a call.
 * Source: ToolHive pkg/authz/authorizers/cedar (core.go, entity.go), pkg/authz (middleware.go, response_filter.go).
 */
import { cedarRecord } from './values';
import { RequestEntity } from '../cedar/decide';
import { Uid } from '../cedar/world';
import { isObject, JsonObject } from '../plain/objects';

/** What a client may ask for. */
export type Feature = 'tool' | 'prompt' | 'resource';

/** Something of a server: a tool or a prompt by its name, a resource by its URI. */
export interface Item {
  readonly feature: Feature;
  readonly name: string;
  /** Hints of a tool, as its server gives them. */
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** How the claims of a token are read. */
export interface ClaimRules {
  readonly groupClaim?: string;
  readonly roleClaim?: string;
  readonly groupType: string;
  /** Claims that are seen as sets, too. */
  readonly sets: readonly string[];
}

const ACTIONS: Readonly<Record<Feature, { action: string; type: string; operation: string }>> = {
  tool: { action: 'call_tool', type: 'Tool', operation: 'call' },
  prompt: { action: 'get_prompt', type: 'Prompt', operation: 'get' },
  resource: { action: 'read_resource', type: 'Resource', operation: 'read' },
};

export function actionEntity(feature: Feature): RequestEntity {
  const { action } = ACTIONS[feature];
  return { uid: { type: 'Action', id: action }, attrs: { operation: action }, parents: [] };
}

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];

/** @param server what the server is called, which all of its tools are in */
export function resourceEntity(item: Item, args: JsonObject | undefined, server: string): RequestEntity {
  const { feature, name, annotations = {} } = item;
  const { type, operation } = ACTIONS[feature];
  const own = { name, operation, feature };
  const hints = Object.entries(annotations).filter(
    ([hint, value]) => HINTS.includes(hint) && typeof value === 'boolean',
  );
  const given = argumentsOf(args);
  const attributes: Readonly<Record<Feature, JsonObject>> = {
    tool: { ...Object.fromEntries(hints), ...given, ...own },
    prompt: { ...own, ...given },
    resource: { ...own, uri: name, ...given },
  };
  return { uid: { type, id: name }, attrs: cedarRecord(attributes[feature]), parents: [{ type: 'MCP', id: server }] };
}

/** Who asks, and what comes with every request of theirs. */
export interface Asker {
  readonly entity: RequestEntity;
  readonly context: JsonObject;
}

/** Undefined where the token has no subject: ToolHive refuses all requests with it. */
export function askerOf(claims: JsonObject, rules: ClaimRules): Asker | undefined {
  const { sub } = claims;
  if (typeof sub !== 'string' || !sub) return undefined;
  const attributes = cedarRecord(claimAttributes(claims, rules.sets));
  const parents = groupsOf(claims, rules).map((id): Uid => ({ type: rules.groupType, id }));
  return { entity: { uid: { type: 'Client', id: sub }, attrs: attributes, parents }, context: attributes };
}

/** The context of a request: who asks, and the arguments of the call. */
export function contextOf({ context }: Asker, args: JsonObject | undefined): JsonObject {
  return args ? { ...context, ...cedarRecord(argumentsOf(args)) } : context;
}

/** A list or an object is only said to be there. */
function argumentsOf(args: JsonObject = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) =>
      ['string', 'boolean', 'number'].includes(typeof value) ? [`arg_${name}`, value] : [`arg_${name}_present`, true],
    ),
  );
}

function claimAttributes(claims: JsonObject, sets: readonly string[]): JsonObject {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(claims)) attributes[`claim_${name}`] = value;
  for (const name of sets) {
    if (!Object.hasOwn(claims, name)) continue;
    const value = claims[name];
    if (typeof value === 'string') {
      attributes[`claimset_${name}`] = value.split(WHITE_SPACE).filter(Boolean);
    } else if (Array.isArray(value)) {
      const texts = textsIn(value);
      attributes[`claimset_${name}`] = texts;
      attributes[`claim_${name}`] = texts.join(' ');
    }
  }
  return attributes;
}

/** What Go takes for white space. */
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const textsIn = (list: readonly unknown[]) => list.filter((item): item is string => typeof item === 'string');

/** Looked at in this order where the claim that is configured is missing. */
export const USUAL_GROUP_CLAIMS = ['groups', 'roles', 'cognito:groups'];

/** The groups that a token puts its client in, and its roles. */
function groupsOf(claims: JsonObject, { groupClaim, roleClaim }: ClaimRules): string[] {
  const lists = [groupClaim, ...USUAL_GROUP_CLAIMS].map((name) => listIn(claims, name));
  const groups = lists.find((list) => list !== undefined) ?? [];
  return [...new Set([...groups, ...(listIn(claims, roleClaim) ?? [])])];
}

/** The texts of a claim that is a list; undefined for all else. */
function listIn(claims: JsonObject, name: string | undefined): string[] | undefined {
  const value = name ? claimAt(claims, name) : undefined;
  return Array.isArray(value) ? textsIn(value) : undefined;
}

/** A claim by its name, or by a path with dots where no claim has that name. */
function claimAt(claims: JsonObject, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, part) => {
    return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, claims);
}
