/**
 * Names of before 1.0 that have another now, for programs in TypeScript and JavaScript. They go with 1.0. Other languages
 * have the new ones alone.
 */
import { StepErrorHandling } from './gateway/step-error-handling';
import { MemberDiscovery } from './gateway/virtual-mcp-server-props';
import { ServerMonitoring } from './operations/monitoring';
import { McpWebhook } from './policies/mcp-webhook-config';
import { RegistryAuditOptions } from './registry/registry-observability';
import { ToolhivePlatform } from './toolhive-settings';

/**
 * What happens when a step of a composite tool fails.
 *
 * @jsii ignore
 * @deprecated use StepErrorHandling
 */
export const OnError = StepErrorHandling;
/**
 * What happens when a step of a composite tool fails.
 *
 * @jsii ignore
 * @deprecated use StepErrorHandling
 */
export type OnError = StepErrorHandling;

/**
 * What Kubernetes is.
 *
 * @jsii ignore
 * @deprecated use ToolhivePlatform
 */
export const Platform = ToolhivePlatform;
/**
 * What Kubernetes is.
 *
 * @jsii ignore
 * @deprecated use ToolhivePlatform
 */
export type Platform = ToolhivePlatform;

/**
 * How a virtual server finds its members.
 *
 * @jsii ignore
 * @deprecated use MemberDiscovery
 */
export const Discovery = MemberDiscovery;
/**
 * How a virtual server finds its members.
 *
 * @jsii ignore
 * @deprecated use MemberDiscovery
 */
export type Discovery = MemberDiscovery;

/**
 * A webhook.
 *
 * @jsii ignore
 * @deprecated use McpWebhook
 */
export type Webhook = McpWebhook;

/**
 * How the metrics of a server are found.
 *
 * @jsii ignore
 * @deprecated use ServerMonitoring
 */
export const Monitoring = ServerMonitoring;
/**
 * How the metrics of a server are found.
 *
 * @jsii ignore
 * @deprecated use ServerMonitoring
 */
export type Monitoring = ServerMonitoring;

/**
 * A registry's audit log.
 *
 * @jsii ignore
 * @deprecated say it as options, `audit: { … }`
 */
export const RegistryAudit = {
  /** @deprecated use `audit: { … }` */
  toStdout: (options: RegistryAuditOptions = {}): RegistryAuditOptions => options,
  /** @deprecated use `audit: { logFile, … }` */
  toFile: ({ path, ...options }: RegistryAuditOptions & { path: string }): RegistryAuditOptions => ({
    logFile: path,
    ...options,
  }),
};

/**
 * How Prometheus finds a registry's metrics.
 *
 * @jsii ignore
 * @deprecated use ServerMonitoring
 */
export const RegistryMonitoring = ServerMonitoring;
/**
 * How Prometheus finds a registry's metrics.
 *
 * @jsii ignore
 * @deprecated use ServerMonitoring
 */
export type RegistryMonitoring = ServerMonitoring;
