/** MCPAuthzConfig: an authorizer's configuration that workloads share. Source: ToolHive controllers/mcpauthzconfig_controller.go. */
import { AuthzDocument, BACKENDS, CedarConfig, checkBackendConfig } from './backends';
import { worldOf } from './surroundings';
import { warnOfPolicies } from '../../../cedar/lints';
import { Findings, shown } from '../../../findings';
import { sortKeys } from '../../../go/json';
import { Resource } from '../../../resources/resource';
import { McpAuthzConfigSpec } from '../../../resources/spec';

/** Checks an MCPAuthzConfig on its own. */
export function checkAuthzConfig({ spec: { type, config } }: Resource<McpAuthzConfigSpec>, findings: Findings): void {
  if (Object.hasOwn(BACKENDS, type)) {
    const isRead = checkBackendConfig(type, config, 'spec.config', findings);
    if (isRead && type === 'cedarv1') {
      const cedar = config as CedarConfig;
      warnOfPolicies(cedar.policies ?? [], 'spec.config.policies', worldOf(cedar), findings);
    }
  } else {
    const known = Object.keys(BACKENDS).map(shown).join(', ');
    findings.error('spec.type', `${shown(type)} is no authorizer that ToolHive knows; use one of ${known}`);
  }
}

/** The whole document: version, type, and the configuration below the authorizer's own key. */
export function authzDocument({ type, config }: McpAuthzConfigSpec): AuthzDocument {
  return sortKeys({ version: '1.0', type, [BACKENDS[type].key]: config });
}
