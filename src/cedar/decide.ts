/**
 * What policies say of many resources at once, by Cedar itself. A call of Cedar's module takes milliseconds, whatever is asked,
 * so each policy that looks at the resource is copied for each of them, and one call answers for all. ToolHive asks about
 * one at a time; what could tell the difference is asked like that here, too.
 */
import type { EntityJson, EntityUidJson, Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { parsedEntities } from './hierarchy';
import { ask, Cedar, parsedPolicy, wordsOf } from './parser';
import { Uid, uidText } from './world';
import { isObject, JsonObject } from '../plain/objects';

/** An entity of a request, its attributes in Cedar's JSON. */
export interface RequestEntity {
  readonly uid: Uid;
  readonly attrs: JsonObject;
  readonly parents: readonly Uid[];
}

/** What the policies come to for one resource. */
export interface Outcome {
  /** Indices of the policies that match. */
  readonly matched: readonly number[];
  /** Policies that can't be evaluated, and why. */
  readonly errors: readonly { readonly policy: number; readonly message: string }[];
}

/** So many copies of policies are given to Cedar at once. */
const COPIES = 5_000;

/** Types that a resource of ToolHive may have. */
const RESOURCE_TYPES = ['Tool', 'Prompt', 'Resource'];

/** Policies made ready for the resources of one action. */
export class PreparedPolicies {
  private readonly batches: Batch[];
  private readonly others: readonly EntityJson[];

  /**
   * @param policies in Cedar's JSON, as `parsedPolicy` has it
   * @param entitiesText those given with the policies, in JSON
   */
  constructor(
    policies: readonly PolicyJson[],
    entitiesText: string,
    private readonly action: RequestEntity,
    resources: readonly RequestEntity[],
  ) {
    this.others = parsedEntities(entitiesText);
    const isAlone =
      this.others.some(({ uid }) => RESOURCE_TYPES.includes(uidOf(uid).type)) || policies.some(seesOthers);
    const size = isAlone ? 1 : Math.max(1, Math.floor(COPIES / Math.max(1, policies.length)));
    this.batches = [];
    for (let i = 0; i < resources.length; i += size) {
      this.batches.push(new Batch(policies, resources.slice(i, i + size)));
    }
  }

  /** The outcome for each resource. @throws when Cedar refuses the entities */
  ask(principal: RequestEntity, context: JsonObject): Outcome[] {
    return this.batches.flatMap((batch) => {
      const own = [principal, this.action, ...batch.resources];
      const taken = new Set(own.map(({ uid }) => uidText(uid)));
      const others = this.others.filter(({ uid }) => !taken.has(uidText(uidOf(uid))));
      const entities = [...(own as unknown as EntityJson[]), ...others];
      return batch.ask({ principal: principal.uid, action: this.action.uid, context, entities });
    });
  }
}

interface Question {
  readonly principal: Uid;
  readonly action: Uid;
  readonly context: JsonObject;
  readonly entities: EntityJson[];
}

/** The copies of the policies for some of the resources. */
class Batch {
  /** Cedar keeps one set of policies, so the last one that was given to it is remembered. */
  private static kept?: { readonly cedar: Cedar; readonly by: Batch };

  private readonly copies: Record<string, PolicyJson> = {};

  constructor(
    policies: readonly PolicyJson[],
    readonly resources: readonly RequestEntity[],
  ) {
    policies.forEach((policy, p) => {
      if (looksAtResource(policy)) {
        resources.forEach(({ uid }, r) => {
          const copy = forResource(policy, uid);
          if (copy) this.copies[`${p} ${r}`] = copy;
        });
      } else {
        this.copies[`${p} *`] = { ...policy, effect: 'permit' };
      }
    });
  }

  ask({ principal, action, context, entities }: Question): Outcome[] {
    const [{ uid: resource }] = this.resources;
    const answer = ask((cedar) => {
      if (Batch.kept?.cedar !== cedar || Batch.kept.by !== this) {
        const prepared = cedar.preparsePolicySet(SET, { staticPolicies: this.copies });
        if (prepared.type === 'failure') return prepared;
        Batch.kept = { cedar, by: this };
      }
      const request = { principal, action, resource, entities, context: context as never };
      return cedar.statefulIsAuthorized({ ...request, preparsedPolicySetId: SET });
    });
    if (answer.type === 'failure') throw new Error(answer.errors.map(wordsOf).join('; '));
    const outcomes = this.resources.map(() => ({ matched: [] as number[], errors: [] as Outcome['errors'][number][] }));
    const { reason, errors } = answer.response.diagnostics;
    for (const id of reason) for (const { outcome, policy } of this.of(id, outcomes)) outcome.matched.push(policy);
    for (const { policyId, error } of errors) {
      const message = wordsOf(error);
      for (const { outcome, policy } of this.of(policyId, outcomes)) outcome.errors.push({ policy, message });
    }
    for (const { matched, errors: list } of outcomes) {
      matched.sort((a, b) => a - b);
      list.sort((a, b) => a.policy - b.policy);
    }
    return outcomes;
  }

  /** The policy that a copy is of, and the outcomes that it counts for. */
  private of<T>(id: string, outcomes: readonly T[]): { outcome: T; policy: number }[] {
    const [policy, resource] = id.split(' ');
    const whose = resource === '*' ? outcomes : [outcomes[Number(resource)]];
    return whose.map((outcome) => ({ outcome, policy: Number(policy) }));
  }
}

const SET = 'cdk8s-toolhive';

/** The policies of texts that are sound. @throws on one that is not: it was to be reported before */
export function policiesIn(texts: readonly string[]): PolicyJson[] {
  return texts.map((text, i) => {
    const policy = parsedPolicy(text);
    if (!policy) throw new Error(`policy ${i + 1} is no Cedar policy: ${text}`);
    return policy;
  });
}

const uidOf = (uid: EntityUidJson): Uid => ('__entity' in uid ? uid.__entity : uid);

function looksAtResource({ resource, conditions }: PolicyJson): boolean {
  return resource.op !== 'All' || conditions.some(({ body }) => mentions(body, isResource));
}

const isResource = (node: JsonObject) => node.Var === 'resource';

/** Whether an expression has a part that is so. */
export function mentions(node: unknown, isIt: (node: JsonObject) => boolean): boolean {
  if (Array.isArray(node)) return node.some((item) => mentions(item, isIt));
  if (!isObject(node)) return false;
  return isIt(node) || (!('Value' in node) && Object.values(node).some((part) => mentions(part, isIt)));
}

const literal = ({ type, id }: Uid): Expr => ({ Value: { __entity: { type, id } } });

/** The policy where the resource is the one given, as one that permits; undefined where its head leaves that out. */
function forResource(policy: PolicyJson, uid: Uid): PolicyJson | undefined {
  const { op, entity, entity_type: type, in: within } = policy.resource as Head;
  if (op === '==' && uidText(uidOf(entity!)) !== uidText(uid)) return undefined;
  if (op === 'is' && type !== uid.type) return undefined;
  const around = op === 'in' ? entity : within?.entity;
  const head = around ? [{ kind: 'when' as const, body: inside(uid, uidOf(around)) }] : [];
  const conditions = policy.conditions.map(({ kind, body }) => ({ kind, body: withResource(body, uid) as Expr }));
  return { ...policy, effect: 'permit', resource: { op: 'All' }, conditions: [...head, ...conditions] };
}

/** A policy's `resource` in Cedar's JSON. A policy that is no template has no slots. */
interface Head {
  readonly op: 'All' | '==' | 'in' | 'is';
  readonly entity?: EntityUidJson;
  readonly entity_type?: string;
  readonly in?: { readonly entity: EntityUidJson };
}

const inside = (uid: Uid, around: Uid): Expr => ({ in: { left: literal(uid), right: literal(around) } });

function withResource(node: unknown, uid: Uid): unknown {
  if (Array.isArray(node)) return node.map((item) => withResource(item, uid));
  if (!isObject(node) || 'Value' in node) return node;
  if (isResource(node)) return literal(uid);
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, withResource(part, uid)]));
}

/** Operators that compare entities, without looking into the one that is named. */
const COMPARES = ['==', '!=', 'Set', 'contains', 'containsAny', 'containsAll'];

/** Whether the policy looks into a resource by its name: it is not there when another one is asked about. */
function seesOthers({ conditions }: PolicyJson): boolean {
  const looksInto = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(looksInto);
    if (!isObject(node) || 'Value' in node) return false;
    return Object.entries(node).some(([operator, operands]) => {
      if (looksInto(operands)) return true;
      if (COMPARES.includes(operator)) return false;
      if (!isObject(operands)) return false;
      return Object.entries(operands).some(([side, part]) => {
        return namesResource(part) && !(operator === 'in' && side === 'right');
      });
    });
  };
  return conditions.some(({ body }) => looksInto(body));
}

function namesResource(node: unknown): boolean {
  if (!isObject(node) || !isObject(node.Value)) return false;
  const entity = node.Value.__entity as Uid | undefined;
  return entity !== undefined && RESOURCE_TYPES.includes(entity.type);
}
