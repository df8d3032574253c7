/**
 * Webhooks that a proxy asks about each request, from an MCPWebhookConfig.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/webhook.go, pkg/webhook/types.go.
 */
import { fieldPath, Findings, shown } from '../../findings';
import { parseDuration } from '../../go/duration';
import { goStruct } from '../../go/struct';
import { urlParts } from '../../go/url';
import { JsonObject } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { McpWebhookConfigSpec } from '../../resources/spec';
import { WebhookConfigRef } from '../../resources/spec/mcpserver';
import { MutatingItem, ValidatingItem } from '../../resources/spec/mcpwebhookconfig';
import { fnv1a32 } from '../model/checksums';
import { resolve } from '../model/references';
import { warnWithoutEffect } from '../model/without-effect';
import { Context } from '../model/workload';
import { Mount, secretFileMount, SecretKeyRef } from '../pod/mounts';

const TYPES = ['validating', 'mutating'] as const;
type Webhook = ValidatingItem | MutatingItem;

const SECOND = 1_000_000_000n;

/** Checks an MCPWebhookConfig on its own. */
export function checkWebhookConfig({ spec }: Resource<McpWebhookConfigSpec>, findings: Findings): void {
  for (const type of TYPES) {
    (spec[type] ?? []).forEach((webhook, i) => checkWebhook(webhook, fieldPath(`spec.${type}`, i), findings));
  }
}

function checkWebhook({ url, timeout, tlsConfig }: Webhook, at: string, findings: Findings): void {
  if (urlParts(url).scheme !== 'https' && !tlsConfig?.insecureSkipVerify) {
    findings.error(
      `${at}.url`,
      `${shown(url)} must use HTTPS; inside the cluster, tlsConfig.insecureSkipVerify allows plain HTTP`,
    );
  }
  const nanoseconds = parseDuration(timeout ?? '0') ?? 0n;
  if (nanoseconds !== 0n && (nanoseconds < SECOND || nanoseconds > 30n * SECOND)) {
    findings.error(`${at}.timeout`, `${shown(timeout)} must be from "1s" to "30s"`);
  }
  const { clientCertSecretRef, clientKeySecretRef } = tlsConfig ?? {};
  if (Boolean(clientCertSecretRef) !== Boolean(clientKeySecretRef)) {
    const members = ['clientCertSecretRef', 'clientKeySecretRef'];
    const [given, missing] = clientCertSecretRef ? members : members.reverse();
    warnWithoutEffect(`${at}.tlsConfig.${given}`, `has no effect without ${missing}; give both`, findings);
  }
}

/** The result of a reference to an MCPWebhookConfig. */
export interface Webhooks {
  /** `validating_webhooks` of a RunConfig. */
  readonly validating: readonly JsonObject[];
  /** `mutating_webhooks` of a RunConfig. */
  readonly mutating: readonly JsonObject[];
  readonly mounts: readonly Mount[];
}

/** Follows `spec.webhookConfigRef`. */
export function webhooksOf(
  { namespace, spec }: Resource<{ readonly webhookConfigRef?: WebhookConfigRef }>,
  { catalog, findings }: Context,
): Webhooks | undefined {
  const name = spec.webhookConfigRef?.name;
  if (name === undefined) return undefined;
  const reference = { kind: 'MCPWebhookConfig' as const, name, namespace, field: 'spec.webhookConfigRef' };
  const found = resolve(reference, catalog, findings);
  if (!found) return undefined;
  const files = TYPES.flatMap((type) => (found.spec[type] ?? []).flatMap((hook) => secretFiles(type, hook)));
  // The same Secret of the same webhook counts once.
  const byIdentifier = new Map(files.map((file) => [file.identifier, file]));
  return {
    validating: (found.spec.validating ?? []).map((hook) => webhookConfig('validating', hook)),
    mutating: (found.spec.mutating ?? []).map((hook) => webhookConfig('mutating', hook)),
    mounts: [...byIdentifier.keys()].sort().map((identifier) => secretMount(byIdentifier.get(identifier)!)),
  };
}

interface SecretFile {
  readonly identifier: string;
  readonly ref: SecretKeyRef;
  readonly file: string;
}

/** A secret that a webhook needs: what for, and how its file is called. */
const PURPOSES = {
  hmac: { label: 'hmac', file: 'hmac' },
  ca: { label: 'tls_ca', file: 'ca.crt' },
  clientCert: { label: 'tls_client_cert', file: 'tls.crt' },
  clientKey: { label: 'tls_client_key', file: 'tls.key' },
};

function secretFiles(type: string, { name, hmacSecretRef, tlsConfig = {} }: Webhook): SecretFile[] {
  const refs: Record<keyof typeof PURPOSES, SecretKeyRef | undefined> = {
    hmac: hmacSecretRef,
    ca: tlsConfig.caSecretRef,
    clientCert: tlsConfig.clientCertSecretRef,
    clientKey: tlsConfig.clientKeySecretRef,
  };
  return Object.entries(refs).flatMap(([purpose, ref]) =>
    ref ? [secretFile(type, name, purpose as keyof typeof PURPOSES, ref)] : [],
  );
}

function secretFile(type: string, webhook: string, purpose: keyof typeof PURPOSES, ref: SecretKeyRef): SecretFile {
  const { label, file } = PURPOSES[purpose];
  const text = ['WEBHOOK', type, webhook, label, dumpedHash(`${ref.name}/${ref.key}`)].join('_');
  return { identifier: text.toUpperCase().replace(/[^A-Z0-9_]/g, '_'), ref, file };
}

function secretMount({ identifier, ref, file }: SecretFile): Mount {
  return secretFileMount(`whsec-${dumpedHash(identifier)}`, ref, file, pathOf(identifier, file));
}

function pathOf(identifier: string, file: string): string {
  return `/etc/toolhive/webhooks/${identifier.toLowerCase()}/${file}`;
}

/** The hash of a text the way the operator dumps it. */
function dumpedHash(text: string): string {
  return fnv1a32(`(string)${text}`);
}

function webhookConfig(type: string, webhook: Webhook): JsonObject {
  const { name, url, timeout, failurePolicy, tlsConfig, hmacSecretRef } = webhook;
  const path = (purpose: keyof typeof PURPOSES, ref: SecretKeyRef | undefined) => {
    if (!ref) return undefined;
    const { identifier, file } = secretFile(type, name, purpose, ref);
    return pathOf(identifier, file);
  };
  const { clientCertSecretRef, clientKeySecretRef } = tlsConfig ?? {};
  const isMutual = clientCertSecretRef && clientKeySecretRef;
  return goStruct(
    {
      name,
      url,
      timeout: Number(parseDuration(timeout ?? '0') ?? 0n),
      failure_policy: failurePolicy || 'fail',
      tls_config:
        tlsConfig &&
        goStruct({
          ca_bundle_path: path('ca', tlsConfig.caSecretRef),
          client_cert_path: isMutual && path('clientCert', clientCertSecretRef),
          client_key_path: isMutual && path('clientKey', clientKeySecretRef),
          insecure_skip_verify: tlsConfig.insecureSkipVerify,
        }),
      hmac_secret_ref: path('hmac', hmacSecretRef),
    },
    ['name', 'url', 'timeout', 'failure_policy'],
  );
}
