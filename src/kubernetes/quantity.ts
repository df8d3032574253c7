/**
 * Kubernetes quantities such as `500m` and `1Gi`: Go reads them and prints them again in a canonical form, oddities
 * included, and that form is what ends up in rendered objects and checksums.
 */
import { remembered } from '../plain/remembered';

type Format = 'decimal' | 'binary' | 'exponent';

/** The number `digits * 10 ** exponent`, and how it wants to be printed. */
interface Amount {
  readonly digits: bigint;
  readonly exponent: number;
  readonly format: Format;
}

interface Suffix {
  readonly format: Format;
  /** Of two if the format is binary, else of ten. */
  readonly exponent: number;
}

const DECIMAL_SUFFIXES = new Map(['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((s, i) => [s, 3 * i - 9]));
const BINARY_SUFFIXES = new Map(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((s, i) => [s, 10 * i + 10]));
const MAX_INT64 = 2n ** 63n - 1n;
/** Quantities are exact to this power of ten, and rounded up beyond. */
const SMALLEST_EXPONENT = -9;
/** So many decimal digits Go trusts to fit in 64 bits, and so many before the binary suffixes take their part. */
const SHORT_DIGITS = 18;
const SHORT_BINARY_DIGITS = 14;

/** Whether Kubernetes accepts the text as a quantity. */
export function isQuantity(text: string): boolean {
  return canonicalQuantity(text) !== undefined;
}

/** The quantity as Go prints it after reading it, such as `1` for `1000m`; `undefined` if it is no quantity. */
export const canonicalQuantity: (text: string) => string | undefined = remembered((text) => {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([A-Za-z][A-Za-z]?[+-]?\d*)?$/.exec(text);
  if (text === '' || !match) return undefined;
  const [, sign, digitsBefore, fraction = '', suffixText = ''] = match;
  const whole = digitsBefore.replace(/^0+/, '');
  const suffix = parseSuffix(suffixText);
  if (!suffix) return undefined;

  const number = whole || '0';
  const short = shortAmount(number, fraction, suffix);
  if (short && isKeptAsWritten(number + fraction, short, suffix)) return text;
  if (!short && !/\d/.test(text.slice(0, text.length - suffixText.length))) return undefined;
  const amount = short ?? longAmount(number, fraction, suffix);
  return print(sign === '-' ? { ...amount, digits: -amount.digits } : amount);
});

/** Negative, 0 or positive, as the first amount is less than, equal to or more than the second. Both are quantities. */
export function compareQuantities(a: string, b: string): number {
  const [one, other] = [amountOf(a), amountOf(b)];
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = ({ digits, exponent: own }: { digits: bigint; exponent: number }) =>
    digits * 10n ** BigInt(own - exponent);
  const difference = scaled(one) - scaled(other);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A quantity as a number, as exact as one is. */
export function quantityNumber(text: string): number {
  const { digits, exponent } = amountOf(text);
  return Number(`${digits}e${exponent}`);
}

/** A quantity in its canonical form, whose exponents are small. */
const amountOf = remembered((text): { readonly digits: bigint; readonly exponent: number } => {
  const canonical = canonicalQuantity(text)!;
  const [, sign, whole, fraction = '', suffixText] = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/s.exec(canonical)!;
  const suffix = parseSuffix(suffixText)!;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  if (suffix.format === 'binary') return { digits: digits * 2n ** BigInt(suffix.exponent), exponent: -fraction.length };
  return { digits, exponent: suffix.exponent - fraction.length };
});

function parseSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL_SUFFIXES.get(text);
  if (decimal !== undefined) return { format: 'decimal', exponent: decimal };
  const binary = BINARY_SUFFIXES.get(text);
  if (binary !== undefined) return { format: 'binary', exponent: binary };
  const exponent = /^[eE]([+-]?)(\d+)$/.exec(text);
  if (!exponent) return undefined;
  const value = BigInt(exponent[1] + BigInt(exponent[2]));
  // Go refuses what doesn't fit in 64 bits, and then cuts to 32.
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return { format: 'exponent', exponent: Number(BigInt.asIntN(32, value)) };
}

/** The amount, if it is so short that Go keeps it in a 64 bit integer without rounding. */
function shortAmount(number: string, fraction: string, suffix: Suffix): Amount | undefined {
  const binary = suffix.format === 'binary';
  if (binary && fraction) return undefined;
  const room = binary ? SHORT_BINARY_DIGITS - (suffix.exponent / 10) * 3 : SHORT_DIGITS;
  if (number.length + fraction.length > room) return undefined;
  const digits = BigInt(number + fraction) * (binary ? 2n ** BigInt(suffix.exponent) : 1n);
  const exponent = binary ? 0 : suffix.exponent - fraction.length;
  if (exponent < SMALLEST_EXPONENT || digits > MAX_INT64) return undefined;
  return { digits, exponent, format: suffix.format };
}

/**
 * Go gives back the very text, plus sign, leading zeros and all, where a quick check finds it canonical. The look
 * is a bit too quick (`1.500` passes), but its outcome is what counts.
 */
function isKeptAsWritten(digits: string, amount: Amount, suffix: Suffix): boolean {
  if (suffix.format === 'binary') return BigInt(digits) % 8n !== 0n;
  return amount.exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** The amount of any length: rounded up to the smallest exponent, and capped if its suffix is binary. */
function longAmount(number: string, fraction: string, suffix: Suffix): Amount {
  const binary = suffix.format === 'binary';
  let digits = BigInt(number + fraction) * (binary ? 2n ** BigInt(suffix.exponent) : 1n);
  let exponent = (binary ? 0 : suffix.exponent) - fraction.length;
  if (exponent < SMALLEST_EXPONENT) {
    digits = divideUp(digits, SMALLEST_EXPONENT - exponent);
    exponent = SMALLEST_EXPONENT;
  }
  if (!binary) return { digits, exponent, format: suffix.format };

  const one = 10n ** BigInt(-exponent);
  if (digits > MAX_INT64 * one) return { digits: MAX_INT64, exponent: 0, format: 'binary' };
  return { digits, exponent, format: digits < one ? 'decimal' : 'binary' };
}

/** Divides by a power of ten, rounding up. Powers beyond any digit aren't computed: they may be astronomical. */
function divideUp(digits: bigint, power: number): bigint {
  if (digits === 0n) return 0n;
  if (power > digits.toString().length) return 1n;
  const divisor = 10n ** BigInt(power);
  return (digits + divisor - 1n) / divisor;
}

function print(amount: Amount): string {
  if (amount.digits === 0n) return '0';
  return (amount.format === 'binary' ? printBinary(amount) : undefined) ?? printDecimal(amount);
}

/** Numbers below 1024, and such that aren't whole, are printed as decimals for not to lose precision. */
function printBinary({ digits, exponent }: Amount): string | undefined {
  const one = 10n ** BigInt(-exponent);
  if (digits % one !== 0n) return undefined;
  let value = digits / one;
  if (value > -1024n && value < 1024n) return undefined;
  let power = 0;
  while (value % 1024n === 0n) {
    value /= 1024n;
    power += 10;
  }
  return value + suffixOf(BINARY_SUFFIXES, power);
}

function printDecimal({ digits, exponent, format }: Amount): string {
  let value = digits;
  let power = exponent;
  while (value % 10n === 0n) {
    value /= 10n;
    power++;
  }
  while (power % 3 !== 0) {
    value *= 10n;
    power--;
  }
  if (format === 'exponent') return power === 0 ? `${value}` : `${value}e${power}`;
  return value + suffixOf(DECIMAL_SUFFIXES, power);
}

/** Empty where there is none: Go prints `1000E` as `1`. */
function suffixOf(suffixes: Map<string, number>, power: number): string {
  for (const [suffix, exponent] of suffixes) {
    if (exponent === power) return suffix;
  }
  return '';
}
