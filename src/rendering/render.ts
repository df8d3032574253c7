/**
 * Resource in, Kubernetes objects out: the way that constructs and manifests share.
 */
import { Findings, shown } from '../findings';
import { isDnsLabel, isDnsLabelRfc1035, isDnsSubdomain, isLabelValue } from '../kubernetes/names';
import { Manifest } from '../kubernetes/objects';
import { TOOLHIVE_KINDS } from '../resources/crd';
import { Catalog, Resource } from '../resources/resource';
import { checkSpec } from '../resources/schema';
import { Specs } from '../resources/spec';
import { registryCatalog } from './catalog/registry-catalog';
import { checkCompositeToolDefinition } from './gateway/composite-tools/composite-tool';
import { embeddingServer } from './gateway/embedding-server/embedding-server';
import { virtualMcpServer } from './gateway/virtual-mcp-server/virtual-mcp-server';
import { behaviourOf } from './model/changes';
import { checkCredentials } from './model/credentials/credentials';
import { warnOfMovingTags, warnOfUnlocked } from './model/image-lock';
import { ImageRewrite, imageRewrite, imagesIn, rewrittenResource, rewrittenSettings } from './model/images';
import { Settings } from './model/settings';
import { VersionName } from './model/versions';
import { Context, manifestOf, nameOf, Part, Workload } from './model/workload';
import { OperationsModel } from './operations/model';
import {
  checkOperations,
  operationsModel,
  warnOfRequests,
  withOperations,
  withOperationsParts,
} from './operations/operations';
import { toolhiveOperator } from './operator/operator';
import { checkExternalAuthConfig } from './policies/auth/external-auth-config';
import { checkOidcConfig, checkOidcConfigContent } from './policies/auth/oidc';
import { checkAuthzConfig } from './policies/authz/authz-config';
import { checkTelemetryConfig, checkTelemetryContent } from './policies/telemetry';
import { checkToolConfig } from './policies/tools';
import { checkWebhookConfig } from './policies/webhooks';
import { registryApi } from './registry/api/registry-api';
import { mcpRegistry } from './registry/mcp-registry/mcp-registry';
import { mcpRemoteProxy } from './servers/mcp-remote-proxy/mcp-remote-proxy';
import { mcpServer } from './servers/mcp-server/mcp-server';
import { checkServerEntry, checkServerEntryReferences } from './servers/mcp-server-entry';
import { toolLock } from './tool-lock/tool-lock';

/** The kinds of ToolHive that make objects. */
const MAKING = {
  MCPServer: mcpServer,
  MCPRemoteProxy: mcpRemoteProxy,
  VirtualMCPServer: virtualMcpServer,
  EmbeddingServer: embeddingServer,
  MCPRegistry: mcpRegistry,
};

const WORKLOADS = new Map(
  [...Object.values(MAKING), registryApi, registryCatalog, toolhiveOperator, toolLock].map((workload: Workload) => [
    workload.kind,
    workload,
  ]),
);

/** A kind that is only referred to, and makes no object of its own. */
interface Configuration<Spec extends object = object> {
  /** What its controller checks. */
  check?(resource: Resource<Spec>, findings: Findings): void;
  /** What is wrong when a reference leads nowhere, or to what can't be read. */
  checkReferences?(resource: Resource<Spec>, context: Context): void;
}

/** All other kinds of ToolHive. */
const BY_KIND: { readonly [Kind in Exclude<keyof Specs, keyof typeof MAKING>]: Configuration<Specs[Kind]> } = {
  MCPGroup: {},
  MCPToolConfig: { check: checkToolConfig },
  MCPServerEntry: { check: checkServerEntry, checkReferences: checkServerEntryReferences },
  MCPOIDCConfig: { check: checkOidcConfig, checkReferences: checkOidcConfigContent },
  MCPAuthzConfig: { check: checkAuthzConfig },
  MCPExternalAuthConfig: { check: checkExternalAuthConfig },
  MCPTelemetryConfig: { check: checkTelemetryConfig, checkReferences: checkTelemetryContent },
  MCPWebhookConfig: { check: checkWebhookConfig },
  VirtualMCPCompositeToolDefinition: { check: checkCompositeToolDefinition },
};

const CONFIGURATIONS = new Map(Object.entries<Configuration>(BY_KIND));

/** How a kind is rendered; undefined for kinds that make no objects. */
export function workloadOf(kind: string): Workload | undefined {
  return WORKLOADS.get(kind);
}

/** The objects that a resource makes, named but not yet built. */
export function partsOf(resource: Resource): Part[] {
  const { parts = [] } = workloadOf(resource.kind) ?? {};
  const own = typeof parts === 'function' ? parts(resource) : parts;
  return withOperationsParts(resource, own).filter(
    (part) => part.when?.(resource.spec, resource.constructOptions ?? {}) ?? true,
  );
}

/**
 * Checks what can be judged by the resource alone.
 *
 * @param version the version of ToolHive that it is rendered for
 * @returns the resource with its CRD's defaults applied
 */
export function checkResource(resource: Resource, findings: Findings, version: VersionName): Resource {
  // First of all, so that no message of another check shows what this one finds.
  checkCredentials(resource, findings);
  checkNames(resource, findings);
  const hasCrd = TOOLHIVE_KINDS.includes(resource.kind);
  const spec = hasCrd ? checkSpec(resource.kind, version, resource.spec, findings) : resource.spec;
  const checked = { ...resource, spec };
  const kind: Pick<Workload, 'check'> | undefined = workloadOf(resource.kind) ?? CONFIGURATIONS.get(resource.kind);
  if (!findings.errors.length) kind?.check?.(checked, findings, behaviourOf(version));
  if (!findings.errors.length) checkOperations(checked, findings, behaviourOf(version));
  return checked;
}

/** A resource that has been read together with what it refers to, ready to be built object by object. */
export class Rendering {
  /** @param checked what `checkResource` returned, with its findings */
  static of(checked: Resource, findings: Findings, catalog: Catalog, settings: Settings): Rendering {
    const rewrite = imageRewrite(settings);
    const resource = rewrittenResource(checked, rewrite);
    if (findings.errors.length) return new Rendering(resource, findings, undefined, undefined, rewrite);
    const context = {
      catalog,
      settings: rewrittenSettings(settings),
      behaviour: behaviourOf(settings.version),
      findings,
    };
    const model = workloadOf(checked.kind)?.model(resource, context);
    if (!findings.errors.length) CONFIGURATIONS.get(checked.kind)?.checkReferences?.(resource, context);
    const rendering = new Rendering(resource, findings, model, operationsModel(resource, context), rewrite);
    rendering.checkScaled();
    if (settings.imageDigests) rendering.checkLocked();
    warnOfMovingTags(checked, settings, findings);
    return rendering;
  }

  private constructor(
    readonly resource: Resource,
    readonly findings: Findings,
    private readonly model: unknown,
    private readonly operations: OperationsModel | undefined,
    private readonly rewrite: ImageRewrite | undefined,
  ) {}

  /** One object. Not to be called when there are errors among the findings. */
  manifest(part: Part): Manifest {
    if (part.isAddedByLibrary) return manifestOf(part, this.resource, this.operations, this.rewrite);
    const manifest = manifestOf(part, this.resource, this.model, this.rewrite);
    return this.operations ? withOperations(part, manifest, this.operations) : manifest;
  }

  /** Images that the objects start when they run. Not to be called when there are errors among the findings. */
  startedImages(): string[] {
    return workloadOf(this.resource.kind)?.startedImages?.(this.model) ?? [];
  }

  private checkScaled(): void {
    if (!this.model || !this.operations || !this.operations.options.availability?.autoscale) return;
    const workload = partsOf(this.resource).find(({ id }) => id === 'Resource');
    if (workload) warnOfRequests(this.operations.options, this.manifest(workload), this.findings);
  }

  private checkLocked(): void {
    if (!this.model || this.findings.errors.length) return;
    warnOfUnlocked(this.resource, [...this.manifests().flatMap(imagesIn), ...this.startedImages()], this.findings);
  }

  /** All objects. */
  manifests(): Manifest[] {
    return partsOf(this.resource).map((part) => this.manifest(part));
  }
}

/** What a StatefulSet adds to its name in a label of its pods, "controller-revision-hash": a dash and a hash. */
const REVISION = '-0123456789'.length;

/** Names of StatefulSets, whose pods have a label and a host name with more behind it. */
function isStatefulSetName(text: string): string | undefined {
  const max = 63 - REVISION;
  if (text.length > max) {
    return `must be no longer than ${max} characters, because its pods have a label with ${REVISION} more`;
  }
  return isDnsSubdomain(text);
}

/** The longest name of a CronJob: its Jobs have eleven characters more. */
const CRON_JOB_NAME = 52;

function isCronJobName(text: string): string | undefined {
  if (text.length <= CRON_JOB_NAME) return isDnsSubdomain(text);
  return `must be no longer than ${CRON_JOB_NAME} characters, because its Jobs have names with 11 more`;
}

/** Kinds whose names are held to more than others. A Job's is a label of its pods. */
const NAME_RULES: Record<string, (name: string) => string | undefined> = {
  Service: isDnsLabelRfc1035,
  Job: isDnsLabel,
  CronJob: isCronJobName,
  StatefulSet: isStatefulSetName,
};

/** So short that whatever a table adds to it leaves a name that any object can have (test/rendering/names.test.ts). */
const LONGEST_PLAIN_NAME = 24;

function isPlainName(name: string): boolean {
  return name.length <= LONGEST_PLAIN_NAME && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** Whether the names of the objects follow from the resource's alone. */
function hasFixedParts(kind: string): boolean {
  return typeof workloadOf(kind)?.parts !== 'function';
}

/** A name that one of the objects could not have. */
function checkNames(resource: Resource, findings: Findings): void {
  const namespace = isDnsLabel(resource.namespace);
  if (namespace) findings.error('metadata.namespace', `${shown(resource.namespace)} is no namespace: ${namespace}`);
  if (isPlainName(resource.name) && hasFixedParts(resource.kind)) return;
  const own = isDnsSubdomain(resource.name);
  if (own) {
    findings.error('metadata.name', `${shown(resource.name)} is no name that Kubernetes takes: ${own}`);
    return;
  }
  const made = partsOf(resource).map((part) => ({ kind: part.kind, name: nameOf(part, resource.name) }));
  for (const { kind, name } of [...made, ...(workloadOf(resource.kind)?.madeAtRunTime?.(resource) ?? [])]) {
    const wrong = (NAME_RULES[kind] ?? isDnsSubdomain)(name);
    if (wrong) {
      findings.error(
        'metadata.name',
        `${shown(resource.name)} gives the ${kind} the name ${shown(name)}, which Kubernetes refuses: ${wrong}`,
      );
      return;
    }
  }
  const label = isLabelValue(resource.name);
  if (label && workloadOf(resource.kind)) {
    findings.error('metadata.name', `${shown(resource.name)} is used as a label, which Kubernetes refuses: ${label}`);
  }
}
