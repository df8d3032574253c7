/**
 * Who may do what: `authz_config` of a RunConfig, from whichever of its places a resource names.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil (authz.go, authz_ref.go), pkg/authz/authorizers/cedar/core.go.
 */
import { authzDocument } from './authz-config';
import { AuthzDocument, CedarConfig } from './backends';
import { documentInConfigMap } from './from-config-map';
import { AUTHZ_KEY, AuthzUser, inlineAuthzConfig, inlineAuthzName } from './inline';
import { goStruct } from '../../../go/struct';
import { Resource } from '../../../resources/resource';
import { AuthzConfig } from '../../../resources/spec/shared';
import { resolve } from '../../model/references';
import { Context } from '../../model/workload';
import { configMapMount, Mount } from '../../pod/mounts';
import { AuthServerRunConfig } from '../auth/auth-server/run-config';

/**
 * `authz_config`; undefined where nothing is set, or something wrong.
 *
 * @param at path of the part of the resource that names the policies
 */
export function authzConfigOf(
  { namespace, spec }: Pick<Resource<AuthzUser>, 'namespace' | 'spec'>,
  context: Context,
  at = 'spec',
): AuthzDocument | undefined {
  const { authzConfig, authzConfigRef } = spec;
  if (authzConfigRef) {
    const reference = {
      kind: 'MCPAuthzConfig' as const,
      name: authzConfigRef.name,
      namespace,
      field: `${at}.authzConfigRef`,
    };
    const found = resolve(reference, context.catalog, context.findings);
    return found && authzDocument(found.spec);
  }
  switch (authzConfig?.type) {
    case 'inline':
      return inlineAuthzConfig(authzConfig);
    case 'configMap': {
      const document = documentInConfigMap(authzConfig.configMap!, namespace, context, `${at}.authzConfig.configMap`);
      return document && withClaims(document, authzConfig);
    }
    default:
      return undefined;
  }
}

/** Claims that the resource names win over the document's; Cedar alone knows them. */
function withClaims(
  document: AuthzDocument,
  { groupClaimName, roleClaimName, groupEntityType }: AuthzConfig,
): AuthzDocument {
  if (!document.cedar || !(groupClaimName || roleClaimName || groupEntityType)) return document;
  return withCedar(document, {
    ...document.cedar,
    ...(groupClaimName && { group_claim_name: groupClaimName }),
    ...(roleClaimName && { role_claim_name: roleClaimName }),
    ...(groupEntityType && { group_entity_type: groupEntityType }),
  });
}

/** The same for a proxy that runs an authorization server: claims are those of the upstream provider. */
export function withUpstreamProvider(
  document: AuthzDocument,
  authServer: AuthServerRunConfig | undefined,
): AuthzDocument {
  if (!document.cedar || !authServer) return document;
  return withCedar(document, { ...document.cedar, primary_upstream_provider: authServer.upstreams[0]?.name });
}

/** A document that was decoded into Go's struct and written again: its order, and nothing that the struct lacks. */
function withCedar({ version, type }: AuthzDocument, cedar: CedarConfig): AuthzDocument {
  return {
    version,
    type,
    cedar: goStruct(
      {
        policies: cedar.policies ?? null,
        entities_json: cedar.entities_json ?? '',
        primary_upstream_provider: cedar.primary_upstream_provider,
        group_claim_name: cedar.group_claim_name,
        role_claim_name: cedar.role_claim_name,
        group_entity_type: cedar.group_entity_type,
        multi_valued_claims: cedar.multi_valued_claims,
      },
      ['policies', 'entities_json'],
    ),
  };
}

/** The policies as a file in the proxy. A shared MCPAuthzConfig is none: it is in the RunConfig alone. */
export function authzMounts({ name, spec: { authzConfig } }: Pick<Resource<AuthzUser>, 'name' | 'spec'>): Mount[] {
  if (!authzConfig) return [];
  const { name: configMap, key } =
    authzConfig.type === 'inline' ? { name: inlineAuthzName(name), key: AUTHZ_KEY } : authzConfig.configMap!;
  return [configMapMount('authz-config', configMap, { key: key || AUTHZ_KEY, path: AUTHZ_KEY }, '/etc/toolhive/authz')];
}
