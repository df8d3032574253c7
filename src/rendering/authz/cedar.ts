/** Cedar policies and entities, wherever they stand: inline, in an MCPAuthzConfig, in a ConfigMap. */
import { Findings, shown } from '../../findings';

/** Policies and entities as their author wrote them. */
export interface CedarText {
  readonly policies: readonly string[];
  /** JSON; none is the same as `[]`. */
  readonly entitiesJson?: string;
}

/** Where they stand, for findings. */
export interface CedarPlace {
  /** Path of the list of policies; the index of one is put behind it. */
  readonly policies: string;
  readonly entities: string;
}

/** Reports policies and entities that ToolHive's proxy could not read when it starts. */
export function checkCedar({ policies }: CedarText, place: CedarPlace, findings: Findings): void {
  policies.forEach((policy, i) => {
    if (policy.trim()) return;
    findings.error(`${place.policies}[${i}]`, `${shown(policy)} is no Cedar policy; drop it, or write one`);
  });
}
