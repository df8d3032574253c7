/** The objects of a proxy that all have, before a server of the cluster or a remote one. */
import { Proxy } from './references';
import { RunConfigMap, runConfigMapBody, runConfigMapName } from './run-config';
import { proxyServiceBody } from './service';
import { WorkloadBody } from '../../../kubernetes/objects';
import { McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';
import { Part } from '../../model/workload';
import { SecretReference } from '../../pod/image-pull-secrets';
import { hasInlineAuthz, INLINE_AUTHZ_LABEL, inlineAuthzData, inlineAuthzName } from '../../policies/authz/inline';

/** What the bodies of a proxy's objects are built from. */
export interface ProxyModel {
  readonly resource: Proxy;
  readonly labels: Record<string, string>;
  readonly runConfig: RunConfigMap;
  readonly imagePullSecrets: SecretReference[] | undefined;
  readonly deployment: WorkloadBody;
}

/** Configuration, Deployment and Service. @param service name of the Service, from the resource's */
export function proxyObjects(
  service: (resource: string) => string,
): Part<ProxyModel, McpServerSpec | McpRemoteProxySpec>[] {
  return [
    {
      id: 'RunConfig',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: runConfigMapName,
      body: (model) => runConfigMapBody(model.runConfig),
    },
    {
      id: 'Authz',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: inlineAuthzName,
      when: hasInlineAuthz,
      body: ({ resource: { spec }, labels }) => ({
        metadata: { labels: { ...labels, ...INLINE_AUTHZ_LABEL } },
        data: inlineAuthzData(spec.authzConfig!),
      }),
    },
    {
      id: 'Resource',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: (resource) => resource,
      body: ({ deployment }) => deployment,
    },
    {
      id: 'Service',
      apiVersion: 'v1',
      kind: 'Service',
      name: service,
      body: ({ resource: { spec }, labels }) => proxyServiceBody(spec, labels),
    },
  ];
}
