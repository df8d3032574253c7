/**
 * Cedar authorization given inline: the ConfigMap that is mounted, and the section of the RunConfig that is enforced.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/authz.go.
 */
import { AuthzDocument } from './backends';
import { checkCedar } from './cedar';
import { Findings } from '../../../findings';
import { goJson, sortKeys } from '../../../go/json';
import { goStruct } from '../../../go/struct';
import { AuthzConfig, AuthzConfigRef } from '../../../resources/spec/shared';

export const AUTHZ_KEY = 'authz.json';
export const INLINE_AUTHZ_LABEL = { 'toolhive.stacklok.io/authz': 'inline' };

/** What names the policies: the spec of a proxy, or `incomingAuth` of a virtual server. */
export interface AuthzUser {
  readonly authzConfig?: AuthzConfig;
  readonly authzConfigRef?: AuthzConfigRef;
}

/** Whether the resource carries its policies itself, in which case a ConfigMap is made for them. */
export function hasInlineAuthz({ authzConfig }: AuthzUser): boolean {
  return authzConfig?.type === 'inline';
}

export function inlineAuthzName(resource: string): string {
  return `${resource}-authz-inline`;
}

/** `data` of the ConfigMap. */
export function inlineAuthzData(authzConfig: AuthzConfig): Record<string, string> {
  const { policies, entitiesJson } = authzConfig.inline!;
  const document = { version: '1.0', type: 'cedarv1', cedar: { policies, entities_json: entitiesJson || '[]' } };
  return { [AUTHZ_KEY]: goJson(sortKeys(document)) };
}

/** `authz_config` of the RunConfig. */
export function inlineAuthzConfig(authzConfig: AuthzConfig): AuthzDocument {
  const { policies, entitiesJson } = authzConfig.inline!;
  return {
    version: '1.0',
    type: 'cedarv1',
    cedar: goStruct(
      {
        policies,
        entities_json: entitiesJson,
        group_claim_name: authzConfig.groupClaimName,
        role_claim_name: authzConfig.roleClaimName,
        group_entity_type: authzConfig.groupEntityType,
      },
      ['policies', 'entities_json'],
    ),
  };
}

/**
 * Checks the policies of a resource that carries them itself.
 *
 * @param parent path of the part that carries them
 */
export function checkInlineAuthz({ authzConfig }: AuthzUser, findings: Findings, parent = 'spec'): void {
  if (authzConfig?.type !== 'inline') return;
  const { inline, groupEntityType } = authzConfig;
  const at = `${parent}.authzConfig`;
  const place = {
    policies: `${at}.inline.policies`,
    entities: `${at}.inline.entitiesJson`,
    groupEntityType: `${at}.groupEntityType`,
  };
  checkCedar({ ...inline!, groupEntityType }, place, findings);
}

/** A resource on its own can't have an upstream provider that the claims come from; the operator ignores the field. */
export function warnOfIgnoredProvider(authzConfig: AuthzConfig | undefined, kind: string, findings: Findings): void {
  if (authzConfig?.inline?.primaryUpstreamProvider) {
    findings.warning(
      'authz-provider-ignored',
      'spec.authzConfig.inline.primaryUpstreamProvider',
      `has no effect on an ${kind}; the claims come from the embedded auth server's first upstream, or from the client's token`,
    );
  }
}
