/** cdk8s' durations as ToolHive reads them. */
import { Duration } from 'cdk8s';

/** Go's text of a duration, in the largest unit that holds it whole: `30m`, `90s`, `1500ms`; undefined for none. */
export function goDuration(duration: Duration | undefined): string | undefined {
  if (!duration) return undefined;
  const milliseconds = duration.toMilliseconds();
  for (const [unit, size] of Object.entries({ h: 3_600_000, m: 60_000, s: 1000 })) {
    if (milliseconds && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return `${milliseconds}ms`;
}
