/** The examples, with the test's images, namespaces and hosts in place of those of a company that isn't there. */
import { Cluster, COLLECTOR, ISSUER, REDIS, REMOTE, VERSION } from './cluster';
import { withStandIns } from './images';
import { NAMESPACE_OF_WORLD } from './names';
import { exampleObjects } from './pages';
import { Obj } from '../../src/plain/objects';

/** Where the site of the test's world answers. */
export const SITE = `https://site.${NAMESPACE_OF_WORLD}.svc.cluster.local:8443`;

/** Text of an example's source, and what replaces it: the outside world of a company. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  // An issuer inside the cluster has a private address, which has to be allowed.
  [/issuerUrl: 'https:\/\/auth\.example\.com'/g, `issuerUrl: '${ISSUER}', allowPrivateIp: true`],
  [
    /issuer: 'https:\/\/sso\.example\.com\/realms\/company'/g,
    `issuer: '${ISSUER}', jwksAllowPrivateIp: true, protectedResourceAllowPrivateIp: true`,
  ],
  [/https:\/\/git\.example\.com(?=\/)/g, SITE],
  [/https:\/\/github\.com(?=\/stacklok\/)/g, SITE],
  [/redis\.cache\.svc:6379/g, REDIS],
  [/https:\/\/otel-collector\.observability\.svc:4318',/g, `http://${COLLECTOR}',\n      insecure: true,`],
  [/otel-collector\.monitoring\.svc:4318/g, COLLECTOR],
  [/https:\/\/(mcp\.deepwiki|tickets\.example)\.com\/mcp/g, REMOTE],
  // Not every cluster has the company's priority classes.
  [/priorityClassName: '[\w-]+',/g, ''],
];

/**
 * The objects of an example, to be run in this cluster.
 *
 * @param name the file, without `.ts`
 * @param namespaces what stands for the example's own ones
 */
export function exampleHere(name: string, namespaces: Readonly<Record<string, string>>): Promise<Obj[]> {
  const own = Object.values(namespaces)[0];
  return exampleObjects({
    name,
    as: `${own}-${name}`,
    change: (source) => inThisCluster(source, namespaces),
    toolhiveVersion: VERSION,
  });
}

/** An example's source with this cluster's places in it. */
export function inThisCluster(source: string, namespaces: Readonly<Record<string, string>>): string {
  const placed = PLACES.reduce((text, [found, instead]) => text.replace(found, instead), withStandIns(source, VERSION));
  return inNamespaces(placed, namespaces);
}

/** A source with other namespaces, where it names them and in hosts of their Services. */
export function inNamespaces(source: string, namespaces: Readonly<Record<string, string>>): string {
  return Object.entries(namespaces).reduce(
    (text, [theirs, ours]) => text.replaceAll(`'${theirs}'`, `'${ours}'`).replaceAll(`.${theirs}.svc`, `.${ours}.svc`),
    source,
  );
}

/** The authority that the objects of `trusting` trust. @param namespace where, if not the topic's */
export function authority({ ca, namespace: own }: Cluster, namespace = own): Obj {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ca', namespace }, data: { 'ca.crt': ca } };
}

/** Objects whose pods trust the test's authority, as those of a company trust its own by their image. */
export function trusting(objects: readonly Obj[], configMap = 'ca'): Obj[] {
  const volume = { name: 'test-ca', configMap: { name: configMap } };
  const mount = { name: volume.name, mountPath: '/test-ca', readOnly: true };
  const env = { name: 'SSL_CERT_FILE', value: '/test-ca/ca.crt' };
  return objects.map((object) => {
    if (!['Deployment', 'StatefulSet', 'Job'].includes(object.kind)) return object;
    const { template } = object.spec;
    const containers = template.spec.containers.map((container: Obj) => ({
      ...container,
      env: [...(container.env ?? []), env],
      volumeMounts: [...(container.volumeMounts ?? []), mount],
    }));
    const spec = { ...template.spec, containers, volumes: [...(template.spec.volumes ?? []), volume] };
    return { ...object, spec: { ...object.spec, template: { ...template, spec } } };
  });
}
