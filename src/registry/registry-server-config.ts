import { Surroundings } from './config-surroundings';

/**
 * Configuration of a registry server.
 *
 * It is a `RegistryConfig` for the current server, or a `LegacyRegistryConfig` for the older one.
 */
export abstract class RegistryServerConfig {
  private text = '';
  private surroundings = new Surroundings();

  /**
   * The text of `config.yaml`.
   * @internal
   */
  public _text(): string {
    return this.text;
  }

  /**
   * What it needs in the pod.
   * @internal
   */
  public _surroundings(): Surroundings {
    return this.surroundings;
  }

  /**
   * Which server it is for, if not for today's.
   * @internal
   */
  public _server(): 'legacy' | undefined {
    return undefined;
  }

  /**
   * Says what the configuration is. No constructor, because jsii would show its parameters to the world.
   * @internal
   */
  protected _setText(text: string, surroundings: Surroundings): this {
    this.text = text;
    this.surroundings = surroundings;
    return this;
  }
}
