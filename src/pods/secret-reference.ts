import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { plus } from './plus';
import { checkCalls } from '../props/check-calls';

/** Construct that holds a scope's references. */
const HOLDER = 'SecretReferences';

/**
 * References to existing Secrets by name, which need no construct id.
 *
 * Each scope has one reference to a Secret. References make no object, and equal those of
 * `kplus.Secret.fromSecretName`.
 *
 * @example
 * new McpServer(chart, 'archive', {
 *   image: 'registry.example.com/mcp/archive:3.2.0',
 *   env: {
 *     DATABASE_USER: SecretReference.named(chart, 'database').envValue('user'),
 *     DATABASE_PASSWORD: SecretReference.named(chart, 'database').envValue('password'),
 *   },
 *   sessionStorage: SessionStorage.redis('redis:6379', { password: SecretReference.key(chart, 'redis', 'password') }),
 * });
 */
export class SecretReference {
  static {
    checkCalls('SecretReference', this);
  }

  /**
   * A Secret in the cluster, by its name.
   *
   * @param scope the app, a chart, or a construct in one
   * @param name name of the Secret
   * @returns the Secret, the same each time
   */
  public static named(scope: Construct, name: string): ISecret {
    const holder = scope.node.tryFindChild(HOLDER) ?? new Construct(scope, HOLDER);
    const made = holder.node.tryFindChild(name) as unknown as ISecret | undefined;
    return made ?? plus().Secret.fromSecretName(holder as Construct, name, name);
  }

  /**
   * A key of a Secret in the cluster, by both names.
   *
   * @param scope the app, a chart, or a construct in one
   * @param name name of the Secret
   * @param key the key
   */
  public static key(scope: Construct, name: string, key: string): SecretValue {
    return { secret: SecretReference.named(scope, name), key };
  }

  private constructor() {}
}
