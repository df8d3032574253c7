/** Servers of catalogues that somebody asks for by name. */
import { Making } from './making';
import { Ledger } from './part';
import { writeEntry } from './write-entry';
import { Input } from '../../catalog/entry';
import { nameInCatalog } from '../../catalog/named';
import { ReadEntry, readEntries } from '../../catalog/read-catalog';
import { ManifestDocument } from '../../manifests/read';

/** @throws when a document is no catalogue, or no server has a name */
export function makeSelected(documents: readonly ManifestDocument[], names: readonly string[], making: Making): void {
  const found = new Map<string, { readonly read: ReadEntry; readonly document: ManifestDocument }>();
  for (const document of documents) {
    for (const read of readEntries(document.value, document.position)) {
      // A registry's answer has all versions of a server, the newest first.
      if (!found.has(read.entry.name)) found.set(read.entry.name, { read, document });
    }
  }
  const known = [...found.keys()];
  if (!names.length) throw new Error(`add needs the NAME of a server; the catalogue has ${known.sort().join(', ')}`);
  for (const name of new Set(names.map((given) => nameInCatalog(known, given, 'add without a NAME lists them')))) {
    const { read, document } = found.get(name)!;
    const { entry, path, unknown } = read;
    const about = making.about(document, new Ledger());
    writeEntry(about, entry, { path, remarks: new Map(entry.inputs.map((input) => [input.name, remarkOf(input)])) });
    if (unknown.length) {
      about.say('warning', path, name, `nothing is made of ${unknown.join(', ')}, which this library does not know`);
    }
  }
}

/** What a value is for, and where it comes from. */
function remarkOf({ description, isRequired }: Input): string {
  const source = "The catalogue's default.";
  const purpose = description?.trim().replace(/[.:;]?$/, '.');
  return [purpose, source, isRequired && 'Required.'].filter(Boolean).join(' ');
}
