import { ApiObject, Chart, Duration } from 'cdk8s';
import type { ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { goDuration } from './go-duration';
import { SecretReference } from './secret-reference';
import { shown } from '../findings';
import { isRegistry } from '../kubernetes/image-reference';
import { isDnsSubdomain } from '../kubernetes/names';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { externalSecret, ExternalSecretBody, StoreRule, WantedSecret } from '../secrets/external-secret';
import { OPAQUE } from '../secrets/types';

/** Kinds of stores of the External Secrets Operator. */
export enum SecretStoreKind {
  /** A SecretStore in the namespace of the Secret. */
  SECRET_STORE = 'SecretStore',
  /** A ClusterSecretStore, for all namespaces. */
  CLUSTER_SECRET_STORE = 'ClusterSecretStore',
}

/** How one Secret is made from a store. */
export interface ExternalSecretOptions {
  /**
   * Where it is in the store, with `{namespace}`, `{name}` and `{key}` as in the source.
   *
   * @default - the `remoteKey` of the source
   */
  readonly remoteKey?: string;

  /**
   * Which keys the Secret has.
   *
   * @default - by rule, those that the app reads, and for pull secrets and certificates those of their type; otherwise all
   * properties that the store has
   */
  readonly keys?: string[];

  /**
   * What the store calls a key, by the key of the Secret.
   *
   * @default - as in the Secret
   */
  readonly properties?: { [key: string]: string };

  /**
   * What Kubernetes takes it for, such as `kubernetes.io/tls`.
   *
   * @default - by rule, that of its use; otherwise `Opaque`, or with `registry` that of a pull secret
   */
  readonly type?: string;

  /**
   * Where a pull secret logs in, such as `ghcr.io`, if the store has a user and a password for it.
   *
   * They are its properties `username` and `password`, and the controller writes the Docker configuration. Other names in
   * the store are given by `properties`.
   *
   * @default - the store has a Docker configuration, as property `.dockerconfigjson`
   */
  readonly registry?: string;
}

/** Where Secrets are in a store of the External Secrets Operator. */
export interface ExternalSecretsOptions {
  /** Name of the SecretStore or ClusterSecretStore, which is not made here. */
  readonly store: string;

  /**
   * Which kind of store it is.
   *
   * @default SecretStoreKind.SECRET_STORE
   */
  readonly storeKind?: SecretStoreKind;

  /**
   * Where a Secret is in the store: a text with `{namespace}` and `{name}` of the Secret.
   *
   * The keys of the Secret are properties there. For stores without properties, include `{key}`: each key is then a value
   * of its own, such as `mcp-{name}-{key}`.
   *
   * @default "{name}"
   */
  readonly remoteKey?: string;

  /**
   * How often the Secrets are read again, whole seconds. Zero reads them once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;

  /**
   * What differs from the rule, by the names of Secrets.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: ExternalSecretOptions };

  /**
   * Names of Secrets that are not made, because something outside of the app makes them.
   *
   * @default - none
   */
  readonly except?: string[];
}

const ANY_PLACE = /\{[^{}]*\}/g;
const PLACES = ['{namespace}', '{name}', '{key}'];

/**
 * Where the values of Secrets come from, so that nobody has to make them by hand.
 *
 * As a setting, it makes every Secret that the app refers to and nothing else makes. With `secret`, it makes one.
 *
 * @example
 * const app = new App();
 * Toolhive.configure(app, {
 *   secretSource: SecretSource.externalSecrets({ store: 'vault', remoteKey: 'mcp/{namespace}/{name}' }),
 * });
 */
export class SecretSource {
  static {
    checkCalls('SecretSource', this);
  }

  /**
   * Secrets that the External Secrets Operator copies from a store such as Vault or AWS Secrets Manager.
   *
   * The YAML has an ExternalSecret (`external-secrets.io/v1`) for each, which names where the values are.
   *
   * @param options the store, and where Secrets are in it
   * @throws when the store has no valid name, or `remoteKey` a place that is not known
   * @see https://external-secrets.io/latest/api/externalsecret/
   */
  public static externalSecrets(options: ExternalSecretsOptions): SecretSource {
    return new SecretSource(options);
  }

  private readonly rule: StoreRule;

  private constructor(private readonly options: ExternalSecretsOptions) {
    const { store, storeKind = SecretStoreKind.SECRET_STORE, remoteKey = '{name}', secrets = {} } = options;
    const wrong = isDnsSubdomain(store);
    if (wrong) {
      throw refused(`SecretSource.externalSecrets: store: ${shown(store)} is no name of a store: it ${wrong}`);
    }
    checkRemoteKey(remoteKey, 'remoteKey');
    for (const [name, own] of Object.entries(secrets)) checkOptions(own, `secrets[${shown(name)}].`);
    const refreshInterval = goDuration(options.refreshInterval ?? Duration.hours(1))!;
    this.rule = { store, storeKind, remoteKey, refreshInterval };
  }

  /**
   * Makes one Secret from the store, whether or not the source is a setting.
   *
   * @param scope a chart, or a construct in one
   * @param name name of the Secret
   * @param options where it is in the store, if the source's rule doesn't say
   * @returns the Secret, for props
   * @throws when `remoteKey` has `{key}`, and no keys are given
   */
  public secret(scope: Construct, name: string, options: ExternalSecretOptions = {}): ISecret {
    checkOptions(options, '');
    const own = { ...this.options.secrets?.[name], ...options };
    const namespace = Chart.of(scope).namespace ?? 'default';
    const body = externalSecret({ name, namespace, type: OPAQUE, keys: [] }, this.rule, own);
    if (!body) {
      throw refused(
        `[${scope.node.path}] SecretSource.secret: ${shown(name)}: remoteKey has {key}, so give the keys: { keys: ['token'] }`,
      );
    }
    new ApiObject(holderIn(scope), name, { ...body, metadata: { name } });
    return SecretReference.named(scope, name);
  }

  /**
   * Whether a Secret is one of the source's.
   * @internal
   */
  public _has(name: string): boolean {
    return !this.options.except?.includes(name);
  }

  /**
   * The object that has a Secret made. Undefined where each key is a value of its own, and it isn't known which there are.
   * @internal
   */
  public _external(wanted: WantedSecret): ExternalSecretBody | undefined {
    return externalSecret(wanted, this.rule, this.options.secrets?.[wanted.name]);
  }
}

/** The construct below a scope that holds its ExternalSecrets. */
export function holderIn(scope: Construct): Construct {
  return (
    (scope.node.tryFindChild('ExternalSecrets') as Construct | undefined) ?? new Construct(scope, 'ExternalSecrets')
  );
}

function checkOptions({ remoteKey, registry }: ExternalSecretOptions, at: string): void {
  if (remoteKey !== undefined) checkRemoteKey(remoteKey, `${at}remoteKey`);
  const wrong = registry === undefined ? undefined : isRegistry(registry);
  if (wrong) throw refused(`SecretSource: ${at}registry: ${shown(registry)} is no registry: ${wrong}`);
}

function checkRemoteKey(remoteKey: string, field: string): void {
  if (!remoteKey) {
    throw refused(`SecretSource: ${field}: must not be empty; write where a Secret is, such as mcp/{name}`);
  }
  const unknown = remoteKey.match(ANY_PLACE)?.find((place) => !PLACES.includes(place));
  if (unknown) {
    throw refused(`SecretSource: ${field}: ${shown(unknown)} is no place that is filled in; use ${PLACES.join(', ')}`);
  }
}
