/**
 * MCPExternalAuthConfig: the outbound credentials of a proxy or virtual server. Its CRD says which fields go
 * together; here is what the operator's controller checks besides.
 * Source: ToolHive cmd/thv-operator/api/v1beta1/mcpexternalauthconfig_types.go, Validate.
 */
import { checkAuthServer } from './auth-server/checks';
import { fieldPath, Findings, shown } from '../../../findings';
import { Catalog, Resource } from '../../../resources/resource';
import { McpExternalAuthConfigSpec, McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';
import { McpExternalAuthConfigAwsSts } from '../../../resources/spec/mcpexternalauthconfig';
import { Context } from '../../model/workload';

/** Id of the warning about a credential that is never sent. */
export const EXTERNAL_AUTH_WITHOUT_EFFECT = 'external-auth-without-effect';

/** Checks an MCPExternalAuthConfig on its own. */
export function checkExternalAuthConfig({ spec }: Resource<McpExternalAuthConfigSpec>, findings: Findings): void {
  const { type, embeddedAuthServer, awsSts } = spec;
  if (embeddedAuthServer) checkAuthServer(embeddedAuthServer, findings, 'spec.embeddedAuthServer');
  if (awsSts) checkAwsSts(awsSts, findings);
  if (type === 'obo') {
    findings.error(
      'spec.type',
      `"obo" works in ToolHive's enterprise build only, and the open one refuses it (EnterpriseRequired); use "tokenExchange" or "xaa"`,
    );
  }
}

function checkAwsSts({ fallbackRoleArn, roleMappings = [] }: McpExternalAuthConfigAwsSts, findings: Findings): void {
  if (!fallbackRoleArn && !roleMappings.length) {
    findings.error('spec.awsSts', 'names no role; give fallbackRoleArn, roleMappings or both');
  }
  roleMappings.forEach(({ claim, matcher }, i) => {
    const at = fieldPath('spec.awsSts.roleMappings', i);
    if (claim && matcher) findings.error(at, 'has both claim and matcher; keep one of them');
    if (!claim && !matcher) findings.error(at, 'has neither claim nor matcher; give one of them');
  });
}

/** What a virtual server, or another way, does with a configuration that ToolHive takes for a proxy. */
const WITH_VIRTUAL_SERVER = ['headerInjection', 'upstreamInject', 'xaa'];

/**
 * Warns of a configuration that the operator takes for a proxy, and does nothing with: neither the proxy, nor a virtual
 * server that has it for a member and sends the credential itself.
 *
 * @param doneBy the types for which that is so, and what does their work
 */
export function warnOfExternalAuthWithoutEffect(
  config: Resource<McpExternalAuthConfigSpec>,
  member: Resource<McpServerSpec | McpRemoteProxySpec>,
  doneBy: Readonly<Record<string, string>>,
  { catalog, findings }: Pick<Context, 'catalog' | 'findings'>,
): void {
  const { type } = config.spec;
  const group = member.spec.groupRef?.name;
  const isForVirtualServer = WITH_VIRTUAL_SERVER.includes(type);
  if (!Object.hasOwn(doneBy, type) || (isForVirtualServer && isUsedByVirtualServer(member, catalog))) return;
  const instead =
    isForVirtualServer && group !== undefined
      ? `a VirtualMCPServer of its group ${shown(group)} does, and none is here`
      : doneBy[type];
  findings.warning(
    EXTERNAL_AUTH_WITHOUT_EFFECT,
    'spec.externalAuthConfigRef',
    `MCPExternalAuthConfig ${shown(config.name)} is of type ${shown(type)}, with which ToolHive does nothing on an ${member.kind}; ${instead}`,
  );
}

/** A virtual server sends a member's credential, unless it names another one itself. */
function isUsedByVirtualServer(
  { name, namespace, spec }: Resource<McpServerSpec | McpRemoteProxySpec>,
  catalog: Catalog,
): boolean {
  const group = spec.groupRef?.name;
  if (group === undefined) return false;
  return catalog
    .resources('VirtualMCPServer', namespace)
    .filter((server) => server.spec.groupRef?.name === group)
    .some(({ spec: { outgoingAuth } }) => outgoingAuth?.backends?.[name]?.type !== 'externalAuthConfigRef');
}
