/**
 * MCPExternalAuthConfig: how a proxy or virtual server proves itself to what is behind it. Its CRD says which fields go
 * together; here is what the operator's controller checks besides.
 * Source: ToolHive cmd/thv-operator/api/v1beta1/mcpexternalauthconfig_types.go, Validate.
 */
import { fieldPath, Findings, Obj, shown } from '../../findings';
import { checkAuthServer } from './auth-server/checks';
import { Resource } from '../../resources/resource';

/** Checks an MCPExternalAuthConfig on its own. */
export function checkExternalAuthConfig({ spec }: Resource, findings: Findings): void {
  if (spec.type === 'embeddedAuthServer') checkAuthServer(spec.embeddedAuthServer, findings, 'spec.embeddedAuthServer');
  if (spec.type === 'awsSts') checkAwsSts(spec.awsSts, findings);
  if (spec.type === 'obo') {
    findings.error(
      'spec.type',
      `"obo" works in ToolHive's enterprise build only, and the open one refuses it (EnterpriseRequired); use "tokenExchange" or "xaa"`,
    );
  }
}

function checkAwsSts({ fallbackRoleArn, roleMappings = [] }: Obj, findings: Findings): void {
  if (!fallbackRoleArn && !roleMappings.length) {
    findings.error('spec.awsSts', 'names no role; give fallbackRoleArn, roleMappings or both');
  }
  roleMappings.forEach(({ claim, matcher }: Obj, i: number) => {
    const at = fieldPath('spec.awsSts.roleMappings', i);
    if (claim && matcher) findings.error(at, 'has both claim and matcher; keep one of them');
    if (!claim && !matcher) findings.error(at, 'has neither claim nor matcher; give one of them');
  });
}

/**
 * Warns of a configuration that the operator takes for a proxy, and does nothing with.
 *
 * @param doneBy the types for which that is so, and who does what they say
 */
export function warnOfExternalAuthWithoutEffect(
  { name, spec: { type } }: Resource,
  kind: string,
  doneBy: Readonly<Record<string, string>>,
  findings: Findings,
): void {
  if (!Object.hasOwn(doneBy, type)) return;
  findings.warning(
    'external-auth-without-effect',
    'spec.externalAuthConfigRef',
    `MCPExternalAuthConfig ${shown(name)} is of type ${shown(type)}, with which ToolHive does nothing on an ${kind}; ${doneBy[type]}`,
  );
}
