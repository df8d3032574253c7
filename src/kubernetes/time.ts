/** Times as Kubernetes' metav1.Time reads and prints them: to the second, in UTC. */

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)$/;
const ZERO = '0001-01-01T00:00:00Z';

/** The time as Go prints it after reading it; `null` for Go's zero time, `undefined` if it is no RFC 3339 time. */
export function canonicalTime(text: string): string | null | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // Date turns 30 February into 2 March, where Go refuses it.
  const time = Date.parse(`${local}Z`);
  if (Number.isNaN(time) || printed(time) !== `${local}Z`) return undefined;
  const utc = printed(time - offset(zone));
  return utc === ZERO ? null : utc;
}

function printed(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Milliseconds that the zone is ahead of UTC. */
function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
