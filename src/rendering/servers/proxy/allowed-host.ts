/** What a permission profile may name as a host. */
import { isIP } from 'node:net';
import { shown } from '../../../findings';
import { isCidr } from '../../../kubernetes/addresses';
import { isDnsSubdomain } from '../../../kubernetes/names';
import { withoutTrailing } from '../../../plain/trailing';

const FORMS = 'a name, a name with a dot before it for all below it, an address or a range of addresses';

/** Why a text is no host that can be allowed, and what to write; undefined if it is one. */
export function isAllowedHost(text: string): string | undefined {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text)!;
  // Userinfo is no part of what a message repeats.
  const [host] = rest.replace(/^[^/@]*@/, '').split(/[/?#]/);
  if (scheme || (rest.includes('@') && host)) return `is an address; ${alone(host)}`;
  if (text.includes('/')) return isRange(text) ? isCidr(text) : `has a path; ${alone(host)}`;
  if (/^\[.*\]$/.test(text)) return `has brackets; write ${shown(text.slice(1, -1))}`;
  if (isIP(text)) {
    return text.includes('%') ? 'names an interface of one machine; leave out what begins with "%"' : undefined;
  }
  if (/^[^:]+:\d*$|^\[.*\]:\d*$/.test(text)) return `has a port; ${alone(host)}`;
  return isName(text);
}

function isName(text: string): string | undefined {
  if (text === '*') return 'stands for every host; say so with insecureAllowAll';
  const name = withoutTrailing(text.toLowerCase().replace(/^\*?\./, ''), '.');
  if (name.includes('*')) {
    return 'has a wildcard within a name; a wildcard can only stand before the first dot, as in "*.example.com"';
  }
  if (/^[\d.]+$/.test(name)) return `is no address; write ${FORMS}`;
  const wrong = isDnsSubdomain(name);
  return wrong && `is no host: ${wrong}; write ${FORMS}`;
}

/** Whether a text with a slash is meant for a range. */
function isRange(text: string): boolean {
  const [address, ...prefix] = text.split('/');
  return prefix.length > 0 && (/^[\d.]+$/.test(address) || (address.includes(':') && /^[\da-f:.]+$/i.test(address)));
}

function alone(host: string): string {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return `write the host alone, ${shown(name)}, and its port in allowPort`;
}
