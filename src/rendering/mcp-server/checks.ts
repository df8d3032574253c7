/**
 * What ToolHive's operator and proxy refuse in an MCPServer although its schema allows it.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go (validateRunConfig) and package permissions.
 */
import { Findings, fieldPath, Obj, shown } from '../../findings';
import { isQuantity } from '../../kubernetes/quantity';
import { decodeTyped } from '../../kubernetes/typed';
import { Catalog, Resource } from '../../resources/resource';
import { checkInlineAuthz } from '../authz';
import { checkAnnotations, checkContainerImages, checkImage, checkLabels } from '../pod-checks';

/** Fields of the custom resource that this version can't render yet; nothing of them may be lost silently. */
const NOT_YET = [
  'oidcConfigRef',
  'externalAuthConfigRef',
  'authServerRef',
  'authzConfigRef',
  'telemetryConfigRef',
  'webhookConfigRef',
  'rateLimiting',
];

export function checkServer({ spec, annotations, generation }: Resource, findings: Findings): void {
  if (generation !== undefined && !(Number.isInteger(generation) && generation >= 1)) {
    findings.error('metadata.generation', `${shown(generation)} must be a whole number of at least 1`);
  }
  for (const field of NOT_YET) {
    if (spec[field] !== undefined) {
      findings.error(
        `spec.${field}`,
        'is not supported by this version of cdk8s-toolhive; leave this server to the operator until it is',
      );
    }
  }
  if (spec.authzConfig?.type === 'configMap') {
    findings.error(
      'spec.authzConfig.configMap',
      'is not supported by this version of cdk8s-toolhive; give the policies inline',
    );
  }
  if (annotations?.['mcpserver.toolhive.stacklok.dev/restarted-at']) {
    findings.warning(
      'restart-annotation-ignored',
      'metadata.annotations["mcpserver.toolhive.stacklok.dev/restarted-at"]',
      'is a request to a running operator and has no effect here; restart with kubectl rollout restart',
    );
  }
  checkImage(spec.image, 'spec.image', findings);
  checkProxyResources(spec.resources, findings);
  checkEnv(spec.env, findings);
  checkVolumes(spec.volumes, findings);
  checkInlineAuthz(spec, findings);
  for (const [object, { labels, annotations: notes }] of Object.entries<Obj>(spec.resourceOverrides ?? {})) {
    checkLabels(labels, `spec.resourceOverrides.${object}.labels`, findings);
    checkAnnotations(notes, `spec.resourceOverrides.${object}.annotations`, findings);
  }
  if (spec.podTemplateSpec) {
    const template = decodeTyped('PodTemplateSpec', spec.podTemplateSpec, 'spec.podTemplateSpec', findings);
    checkContainerImages(template.spec, 'spec.podTemplateSpec.spec', findings);
  }
}

function checkProxyResources(resources: Obj | undefined, findings: Findings): void {
  for (const [list, amounts] of Object.entries(resources ?? {})) {
    for (const [name, amount] of Object.entries(amounts ?? {})) {
      if (amount === '' || isQuantity(String(amount))) continue;
      findings.error(
        `spec.resources.${list}.${name}`,
        `${shown(amount)} is no quantity; write an amount such as "500m" or "256Mi"`,
      );
    }
  }
}

function checkEnv(env: readonly Obj[] | undefined, findings: Findings): void {
  (env ?? []).forEach(({ name, value }, i) => {
    const at = fieldPath('spec.env', i);
    if (!name) {
      findings.error(`${at}.name`, 'must not be empty');
    } else if (/[=\n\r]/.test(name)) {
      findings.error(`${at}.name`, `${shown(name)} contains "=" or a line break; ToolHive refuses it`);
    }
    if (/[\n\r]/.test(value)) {
      findings.error(
        `${at}.value`,
        `the value of ${shown(name)} contains a line break, which ToolHive refuses; put it into a Secret or a mounted file`,
      );
    }
  });
}

/** How a RunConfig writes one of `spec.volumes`. */
export function runConfigVolume({ hostPath, mountPath, readOnly }: Obj): string {
  return `${hostPath}:${mountPath}${readOnly ? ':ro' : ''}`;
}

function checkVolumes(volumes: readonly Obj[] | undefined, findings: Findings): void {
  (volumes ?? []).forEach((volume, i) => {
    for (const field of ['hostPath', 'mountPath']) {
      const path: string = volume[field];
      const wrong =
        (!path && 'must not be empty') ||
        (path.includes(':') && `${shown(path)} contains a colon`) ||
        (/[$&;|`\0]/.test(path) && `${shown(path)} contains a character that ToolHive refuses in paths ($ & ; | \`)`);
      if (wrong) findings.error(`${fieldPath('spec.volumes', i)}.${field}`, `${wrong}; give a plain absolute path`);
    }
  });
}

/** The operator only notes a missing group in the status; the server works without. */
export function warnOfMissingGroup({ spec, namespace }: Resource, catalog: Catalog, findings: Findings): void {
  const group = spec.groupRef?.name;
  if (group && !catalog.resource('MCPGroup', namespace, group)) {
    findings.warning(
      'group-missing',
      'spec.groupRef',
      `there is no MCPGroup ${shown(group)} in namespace ${shown(namespace)}; the server runs, but belongs to no group`,
    );
  }
}
