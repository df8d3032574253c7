/** One entry of a catalogue: Docker's (docker/mcp-registry) or the official registry's `server.json`. src/catalog reads both. */
import { About } from './making';
import { Part } from './part';
import { writeEntry } from './write-entry';
import { Entry } from '../../catalog/entry';
import { Account, Fields, SAID, UNKNOWN } from '../../catalog/fields';
import { readDocker } from '../../catalog/forms/docker';
import { readServerJson } from '../../catalog/forms/server-json';

export const readDockerEntry = reader(readDocker);
export const readServerEntry = reader(readServerJson);

function reader(read: (fields: Fields) => Entry) {
  return (root: Part, about: About): void => {
    const account = new Account();
    const entry = read(new Fields(root.value, '', account));
    about.ledger.wrong.push(...account.problems);
    if (account.problems.length) return;
    for (const [field, place] of account.places) {
      if (place === UNKNOWN) continue;
      const reason = reasonFor(place, entry);
      if (reason === undefined) about.ledger.place(field);
      else about.ledger.leave(reason, field);
    }
    writeEntry(about, entry, { path: '' });
    about.list(root.value, '', entry.name);
  };
}

/** Why nothing is made of a field of the catalogue; undefined for what the app has. */
function reasonFor(place: string, { container }: Entry): string | undefined {
  if (place.includes(' ')) return place;
  if (place === 'mcpPort' && container?.port === undefined) return 'has no port';
  const isSaid =
    !place.startsWith('entry.') ||
    ['entry.name', 'entry.description', 'entry.isDeprecated', 'entry.tools'].includes(place);
  return isSaid ? undefined : SAID;
}
