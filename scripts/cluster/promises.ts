/** What a promise of the documents is here, and what a run has at hand to hold it against a cluster. */
import { Cluster } from './cluster';

/** What not every cluster has. */
export type Capability =
  'metrics API' | 'storage class' | 'network policies' | 'operator' | 'private registry' | 'Traefik';

/** A promise of the documents that is tested on a cluster. */
export interface Promised {
  /** What is promised, as a sentence. */
  readonly promise: string;
  /** The file that promises it. */
  readonly page: string;
  /** How it is looked at, in a few words. */
  readonly how: string;
  /** What a cluster has to have; without it the promise is skipped. */
  readonly needs?: readonly Capability[];
  /** Tests it. @returns a remark on the result, if any. @throws when the promise isn't kept */
  readonly run: (cluster: Cluster) => Promise<string | void>;
}

/** Promises about one thing, which share namespaces and what is applied to them. */
export interface Topic {
  /** Of letters and dashes: it is part of the namespaces' names. */
  readonly name: string;
  readonly title: string;
  /** Whether the restricted standard of pod security is enforced. @default true */
  readonly isRestricted?: boolean;
  /** What all promises need; without it all of them are skipped. */
  readonly needs?: readonly Capability[];
  /** Applies what the promises are about. */
  readonly prepare?: (cluster: Cluster) => Promise<void>;
  readonly promises: readonly Promised[];
  /** Puts back what the promises change outside the topic's namespaces, also after a failure. */
  readonly restore?: (cluster: Cluster) => Promise<void>;
}

/** Thrown where it turns out that a promise can't be looked at here. */
export class Skipped extends Error {}
