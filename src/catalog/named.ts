/** A server of a catalogue by what people call it. */
import { shortName } from './resource-name';
import { shown } from '../findings';
import { nearest } from '../plain/nearest';

/** More than that is no help in a message. */
const SHOWN = 20;

/**
 * The name in the catalogue.
 *
 * @param names all that the catalogue has
 * @param name one of them, or what follows its `/`
 * @param howToList what shows all names, for the message
 * @throws when there is none, or several; the message names the nearest
 */
export function nameInCatalog(names: readonly string[], name: string, howToList: string): string {
  if (names.includes(name)) return name;
  const alike = names.filter((other) => shortName(other) === name);
  if (alike.length === 1) return alike[0];
  if (alike.length) {
    throw new Error(`${shown(name)} is the name of several servers; write one of ${alike.join(', ')}`);
  }
  throw new Error(`there is no server ${shown(name)} in the catalogue; ${adviceFor(names, name, howToList)}`);
}

function adviceFor(names: readonly string[], name: string, howToList: string): string {
  const meant = nearest(name, names) ?? nearest(name, names.map(shortName));
  if (meant) return `did you mean ${shown(meant)}?`;
  const part = name.toLowerCase();
  const similar = part ? names.filter((other) => other.toLowerCase().includes(part)) : [];
  if (similar.length) return `did you mean ${similar.slice(0, SHOWN).map(shown).join(' or ')}?`;
  if (names.length <= SHOWN) return `it has ${[...names].sort().join(', ')}`;
  return `it has ${names.length} servers; ${howToList}`;
}
