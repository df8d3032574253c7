/** Virtual servers and embedding servers. Composite tools are in composite-tool.ts. */
import { compositeTool } from './composite-tool';
import { embeddedAuthServer } from './external-auth';
import { KindTable, Props } from './kind-table';
import { authz, notEmpty } from './policies';
import { oidc, podTemplate, rateLimiting, sessionStorage, telemetry, OidcUser, withResourceUrl } from './servers';
import { JsonObject } from '../../plain/objects';
import { VMCP_PORT } from '../../rendering/gateway/virtual-mcp-server/names';
import { call, Expression, member, object, scalar } from '../expression';
import { Fields, struct } from '../fields';

export const virtualServer: KindTable = {
  construct: 'VirtualMcpServer',
  suffix: 'virtual-server',
  always: ['groupRef', 'incomingAuth.type'],
  complete,
  props: (spec, constructOptions) => ({
    group: spec.reference('groupRef', 'MCPGroup'),
    discovery: constructOptions.discovery === 'cluster' ? member('MemberDiscovery', 'CLUSTER') : undefined,
    oidc: spec.nested('incomingAuth', (auth) => (auth.raw('type') === 'oidc' ? oidc(auth) : undefined)),
    authz: spec.nested('incomingAuth', authz),
    authServer: spec.nested('authServerConfig', embeddedAuthServer),
    authServerUpstreamFilter: spec.data('authServerUpstreamFilter'),
    outgoingAuth: spec.nested('outgoingAuth', outgoingAuth),
    passthroughHeaders: spec.data('passthroughHeaders'),
    ...configured(spec),
    telemetry: telemetry(spec),
    sessionStorage: sessionStorage(spec),
    replicas: spec.data('replicas'),
    serviceType: spec.choice('serviceType', 'ServiceType'),
    sessionAffinity: spec.choice('sessionAffinity', 'SessionAffinity'),
    serviceAccount: spec.serviceAccount('serviceAccount'),
    imagePullSecrets: spec.secrets('imagePullSecrets'),
    podTemplateSpec: podTemplate(spec),
  }),
};

function complete(spec: JsonObject, name: string, namespace: string): JsonObject {
  const incomingAuth = spec.incomingAuth as OidcUser | undefined;
  const url = withResourceUrl(incomingAuth ?? {}, { name, namespace, port: VMCP_PORT });
  return incomingAuth ? { ...spec, incomingAuth: { ...incomingAuth, ...url } } : spec;
}

function outgoingAuth(auth: Fields): Expression | undefined {
  const source: string = auth.raw('source') ?? '';
  if (!['discovered', 'inline'].includes(source)) return undefined;
  const options = object({
    default: auth.nested('default', backendAuth),
    backends: membersOf(auth, 'backends', (backend) => backendAuth(backend), 'auth'),
  });
  return call('OutgoingAuth', source, notEmpty(options));
}

function backendAuth(auth: Fields): Expression | undefined {
  if (auth.raw('type') === 'discovered') return call('BackendAuth', 'discovered');
  const config = auth.reference('externalAuthConfigRef', 'MCPExternalAuthConfig');
  return config && call('BackendAuth', 'externalAuth', config);
}

/** A map from names of members as a list of `{ member, … }`. */
function membersOf(
  fields: Fields,
  key: string,
  code: (value: Fields) => Expression | undefined,
  as: string,
): Expression | undefined {
  return fields.nested(key, (all) => {
    const items = all
      .keys()
      .map((name) => struct({ member: all.references.member(name), [as]: all.nested(name, code) }, as));
    return items.every((item) => item !== undefined) ? { type: 'list', items } : undefined;
  });
}

/** The file of a virtual server's configuration. */
function configured(spec: Fields): Props {
  let props: Props = {};
  spec.nested('config', (fields) => {
    props = {
      aggregation: fields.nested('aggregation', aggregation),
      compositeTools: fields.each('compositeTools', (tool) => {
        const options = compositeTool(tool);
        return struct({ name: tool.data('name'), ...options }, 'name', 'description', 'steps');
      }),
      compositeToolRefs: fields.items('compositeToolRefs', ({ name }) =>
        fields.references.resource('VirtualMCPCompositeToolDefinition', name),
      ),
      optimizer: optimizerOf(spec, fields),
      codeMode: fields.nested('codeMode', (mode) =>
        mode.raw('enabled') === true
          ? object({
              stepLimit: mode.data('stepLimit'),
              parallelMaxConcurrency: mode.data('parallelMaxConcurrency'),
              toolCallTimeout: mode.duration('toolCallTimeout'),
            })
          : undefined,
      ),
      operational: fields.nested('operational', operational),
      audit: fields.nested('audit', (audit) => (audit.raw('enabled') === true ? auditOptions(audit) : undefined)),
      rateLimiting: rateLimiting(fields),
    };
    return undefined;
  });
  return props.optimizer ? props : { ...props, optimizer: embeddingServerOf(spec) };
}

function auditOptions(audit: Fields): Expression {
  const names = audit.keys().filter((name) => name !== 'enabled');
  return object(Object.fromEntries(names.map((name) => [name, audit.data(name)])));
}

function aggregation(fields: Fields): Expression | undefined {
  const method: string = fields.raw('conflictResolution') ?? 'prefix';
  const options = {
    tools: fields.each('tools', (tool) =>
      struct(
        {
          member: tool.from('workload', (name) => tool.references.member(name)),
          toolConfig: tool.reference('toolConfigRef', 'MCPToolConfig'),
          filter: tool.data('filter'),
          overrides: tool.data('overrides'),
          excludeAll: tool.data('excludeAll'),
        },
        'member',
      ),
    ),
    excludeAllTools: fields.data('excludeAllTools'),
    defaultToolVisibility: fields.choice('defaultToolVisibility', 'ToolVisibility'),
  };
  let [prefixFormat, order]: (Expression | undefined)[] = [];
  fields.nested('conflictResolutionConfig', (resolution) => {
    prefixFormat = resolution.data('prefixFormat');
    order = resolution.items('priorityOrder', (name) => fields.references.member(name));
    return undefined;
  });
  if (method === 'prefix') return call('Aggregation', 'prefix', notEmpty(object({ prefixFormat, ...options })));
  if (method === 'manual') return call('Aggregation', 'manual', object(options));
  return order && call('Aggregation', 'priority', order, notEmpty(object(options)));
}

function optimizerOptions(optimizer: Fields): Props {
  return {
    maxToolsToReturn: optimizer.data('maxToolsToReturn'),
    hybridSearchSemanticRatio: optimizer.numberText('hybridSearchSemanticRatio'),
    semanticDistanceThreshold: optimizer.numberText('semanticDistanceThreshold'),
    embeddingServiceTimeout: optimizer.duration('embeddingServiceTimeout'),
  };
}

function optimizerOf(spec: Fields, fields: Fields): Expression | undefined {
  return fields.nested('optimizer', (found) => {
    const options = optimizerOptions(found);
    const service = found.data('embeddingService');
    if (found.raw('embeddingProvider') === 'openai') {
      const own = { embeddingModel: found.data('embeddingModel'), embeddingHeaders: found.data('embeddingHeaders') };
      const all = struct({ embeddingService: service, ...own, ...options }, 'embeddingService', 'embeddingModel');
      return all && call('Optimizer', 'openAi', all);
    }
    if (service) return call('Optimizer', 'textEmbeddingsInference', service, notEmpty(object(options)));
    return embeddingServerOf(spec, notEmpty(object(options)));
  });
}

function embeddingServerOf(spec: Fields, options?: Expression): Expression | undefined {
  const server = spec.reference('embeddingServerRef', 'EmbeddingServer');
  return server && call('Optimizer', 'embeddingServer', server, options);
}

function operational(fields: Fields): Expression | undefined {
  return notEmpty(
    object({
      debug: fields.raw('logLevel') === 'debug' ? scalar(true) : undefined,
      timeouts: fields.nested('timeouts', (timeouts) =>
        object({
          default: timeouts.duration('default'),
          perWorkload: timeouts.nested('perWorkload', (each) => {
            const items = each
              .keys()
              .map((name) => struct({ member: each.references.member(name), timeout: each.duration(name) }, 'timeout'));
            return items.every((item) => item !== undefined) ? { type: 'list', items } : undefined;
          }),
          backendInit: timeouts.duration('backendInit'),
        }),
      ),
      failureHandling: fields.nested('failureHandling', (handling) =>
        object({
          healthCheckInterval: handling.duration('healthCheckInterval'),
          healthCheckTimeout: handling.duration('healthCheckTimeout'),
          unhealthyThreshold: handling.data('unhealthyThreshold'),
          statusReportingInterval: handling.duration('statusReportingInterval'),
          partialFailureMode: handling.choice('partialFailureMode', 'PartialFailureMode'),
          circuitBreaker: handling.nested('circuitBreaker', (breaker) =>
            breaker.raw('enabled') === true
              ? object({ failureThreshold: breaker.data('failureThreshold'), timeout: breaker.duration('timeout') })
              : undefined,
          ),
        }),
      ),
      listChanged: fields.nested('listChanged', (changed) =>
        object({
          enabled: changed.data('enabled'),
          disabledMembers: changed.items('disabledWorkloads', (name) => changed.references.member(name)),
        }),
      ),
    }),
  );
}

export const embeddingServer: KindTable = {
  construct: 'EmbeddingServer',
  suffix: 'embedding-server',
  props: (spec) => {
    const env = spec.byName('env', 'name', (item) =>
      item.from('value', (value) => call('EnvValue', 'fromValue', scalar(value))),
    );
    return {
      model: spec.data('model'),
      image: spec.data('image'),
      imagePullPolicy: spec.choice('imagePullPolicy', 'ImagePullPolicy'),
      port: spec.data('port'),
      args: spec.data('args'),
      env: env && spec.commented('env', object(env)),
      hfToken: spec.secretValue('hfTokenSecretRef'),
      modelCache: spec.nested('modelCache', (cache) =>
        cache.raw('enabled') === false
          ? undefined
          : object({
              size: cache.size('size'),
              accessMode: cache.choice('accessMode', 'PersistentVolumeAccessMode'),
              storageClassName: cache.data('storageClassName'),
            }),
      ),
      resources: spec.resources('resources'),
      replicas: spec.data('replicas'),
      podTemplateSpec: podTemplate(spec),
      resourceOverrides: spec.nested('resourceOverrides', (all) =>
        notEmpty(
          object({
            statefulSet: all.data('statefulSet'),
            service: all.data('service'),
            persistentVolumeClaim: all.data('persistentVolumeClaim'),
          }),
        ),
      ),
    };
  },
};
