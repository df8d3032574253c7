/** A Secret that has to exist before an app works. */
export interface RequiredSecret {
  /** What the objects refer to it as. */
  readonly name: string;

  /** Where it has to be. */
  readonly namespace: string;

  /** What Kubernetes takes it for, such as `Opaque`, `kubernetes.io/dockerconfigjson` or `kubernetes.io/tls`. */
  readonly type: string;

  /** What is read of it, sorted. Empty where the whole Secret is taken, by a volume or as variables. */
  readonly keys: string[];

  /** Who needs it, as kind and name, sorted. */
  readonly usedBy: string[];

  /** Line of kubectl that makes it, with placeholders in angle brackets for the values. */
  readonly command: string;
}
