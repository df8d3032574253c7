import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { IEmbeddingServer } from './embedding-server';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { optionalSecretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { ImportedResource } from '../synthesis/imported-resource';

/** How the optimizer searches for tools. */
export interface OptimizerOptions {
  /**
   * Maximum number of results of a search, 1 to 50.
   *
   * @default 8
   */
  readonly maxToolsToReturn?: number;

  /**
   * Weight of semantic search against keyword search, 0 to 1: 0 is keywords only, 1 is semantic only.
   *
   * @default 0.5
   */
  readonly hybridSearchSemanticRatio?: number;

  /**
   * Maximum semantic distance of a result, 0 to 2: 0 is the same meaning, 2 is unrelated.
   *
   * @default 1
   */
  readonly semanticDistanceThreshold?: number;

  /**
   * Timeout of requests to the embedding service.
   *
   * @default Duration.seconds(30)
   */
  readonly embeddingServiceTimeout?: Duration;
}

/** A service with the embeddings API of OpenAI. */
export interface OpenAiOptimizerOptions extends OptimizerOptions {
  /** Address of the service, such as `https://api.openai.com/v1`. */
  readonly embeddingService: string;

  /** The model, such as `text-embedding-3-small`. */
  readonly embeddingModel: string;

  /**
   * Additional headers of each request to the service, without secrets.
   *
   * ToolHive sets `Authorization` and `Content-Type` itself.
   *
   * @default - none
   */
  readonly embeddingHeaders?: { [name: string]: string };

  /**
   * API key of the service.
   *
   * @default - none, for a service in the cluster without authentication
   */
  readonly apiKey?: SecretValue;
}

/**
 * Offers clients two tools in place of all: one finds a tool by a description, and one calls it.
 *
 * An embedding service compares the description with the tools.
 */
export class Optimizer {
  static {
    checkCalls('Optimizer', this);
  }

  /**
   * Uses an embedding server.
   *
   * One that is known by its name alone is used by its address.
   *
   * @param server the embedding server
   * @param options how tools are searched
   */
  public static embeddingServer(server: IEmbeddingServer, options: OptimizerOptions = {}): Optimizer {
    // What such a server reports about itself is in no app, and its address is all that is needed.
    if (server instanceof ImportedResource) return Optimizer.textEmbeddingsInference(server.url, options);
    return new Optimizer(optionsSpec(options), { embeddingServerRef: { name: server.name } });
  }

  /**
   * Uses a service with the API of Hugging Face's text-embeddings-inference.
   *
   * @param embeddingService its address
   * @param options how tools are searched
   */
  public static textEmbeddingsInference(embeddingService: string, options: OptimizerOptions = {}): Optimizer {
    return new Optimizer({ embeddingProvider: 'tei', embeddingService, ...optionsSpec(options) });
  }

  /**
   * Uses a service with the embeddings API of OpenAI.
   *
   * @param options the service, and how tools are searched
   */
  public static openAi(options: OpenAiOptimizerOptions): Optimizer {
    const { embeddingService, embeddingModel, embeddingHeaders, apiKey } = options;
    const service = { embeddingProvider: 'openai', embeddingService, embeddingModel };
    const optimizer = pruned({ ...service, embeddingHeaders, ...optionsSpec(options) });
    return new Optimizer(optimizer, {}, optionalSecretKey(apiKey));
  }

  private constructor(
    private readonly optimizer: JsonObject,
    private readonly reference: JsonObject = {},
    private readonly apiKey?: JsonObject,
  ) {}

  /**
   * `spec.config.optimizer` of the resource.
   * @internal
   */
  public _toConfig(): JsonObject {
    return this.optimizer;
  }

  /**
   * `spec.embeddingServerRef` of the resource, where there is one.
   * @internal
   */
  public _toSpec(): JsonObject {
    return this.reference;
  }

  /**
   * Variables of the virtual server: ToolHive reads the key from one.
   * @internal
   */
  public _env(): JsonObject[] {
    return this.apiKey ? [{ name: 'OPENAI_API_KEY', valueFrom: { secretKeyRef: this.apiKey } }] : [];
  }
}

function optionsSpec(options: OptimizerOptions): JsonObject {
  const { maxToolsToReturn, hybridSearchSemanticRatio, semanticDistanceThreshold, embeddingServiceTimeout } = options;
  return pruned({
    maxToolsToReturn,
    // Custom resources have numbers with a fraction as text.
    hybridSearchSemanticRatio: hybridSearchSemanticRatio?.toString(),
    semanticDistanceThreshold: semanticDistanceThreshold?.toString(),
    embeddingServiceTimeout: goDuration(embeddingServiceTimeout),
  });
}
