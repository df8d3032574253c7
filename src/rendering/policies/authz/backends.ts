/**
 * The authorizers that ToolHive knows, and how their configuration is written.
 * Source: ToolHive pkg/authz/authorizers (cedar/core.go, http/config.go).
 */
import { CedarPlace, checkCedar } from './cedar';
import { fieldPath, Findings, shown } from '../../../findings';
import { isObject, JsonObject } from '../../../plain/objects';
import { suggestion } from '../../../resources/schema';
import { warnWithoutEffect } from '../../model/without-effect';

type Shape = { readonly [member: string]: 'text' | 'texts' | 'number' | 'flag' | Shape };

/** An authorizer's document: `authz_config` of a RunConfig. */
export interface AuthzDocument extends JsonObject {
  readonly version: string;
  readonly type: string;
  readonly cedar?: CedarConfig;
  readonly pdp?: HttpConfig;
}

/** Cedar's part of it. */
export interface CedarConfig extends JsonObject {
  readonly policies?: readonly string[] | null;
  readonly entities_json?: string | null;
  readonly primary_upstream_provider?: string | null;
  readonly group_claim_name?: string | null;
  readonly role_claim_name?: string | null;
  readonly group_entity_type?: string | null;
  readonly multi_valued_claims?: readonly string[] | null;
}

/** A configuration whose members hold what they should; null counts as absent. */
type Checked<Config> = { readonly [Member in keyof Config]: NonNullable<Config[Member]> };

/** The part that is asked over HTTP. */
interface HttpConfig extends JsonObject {
  readonly http?: JsonObject & { readonly url?: string };
  readonly claim_mapping?: string;
}

/** One kind of authorizer. */
export interface Backend {
  /** The member of the whole document that holds the configuration. */
  readonly key: string;
  /** Its configuration: members, and what they hold. */
  readonly shape: Shape;
  /** Rules on a configuration whose members hold what they should. */
  check(config: JsonObject, at: string, findings: Findings): void;
}

export const BACKENDS: Readonly<Record<string, Backend>> = {
  cedarv1: {
    key: 'cedar',
    shape: {
      policies: 'texts',
      entities_json: 'text',
      primary_upstream_provider: 'text',
      group_claim_name: 'text',
      role_claim_name: 'text',
      group_entity_type: 'text',
      multi_valued_claims: 'texts',
    },
    check(config: Checked<CedarConfig>, at, findings) {
      const { policies = [], entities_json: entitiesJson, group_entity_type: groupEntityType } = config;
      if (!policies.length) findings.error(`${at}.policies`, 'must have at least one Cedar policy');
      const place: CedarPlace = {
        policies: `${at}.policies`,
        entities: `${at}.entities_json`,
        groupEntityType: `${at}.group_entity_type`,
      };
      checkCedar({ policies, entitiesJson, groupEntityType }, place, findings);
    },
  },
  httpv1: {
    key: 'pdp',
    shape: {
      http: { url: 'text', timeout: 'number', insecure_skip_verify: 'flag' },
      context: { include_args: 'flag', include_operation: 'flag' },
      claim_mapping: 'text',
    },
    check({ http, claim_mapping: mapping = '' }: HttpConfig, at, findings) {
      if (!http?.url) findings.error(`${at}.http.url`, 'is required; give the address of the policy decision point');
      if (!['mpe', 'standard'].includes(mapping)) {
        const given = mapping === '' ? 'is required' : `${shown(mapping)} is not allowed`;
        findings.error(`${at}.claim_mapping`, `${given}; use "standard" or "mpe"`);
      }
    },
  },
};

/** Checks an authorizer's configuration. @returns whether ToolHive could read it */
export function checkBackendConfig(type: string, config: unknown, at: string, findings: Findings): boolean {
  const backend = BACKENDS[type];
  const before = findings.errors.length;
  checkShape(config, backend.shape, at, findings);
  if (findings.errors.length === before) backend.check(withoutNulls(config as JsonObject), at, findings);
  return findings.errors.length === before;
}

/** In Go, null counts as absent. */
function withoutNulls(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([, member]) => member !== null));
}

const MUST_BE = {
  text: 'must be a text',
  texts: 'must be a list of texts',
  number: 'must be a whole number',
  flag: 'must be true or false',
};

function checkShape(value: unknown, shape: Shape, at: string, findings: Findings): void {
  if (!isObject(value)) {
    findings.error(at, `must be an object with ${Object.keys(shape).join(', ')}, not ${shown(value)}`);
    return;
  }
  for (const [member, given] of Object.entries(value)) {
    const expected = Object.hasOwn(shape, member) ? shape[member] : undefined;
    const field = fieldPath(at, member);
    if (expected === undefined) {
      const hint = suggestion(member, Object.keys(shape));
      warnWithoutEffect(field, `has no effect: ToolHive knows no such field${hint}`, findings);
    } else if (given === null) {
      continue;
    } else if (typeof expected === 'object') {
      checkShape(given, expected, field, findings);
    } else if (!holds(given, expected)) {
      findings.error(field, `${MUST_BE[expected]}, not ${shown(given)}`);
    }
  }
}

function holds(value: unknown, expected: keyof typeof MUST_BE): boolean {
  switch (expected) {
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'number':
      return Number.isInteger(value);
    case 'flag':
      return typeof value === 'boolean';
  }
}
