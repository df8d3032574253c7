/** The rules in CEL that a check of one or two fields replaces: recognized by their text, when the facts are written. */
import { RuleShape } from '../../src/resources/crd/types';

/** `!has(self.a) || ...` and `!(has(self.a) && ...)`, alone or with alternatives: true wherever there is no `a`. */
const GUARD = /^!(?:has\(self\.(\w+)\) \|\| [^?]+|\(has\(self\.(\w+)\) && (?:[^()]|\([^()]*\))+\)(?: \|\| [^?]+)?)$/;

/** `self.type == 'a' ? has(self.b) : !has(self.b)`, or `: true`. */
const KIND = /^self\.(\w+) == '(\w+)' \? has\(self\.(\w+)\) : (?:(true)|!has\(self\.\3\))$/;

/** @returns undefined for a rule that only CEL understands */
export function shapeOf(rule: string): RuleShape | undefined {
  const [, alone, first] = GUARD.exec(rule) ?? [];
  const guard = alone ?? first;
  if (guard) return { holdsWithout: guard };
  const [, of, value, needs, always] = KIND.exec(rule) ?? [];
  if (!of) return undefined;
  return always ? { of, value, needs } : { of, value, needs, elseNot: true };
}
