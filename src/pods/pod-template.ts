import type { k8s } from 'cdk8s-plus-28';
import { plus } from './plus';
import { plainJson } from '../kubernetes/plain-json';
import { isObject, JsonObject } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { kindOf } from '../props/values';

/**
 * A pod template that is merged into a construct's pod.
 *
 * Use it for node selection, sidecars, init containers, and every other field of Kubernetes that this library has no
 * prop for.
 */
export class PodTemplate {
  static {
    checkCalls('PodTemplate', this);
  }

  /**
   * A template from the typed struct of cdk8s-plus-28.
   *
   * That struct is of Kubernetes 1.28; for newer fields use `fromJson`.
   *
   * @param template the template
   *
   * @example
   * PodTemplate.fromSpec({ spec: { containers: [], nodeSelector: { disktype: 'ssd' } } });
   */
  public static fromSpec(template: k8s.PodTemplateSpec): PodTemplate {
    return new PodTemplate(plus().k8s.toJson_PodTemplateSpec(template) ?? {});
  }

  /**
   * A template with the field names of Kubernetes, as in YAML. All fields are kept.
   *
   * @param template the template: plain data, with the field names of Kubernetes. Amounts and ports may be those of
   *   cdk8s-plus-28's typed structs
   * @throws when it is no object, or holds what JSON has not, such as a Map, a Date, a function or a Lazy
   *
   * @example
   * PodTemplate.fromJson({ spec: { nodeSelector: { disktype: 'ssd' } } });
   */
  public static fromJson(template: any): PodTemplate {
    const json = plainJson(template, 'PodTemplate.fromJson');
    if (isObject(json)) return new PodTemplate(json);
    throw refused(
      `PodTemplate.fromJson: must be the map of a pod template, such as { spec: { … } }, not ${kindOf(template)}`,
    );
  }

  private constructor(private readonly template: JsonObject) {}

  /**
   * A copy of the template.
   * @internal
   */
  public _toJson(): JsonObject {
    return structuredClone(this.template);
  }
}
