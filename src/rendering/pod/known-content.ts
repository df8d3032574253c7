/**
 * The content of ConfigMaps that are deployed with the resources, where a program is to read it as a file: it would
 * refuse the file, or never get it. Who fills a ConfigMap later puts it there empty, or leaves it out, and hears nothing.
 */
import { X509Certificate } from 'node:crypto';
import { Findings, shown } from '../../findings';
import { Container, PodSpec, ProjectedSource } from '../../kubernetes/objects';
import { Catalog } from '../../resources/resource';
import { Context } from '../model/workload';

/** Id of the warning. */
const CONTENT = 'config-map-content';

/** A key of a ConfigMap. */
export interface KnownKey {
  readonly name: string;
  readonly key: string;
}

/** What is wrong with a text, and what to do; undefined where nothing is. */
export type ContentCheck = (text: string) => string | undefined;

/** Warns of a key whose content is known and wrong, and of one that a known ConfigMap lacks. */
export function checkContent(
  { name, key }: KnownKey,
  check: ContentCheck,
  namespace: string,
  catalog: Catalog,
  report: (message: string) => void,
): void {
  const data = catalog.configMap(namespace, name)?.data;
  if (!data || !Object.keys(data).length) return;
  const text: unknown = Object.hasOwn(data, key) ? data[key] : undefined;
  if (text === undefined) {
    const has = Object.keys(data).slice(0, 8).map(shown).join(', ');
    return report(`ConfigMap ${shown(name)} has no key ${shown(key)}; it has ${has}`);
  }
  const problem = typeof text === 'string' ? check(text) : undefined;
  if (problem) report(`ConfigMap ${shown(name)}, key ${shown(key)}: ${problem}`);
}

/** Adds what `checkContent` reports to the findings, at one field. */
export const contentWarning = (field: string, findings: Findings) => (message: string) =>
  findings.warning(CONTENT, field, message);

/** Warns of a `caBundleRef` whose ConfigMap holds no certificates. @param defaultKey where the reference names none */
export function checkCaContent(
  caBundleRef: { readonly configMapRef?: Partial<KnownKey> } | undefined,
  field: string,
  namespace: string,
  { catalog, findings }: Context,
  defaultKey = 'ca.crt',
): void {
  const { name, key = defaultKey } = caBundleRef?.configMapRef ?? {};
  if (!name) return;
  checkContent({ name, key }, certificatesProblem, namespace, catalog, contentWarning(field, findings));
}

const BLOCK = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The text between the blocks of PEM, and after the last one. */
function certificateBlocks(text: string): string[] {
  return text
    .split(BLOCK)
    .slice(1)
    .filter((block) => block.includes(END));
}

/** Whether there is a certificate in PEM in a text, whatever is in it. */
export function holdsCertificates(text: string): boolean {
  return certificateBlocks(text).length > 0;
}

/** Go's crypto/x509 takes a bundle with one certificate in it that it can read, and refuses one without. */
export function certificatesProblem(text: string): string | undefined {
  const blocks = certificateBlocks(text);
  if (!blocks.length) {
    return `holds no certificates, and the connection is refused; put certificates in PEM there, which begin with ${BLOCK}`;
  }
  if (blocks.some((block) => isCertificate(`${BLOCK}${block.slice(0, block.indexOf(END))}${END}`))) return undefined;
  return 'holds certificates that cannot be read, and the connection is refused; put them there as they were issued';
}

function isCertificate(block: string): boolean {
  try {
    return Boolean(new X509Certificate(block));
  } catch {
    return false;
  }
}

/** The key of a ConfigMap that is at a path of a container; undefined where something else is, or where it is unknown. */
export function mountedKey(pod: PodSpec, container: Container | undefined, path: string): KnownKey | undefined {
  const covering = (container?.volumeMounts ?? [])
    .filter(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, '')}/`))
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
  if (!covering.length) return undefined;
  const { name: volumeName, mountPath, subPath } = covering[0];
  const below = path.slice(mountPath.replace(/\/$/, '').length + 1);
  const inVolume = [subPath, below].filter(Boolean).join('/');
  const volume = pod.volumes?.find(({ name }) => name === volumeName);
  const sources: readonly ProjectedSource[] = volume?.projected?.sources ?? (volume?.configMap ? [volume] : []);
  for (const { configMap } of sources) {
    if (!configMap?.name || configMap.optional) continue;
    const item = configMap.items?.find((one) => one.path === inVolume);
    if (item) return { name: configMap.name, key: item.key };
    if (!configMap.items && sources.length === 1) return { name: configMap.name, key: inVolume };
  }
  return undefined;
}
