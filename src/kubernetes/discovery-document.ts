/** Where an issuer's settings are found below its own address (OpenID Connect Discovery, RFC 8414). */
const DOCUMENT = /\/\.well-known\/(openid-configuration|oauth-authorization-server)(?=$|[/?#])/;

/** The issuer that is meant where its discovery document is given; undefined for any other address. */
export function issuerOfDocument(url: string): string | undefined {
  const found = DOCUMENT.exec(url);
  if (!found) return undefined;
  // RFC 8414 puts an issuer's path behind.
  return `${url.slice(0, found.index)}${url.slice(found.index + found[0].length).replace(/[?#].*$/s, '')}`;
}

/** Why the address can't be an issuer's, and what to write. */
export function discoveryDocumentProblem(url: string): string | undefined {
  const issuer = issuerOfDocument(url);
  if (issuer === undefined) return undefined;
  return `is the address of the issuer's settings, and no token says it; write the issuer alone: ${JSON.stringify(issuer)}`;
}
