/**
 * The pod patch: how an MCPServer's pod template, secrets and ServiceAccount reach the MCP server's own pod, which
 * ToolHive's proxy creates at run time. It travels as JSON in an argument of the proxy.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/podtemplatespec_builder.go.
 */
import { fieldPath } from '../../../findings';
import { goJson } from '../../../go/json';
import { Container, PodSpec, PodTemplate } from '../../../kubernetes/objects';
import { fieldsOf } from '../../../kubernetes/schema';
import { defined, JsonObject } from '../../../plain/objects';
import { remembered } from '../../../plain/remembered';
import { Secret } from '../../../resources/spec/mcpserver';

/** Name that ToolHive gives the MCP server's container. */
export const MCP_CONTAINER = 'mcp';

export interface PodPatchInput {
  /** The user's template as Go decodes it (see `decodeTyped` in kubernetes/typed.ts), or none. */
  readonly template?: PodTemplate;
  /** ServiceAccount of the MCP server; an empty name leaves the template's. */
  readonly serviceAccount: string;
  readonly secrets?: readonly Secret[];
}

/** The template with all that travels in it. */
export function podPatch({ template = NO_TEMPLATE, serviceAccount, secrets = [] }: PodPatchInput): PodTemplate {
  const added: PodSpec = defined({
    serviceAccountName: serviceAccount || undefined,
    containers: secrets.length ? withSecretEnv(template.spec.containers ?? [], secrets) : undefined,
  });
  return { ...template, spec: inGoOrder('PodSpec', template.spec, added) };
}

/** What Go makes of a template that isn't there. */
const NO_TEMPLATE: PodTemplate = { metadata: {}, spec: { containers: [] } };

/** The argument, or undefined where the operator finds nothing worth passing on. */
export function podPatchArgument(input: PodPatchInput): string | undefined {
  const patch = podPatch(input);
  return isEmpty(patch) ? undefined : `--k8s-pod-patch=${goJson(patch)}`;
}

/** A decoded struct with members added to it, or in place of its own. */
function inGoOrder<Struct extends JsonObject>(type: string, struct: Struct, added: Partial<Struct>): Struct {
  const order = orderOf(type);
  const names = Object.keys(added);
  for (const name of Object.keys(struct)) if (!(name in added)) names.push(name);
  names.sort((a, b) => order.get(a)! - order.get(b)!);
  const ordered: Record<string, unknown> = {};
  for (const name of names) ordered[name] = name in added ? added[name] : struct[name];
  return ordered as Struct;
}

/** The places of the members of a Go struct, which a decoded one has no others of. */
const orderOf = remembered((type) => new Map(fieldsOf(type).map(({ name }, i) => [name, i])));

function withSecretEnv(containers: readonly Container[], secrets: readonly Secret[]): Container[] {
  const env = secrets.map((secret, i) => ({
    name: variableOf(secret, i).name,
    valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
  }));
  const at = containers.findIndex((container) => container.name === MCP_CONTAINER);
  if (at < 0) return [...containers, { name: MCP_CONTAINER, env, resources: {} }];
  const merged = inGoOrder('Container', containers[at], { env: [...(containers[at].env ?? []), ...env] });
  return containers.map((container, i) => (i === at ? merged : container));
}

/** The operator's own test, gaps included: a template with nothing but, say, `hostNetwork` counts as empty. */
function isEmpty({ metadata, spec }: PodTemplate): boolean {
  const none = (list: unknown) => !list || Object.keys(list).length === 0;
  return (
    !spec.serviceAccountName &&
    [spec.containers, spec.volumes, spec.initContainers, spec.tolerations, spec.nodeSelector].every(none) &&
    !spec.affinity &&
    !spec.securityContext &&
    !spec.priorityClassName &&
    [spec.imagePullSecrets, metadata?.labels, metadata?.annotations].every(none)
  );
}

/** The variable that one of `spec.secrets` becomes, and the field that names it. */
export function variableOf(
  { key, targetEnvName }: Secret,
  i: number,
): { readonly name: string; readonly field: string } {
  return {
    name: targetEnvName || key,
    field: `${fieldPath('spec.secrets', i)}.${targetEnvName ? 'targetEnvName' : 'key'}`,
  };
}
