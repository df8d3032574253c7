import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { IEmbeddingServer } from './embedding-server';
import { JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { optionalSecretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';

/** How tools are found. */
export interface OptimizerOptions {
  /**
   * How many tools a search finds at most, 1 to 50.
   *
   * @default 8
   */
  readonly maxToolsToReturn?: number;

  /**
   * How much meaning counts against words, 0 to 1: 0 searches for words alone, 1 for meaning alone.
   *
   * @default 0.5
   */
  readonly hybridSearchSemanticRatio?: number;

  /**
   * How far off a tool's meaning may be, 0 to 2: 0 means the same, 2 has nothing to do with it.
   *
   * @default 1
   */
  readonly semanticDistanceThreshold?: number;

  /**
   * How long the embedding service may take to answer.
   *
   * @default Duration.seconds(30)
   */
  readonly embeddingServiceTimeout?: Duration;
}

/** A service that speaks the embeddings API of OpenAI. */
export interface OpenAiOptimizerOptions extends OptimizerOptions {
  /** Address of the service, such as `https://api.openai.com/v1`. */
  readonly embeddingService: string;

  /** The model, such as `text-embedding-3-small`. */
  readonly embeddingModel: string;

  /**
   * Headers that are sent to the service with every request, no secrets. `Authorization` and `Content-Type` are ToolHive's.
   *
   * @default - none
   */
  readonly embeddingHeaders?: { [name: string]: string };

  /**
   * Key for the service.
   *
   * @default - none, for a service in the cluster that asks for none
   */
  readonly apiKey?: SecretValue;
}

/**
 * Offers clients two tools in place of all: one that finds the right tool by a description, and one that calls it.
 *
 * An embedding service tells how near tools are to the description.
 */
export class Optimizer {
  static {
    checkCalls('Optimizer', this);
  }

  /**
   * With an embedding server.
   *
   * @param server the embedding server
   * @param options how tools are found
   */
  public static embeddingServer(server: IEmbeddingServer, options: OptimizerOptions = {}): Optimizer {
    return new Optimizer(optionsSpec(options), { embeddingServerRef: { name: server.name } });
  }

  /**
   * With a service that speaks the API of Hugging Face's text-embeddings-inference.
   *
   * @param embeddingService its address
   * @param options how tools are found
   */
  public static textEmbeddingsInference(embeddingService: string, options: OptimizerOptions = {}): Optimizer {
    return new Optimizer({ embeddingProvider: 'tei', embeddingService, ...optionsSpec(options) });
  }

  /**
   * With a service that speaks the embeddings API of OpenAI.
   *
   * @param options the service, and how tools are found
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
