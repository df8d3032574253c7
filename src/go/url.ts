/** The parts of a URL, as Go's net/url splits them; nothing is decoded or normalized. */

export interface UrlParts {
  /** In lower case, without the colon. Empty where there is none. */
  readonly scheme: string;
  /** The part before an `@`: user, and perhaps a password. */
  readonly user?: string;
  /** Host and port. Empty where there is none. */
  readonly host: string;
  /** Host alone, an IPv6 address without its brackets. */
  readonly hostname: string;
  readonly query?: string;
  readonly fragment?: string;
}

export function urlParts(text: string): UrlParts {
  const [, scheme = '', authority = '', , query, fragment] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const hostname = /^\[(.*)\](:\d*)?$/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
  const user = at < 0 ? undefined : authority.slice(0, at);
  return { scheme: scheme.toLowerCase(), user, host, hostname, query, fragment };
}
