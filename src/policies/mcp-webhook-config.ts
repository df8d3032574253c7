import { Duration } from 'cdk8s';
import type { SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { defined, JsonObject, pruned } from '../plain/objects';
import { goDuration } from '../pods/go-duration';
import { optionalSecretKey } from '../pods/secret-values';
import { checkCalls } from '../props/check-calls';
import { checkNew } from '../props/check-new';
import { CustomResource } from '../synthesis/custom-resource';
import { IToolhiveResource } from '../synthesis/i-toolhive-resource';
import { ImportedResource } from '../synthesis/imported-resource';

/** What happens to a request if the webhook doesn't answer. */
export enum McpWebhookFailurePolicy {
  /** The request is refused. */
  FAIL = 'fail',
  /** The request continues. */
  IGNORE = 'ignore',
}

/** TLS settings of a webhook. */
export interface McpWebhookTls {
  /**
   * Certificates of the authority for the webhook, in PEM.
   *
   * @default - those of ToolHive's image
   */
  readonly ca?: SecretValue;

  /**
   * Client certificate of the proxy, in PEM. Needs `clientKey`.
   *
   * @default - none
   */
  readonly clientCert?: SecretValue;

  /**
   * Private key of that certificate, in PEM. Needs `clientCert`.
   *
   * @default - none
   */
  readonly clientKey?: SecretValue;

  /**
   * Whether the webhook's certificate is not verified, and its address may be plain HTTP. For development.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** A webhook that is called for each request. */
export interface McpWebhook {
  /** What the webhook is called, at most 63 characters. */
  readonly name: string;

  /** HTTPS address of the webhook. */
  readonly url: string;

  /**
   * How long an answer may take, 1 to 30 seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * What happens if it doesn't answer.
   *
   * @default McpWebhookFailurePolicy.FAIL
   */
  readonly failurePolicy?: McpWebhookFailurePolicy;

  /**
   * CA and client certificates of the webhook.
   *
   * @default - the usual certificates
   */
  readonly tlsConfig?: McpWebhookTls;

  /**
   * Secret that signs requests to the webhook.
   *
   * @default - requests are not signed
   */
  readonly hmacSecret?: SecretValue;
}

/** Props of an McpWebhookConfig. Set at least one webhook. */
export interface McpWebhookConfigProps {
  /**
   * Webhooks that allow or refuse a request. They are called after the mutating ones.
   *
   * @default - none
   */
  readonly validating?: McpWebhook[];

  /**
   * Webhooks that may change a request.
   *
   * @default - none
   */
  readonly mutating?: McpWebhook[];

  /**
   * Overrides the name of the MCPWebhookConfig resource.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/** Webhooks that several servers share. */
export interface IMcpWebhookConfig extends IToolhiveResource {}

/**
 * Webhooks that several servers share.
 *
 * It is ToolHive's MCPWebhookConfig. Makes no object of its own; it becomes part of the configuration of each server
 * that uses it.
 *
 * @example
 * const guard = new McpWebhookConfig(chart, 'guard', {
 *   validating: [{ name: 'policy', url: 'https://policy.example.com/validate' }],
 * });
 * new McpServer(chart, 'search', { image: 'registry.example.com/search:1', webhooks: guard });
 */
export class McpWebhookConfig extends CustomResource implements IMcpWebhookConfig {
  static {
    checkCalls('McpWebhookConfig', this);
  }

  /**
   * Refers to an MCPWebhookConfig by its name.
   *
   * Plain workloads need its content, so it must be in the same app and namespace. Custom resources only need the name.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the reference
   * @param name name of the MCPWebhookConfig resource
   */
  public static fromMcpWebhookConfigName(scope: Construct, id: string, name: string): IMcpWebhookConfig {
    return new ImportedResource(scope, id, 'IMcpWebhookConfig', name);
  }

  private readonly spec: JsonObject;

  /**
   * @param scope a chart, or a construct in one
   * @param id also the default name
   * @param props the webhooks
   * @throws when the input is wrong; the message names the prop, what it got and what is allowed
   */
  constructor(scope: Construct, id: string, props: McpWebhookConfigProps) {
    checkNew('McpWebhookConfig', new.target, arguments);
    super(scope, id, 'MCPWebhookConfig', props.name);
    this.spec = pruned({
      validating: props.validating?.map(webhookSpec),
      mutating: props.mutating?.map(webhookSpec),
    });
    this._emit();
  }

  /** @internal */
  protected _spec(): JsonObject {
    return this.spec;
  }
}

function webhookSpec({ tlsConfig, hmacSecret, timeout, ...members }: McpWebhook): JsonObject {
  return defined({
    ...members,
    timeout: goDuration(timeout),
    hmacSecretRef: optionalSecretKey(hmacSecret),
    tlsConfig:
      tlsConfig &&
      defined({
        caSecretRef: optionalSecretKey(tlsConfig.ca),
        clientCertSecretRef: optionalSecretKey(tlsConfig.clientCert),
        clientKeySecretRef: optionalSecretKey(tlsConfig.clientKey),
        insecureSkipVerify: tlsConfig.insecureSkipVerify,
      }),
  });
}
