/**
 * MCPServerEntry: a remote server that virtual servers of its group reach by themselves. It makes no object.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserverentry_controller.go.
 */
import { Findings } from '../../findings';
import { checkCaContent } from '../pod/known-content';
import { warnOfMissingGroup } from './proxy/group';
import { checkHeaderForward } from './proxy/header-forward';
import { Resource } from '../../resources/resource';
import { McpServerEntrySpec } from '../../resources/spec';
import { resolve } from '../model/references';
import { checkRemoteUrl, warnOfDirectPath } from './proxy/remote-url';
import { Context } from '../model/workload';

/** Checks an MCPServerEntry on its own. */
export function checkServerEntry({ spec }: Resource<McpServerEntrySpec>, findings: Findings): void {
  checkRemoteUrl(spec, findings);
  if (!findings.errors.length) warnOfDirectPath(spec, findings);
  checkHeaderForward(spec.headerForward, findings);
}

/** Reports references that lead nowhere, and invalid certificates. Secrets are not looked up: they are in the cluster. */
export function checkServerEntryReferences(resource: Resource<McpServerEntrySpec>, context: Context): void {
  const { namespace, spec } = resource;
  const name = spec.externalAuthConfigRef?.name;
  const reference = { kind: 'MCPExternalAuthConfig', namespace, field: 'spec.externalAuthConfigRef' };
  if (name !== undefined) resolve({ ...reference, name }, context.catalog, context.findings);
  warnOfMissingGroup(resource, context);
  checkCaContent(spec.caBundleRef, 'spec.caBundleRef', namespace, context);
}
