/**
 * MCPServerEntry: a remote server that virtual servers of its group reach by themselves. It makes no object.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserverentry_controller.go.
 */
import { Findings } from '../findings';
import { warnOfMissingGroup } from './group';
import { checkHeaderForward } from './header-forward';
import { resolve } from './references';
import { checkRemoteUrl, warnOfDirectPath } from './remote-url';
import { Context } from './workload';
import { Resource } from '../resources/resource';

/** Checks an MCPServerEntry on its own. */
export function checkServerEntry({ spec }: Resource, findings: Findings): void {
  checkRemoteUrl(spec, findings);
  if (!findings.errors.length) warnOfDirectPath(spec, findings);
  checkHeaderForward(spec.headerForward, findings);
}

/** Reports references that lead nowhere. ConfigMaps and Secrets are for the cluster to have. */
export function checkServerEntryReferences(resource: Resource, context: Context): void {
  const { namespace, spec } = resource;
  const name = spec.externalAuthConfigRef?.name;
  const reference = { kind: 'MCPExternalAuthConfig', name, namespace, field: 'spec.externalAuthConfigRef' };
  if (name !== undefined) resolve(reference, context.catalog, context.findings);
  warnOfMissingGroup(resource, context);
}
