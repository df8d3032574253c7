/**
 * Credentials in places where everybody can read them: in what becomes a ConfigMap, an argument or an annotation.
 *
 * One walk over all fields of a resource. What a field holds is known by its name (`fields.ts`), so that no field is left out,
 * those of a newer ToolHive included.
 */
import { Format, formatOf, insteadOf } from './fields';
import {
  hasKnownCredential,
  isCredentialHeader,
  isCredentialName,
  isCredentialParameter,
  isPath,
  isPlaceholder,
  looksRandom,
  PARAMETER,
  passwordOf,
} from '../../../credentials/forms';
import { fieldPath, Findings, shown } from '../../../findings';
import { JsonObject } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { WarningId } from '../../../warning-ids';

/** Id of the warning about what can be nothing else: in an address, a header or a parameter. Constructs refuse it. */
export const EXPOSED_CREDENTIAL = 'credential-exposed';

/** Id of the warning about what looks like a credential, in a text that may be anything. */
export const SUSPECTED_CREDENTIAL = 'credential-suspected';

const READABLE = 'which everybody can read there';

/** Warns of credentials in a resource, and keeps their texts out of all messages about it. */
export function checkCredentials({ spec, constructOptions, annotations }: Resource, findings: Findings): void {
  const walk = new Walk(findings, EXPOSED_CREDENTIAL);
  walk.map(spec as JsonObject, ['spec']);
  if (constructOptions) walk.map({ ...constructOptions }, ['spec']);
  if (annotations) walk.free(annotations, ['metadata', 'annotations']);
}

/**
 * Warns of credentials in a configuration of the registry server.
 *
 * @param text what the ConfigMap has
 * @param config what is read from it
 */
export function checkConfigCredentials(text: string, config: JsonObject, findings: Findings): void {
  const before = findings.list.length;
  new Walk(findings, 'registry-password-in-config').map(config, []);
  // Comments are in the ConfigMap as well.
  if (findings.list.length > before || !hasKnownCredential(text)) return;
  findings.warning(SUSPECTED_CREDENTIAL, '', `has what looks like a credential in it, ${READABLE}; take it out`);
}

/** Fields that are looked at elsewhere: texts with fields of their own. */
const READ_ELSEWHERE = ['configYAML', 'config'];

type Path = (string | number)[];

class Walk {
  constructor(
    private readonly findings: Findings,
    private readonly exposedId: WarningId,
  ) {}

  /** A map whose keys are ToolHive's. */
  map(value: JsonObject, path: Path): void {
    const pair = typeof value.name === 'string' && typeof value.value === 'string' ? (value.name as string) : undefined;
    for (const key in value) {
      const member: unknown = value[key];
      if (member === undefined || member === null) continue;
      path.push(key);
      if (pair !== undefined && key === 'value') this.named(pair, member as string, path);
      else this.member(key, member, path);
      path.pop();
    }
  }

  private member(key: string, member: unknown, path: Path): void {
    if (typeof member === 'string') {
      if (member && !(path.length === 2 && READ_ELSEWHERE.includes(key))) this.text(key, formatOf(key), member, path);
    } else if (typeof member === 'number' && formatOf(key) === 'credential') {
      this.exposed(String(member), `is a credential, ${READABLE}`, path);
    } else if (typeof member === 'object') {
      this.value(key, formatOf(key), member as object, path);
    }
  }

  /** What isn't plain data is somebody else's to look at. */
  private value(key: string, format: Format, value: object, path: Path): void {
    if (Array.isArray(value)) {
      if (format === 'arguments') return this.arguments(value, path);
      value.forEach((item: unknown, i) => {
        path.push(i);
        if (typeof item === 'string') this.text(key, format, item, path);
        else if (typeof item === 'object' && item !== null) this.value(key, format, item, path);
        path.pop();
      });
    } else if (format === 'headers' || format === 'parameters') {
      this.tellingNames(value as JsonObject, format, path);
    } else if (format === 'free' && !(path.length === 2 && path[1] === 'metadata')) {
      this.free(value as JsonObject, path);
    } else {
      this.map(value as JsonObject, path);
    }
  }

  private text(key: string, format: Format, text: string, path: Path): void {
    if (format === 'public') return;
    if (format === 'address') this.address(text, path);
    else if (format === 'user') this.user(text, path);
    else if (format === 'credential') this.exposedIf(!isPlaceholder(text), text, 'is a credential', path);
    else if (isCredentialName(key) && !isNameOfSecret(key, text)) this.named(key, text, path);
    else if (hasKnownCredential(text)) this.suspect(text, path);
  }

  /** Headers and parameters are sent as they are. */
  private tellingNames(map: JsonObject, format: 'headers' | 'parameters', path: Path): void {
    const tells: (name: string, value: string) => boolean =
      format === 'headers' ? isCredentialHeader : isCredentialParameter;
    for (const [name, value] of Object.entries(map)) {
      if (typeof value !== 'string') continue;
      path.push(name);
      if (tells(name, value) || hasKnownCredential(value)) {
        this.exposedIf(!isPlaceholder(value), value, 'is a credential', path);
      } else if (looksRandom(value)) {
        this.suspect(value, path);
      }
      path.pop();
    }
  }

  /** A map whose keys are the user's own. */
  free(value: JsonObject, path: Path): void {
    const pair = typeof value.name === 'string' && typeof value.value === 'string' ? (value.name as string) : undefined;
    for (const key in value) {
      const member: unknown = value[key];
      path.push(key);
      if (typeof member === 'string') this.named(pair !== undefined && key === 'value' ? pair : key, member, path);
      else if (typeof member === 'object' && member !== null) this.freeValue(member, path);
      path.pop();
    }
  }

  private freeValue(value: object, path: Path): void {
    if (!Array.isArray(value)) return this.free(value as JsonObject, path);
    value.forEach((item: unknown, i) => {
      path.push(i);
      if (typeof item === 'string') this.named('', item, path);
      else if (typeof item === 'object' && item !== null) this.freeValue(item, path);
      path.pop();
    });
  }

  /** A value whose name may tell: a variable, an annotation, an attribute. */
  private named(name: string, value: string, path: Path): void {
    if (!value) return;
    const tells = isCredentialName(name) && !isPlaceholder(value) && !isPath(value) && !hasSpaces(value);
    if (tells || hasKnownCredential(value) || (looksRandom(value) && !isPublicName(name))) {
      this.suspect(value, path, name || undefined);
    }
  }

  private arguments(items: readonly unknown[], path: Path): void {
    items.forEach((item, i) => {
      if (typeof item !== 'string' || !item) return;
      const before = items[i - 1];
      const flag = typeof before === 'string' && /^--?[A-Za-z]/.test(before) && !before.includes('=') ? before : '';
      const [, name = flag, value = item] = /^(-{0,2}[A-Za-z_][\w.-]{0,100})[=:]\s*(\S[^]*)$/.exec(item) ?? [];
      path.push(i);
      if (hasKnownCredential(item)) this.suspect(item, path);
      else if (!item.startsWith('-') || name !== flag) this.named(name, value, path);
      path.pop();
    });
  }

  private address(text: string, path: Path): void {
    for (const { credential, message } of credentialsInAddress(text)) this.exposed(credential, message, path);
  }

  private user(text: string, path: Path): void {
    const colon = text.indexOf(':');
    const password = text.slice(colon + 1);
    if (colon >= 0 && password && !isPlaceholder(password)) {
      this.exposed(password, `has a password behind the name, ${READABLE}`, path);
    } else if (hasKnownCredential(text)) {
      this.exposed(text, `is a credential, ${READABLE}`, path);
    }
  }

  private exposedIf(isOne: boolean, text: string, what: string, path: Path): void {
    if (isOne) this.exposed(text, `${what}, ${READABLE}`, path);
  }

  private exposed(credential: string, message: string, path: Path): void {
    const field = pathText(path);
    this.findings.hide(credential);
    this.findings.warning(this.exposedId, field, `${message}; ${insteadOf(field)}`);
  }

  private suspect(credential: string, path: Path, name?: string): void {
    const subject = name === undefined || name === path[path.length - 1] ? '' : `the value of ${shown(name)} `;
    this.findings.hide(credential);
    this.findings.warning(
      SUSPECTED_CREDENTIAL,
      pathText(path),
      `${subject}looks like a credential, ${READABLE}; take it from a Secret, or acknowledge this warning if it is none`,
    );
  }
}

interface FoundCredential {
  readonly credential: string;
  readonly message: string;
}

const NO_CREDENTIALS: readonly FoundCredential[] = [];

/** The credentials in an address, with or without its scheme: before the @, in its parameters, anywhere. */
export function credentialsInAddress(text: string): readonly FoundCredential[] {
  if (!/[@?#]/.test(text)) {
    return hasKnownCredential(text)
      ? [{ credential: text, message: `has a credential in it, ${READABLE}` }]
      : NO_CREDENTIALS;
  }
  const [, user] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/)?([^/?#@]*(?:@[^/?#@]*)*)@(?!sha\d)/.exec(text) ?? [];
  const password = user === undefined ? undefined : passwordOf(user);
  const query = text.search(/[?#]/);
  const found: FoundCredential[] =
    query < 0
      ? []
      : [...text.slice(query + 1).matchAll(PARAMETER)].flatMap(([, name, value]) => {
          const parameter = name.slice(0, -1);
          if (!isCredentialParameter(parameter) || isPlaceholder(value)) return [];
          return [
            {
              credential: value,
              message: `has the parameter ${JSON.stringify(parameter)} in it, a credential ${READABLE}`,
            },
          ];
        });
  if (password !== undefined) {
    found.unshift({ credential: password, message: `has a credential before the @, ${READABLE}` });
  } else if (!found.length && hasKnownCredential(text)) {
    found.push({ credential: text, message: `has a credential in it, ${READABLE}` });
  }
  return found;
}

/** A password may have spaces; a sentence about one has them. */
function hasSpaces(value: string): boolean {
  return /\s\S+\s/.test(value.trim());
}

/** A field called secret may well name one of Kubernetes'. */
function isNameOfSecret(key: string, value: string): boolean {
  return /secret(?:key)?$/i.test(key) && /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(value);
}

/** Names of what is public, and random: identifiers, digests, certificates. */
function isPublicName(name: string): boolean {
  return /(?:id|ids|hash|sha|digest|checksum|version|etag|cert|certificate|audience|aud|fingerprint|thumbprint)$/i.test(
    name,
  );
}

function pathText(path: Path): string {
  return path.reduce<string>((text, key) => fieldPath(text, key), '');
}
