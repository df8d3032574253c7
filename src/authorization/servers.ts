/** The servers that clients ask, and what each decides by. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { itemsOf, ServerItem } from './items';
import { ServerResource } from './kinds';
import { ClaimRules } from './requests';
import { policiesIn } from '../cedar/decide';
import { Findings, shown } from '../findings';
import { behaviourOf } from '../rendering/model/changes';
import { Settings } from '../rendering/model/settings';
import { Context } from '../rendering/model/workload';
import { authzConfigOf } from '../rendering/policies/authz/authz';
import { AuthzDocument } from '../rendering/policies/authz/backends';
import { Login, loginOf, Part } from '../rendering/policies/authz/surroundings';
import { Catalog } from '../resources/resource';

/** Where the policies of a server are. */
export interface PolicyPlace {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Path of a policy by its index. */
  field(index: number): string;
}

/** Cedar policies, as a server has them. */
export interface CedarGuard {
  readonly texts: readonly string[];
  readonly policies: readonly PolicyJson[];
  /** Entities that are given with them, in JSON. */
  readonly entities: string;
  readonly rules: ClaimRules;
  readonly place: PolicyPlace;
}

/** A server that clients ask. */
export interface AskedServer {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Who logs in; undefined where clients come with tokens of a provider. */
  readonly login?: Login;
  /** Its policies; undefined where it has none that can be looked at. */
  readonly cedar?: CedarGuard;
  /** Who decides, where it isn't Cedar: nothing is known then. */
  readonly decidedBy?: string;
  /** What clients may ask it for. */
  readonly items: readonly ServerItem[];
  /** Whether it keeps hints of tools from a list that passed, so that there are none before. */
  readonly learnsHints: boolean;
}

/** Where what servers refer to is found. */
export interface Around {
  readonly catalog: Catalog;
  readonly settings: Settings;
}

/** @throws when policies can't be found or read, as rendering reports */
export function askedServer(resource: ServerResource, { catalog, settings }: Around): AskedServer {
  const { kind, name, namespace, spec } = resource;
  const isVirtual = 'incomingAuth' in spec;
  const part: Part = isVirtual ? spec.incomingAuth : spec;
  const findings = new Findings();
  const context: Context = { catalog, settings, findings, behaviour: behaviourOf(settings.version) };
  const at = isVirtual ? 'spec.incomingAuth' : 'spec';
  const document = authzConfigOf({ namespace, spec: part }, context, at);
  const [error] = findings.errors;
  if (error && !part.authzConfigRef) throw new Error(`${kind} ${shown(name)}: ${error.field}: ${error.message}`);
  const cedar = document?.cedar ? cedarGuard(document, resource, part, at) : undefined;
  return {
    ...{ kind, name, namespace },
    login: loginOf(resource, part, catalog),
    cedar,
    decidedBy: cedar ? undefined : deciderOf(document, part),
    items: itemsOf(resource, cedar?.policies ?? [], catalog),
    learnsHints: !isVirtual,
  };
}

/** Who decides, where a server has no policies here. */
function deciderOf(document: AuthzDocument | undefined, { authzConfigRef }: Part): string | undefined {
  if (document && !document.cedar) return `the policy decision point ${document.pdp?.http?.url ?? ''}`.trim();
  return !document && authzConfigRef ? `MCPAuthzConfig ${shown(authzConfigRef.name)}, which is not here` : undefined;
}

function cedarGuard(document: AuthzDocument, resource: ServerResource, part: Part, at: string): CedarGuard | undefined {
  const cedar = document.cedar!;
  const texts = cedar.policies ?? [];
  if (!texts.length) return undefined;
  return {
    texts,
    policies: policiesIn(texts),
    entities: cedar.entities_json ?? '',
    rules: {
      groupClaim: cedar.group_claim_name ?? undefined,
      roleClaim: cedar.role_claim_name ?? undefined,
      groupType: cedar.group_entity_type || 'THVGroup',
      // Its configuration has no field for them.
      sets: 'incomingAuth' in resource.spec ? [] : (cedar.multi_valued_claims ?? []),
    },
    place: placeOf(resource, part, at),
  };
}

function placeOf({ kind, name, namespace }: ServerResource, { authzConfig, authzConfigRef }: Part, at: string) {
  if (authzConfigRef) {
    const field = (index: number) => `spec.config.policies[${index}]`;
    return { kind: 'MCPAuthzConfig', name: authzConfigRef.name, namespace, field };
  }
  const { configMap } = authzConfig!;
  if (authzConfig!.type !== 'configMap' || !configMap) {
    return { kind, name, namespace, field: (index: number) => `${at}.authzConfig.inline.policies[${index}]` };
  }
  const field = () => `data[${JSON.stringify(configMap.key)}]`;
  return { kind: 'ConfigMap', name: configMap.name, namespace, field };
}
