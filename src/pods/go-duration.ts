/** cdk8s' durations as ToolHive reads them. */
import { Duration } from 'cdk8s';

const SIZES = { h: 3_600_000, m: 60_000, s: 1000 };

/** Units that are kept as they were given. Milliseconds may come from arithmetic and parsing. */
const SAID: Readonly<Record<string, keyof typeof SIZES>> = { seconds: 's', minutes: 'm', hours: 'h', days: 'h' };

/**
 * Go's text of a duration, in the unit in which it was given: `Duration.seconds(90)` is `90s`. Where that isn't whole, in the
 * largest unit that holds it whole: `30m`, `1500ms`; undefined for none.
 */
export function goDuration(duration: Duration | undefined): string | undefined {
  if (!duration) return undefined;
  const milliseconds = duration.toMilliseconds();
  const said = SAID[duration.unitLabel()];
  if (said && milliseconds % SIZES[said] === 0) return `${milliseconds / SIZES[said]}${said}`;
  for (const [unit, size] of Object.entries(SIZES)) {
    if (milliseconds && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return `${milliseconds}ms`;
}
