/** Names of servers, which may have capitals, dots, blanks and slashes, as names of resources. */

/** What follows the `/` of a name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A DNS label of what follows the `/` of a name; empty where nothing of it can be in one. */
export function resourceName(name: string): string {
  const label = shortName(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return label.replace(/^-|-$/g, '').slice(0, 53).replace(/-$/, '');
}
