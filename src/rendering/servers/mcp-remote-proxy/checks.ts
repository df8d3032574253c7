/**
 * What ToolHive's operator and proxy refuse in an MCPRemoteProxy although its schema allows it, and what has no effect.
 * Source: ToolHive cmd/thv-operator/controllers/mcpremoteproxy_controller.go (validateSpec).
 */
import { Findings, shown } from '../../../findings';
import { checkRedisAddress } from '../../../kubernetes/redis-address';
import { Resource } from '../../../resources/resource';
import { McpRemoteProxySpec } from '../../../resources/spec';
import { Context } from '../../model/workload';
import { checkContainerResources } from '../../pod/container-resources';
import { checkResourceOverrides } from '../../pod/pod-checks';
import { checkPodTemplatePatch } from '../../pod/pod-template-patch';
import { warnOfExternalAuthWithoutEffect } from '../../policies/auth/external-auth-config';
import { AuthzDocument } from '../../policies/authz/backends';
import { checkInlineAuthz } from '../../policies/authz/inline';
import { checkHeaderForward } from '../proxy/header-forward';
import { ProxyReferences } from '../proxy/references';
import { checkRemoteUrl, warnOfProxiedPath } from '../proxy/remote-url';

export function checkRemoteProxy({ spec }: Resource<McpRemoteProxySpec>, findings: Findings): void {
  checkRemoteUrl(spec, findings);
  if (!findings.errors.length) warnOfProxiedPath(spec, findings);
  checkHeaderForward(spec.headerForward, findings);
  checkInlineAuthz(spec, findings);
  checkRedisAddress(spec.sessionStorage?.address, 'spec.sessionStorage.address', findings);
  checkContainerResources(spec.resources, findings);
  checkResourceOverrides(spec.resourceOverrides, findings);
  checkPodTemplatePatch(spec.podTemplateSpec, findings);
}

const VIRTUAL_SERVER = 'a VirtualMCPServer does it, for the members of its group';

/** Who does what the operator takes on an MCPRemoteProxy without doing anything with it. */
const DONE_BY = {
  headerInjection: 'headerForward sends headers to the remote server',
  upstreamInject: VIRTUAL_SERVER,
  xaa: VIRTUAL_SERVER,
};

/** Reports what of the references a remote proxy can't use. */
export function checkReferences(
  resource: Resource<McpRemoteProxySpec>,
  references: ProxyReferences,
  context: Context,
): void {
  const { auth, authz } = references;
  if (auth.externalAuth) warnOfExternalAuthWithoutEffect(auth.externalAuth, resource, DONE_BY, context);
  checkAuthzDocument(resource.spec, authz, context.findings);
}

/** Unlike in an MCPAuthzConfig, the operator takes Cedar alone here. */
function checkAuthzDocument(
  { authzConfig }: McpRemoteProxySpec,
  document: AuthzDocument | undefined,
  findings: Findings,
): void {
  if (authzConfig?.type !== 'configMap' || !document || document.type === 'cedarv1') return;
  findings.error(
    'spec.authzConfig.configMap',
    `is of type ${shown(document.type)}, and an MCPRemoteProxy takes "cedarv1" from a ConfigMap; use an MCPAuthzConfig`,
  );
}
