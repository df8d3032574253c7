/**
 * A user's pod template over one of ToolHive's, as a strategic merge patch: the way of remote proxies, virtual servers
 * and embedding servers. Source: ToolHive cmd/thv-operator/pkg/controllerutil/podtemplatespec_patch.go.
 */
import { checkContainerImages } from './pod-checks';
import { Findings } from '../../findings';
import { PodTemplate } from '../../kubernetes/objects';
import { strategicMerge } from '../../kubernetes/strategic-merge';
import { decodeTyped } from '../../kubernetes/typed';
import { JsonObject } from '../../plain/objects';

const FIELD = 'spec.podTemplateSpec';

/** Reports what of the template Go could not decode, or would lose. */
export function checkPodTemplatePatch(patch: JsonObject | undefined, findings: Findings): void {
  if (!patch) return;
  const template = decodeTyped('PodTemplateSpec', patch, FIELD, findings, { patch: true });
  checkContainerImages(template.spec, `${FIELD}.spec`, findings);
}

/** Both templates merged; undefined, and an error, where the patch can't be applied. */
export function patchedPodTemplate(
  template: PodTemplate,
  patch: JsonObject | undefined,
  findings: Findings,
): PodTemplate | undefined {
  if (!patch) return template;
  try {
    const merged = strategicMerge(template, patch);
    return withoutEmpty(decodeTyped('PodTemplateSpec', merged, FIELD, new Findings())) as PodTemplate;
  } catch (e) {
    findings.error(FIELD, (e as Error).message);
    return undefined;
  }
}

/** Go writes some members although they are empty; in YAML they are noise. An empty `emptyDir` means something. */
export function withoutEmpty(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutEmpty(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([k, v]) => [k, withoutEmpty(v, k)] as const);
  const noise = ['metadata', 'resources', 'securityContext'];
  return Object.fromEntries(
    members.filter(
      ([k, v]) => v !== null && !(noise.includes(k) && key !== 'emptyDir' && Object.keys(v as object).length === 0),
    ),
  );
}
