/** Policies about the arguments of a call, where these are not known. */
import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isObject, JsonObject } from '../plain/objects';

const PREFIX = 'arg_';

/** The arguments that a policy reads, sorted; `*` where it takes all that is known of a request at once. */
export function argumentsRead({ conditions }: PolicyJson): string[] {
  const found = new Set<string>();
  for (const { body } of conditions) collect(body, found);
  return [...found].sort();
}

function collect(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collect(item, found);
  if (!isObject(node) || Array.isArray(node) || 'Value' in node) return;
  const access = (node['.'] ?? node.has) as JsonObject | undefined;
  if (access && isObject(access.left) && typeof access.left.Var === 'string') {
    const [attribute] = [access.attr].flat() as string[];
    const mayBeArgument = ['context', 'resource'].includes(access.left.Var) && attribute.startsWith(PREFIX);
    if (mayBeArgument) found.add(attribute.slice(PREFIX.length));
    return;
  }
  if (node.Var === 'context') found.add('*');
  for (const part of Object.values(node)) collect(part, found);
}

/** The policy without what depends on arguments: where this one doesn't match, that one doesn't, whatever they are. */
export function withoutArguments(policy: PolicyJson): PolicyJson {
  const conditions = policy.conditions.flatMap(({ kind, body }) => {
    // What is not to hold may depend on arguments as a whole.
    const parts = kind === 'when' ? conjuncts(body) : [body];
    return parts.filter((part) => !readsArguments(part)).map((part) => ({ kind, body: part }));
  });
  return { ...policy, conditions };
}

function readsArguments(expr: Expr): boolean {
  const found = new Set<string>();
  collect(expr, found);
  return found.size > 0;
}

function conjuncts(expr: Expr): Expr[] {
  const both = (expr as { '&&'?: { left: Expr; right: Expr } })['&&'];
  return both ? [...conjuncts(both.left), ...conjuncts(both.right)] : [expr];
}
