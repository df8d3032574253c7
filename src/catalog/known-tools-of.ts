import { Entry } from './entry';
import { KnownTools } from '../servers/known-tools';

/** The tools that a catalogue has of a server. */
export function knownToolsOf({ tools }: Entry): KnownTools {
  return tools.length ? KnownTools.described([...tools]) : KnownTools.unknown();
}
