/**
 * The questions that ToolHive's proxy asks of Cedar, and every name in them. A name that is in none of them matches nothing.
 * Source: ToolHive pkg/authz (middleware.go, response_filter.go), pkg/authz/authorizers/cedar (core.go, entity.go).
 */
import { shown } from '../findings';
import { Stranger, Uid, uidText, World } from './world';
import { nearest } from '../plain/nearest';

/** One question: may a client do this with that? */
export interface Question {
  readonly action: string;
  /** Entity type of what it is done with. */
  readonly resource: string;
  /** Attributes that the resource has, or may have. Arguments of the call come on top. */
  readonly attributes: readonly string[];
}

const COMMON = ['name', 'operation', 'feature'];
const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];

export const QUESTIONS: readonly Question[] = [
  { action: 'call_tool', resource: 'Tool', attributes: [...COMMON, ...HINTS] },
  { action: 'get_prompt', resource: 'Prompt', attributes: COMMON },
  { action: 'read_resource', resource: 'Resource', attributes: [...COMMON, 'uri'] },
];

/** Lists are answered without a question of their own: what may not be used is left out of them. */
const LIST_ACTIONS = ['list_tools', 'list_prompts', 'list_resources'];

const ACTIONS = QUESTIONS.map(({ action }) => action);
const RESOURCES = QUESTIONS.map(({ resource }) => resource);
const RESOURCE_ATTRIBUTES = [...new Set(QUESTIONS.flatMap(({ attributes }) => attributes))];

export type Var = 'principal' | 'action' | 'resource' | 'context';

/** Whether the policy has an action that ToolHive never asks about, because it is always permitted. */
export const isListAction = ({ id }: Uid): boolean => LIST_ACTIONS.includes(id);

const meant = (near: string | undefined, instead: string) => (near ? `did you mean ${near}?` : instead);

/** Why an entity is never the variable's value, or, where `isIn`, never one that contains it. */
export function strangerOf(variable: Var, uid: Uid, isIn: boolean, world: World): Stranger | undefined {
  if (variable === 'action') return strangeAction(uid);
  if (variable === 'principal') return strangePrincipal(uid, isIn, world);
  return variable === 'resource' ? strangeResource(uid, isIn, world) : undefined;
}

function strangeAction(uid: Uid): Stranger | undefined {
  const { type, id } = uid;
  if (isListAction(uid)) {
    return {
      reason: `ToolHive never asks for ${uidText(uid)}: everybody may list, and a list leaves out what its reader may not use; name "call_tool", "get_prompt" or "read_resource"`,
    };
  }
  if (type === 'Action' && ACTIONS.includes(id)) return undefined;
  const near = nearest(id, ACTIONS);
  const known = ACTIONS.map(shown).join(', ');
  return { reason: `ToolHive never asks for ${uidText(uid)}; ${meant(near && shown(near), `it asks for ${known}`)}` };
}

function strangePrincipal(uid: Uid, isIn: boolean, world: World): Stranger | undefined {
  const { type, id } = uid;
  if (type === 'Client') return world.client?.(id);
  if (!isIn) {
    const instead =
      type === world.groupType
        ? `a client is in its groups; write principal in ${uidText(uid)}`
        : 'it is a Client, whose id is the claim "sub" of its token';
    return { reason: `no principal is ${uidText(uid)}: ${instead}` };
  }
  const ofGroups = type === world.groupType || isAncestor(uid, (child) => child.type === world.groupType, world);
  if (ofGroups) return world.noGroups === undefined ? undefined : { reason: world.noGroups };
  return { reason: `no principal is in ${uidText(uid)}: ${groupsInstead(type, world)}` };
}

function groupsInstead(type: string, { groupType }: World): string {
  const near = nearest(type, [groupType, 'Client']);
  const known = `groups are of type ${groupType}`;
  return `${known}${near ? `; did you mean ${near}?` : ', or what entitiesJson puts such a group in'}`;
}

function strangeResource(uid: Uid, isIn: boolean, world: World): Stranger | undefined {
  const { type, id } = uid;
  if (type === 'FeatureType') {
    return { reason: `ToolHive never asks about ${uidText(uid)}, which is for lists; name a Tool, Prompt or Resource` };
  }
  if (type === 'Tool') return world.tool?.(id);
  if (RESOURCES.includes(type)) return undefined;
  if (!isIn) {
    const instead = type === 'MCP' ? `write resource in ${uidText(uid)}` : meant(nearest(type, RESOURCES), listed());
    return { reason: `no resource is ${uidText(uid)}; ${instead}` };
  }
  if (type === 'MCP') {
    if (world.server === undefined || world.server === id) return undefined;
    return world.otherServer?.(id) ?? { reason: otherServer(uid, world.server) };
  }
  const isServer = (child: Uid) => child.type === 'MCP' && (world.server ?? child.id) === child.id;
  if (isAncestor(uid, isServer, world)) return undefined;
  const near = nearest(type, [...RESOURCES, 'MCP']);
  const instead = meant(near, 'a resource is in its server, MCP::"NAME", or in what entitiesJson puts that in');
  return { reason: `no resource is in ${uidText(uid)}; ${instead}` };
}

const listed = () => 'it is a Tool, a Prompt or a Resource';

function otherServer(uid: Uid, server: string): string {
  return `nothing is in ${uidText(uid)} here: the server is MCP::${JSON.stringify(server)}`;
}

/** Why a variable's value is never of a type. */
export function strangeType(variable: Var, type: string): string | undefined {
  const types: Readonly<Record<Var, readonly string[]>> = {
    principal: ['Client'],
    action: ['Action'],
    resource: RESOURCES,
    context: [],
  };
  if (types[variable].includes(type)) return undefined;
  return `no ${variable} is of type ${type}; ${meant(nearest(type, types[variable]), `it is of type ${types[variable].join(' or ')}`)}`;
}

/** Why a variable never has an attribute. */
export function strangeAttribute(variable: Var, name: string, world: World): Stranger | undefined {
  const { reason, ...rest } = attributeReason(variable, name, world) ?? {};
  return reason === undefined ? undefined : { ...rest, reason: `${variable} never has ${shown(name)}: ${reason}` };
}

function attributeReason(variable: Var, name: string, world: World): Stranger | undefined {
  const claim = /^(claim|claimset)_(.*)$/s.exec(name);
  switch (variable) {
    case 'action':
      return name === 'operation' ? undefined : { reason: 'an action has "operation" alone' };
    case 'resource':
      if (name.startsWith('arg_') || RESOURCE_ATTRIBUTES.includes(name)) return undefined;
      return { reason: meant(quoted(nearest(name, RESOURCE_ATTRIBUTES)), RESOURCE_HELP) };
    case 'context':
      if (name.startsWith('arg_')) return undefined;
      if (!claim) return { reason: `write "claim_${name}" for a claim, "arg_${name}" for an argument of the call` };
      break;
    default:
      if (!claim) return { reason: `claims of the token begin with "claim_"; write "claim_${name}"` };
  }
  return claim[1] === 'claimset' ? world.claimSet?.(claim[2]) : world.claim?.(claim[2]);
}

const RESOURCE_HELP = `it has ${RESOURCE_ATTRIBUTES.map(shown).join(', ')}, and "arg_NAME" for each argument of the call; what entitiesJson says of it is not seen`;

const quoted = (near: string | undefined) => near && shown(near);

/** Whether an entity that `isChild` accepts is below the one given, by the entities given with the policies. */
function isAncestor(uid: Uid, isChild: (child: Uid) => boolean, { parents }: World): boolean {
  const seen = new Set<string>();
  const reaches = (key: string): boolean => {
    if (seen.has(key)) return false;
    seen.add(key);
    return (parents.get(key) ?? []).some((parent) => uidText(parent) === uidText(uid) || reaches(uidText(parent)));
  };
  return [...parents.keys()].some((key) => {
    const [, type, id] = /^(.*?)::(".*")$/s.exec(key)!;
    return isChild({ type, id: JSON.parse(id) as string }) && reaches(key);
  });
}
