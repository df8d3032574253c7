/** Names of files for objects. No other text of an input becomes a part of a path. */

/** A kind as the API server takes it. */
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/** Room for a kind, a number and an ending in the 255 bytes that file systems allow. */
const MAX_NAME = 180;

/** Whether a text can be a kind. */
export function isKind(text: unknown): text is string {
  return typeof text === 'string' && KIND.test(text);
}

/** Why a text can be no object's name of any kind; undefined if it may be one. Source: apimachinery, IsValidPathSegmentName. */
export function isObjectName(text: string): string | undefined {
  if (text === '' || text === '.' || text === '..') return `must not be ${text === '' ? 'empty' : `'${text}'`}`;
  // eslint-disable-next-line no-control-regex -- the API server takes them for some kinds, and no tool can show them
  if (/[/%\x00-\x1f\x7f]/.test(text)) return "must not hold '/', '%' or controls";
  return text.length > 253 ? 'must be no longer than 253 characters' : undefined;
}

/**
 * The name of a file for an object, without an ending: `kind-name` in lower case. Two objects may get the same.
 *
 * @param names the object's name, and what distinguishes it from others
 * @throws where kind or names are invalid
 */
export function fileStem(kind: unknown, ...names: string[]): string {
  if (!isKind(kind)) throw new RangeError('no file is named after what is no kind');
  const wrong = names.find((name) => isObjectName(name) !== undefined);
  if (wrong !== undefined) throw new RangeError('no file is named after what is no name of an object');
  return [kind.toLowerCase(), plain(names.join('-'))].filter(Boolean).join('-');
}

/** The name of a file for a namespace, without an ending. */
export function namespaceFile(name: string): string {
  return plain(name).replace(/^\.+/, '') || '-';
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, MAX_NAME);
}
