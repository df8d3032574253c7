/** Secrets that objects of an app make, or have made by a controller in the cluster. */
import { isObject, JsonObject } from '../plain/objects';

/** The parts of an object that are looked at here; it may come from anybody. */
export interface GivenObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly spec?: unknown;
}

type Provider = (spec: JsonObject, name: string) => readonly unknown[];

const byItsOwnName: Provider = (_, name) => [name];

/** Names of the Secrets, by group and kind of the object. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  '/Secret': byItsOwnName,
  'bitnami.com/SealedSecret': ({ template }, name) => [memberOf(memberOf(template, 'metadata'), 'name') ?? name],
  'cert-manager.io/Certificate': ({ secretName }) => [secretName],
  'cert-manager.io/Issuer': ({ acme }) => [memberOf(memberOf(acme, 'privateKeySecretRef'), 'name')],
  'external-secrets.io/ExternalSecret': ({ target }, name) => [memberOf(target, 'name') ?? name],
  'onepassword.com/OnePasswordItem': byItsOwnName,
  'secrets-store.csi.x-k8s.io/SecretProviderClass': ({ secretObjects }) => allOf(secretObjects, 'secretName'),
  'secrets.hashicorp.com/VaultDynamicSecret': ({ destination }) => [memberOf(destination, 'name')],
  'secrets.hashicorp.com/VaultPKISecret': ({ destination }) => [memberOf(destination, 'name')],
  'secrets.hashicorp.com/VaultStaticSecret': ({ destination }) => [memberOf(destination, 'name')],
};

/** Annotations of an Ingress for which cert-manager makes the Secrets of its certificates. */
const MAKE_CERTIFICATES = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer', 'kubernetes.io/tls-acme'];

/** Whether an object makes Secrets itself, so that what it names is no need. */
export function isProvider({ apiVersion, kind }: GivenObject): boolean {
  return Object.hasOwn(PROVIDERS, groupKind(apiVersion, kind));
}

/** Names of the Secrets that will be there because of an object. */
export function providedBy(object: GivenObject): string[] {
  const { apiVersion, kind, metadata } = object;
  const spec = isObject(object.spec) ? object.spec : {};
  const provider = isProvider(object) ? PROVIDERS[groupKind(apiVersion, kind)] : certificatesOf(object);
  return provider(spec, String(memberOf(metadata, 'name'))).filter((name) => typeof name === 'string');
}

function certificatesOf({ kind, metadata }: GivenObject): Provider {
  const annotations = memberOf(metadata, 'annotations');
  const isMade = kind === 'Ingress' && MAKE_CERTIFICATES.some((name) => memberOf(annotations, name) !== undefined);
  return ({ tls }) => (isMade ? allOf(tls, 'secretName') : []);
}

/** The version doesn't count. */
function groupKind(apiVersion: unknown, kind: unknown): string {
  const text = String(apiVersion);
  return `${text.slice(0, Math.max(text.indexOf('/'), 0))}/${String(kind)}`;
}

const memberOf = (value: unknown, key: string) => (isObject(value) ? value[key] : undefined);

const allOf = (value: unknown, key: string) => (Array.isArray(value) ? value.map((item) => memberOf(item, key)) : []);
