/**
 * Security contexts: the ones ToolHive gives its own proxies, and the hardening that constructs add to pod templates.
 *
 * Source of the former: ToolHive pkg/container/kubernetes/security.go. On OpenShift users and groups are left to the
 * SecurityContextConstraints, which refuse fixed ones.
 */
import { JsonObject } from '../../plain/objects';
import { sharedBy } from '../../plain/shared';
import { PlatformName } from '../model/settings';

const TOOLHIVE_USER = 1000;

/** Pod context of a ToolHive proxy. */
export const proxyPodSecurityContext: (platform: PlatformName) => JsonObject = sharedBy((platform) => ({
  runAsNonRoot: true,
  ...(platform === 'kubernetes' && { runAsUser: TOOLHIVE_USER, runAsGroup: TOOLHIVE_USER, fsGroup: TOOLHIVE_USER }),
  seccompProfile: { type: 'RuntimeDefault' },
}));

/** Container context of a ToolHive proxy. */
export const proxyContainerSecurityContext: (platform: PlatformName) => JsonObject = sharedBy((platform) => ({
  privileged: false,
  runAsNonRoot: true,
  ...(platform === 'kubernetes' && { runAsUser: TOOLHIVE_USER, runAsGroup: TOOLHIVE_USER }),
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
}));

/** Container context of ToolHive's operator. Source: ToolHive deploy/charts/operator. */
export function operatorContainerSecurityContext(platform: PlatformName): JsonObject {
  return {
    ...RESTRICTED_CONTAINER,
    readOnlyRootFilesystem: true,
    ...(platform === 'kubernetes' && { runAsUser: TOOLHIVE_USER }),
  };
}

/** What the restricted Pod Security Standard asks of a container, no more: any image that may run at all can run so. */
export const RESTRICTED_CONTAINER: JsonObject = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
};
