/** The ways into the cluster, for every kind that has a Service. */
import { isIP } from 'node:net';
import { fieldPath, Findings, shown } from '../../../findings';
import { isDnsLabel, isDnsSubdomain } from '../../../kubernetes/names';
import { Exposure, HttpRouteExposure, IngressExposure, PathExposure } from '../../../resources/construct-options';
import { checkAnnotations } from '../../model/object-metadata';

/** What the API server would refuse. */
export function checkIngress(ingress: IngressExposure | undefined, findings: Findings): void {
  if (!ingress) return;
  const at = 'spec.exposeViaIngress';
  checkHost(ingress.host, `${at}.host`, findings);
  checkPaths(ingress, at, findings);
  checkName(isDnsSubdomain, ingress.className, `${at}.className`, findings);
  checkAnnotations(ingress.annotations, `${at}.annotations`, findings);
  checkAnnotations(ingress.rewriteAnnotations, `${at}.rewriteAnnotations`, findings);
}

/** What the API server would refuse. */
export function checkHttpRoute(route: HttpRouteExposure | undefined, findings: Findings): void {
  if (!route) return;
  const at = 'spec.exposeViaHttpRoute';
  if (!route.parentRefs.length) findings.error(`${at}.parentRefs`, 'is empty; name the Gateway that leads here');
  route.parentRefs.forEach(({ name, namespace, sectionName }, i) => {
    const ref = fieldPath(`${at}.parentRefs`, i);
    checkName(isDnsSubdomain, name, `${ref}.name`, findings);
    checkName(isDnsLabel, namespace, `${ref}.namespace`, findings);
    checkName(isDnsSubdomain, sectionName, `${ref}.sectionName`, findings);
  });
  (route.hostnames ?? []).forEach((host, i) => checkHost(host, fieldPath(`${at}.hostnames`, i), findings));
  checkPaths(route, at, findings);
}

/** Clients ask tokens for a public address; one that leads elsewhere is no use to them. */
export function warnOfPublicUrl(
  url: string | undefined,
  field: string,
  { exposeViaIngress, exposeViaHttpRoute }: Exposure,
  findings: Findings,
): void {
  if (!exposeViaIngress && !exposeViaHttpRoute) return;
  // Without hostnames a route has those of its Gateway, which aren't known here.
  if (!url || !URL.canParse(url) || (exposeViaHttpRoute && !exposeViaHttpRoute.hostnames)) return;
  const hosts = [...(exposeViaIngress ? [exposeViaIngress.host] : []), ...(exposeViaHttpRoute?.hostnames ?? [])];
  const { hostname } = new URL(url);
  if (!hosts.length || hosts.some((host) => stands(host, hostname))) return;
  findings.warning(
    'public-url-not-exposed',
    field,
    `${shown(url)} is the address that clients ask tokens for, but ${hosts.map(shown).join(' and ')} is what leads here; make them agree`,
  );
}

function stands(host: string, hostname: string): boolean {
  return host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : host === hostname;
}

function checkHost(host: string, field: string, findings: Findings): void {
  const wrong = isIP(host) ? 'must not be an address' : isDnsSubdomain(host.replace(/^\*\./, ''));
  if (!wrong) return;
  findings.error(field, `${shown(host)} must be a host name alone, such as "registry.example.com": ${wrong}`);
}

function checkPaths({ pathPrefix, paths }: PathExposure, at: string, findings: Findings): void {
  checkPath(pathPrefix, `${at}.pathPrefix`, findings);
  if (paths?.length === 0) {
    findings.error(`${at}.paths`, 'is empty, so nothing would lead here; name a path, or leave it out');
  }
  (paths ?? []).forEach((path, i) => checkPath(path, fieldPath(`${at}.paths`, i), findings));
}

/** As the Gateway API has it, which is the narrower of both. */
function checkPath(path: string, field: string, findings: Findings): void {
  const isPath = /^\/(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*$/.test(path);
  if (isPath && !/\/\/|%2f|\/\.\.?(\/|$)/i.test(path)) return;
  findings.error(
    field,
    `${shown(path)} must begin with a slash and be the path of an address alone, such as "/registry"`,
  );
}

function checkName(
  rule: (name: string) => string | undefined,
  name: string | undefined,
  field: string,
  findings: Findings,
): void {
  const wrong = name === undefined ? undefined : rule(name);
  if (wrong) findings.error(field, `${shown(name)} is no name that Kubernetes takes: ${wrong}`);
}
