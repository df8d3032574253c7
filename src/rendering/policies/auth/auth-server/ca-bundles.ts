/**
 * Authorities that an embedded authorization server trusts when it asks its upstream providers and trusted issuers: files
 * from ConfigMaps, whose content is in a checksum of the pod, so that other certificates make a new pod.
 * Source: the recorded cases of ToolHive 0.63.0.
 */
import { createHash } from 'node:crypto';
import { AuthServer, trustedIssuersOf, upstreamsOf } from './fields';
import { issuerCaPath, upstreamCaPath } from './names';
import { fieldPath, shown } from '../../../../findings';
import { CaBundleRef } from '../../../../resources/spec/shared';
import { Context } from '../../../model/workload';
import { certificatesProblem, contentWarning, holdsCertificates } from '../../../pod/known-content';

/** Annotation of the pod. */
export const AUTH_SERVER_CA_CHECKSUM = 'toolhive.stacklok.dev/authserver-ca-checksum';

const DEFAULT_KEY = 'ca.crt';

/** One bundle of certificates. */
interface CaBundle {
  readonly volume: string;
  readonly configMap: { readonly name: string; readonly key: string };
  /** Where the server finds it. */
  readonly path: string;
  /** Path of the reference below the server's spec. */
  readonly at: string;
  readonly of: 'upstream' | 'issuer';
}

/** The field that names the server, and what it is called in messages. */
interface Reference {
  readonly field: string;
  readonly server: string;
}

/** All bundles of a server: its upstream providers', then its trusted issuers'. */
export function caBundlesOf(authServer: AuthServer): CaBundle[] {
  const bundle = (caBundleRef: CaBundleRef | undefined, rest: Omit<CaBundle, 'configMap'>): CaBundle[] => {
    const { name, key } = caBundleRef?.configMapRef ?? {};
    return name ? [{ ...rest, configMap: { name, key: key || DEFAULT_KEY } }] : [];
  };
  return [
    ...upstreamsOf(authServer).flatMap(({ oidcConfig, oauth2Config }, i) =>
      bundle((oidcConfig ?? oauth2Config)?.caBundleRef, {
        volume: `authserver-upstream-ca-${i}`,
        path: upstreamCaPath(i),
        at: `${fieldPath('upstreamProviders', i)}.${oidcConfig ? 'oidcConfig' : 'oauth2Config'}.caBundleRef`,
        of: 'upstream',
      }),
    ),
    ...trustedIssuersOf(authServer).flatMap(({ caBundleRef }, i) =>
      bundle(caBundleRef, {
        volume: `authserver-issuer-ca-${i}`,
        path: issuerCaPath(i),
        at: `${fieldPath('trustedIssuers', i)}.caBundleRef`,
        of: 'issuer',
      }),
    ),
  ];
}

/**
 * Annotations of the pod: the checksum of all certificates, if there are any.
 *
 * @param namespace where the ConfigMaps are
 */
export function caChecksum(
  authServer: AuthServer,
  namespace: string,
  reference: Reference,
  context: Context,
): Record<string, string> {
  const bundles = caBundlesOf(authServer);
  if (!bundles.length) return {};
  const hash = createHash('sha256');
  let last: CaBundle['of'] = 'upstream';
  for (const bundle of bundles) {
    const pem = certificatesOf(bundle, namespace, reference, context);
    if (bundle.of !== last) hash.update('trustedIssuers\0');
    last = bundle.of;
    if (pem) hash.update(pem).update('\0');
  }
  return { [AUTH_SERVER_CA_CHECKSUM]: hash.digest('hex') };
}

function certificatesOf(
  { configMap: { name, key }, at }: CaBundle,
  namespace: string,
  { field, server }: Reference,
  { catalog, findings }: Context,
): Buffer | undefined {
  const problem = (message: string) => findings.error(field, `${server}: ${at}: ${message}`);
  const found = catalog.configMap(namespace, name);
  if (!found) {
    problem(
      `the certificates are read when rendering, because a checksum of them is part of the pod, but ConfigMap ${shown(name)} (namespace ${shown(namespace)}) is not among the input; add it`,
    );
    return undefined;
  }
  const { data, binaryData } = found;
  const values = { ...mapped(binaryData, 'base64'), ...mapped(data, 'utf8') };
  if (!Object.hasOwn(values, key)) {
    const keys = Object.keys(values).map(shown).join(', ');
    problem(`ConfigMap ${shown(name)} has no key ${shown(key)}; ${keys ? `it has ${keys}` : 'it is empty'}`);
    return undefined;
  }
  const text = values[key].toString();
  const wrong = certificatesProblem(text);
  // The operator looks for PEM alone; the server finds out what is in it.
  const report = holdsCertificates(text) ? contentWarning(field, findings) : problem;
  if (wrong) report(`ConfigMap ${shown(name)}, key ${shown(key)}: ${wrong}`);
  return values[key];
}

function mapped(texts: Readonly<Record<string, string>>, encoding: BufferEncoding): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(String(text), encoding)]));
}
