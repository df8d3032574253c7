/** The proxy that a RunConfig is of: what its pod takes from elsewhere, and the resources that it refers to. */
import { KeyRef, ProxyPod } from './pod';
import { resourceName } from '../../../catalog/resource-name';
import { masked } from '../../../credentials/mask';
import { JsonObject } from '../../../plain/objects';
import { About, EXPOSED } from '../making';
import { SecretKey } from '../settle';

/** What a secret is known by in a RunConfig. */
export interface SecretPlace {
  readonly variable?: string;
  readonly file?: string;
}

export class Proxy {
  /** A name that resources can have. */
  readonly label: string;
  /** Why it must not be made: without what it refers to, it might do without a login. */
  lack?: string;
  private readonly keys: SecretKey[] = [];

  constructor(
    readonly about: About,
    readonly name: string,
    readonly namespace: string | undefined,
    /** Whether it runs in a cluster, and not on somebody's machine. */
    readonly isInCluster: boolean,
    readonly pod?: ProxyPod,
  ) {
    this.label = resourceName(name) || 'server';
  }

  /** Another resource, which is its own. */
  own(kind: string, suffix: string, spec: JsonObject): { readonly name: string } {
    return this.made(kind, this.about.making.free(kind, `${this.label}-${suffix}`, this.namespace), spec);
  }

  /** Another resource, which it shares with others. */
  shared(kind: string, given: string, spec: JsonObject): { readonly name: string } {
    const { name, isNew } = this.about.making.shared(kind, given, this.namespace);
    return isNew ? this.made(kind, name, spec) : { name };
  }

  /** Where a secret is: in the Secret that its pod takes it from, or in one that has to be made. */
  secret(key: string, place: SecretPlace): KeyRef {
    const { variable, file } = place;
    const known =
      (variable && this.pod?.secretOfVariable(variable)) || (file && this.pod?.secretOfFile(file)) || undefined;
    if (known) return known;
    if (!this.keys.some((other) => other.key === key)) {
      const had = masked(file || variable || '');
      this.keys.push({ key, placeholder: `<${key}>`, purpose: had ? `what the proxy had in ${had}` : undefined });
    }
    return { name: `${this.label}-proxy-secrets`, key };
  }

  /** The Secret of a variable, if its pod has one. */
  secretIfGiven(variable: string): KeyRef | undefined {
    return this.pod?.secretOfVariable(variable);
  }

  /** Lists the Secret that has to be made. */
  listSecrets(): void {
    const { about, label, namespace, keys } = this;
    if (keys.length) about.need({ name: `${label}-proxy-secrets`, namespace, keys });
  }

  lacks(what: string): void {
    this.lack ??= what;
  }

  private made(kind: string, name: string, spec: JsonObject): { readonly name: string } {
    const { about, namespace } = this;
    if (!about.make({ kind, name, namespace, spec, path: '', called: this.name })) this.lacks(EXPOSED);
    return { name };
  }
}
