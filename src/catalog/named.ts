/** A server of a catalogue by what people call it. */
import { shortName } from './resource-name';
import { shown } from '../findings';
import { nearest } from '../plain/nearest';

/**
 * The name in the catalogue.
 *
 * @param names all that the catalogue has
 * @param name one of them, or what follows its `/`
 * @throws when there is none, or several; the message names the nearest
 */
export function nameInCatalog(names: readonly string[], name: string): string {
  if (names.includes(name)) return name;
  const alike = names.filter((other) => shortName(other) === name);
  if (alike.length === 1) return alike[0];
  if (alike.length) {
    throw new Error(`${shown(name)} is the name of several servers; write one of ${alike.join(', ')}`);
  }
  const meant = nearest(name, names) ?? nearest(name, names.map(shortName));
  const advice = meant ? `did you mean ${shown(meant)}?` : 'names() has those that are there';
  throw new Error(`there is no server ${shown(name)} in the catalogue; ${advice}`);
}
