import { Surroundings } from './config-surroundings';

/** Configuration of a registry server: `RegistryConfig` of today's, `LegacyRegistryConfig` of the older one. */
export abstract class RegistryServerConfig {
  /**
   * The text of `config.yaml`.
   * @internal
   */
  public abstract _text(): string;

  /**
   * What it needs in the pod.
   * @internal
   */
  public abstract _surroundings(): Surroundings;

  /**
   * Which server it is for, if not for today's.
   * @internal
   */
  public _server(): 'legacy' | undefined {
    return undefined;
  }
}
