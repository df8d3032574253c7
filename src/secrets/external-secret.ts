/** The ExternalSecret that has a Secret made from a store. Source of the form: external-secrets.io/v1, api/externalsecret. */
import { DOCKER_CONFIG, OPAQUE, PULL_SECRET, TLS_SECRET } from './types';
import { Manifest } from '../kubernetes/objects';
import { pruned } from '../plain/objects';

/** How the Secrets of a store are found. */
export interface StoreRule {
  readonly store: string;
  readonly storeKind: string;
  readonly refreshInterval: string;
  /** With `{namespace}` and `{name}` of the Secret, and `{key}` where each value stands alone. */
  readonly remoteKey: string;
}

/** What one Secret has in place of the rule. */
export interface SecretRule {
  readonly remoteKey?: string;
  readonly keys?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** Registry whose login is made of the properties `username` and `password`. */
  readonly registry?: string;
}

/** A Secret that is to be there. */
export interface WantedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  /** None: all that the store has. */
  readonly keys: readonly string[];
}

/** The object, but for its name. */
export type ExternalSecretBody = Pick<Manifest, 'apiVersion' | 'kind'> & { readonly spec: object };

export const API_VERSION = 'external-secrets.io/v1';

/** What a Secret of a type has to have, whoever reads it. */
const KEYS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  [PULL_SECRET]: [DOCKER_CONFIG],
  [TLS_SECRET]: ['tls.crt', 'tls.key'],
};

/**
 * @returns undefined where the rule wants a value for each key, and nobody said which keys there are
 */
export function externalSecret(
  { name, namespace, keys, ...wanted }: WantedSecret,
  rule: StoreRule,
  own: SecretRule = {},
): ExternalSecretBody | undefined {
  const type = own.registry === undefined ? (own.type ?? wanted.type) : PULL_SECRET;
  const pattern = own.remoteKey ?? rule.remoteKey;
  const remote = (key: string) =>
    pattern.replace(/\{(namespace|name|key)\}/g, (_, what: 'namespace' | 'name' | 'key') => {
      return { namespace, name, key }[what];
    });
  const isSingle = pattern.includes('{key}');
  const { registry } = own;
  const read = registry === undefined ? (own.keys ?? KEYS_OF_TYPE[type] ?? keys) : ['username', 'password'];
  if (isSingle && !read.length) return undefined;
  const data = read.map((key) => ({
    secretKey: key,
    remoteRef: pruned({
      key: remote(own.properties?.[key] ?? key),
      property: isSingle ? undefined : (own.properties?.[key] ?? key),
    }),
  }));
  const template = type === OPAQUE ? undefined : pruned({ type, data: registry && dockerConfig(registry) });
  const spec = pruned({
    refreshInterval: rule.refreshInterval,
    secretStoreRef: { name: rule.store, kind: rule.storeKind },
    target: pruned({ name, template }),
    data,
    dataFrom: read.length ? [] : [{ extract: { key: remote('') } }],
  });
  return { apiVersion: API_VERSION, kind: 'ExternalSecret', spec };
}

/** The controller fills in user and password, so that they are in no YAML. */
function dockerConfig(registry: string): Record<string, string> {
  const login = '{"username":{{ .username | toJson }},"password":{{ .password | toJson }}}';
  return { [DOCKER_CONFIG]: `{"auths":{${JSON.stringify(registry)}:${login}}}` };
}
