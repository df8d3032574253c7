/** What gopkg.in/yaml.v3 would take a plain text for. Source: its resolve.go and encode.go. */

/** Characters that YAML takes for the end of a line. */
export const BREAKS = '\\n\\r\\u0085\\u2028\\u2029';

const BREAK = new RegExp(`[${BREAKS}]`);

/** What yaml.v3 escapes: controls, the byte order mark, and all beyond the basic plane. A tab is not escaped here. */
const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

const WORDS = /^(?:true|True|TRUE|false|False|FALSE|~|null|Null|NULL|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)?$/;

/** Booleans of YAML 1.1. */
const OLD_WORDS = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;

/** Numbers with an underscore between digits are looked at without it. */
const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| )(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+]\d{2}:\d{2})?)?$/;

export function hasBreak(text: string): boolean {
  return BREAK.test(text);
}

export function hasUnprintable(text: string): boolean {
  return UNPRINTABLE.test(text);
}

/** Whether a text would be read as something else without quotes. */
export function isOtherThanText(text: string): boolean {
  if (WORDS.test(text) || OLD_WORDS.test(text) || BASE_60.test(text)) return true;
  if (!/^[-+.\d]/.test(text)) return false;
  const plain = text.replaceAll('_', '');
  if (text.startsWith('.')) return FLOAT.test(text);
  return isDate(text) || INTEGER.test(plain) || (FLOAT.test(plain) && Number.isFinite(Number(plain)));
}

/** Go refuses a date that the calendar doesn't have. */
function isDate(text: string): boolean {
  const [, year, month, day, hour = 0, minute = 0, second = 0, zone] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const hasTime = /[Tt ]/.test(text);
  if (hasTime && text.includes(' ') === (zone !== undefined)) return false;
  const lastDay = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay;
  return isDay && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}
