/**
 * What ToolHive's operator and proxy refuse in an MCPServer although its schema allows it.
 * Source: ToolHive cmd/thv-operator/controllers/mcpserver_runconfig.go (validateRunConfig) and package permissions.
 */
import { declaredBackend } from './declared-backend/backend';
import { checkBackend } from './declared-backend/checks';
import { RESTARTED_AT } from './names';
import { variableOf } from './pod-patch';
import { Findings, fieldPath, shown } from '../../../findings';
import { checkRedisAddress } from '../../../kubernetes/redis-address';
import { decodeTyped } from '../../../kubernetes/typed';
import { JsonObject } from '../../../plain/objects';
import { Faultless } from '../../../plain/remembered';
import { Resource } from '../../../resources/resource';
import { McpExternalAuthConfigSpec, McpServerSpec } from '../../../resources/spec';
import { Volume } from '../../../resources/spec/mcpserver';
import { EnvItem } from '../../../resources/spec/shared';
import { Context } from '../../model/workload';
import { checkContainerResources } from '../../pod/container-resources';
import { checkContainerImages, checkImage, checkResourceOverrides } from '../../pod/pod-checks';
import { warnOfExternalAuthWithoutEffect } from '../../policies/auth/external-auth-config';
import { checkInlineAuthz } from '../../policies/authz/inline';
import { checkRateLimits } from '../proxy/rate-limits';

export function checkServer(resource: Resource<McpServerSpec>, findings: Findings): void {
  const { spec, annotations, generation, constructOptions = {} } = resource;
  const backend = declaredBackend(constructOptions);
  if (backend) checkBackend(resource, backend, findings);
  if (generation !== undefined && !(Number.isInteger(generation) && generation >= 1)) {
    findings.error('metadata.generation', `${shown(generation)} must be a whole number of at least 1`);
  }
  if (annotations?.[RESTARTED_AT]) {
    findings.warning(
      'restart-annotation-ignored',
      fieldPath('metadata.annotations', RESTARTED_AT),
      'is a request to a running operator and has no effect here; restart with kubectl rollout restart',
    );
  }
  checkImage(spec.image, 'spec.image', findings);
  checkContainerResources(spec.resources, findings);
  checkEnv(spec.env, findings);
  checkSecretNames(spec, findings);
  warnOfOverwritten(spec, findings);
  checkVolumes(spec.volumes, findings);
  checkInlineAuthz(spec, findings);
  checkRedisAddress(spec.sessionStorage?.address, 'spec.sessionStorage.address', findings);
  checkRateLimits(spec.rateLimiting, 'spec.rateLimiting', findings);
  checkResourceOverrides(spec.resourceOverrides, findings);
  if (spec.podTemplateSpec) checkTemplate(spec.podTemplateSpec, findings);
}

const faultless = new Faultless();

function checkTemplate(template: JsonObject, findings: Findings): void {
  faultless.unlessKnown(JSON.stringify(template), findings.list, () => {
    const { spec } = decodeTyped('PodTemplateSpec', template, 'spec.podTemplateSpec', findings);
    checkContainerImages(spec, 'spec.podTemplateSpec.spec', findings);
  });
}

/** Variables that ToolHive sets over the user's. Source: ToolHive pkg/runtime/setup.go, pkg/environment/environment.go. */
const OVERWRITTEN = ['MCP_TRANSPORT', 'MCP_PORT', 'FASTMCP_PORT', 'MCP_HOST'];

/** Those that a server behind stdio keeps, and has no use for. */
const PORTS = ['MCP_PORT', 'FASTMCP_PORT'];

function warnOfOverwritten({ env = [], secrets = [], transport }: McpServerSpec, findings: Findings): void {
  const warn = (field: string, name: string, why: string) =>
    findings.warning('env-overwritten', field, `${shown(name)} ${why}; drop it`);
  const listensNowhere = 'says where a server listens, and one behind stdio listens nowhere';
  env.forEach(({ name }, i) => {
    if (!OVERWRITTEN.includes(name)) return;
    const why =
      transport === 'stdio' && name !== 'MCP_TRANSPORT'
        ? listensNowhere
        : 'is set by ToolHive itself, by transport and mcpPort, over what is given here';
    warn(`${fieldPath('spec.env', i)}.name`, name, why);
  });
  // What ToolHive sets itself and a Secret too is refused with the whole pod.
  secrets.forEach((secret, i) => {
    const { name, field } = variableOf(secret, i);
    if (transport === 'stdio' && PORTS.includes(name)) warn(field, name, listensNowhere);
  });
}

function checkEnv(env: readonly EnvItem[] | undefined, findings: Findings): void {
  (env ?? []).forEach(({ name, value }, i) => {
    const at = fieldPath('spec.env', i);
    if (!name) {
      findings.error(`${at}.name`, 'must not be empty');
    } else if (/[=\n\r]/.test(name)) {
      findings.error(`${at}.name`, `${shown(name)} contains "=" or a line break; ToolHive refuses it`);
    }
    if (/[\n\r]/.test(value)) {
      findings.error(
        `${at}.value`,
        `the value of ${shown(name)} contains a line break, which ToolHive refuses; put it into a Secret or a mounted file`,
      );
    }
  });
}

/** The API server refuses a pod that has a variable twice, long after the operator has accepted the server. */
function checkSecretNames({ env = [], secrets = [] }: McpServerSpec, findings: Findings): void {
  const givenBy = new Map(env.map(({ name }, i) => [name, fieldPath('spec.env', i)]));
  secrets.forEach((secret, i) => {
    const { name, field } = variableOf(secret, i);
    const other = givenBy.get(name);
    if (!other) {
      givenBy.set(name, fieldPath('spec.secrets', i));
    } else {
      findings.error(
        field,
        `${shown(name)} is the variable of ${other} too; drop one, or give this one another targetEnvName`,
      );
    }
  });
}

/** How a RunConfig writes one of `spec.volumes`. */
export function runConfigVolume({ hostPath, mountPath, readOnly }: Volume): string {
  return `${hostPath}:${mountPath}${readOnly ? ':ro' : ''}`;
}

function checkVolumes(volumes: readonly Volume[] | undefined, findings: Findings): void {
  (volumes ?? []).forEach((volume, i) => {
    for (const field of ['hostPath', 'mountPath'] as const) {
      const path = volume[field];
      const wrong =
        (!path && 'must not be empty') ||
        (path.includes(':') && `${shown(path)} contains a colon`) ||
        (/[$&;|`\0]/.test(path) && `${shown(path)} contains a character that ToolHive refuses in paths ($ & ; | \`)`);
      if (wrong) findings.error(`${fieldPath('spec.volumes', i)}.${field}`, `${wrong}; give a plain absolute path`);
    }
  });
}

const VIRTUAL_SERVER = 'a VirtualMCPServer does it, for the members of its group';

/** Who does what the operator takes on an MCPServer without doing anything with it. */
const DONE_BY = {
  headerInjection: VIRTUAL_SERVER,
  upstreamInject: VIRTUAL_SERVER,
  xaa: VIRTUAL_SERVER,
  bearerToken: 'an MCPRemoteProxy does it, in front of a remote server',
};

/** Reports outbound credentials that a server can't use: silently dropped by the operator, or never rolled out. */
export function checkExternalAuth(
  config: Resource<McpExternalAuthConfigSpec>,
  server: Resource<McpServerSpec>,
  context: Context,
): void {
  const { findings } = context;
  warnOfExternalAuthWithoutEffect(config, server, DONE_BY, context);
  if (config.spec.type === 'awsSts') {
    findings.error(
      'spec.externalAuthConfigRef',
      `MCPExternalAuthConfig ${shown(config.name)} is of type "awsSts", which signs requests to a remote URL; an MCPServer has none, use an MCPRemoteProxy`,
    );
  }
}
