/** Cedar policies and entities, wherever they are: inline, in an MCPAuthzConfig, in a ConfigMap. */
import { checkCedarEntities } from '../../../cedar/entities';
import { checkCedarEntityType, checkCedarPolicies } from '../../../cedar/policies';
import { Findings } from '../../../findings';

/** Policies and entities as their author wrote them. */
export interface CedarText {
  readonly policies: readonly string[];
  /** JSON; none is the same as `[]`. */
  readonly entitiesJson?: string;
  /** None is ToolHive's own. */
  readonly groupEntityType?: string;
}

/** Where they are, for findings. */
export interface CedarPlace {
  /** Path of the list of policies; the index of one is put behind it. */
  readonly policies: string;
  readonly entities: string;
  readonly groupEntityType: string;
}

/** Reports what ToolHive's proxy could not read when it starts, with line and column. */
export function checkCedar(text: CedarText, place: CedarPlace, findings: Findings): void {
  checkCedarPolicies(text.policies, place.policies, findings);
  checkCedarEntities(text.entitiesJson, place.entities, findings);
  checkCedarEntityType(text.groupEntityType, place.groupEntityType, findings);
}
