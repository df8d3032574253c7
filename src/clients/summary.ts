/** What people want to know after a deployment: where the servers are, who may use them, and which Secrets are needed. */
import { Endpoints } from './endpoint';

export interface SummaryParts extends Endpoints {
  /** Secrets that have to exist, `namespace/name`. */
  readonly secrets: readonly string[];
}

/** A text of a few lines. */
export function summaryText({ reachable, unreachable, secrets }: SummaryParts): string {
  const addresses = reachable.map(
    ({ name, url, isSse, access }) => `  ${name}: ${url} (${isSse ? 'SSE' : 'streamable HTTP'}), for ${access}`,
  );
  return [
    ...section('Addresses', addresses.length ? addresses : ['  none: no server is exposed under a host that is known']),
    ...section(
      'Without an address',
      unreachable.map((name) => `  ${name}`),
    ),
    ...section(
      'Secrets that have to exist',
      secrets.map((name) => `  ${name}`),
    ),
  ].join('');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`${title}\n`, ...lines.map((line) => `${line}\n`)] : [];
}
