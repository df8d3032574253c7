/** Addresses of Redis, which its clients split into host and port themselves. */
import { Findings } from '../findings';

/** Why an address can't be dialled, or undefined. What comes after a scheme may be a password, so it isn't shown. */
export function beyondHostAndPort(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined;
  const [scheme] = /^[a-z][a-z+.-]*:\/\//i.exec(address) ?? [];
  return (
    scheme &&
    `begins with ${scheme}, and Redis is dialled by host and port; write HOST:PORT, TLS and passwords have fields of their own`
  );
}

/** Reports an address that can't be dialled. */
export function checkRedisAddress(address: unknown, field: string, findings: Findings): void {
  const wrong = beyondHostAndPort(address);
  if (wrong) findings.error(field, wrong);
}
