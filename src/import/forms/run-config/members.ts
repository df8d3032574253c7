/** Members of ToolHive's configurations, which are those of the resources with underscores in their names. */
import { JsonObject } from '../../../plain/objects';
import { Part } from '../part';

/** Names of members, as the configuration writes them, by what they hold. */
export interface MemberNames {
  readonly text?: readonly string[];
  readonly flag?: readonly string[];
  readonly number?: readonly string[];
  readonly texts?: readonly string[];
  readonly textMap?: readonly string[];
}

/**
 * The members that say something, under the resource's names. Go writes empty texts and false for what is absent; 0 may be a
 * number that somebody has set.
 */
export function membersOf(part: Part, names: MemberNames): Record<string, unknown> {
  const { text = [], flag = [], number = [], texts = [], textMap = [] } = names;
  const found: Record<string, unknown> = {};
  for (const name of text) found[fieldNamed(name)] = part.text(name) || undefined;
  for (const name of flag) found[fieldNamed(name)] = part.flag(name) || undefined;
  for (const name of number) found[fieldNamed(name)] = part.number(name);
  for (const name of texts) found[fieldNamed(name)] = textsOf(part, name);
  for (const name of textMap) found[fieldNamed(name)] = textMapOf(part, name);
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export function textsOf(part: Part, name: string): string[] | undefined {
  const found = part.texts(name).map(({ text }) => text);
  return found.length ? found : undefined;
}

export function textMapOf(part: Part, name: string): JsonObject | undefined {
  const found = part.textMap(name).map(([key, { text }]) => [key, text]);
  return found.length ? Object.fromEntries(found) : undefined;
}

/** A list of maps; undefined where it is empty. */
export function listOf(
  part: Part,
  name: string,
  read: (item: Part, i: number) => JsonObject,
): JsonObject[] | undefined {
  const found = part.parts(name).map(read);
  return found.length ? found : undefined;
}

/** `allow_private_ips` is `allowPrivateIPs`. */
function fieldNamed(name: string): string {
  return name
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/(?:Http|Ips|Jwt)(?=[A-Z]|$)/g, (word) => ({ Http: 'HTTP', Ips: 'IPs', Jwt: 'JWT' })[word]!);
}
