/**
 * The StatefulSet of a declared backend, equal to the one that ToolHive's proxy makes when it runs. No member has a zero
 * value: the proxy's are not stored, so that they would conflict in a server-side apply.
 */
import { backendLabels, backendSelector, targetPort } from './backend';
import { fieldPath, Findings, shown } from '../../../../findings';
import { goMap } from '../../../../go/struct';
import { isDnsSubdomain } from '../../../../kubernetes/names';
import { Container, ContainerPort, EnvVar, PodTemplate, Volume, WorkloadBody } from '../../../../kubernetes/objects';
import { JsonObject, pruned } from '../../../../plain/objects';
import { Faultless } from '../../../../plain/remembered';
import { DeclaredBackend, VolumeClaim } from '../../../../resources/construct-options';
import { Resource } from '../../../../resources/resource';
import { McpServerSpec } from '../../../../resources/spec';
import { PlatformName } from '../../../model/settings';
import { warnWithoutEffect } from '../../../model/without-effect';
import { checkSelectorLabels, checkWholePod } from '../../../pod/pod-checks';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../../../pod/pod-security';
import { withoutEmpty } from '../../../pod/pod-template-patch';
import { serverEnv } from '../../proxy/run-config';
import { GENERATION, names } from '../names';
import { MCP_CONTAINER, podPatch, variableOf } from '../pod-patch';

const OWN = { container: MCP_CONTAINER, whose: 'the MCP server' };

const POD_FIELDS = {
  metadata: 'spec.podTemplateSpec.metadata',
  volumes: 'spec.podTemplateSpec.spec',
  env: 'spec.env',
  containers: 'spec.podTemplateSpec.spec',
};

/** Members of a security context that are OpenShift's to give. */
const OF_OPENSHIFT = ['runAsUser', 'runAsGroup', 'fsGroup'];

export interface StatefulSetInput {
  readonly resource: Resource<McpServerSpec>;
  readonly backend: DeclaredBackend;
  /** The user's pod template as Go decodes it, or none. */
  readonly podTemplate: PodTemplate | undefined;
  readonly platform: PlatformName;
}

/** Body of the StatefulSet; what is wrong with its pod is reported. */
export function backendStatefulSet(input: StatefulSetInput, findings: Findings): WorkloadBody {
  const { resource, backend } = input;
  const { name, spec } = resource;
  const template = podTemplateOf(input, findings);
  warnOfUsers(spec, input.platform, findings);
  const claims = backend.volumeClaims.map((claim) => claim.name);
  checkSelectorLabels(template, backendSelector(name), findings);
  checkWholePod(template, OWN, POD_FIELDS, findings, {
    claims,
    user: spec.podTemplateSpec,
    constructOptions: resource.constructOptions,
  });
  checkClaims(backend.volumeClaims, template.spec.volumes ?? [], findings);
  return {
    metadata: { labels: backendLabels(resource) },
    spec: pruned({
      replicas: spec.backendReplicas,
      serviceName: name,
      selector: { matchLabels: backendSelector(name) },
      template,
      volumeClaimTemplates: backend.volumeClaims.map(claimTemplate),
    }),
  };
}

const NOT_DECLARED: DeclaredBackend = { probes: {}, volumeClaims: [] };

const faultless = new Faultless();

/**
 * Reports what is wrong with the pod that ToolHive's proxy is to make, which is in no object. Its image is looked at
 * in checks.ts; names that follow from the server's own are right if that one is.
 */
export function checkMadePod(input: Omit<StatefulSetInput, 'backend'>, findings: Findings): void {
  const { resource, platform } = input;
  const { podTemplateSpec, env = [], secrets = [], transport, mcpPort, serviceAccount } = resource.spec;
  const variables = env.map(({ name }) => name);
  // Each server may have its own Secrets, so only their names are checked.
  const keys = secrets.map(({ name, key, targetEnvName }) => [isDnsSubdomain(String(name)), key, targetEnvName]);
  const { leastPrivilege } = resource.constructOptions ?? {};
  const parts = [podTemplateSpec, variables, keys, transport, mcpPort, serviceAccount, platform, leastPrivilege];
  faultless.unlessKnown(JSON.stringify(parts), findings.list, () => {
    const template = podTemplateOf({ ...input, backend: NOT_DECLARED }, findings);
    checkWholePod(template, OWN, POD_FIELDS, findings, {
      user: podTemplateSpec,
      constructOptions: resource.constructOptions,
    });
  });
}

function podTemplateOf(input: StatefulSetInput, findings: Findings): PodTemplate {
  const { resource, platform } = input;
  const { metadata, spec } = podPatch({
    template: input.podTemplate,
    serviceAccount: resource.spec.serviceAccount ?? names.serverAccount(resource.name),
    secrets: resource.spec.secrets,
  });
  const annotations = { ...metadata?.annotations, [GENERATION]: String(resource.generation ?? 1) };
  const containers = spec.containers ?? [];
  const given = containers.find((container) => container.name === MCP_CONTAINER);
  const mcp = mcpContainer(given ?? { name: MCP_CONTAINER }, input, findings);
  const template = {
    metadata: { ...metadata, labels: { ...metadata?.labels, ...backendLabels(resource) }, annotations },
    spec: {
      ...spec,
      containers: given ? containers.map((c) => (c === given ? mcp : c)) : [...containers, mcp],
      restartPolicy: spec.restartPolicy ?? 'Always',
      securityContext: filled(spec.securityContext, proxyPodSecurityContext(platform), platform),
    },
  };
  return withoutEmpty(template) as PodTemplate;
}

/** The user's container with what ToolHive adds to it. */
function mcpContainer(
  given: Container,
  { resource, backend, platform }: StatefulSetInput,
  findings: Findings,
): Container {
  const { spec } = resource;
  const env = [...(given.env ?? []), ...ownEnv(spec)];
  checkTwice(env, spec, findings);
  for (const probe of Object.keys(backend.probes)) {
    if (!given[probe]) continue;
    findings.error(
      'backend',
      `${probe}: the pod template's container "${MCP_CONTAINER}" has one too; give one of them`,
    );
  }
  const mounts = backend.volumeClaims.map(({ name, mountPath }) => ({ name, mountPath }));
  return pruned({
    ...given,
    ...backend.probes,
    image: spec.image,
    args: [...(given.args ?? []), ...(spec.args ?? [])],
    env,
    ports: [...(given.ports ?? []), ...ownPorts(spec)],
    volumeMounts: [...(given.volumeMounts ?? []), ...mounts],
    securityContext: filled(given.securityContext, proxyContainerSecurityContext(platform), platform),
  });
}

/** What the user's template sets and ToolHive removes. */
function warnOfUsers({ podTemplateSpec = {} }: McpServerSpec, platform: PlatformName, findings: Findings): void {
  if (platform !== 'openshift') return;
  const { spec: pod = {} } = podTemplateSpec as Partial<PodTemplate>;
  const containers = pod.containers ?? [];
  const mcp = containers.findIndex(({ name }) => name === MCP_CONTAINER);
  const places = { '': pod, [`.containers[${mcp}]`]: containers[mcp] };
  for (const [place, { securityContext = {} } = {} as Partial<Container>] of Object.entries<
    Partial<Container> | undefined
  >(places)) {
    for (const member of OF_OPENSHIFT.filter((key) => securityContext[key] !== undefined)) {
      warnWithoutEffect(
        `spec.podTemplateSpec.spec${place}.securityContext.${member}`,
        'has no effect: OpenShift gives each namespace users and groups of its own, and ToolHive leaves them to it; drop it',
        findings,
      );
    }
  }
}

/** In order of name. Where to listen is left to the server, as ToolHive does it, unless the user sets more. */
function ownEnv({ env, transport, mcpPort = 8080 }: McpServerSpec): EnvVar[] {
  const variables = { MCP_HOST: '', ...serverEnv(env, transport, mcpPort) };
  return Object.entries(goMap<string>(variables)!).map(([name, value]) => ({ name, ...(value && { value }) }));
}

/** ToolHive names the port of an sse server only. */
function ownPorts(spec: McpServerSpec): ContainerPort[] {
  return spec.transport === 'sse' ? [{ containerPort: targetPort(spec), protocol: 'TCP' }] : [];
}

/** The given context, filled up with ToolHive's. */
function filled(given: JsonObject | undefined, own: JsonObject, platform: PlatformName): JsonObject {
  const all = Object.entries({ ...own, ...given });
  return Object.fromEntries(platform === 'openshift' ? all.filter(([key]) => !OF_OPENSHIFT.includes(key)) : all);
}

function claimTemplate({ name, spec }: VolumeClaim): JsonObject {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec };
}

function checkTwice(env: readonly EnvVar[], { secrets = [] }: McpServerSpec, findings: Findings): void {
  const all = env.map(({ name }) => name);
  const fields = new Map(secrets.map((secret, i) => variableOf(secret, i)).map(({ name, field }) => [name, field]));
  for (const name of new Set(all.filter((variable, i) => all.indexOf(variable) < i))) {
    const field = fields.get(name);
    if (field !== undefined) {
      findings.error(
        field,
        `${shown(name)} reaches container "${MCP_CONTAINER}" twice, from this Secret and from the pod template or ToolHive; drop one`,
      );
      continue;
    }
    findings.error(
      'spec.env',
      `${shown(name)} reaches container "${MCP_CONTAINER}" twice, from the pod template and from env or ToolHive; drop one`,
    );
  }
}

/** A claim and a volume of the pod must not have the same name; nor must two claims. */
function checkClaims(claims: readonly VolumeClaim[], volumes: readonly Volume[], findings: Findings): void {
  claims.forEach(({ name }, i) => {
    const isTaken = volumes.some((volume) => volume.name === name) || claims.findIndex((c) => c.name === name) < i;
    if (!isTaken) return;
    findings.error(
      `${fieldPath('backend.volumeClaims', i)}.name`,
      `${shown(name)} is the name of another volume of the pod; rename one`,
    );
  });
}
