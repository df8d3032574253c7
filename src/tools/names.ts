/** Names of tools that no server has, and the ones that may be meant. */
import { shown } from '../findings';
import { nearest } from '../plain/nearest';

/** Names that a message lists where none is near. */
const LISTED = 8;
/** Letters that two names begin with when one may be short for the other. */
const COMMON = 4;

/** The known name that is meant: a similar one, or one of which the given is short or long for. */
export function nearestTool(given: string, known: readonly string[]): string | undefined {
  const near = nearest(given, known);
  if (near !== undefined) return near;
  const related = known.filter(
    (name) => Math.min(name.length, given.length) >= COMMON && (beginsWith(name, given) || beginsWith(given, name)),
  );
  return related.sort((a, b) => Math.abs(a.length - given.length) - Math.abs(b.length - given.length))[0];
}

const beginsWith = (text: string, beginning: string) => text.toLowerCase().startsWith(beginning.toLowerCase());

/** The end of a message about a name: the one that is meant, or those that there are. */
export function meantTool(near: string | undefined, known: readonly string[]): string {
  if (near !== undefined) return `did you mean ${shown(near)}?`;
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : '';
  return `it has ${known.slice(0, LISTED).map(shown).join(', ')}${more}`;
}
