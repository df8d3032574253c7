/** Durations as Go reads and writes them, in nanoseconds: `1m` is read, and written as `1m0s`. */
import { withoutTrailing } from '../plain/trailing';

const UNITS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, the micro sign
  μs: 1_000n, // U+03BC, the Greek letter
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const AMOUNT = /(?:(?<whole>\d+)(?:\.(?<fraction>\d*))?|\.(?<only>\d+))(?<unit>ns|us|µs|μs|ms|s|m|h)/gy;

/** What Go's time.ParseDuration makes of a text; undefined where it refuses. */
export function parseDuration(text: string): bigint | undefined {
  const [sign] = /^[+-]?/.exec(text)!;
  const amounts = text.slice(sign.length);
  if (amounts === '0') return 0n;
  let total = 0n;
  let end = 0;
  for (const { index, 0: amount, groups } of amounts.matchAll(AMOUNT)) {
    if (index !== end) return undefined;
    end += amount.length;
    const { whole = '0', unit } = groups!;
    const fraction = groups!.fraction || groups!.only || '0';
    total += BigInt(whole) * UNITS[unit] + (BigInt(fraction) * UNITS[unit]) / 10n ** BigInt(fraction.length);
    if (total >= 2n ** 63n) return undefined;
  }
  if (end === 0 || end !== amounts.length) return undefined;
  return sign === '-' ? -total : total;
}

/** A duration as Go prints what it has read; of a text that it can't read, nothing. */
export function normalDuration(text: string): string {
  return formatDuration(parseDuration(text) ?? 0n);
}

/** As Go's Duration.Seconds() has it. */
export function secondsOf(nanoseconds: bigint): number {
  return Number(nanoseconds / UNITS.s) + Number(nanoseconds % UNITS.s) / 1e9;
}

/** As Go's Duration.String() prints it. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `-${formatDuration(-nanoseconds)}`;
  if (nanoseconds === 0n) return '0s';
  const below = ['ns', 'µs', 'ms'].find((_, i) => nanoseconds < 1000n ** BigInt(i + 1));
  if (below) return decimal(nanoseconds, UNITS[below]) + below;
  const hours = nanoseconds / UNITS.h;
  const minutes = (nanoseconds % UNITS.h) / UNITS.m;
  const seconds = `${decimal(nanoseconds % UNITS.m, UNITS.s)}s`;
  return (hours ? `${hours}h` : '') + (hours || minutes ? `${minutes}m` : '') + seconds;
}

function decimal(amount: bigint, unit: bigint): string {
  const places = String(unit).length - 1;
  const fraction = withoutTrailing(String(amount % unit).padStart(places, '0'), '0');
  return `${amount / unit}${unit > 1n && fraction ? `.${fraction}` : ''}`;
}
