/**
 * The hash of an MCPRegistry's spec, which the operator writes into the pod template so that any change restarts it:
 * FNV-1a over a dump of the Go struct (go-spew). The dump's form was read off recordings of the real operator.
 */
import { goJson, sortKeys } from '../../../go/json';
import { McpRegistrySpec } from '../../../resources/spec';
import { PgpassSecretRef } from '../../../resources/spec/mcpregistry';
import { dumpedBytes, fnv1a32 } from '../../model/checksums';

export function registryConfigHash(spec: McpRegistrySpec): string {
  const members = {
    ConfigYAML: `(string)${spec.configYAML}`,
    Volumes: rawList(spec.volumes),
    VolumeMounts: rawList(spec.volumeMounts),
    PGPassSecretRef: secretKeySelector(spec.pgpassSecretRef),
    DisplayName: `(string)${spec.displayName ?? ''}`,
    PodTemplateSpec: rawExtension(spec.podTemplateSpec),
    ImagePullSecrets: references(spec.imagePullSecrets),
  };
  const dump = Object.entries(members).map(([name, value]) => `${name}:${value}`);
  return fnv1a32(`(v1beta1.MCPRegistrySpec){${dump.join(' ')}}`);
}

/** JSON as the API server hands it out: compact, keys sorted. */
function rawBytes(value: unknown): string {
  return dumpedBytes(goJson(sortKeys(value)));
}

function rawList(items: readonly unknown[] | undefined): string {
  if (!items?.length) return '([]v1.JSON)<nil>';
  return `([]v1.JSON)[${items.map((item) => `{Raw:${rawBytes(item)}}`).join(' ')}]`;
}

function rawExtension(value: unknown): string {
  if (value === undefined) return '(*runtime.RawExtension)<nil>';
  return `(*runtime.RawExtension){Raw:${rawBytes(value)} Object:(runtime.Object)<nil>}`;
}

function secretKeySelector(reference: PgpassSecretRef | undefined): string {
  if (!reference) return '(*v1.SecretKeySelector)<nil>';
  const optional = reference.optional === undefined ? '<nil>' : String(reference.optional);
  return (
    `(*v1.SecretKeySelector){LocalObjectReference:(v1.LocalObjectReference){Name:(string)${reference.name ?? ''}} ` +
    `Key:(string)${reference.key} Optional:(*bool)${optional}}`
  );
}

function references(list: McpRegistrySpec['imagePullSecrets']): string {
  if (!list?.length) return '([]v1.LocalObjectReference)<nil>';
  return `([]v1.LocalObjectReference)[${list.map(({ name }) => `{Name:(string)${name ?? ''}}`).join(' ')}]`;
}
