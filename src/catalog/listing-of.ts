/** What a catalogue says about a server, as a registry of the app lists it. */
import { Entry } from './entry';
import { defined } from '../plain/objects';
import { isListedVersion, listedTags, listedText } from '../rendering/catalog/listing';
import { ServerListing } from '../servers/server-listing';

/** Undefined where the catalogue says nothing. Longer texts than lists take are cut. */
export function listingOf(entry: Entry): ServerListing | undefined {
  const { title, description, version, tags, tier, provenance, isDeprecated } = entry;
  const written = listedTags(tags);
  const listing = defined({
    title: listedText(title),
    description: listedText(description),
    version: version !== undefined && isListedVersion(version) ? version : undefined,
    tags: written.length ? written : undefined,
    tier: ['Official', 'Community'].includes(tier ?? '') ? tier : undefined,
    provenance: provenance && defined(provenance),
    isDeprecated: isDeprecated || undefined,
  });
  return Object.keys(listing).length ? listing : undefined;
}
