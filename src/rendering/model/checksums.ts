/**
 * The hashes that ToolHive's operator writes into annotations. Equal hashes mean that taking over its objects
 * restarts no pod.
 */
import { hash } from 'node:crypto';
import { goJson, sortKeys } from '../../go/json';

export const CONTENT_CHECKSUM = 'toolhive.stacklok.dev/content-checksum';
export const RUNCONFIG_CHECKSUM = 'toolhive.stacklok.dev/runconfig-checksum';
export const CONFIG_HASH = 'toolhive.stacklok.dev/config-hash';
export const POD_TEMPLATE_HASH = 'toolhive.stacklok.io/podtemplatespec-hash';

/** Checksum of a ConfigMap. Source: ToolHive cmd/thv-operator/pkg/runconfig/configmap/checksum/checksum.go. */
export function configMapChecksum(data: Record<string, string>, labels: Record<string, string>): string {
  let text = '';
  for (const entries of [data, labels]) {
    for (const key of Object.keys(entries).sort()) text += key + entries[key];
  }
  return hash('sha256', text);
}

export const SPEC_HASH_LENGTH = 8;

/** Tells specs of an object apart that can't be changed, only made anew. */
export function specHash(spec: object): string {
  return podTemplateHash(spec).slice(0, SPEC_HASH_LENGTH);
}

/** Hash of a user's pod template: SHA-256 of the JSON that Go makes of it, keys sorted. */
export function podTemplateHash(template: object): string {
  return hash('sha256', goJson(sortKeys(template)));
}

/** FNV-1a, 32 bit, in hexadecimal without leading zeros, as Go prints it with `%x`. */
export function fnv1a32(text: string): string {
  /* eslint-disable no-bitwise -- the algorithm is made of bit operations */
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  /* eslint-enable no-bitwise */
  return sum.toString(16);
}

/** How the operator's dump of Go values (go-spew with `%#v`) shows a byte slice. */
export function dumpedBytes(text: string): string {
  return `([]uint8)[${[...Buffer.from(text, 'utf8')].join(' ')}]`;
}
