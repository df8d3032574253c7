/**
 * What a registry says about a server. Sources of the rules: the schemas server.schema.json (2025-12-11) of
 * modelcontextprotocol/registry and publisher-provided.schema.json of stacklok/toolhive-core, and the names that
 * toolhive-registry-server takes when somebody publishes (internal/validators/server_name.go). One server that breaks
 * them makes the whole source fail.
 */
import { Findings, shown } from '../../findings';
import { CatalogProvenance } from '../../images/provenance';
import { httpAddress } from '../registry/config/places';

/** What the user gave about a server; by default its name and description. */
export interface Listing {
  readonly name: string;
  readonly description: string;
  readonly title?: string;
  readonly version?: string;
  readonly tags?: readonly string[];
  readonly url?: string;
  readonly tier?: string;
  readonly isDeprecated?: boolean;
  readonly provenance?: CatalogProvenance;
}

const NAME = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?\/[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?$/;
const MAX_NAME = 200;
const MAX_TEXT = 100;
const MAX_VERSION = 255;
const TAG = /^[a-z0-9][a-z0-9_-]*[a-z0-9]$/;
/** `^1.2`, `>=1`, `1.x`, `1.*` and the like. */
const RANGE = /^[\^~<>=]|\*|\|\||(^|\.)[xX](\.|$)|\s/;

/** A text as lists take it: cut after a word where it is too long. */
export function listedText(text: string | undefined): string | undefined {
  const line = text?.replace(/\s+/g, ' ').trim();
  if (!line) return undefined;
  const characters = [...line];
  if (characters.length <= MAX_TEXT) return line;
  const cut = characters.slice(0, MAX_TEXT - 1).join('');
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > MAX_TEXT / 2 ? end : undefined)}…`;
}

/** Tags as lists take them: what can't be written so is left out. */
export function listedTags(tags: readonly string[]): string[] {
  const written = tags.map((tag) => trimmed(tag.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')));
  return [...new Set(written)].filter((tag) => TAG.test(tag));
}

function trimmed(tag: string): string {
  return tag.replace(/^[-_]+/, '').replace(/[-_]$/, '');
}

/** Whether lists take a text as a version. */
export function isListedVersion(version: string): boolean {
  const findings = new Findings();
  checkVersion(version, '', findings);
  return !findings.errors.length;
}

/** The name under which a kubernetes source lists a server too. */
export function defaultName(namespace: string, server: string): string {
  return `com.toolhive.k8s.${namespace}/${server}`;
}

const TIERS = ['Official', 'Community'];

export function checkListing(listing: Listing, field: string, findings: Findings): void {
  const { name, description, title, version, tags = [], url, tier } = listing;
  if (tier !== undefined && !TIERS.includes(tier)) {
    findings.error(`${field}.tier`, `${shown(tier)} must be ${TIERS.join(' or ')}`);
  }
  if (!NAME.test(name) || name.length > MAX_NAME) {
    findings.error(
      `${field}.name`,
      `${shown(name)} must be a reverse domain name and a name with one slash between, such as "com.example/fetch": letters, digits, ".", "-" and after the slash "_", letters or digits at the ends of both, at most ${MAX_NAME} characters`,
    );
  }
  checkText(description, `${field}.description`, findings);
  if (title !== undefined) checkText(title, `${field}.title`, findings);
  if (version !== undefined) checkVersion(version, `${field}.version`, findings);
  tags.forEach((tag, i) => {
    if (!TAG.test(tag)) {
      findings.error(
        `${field}.tags[${i}]`,
        `${shown(tag)} must be two or more lower case letters, digits, "-" and "_", and start and end with a letter or digit`,
      );
    } else if (tags.indexOf(tag) < i) {
      findings.error(`${field}.tags[${i}]`, `${shown(tag)} is in the list twice; drop one`);
    }
  });
  if (url !== undefined && (!httpAddress(url) || /\s/.test(url))) {
    findings.error(`${field}.url`, `${shown(url)} must be an address that begins with https:// or http://`);
  }
}

/** Lengths are in characters, as JSON Schema counts them. */
function checkText(text: string, field: string, findings: Findings): void {
  const { length } = [...text];
  if (length < 1 || length > MAX_TEXT) {
    findings.error(field, `${shown(text)} has ${length} characters, and must have 1 to ${MAX_TEXT}`);
  }
}

function checkVersion(version: string, field: string, findings: Findings): void {
  if (!version || version === 'latest' || RANGE.test(version) || [...version].length > MAX_VERSION) {
    findings.error(
      field,
      `${shown(version)} must be one version, such as "1.0.2", with at most ${MAX_VERSION} characters; no range, and not "latest"`,
    );
  }
}
