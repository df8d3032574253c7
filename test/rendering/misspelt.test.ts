/** What the compiler makes of a misspelt name: no renderer, check or option takes one. `tsc` runs it; jest only loads it. */
import { Peer } from '../../src/kubernetes/objects';
import { registryCatalog } from '../../src/rendering/catalog/registry-catalog';
import { checkCompositeToolDefinition } from '../../src/rendering/gateway/composite-tools/composite-tool';
import { embeddingServer } from '../../src/rendering/gateway/embedding-server/embedding-server';
import { virtualMcpServer } from '../../src/rendering/gateway/virtual-mcp-server/virtual-mcp-server';
import { Workload } from '../../src/rendering/model/workload';
import { OperationsModel, optionPart } from '../../src/rendering/operations/model';
import { autoscalerSpec, disruptionBudgetSpec } from '../../src/rendering/operations/objects/availability';
import { serviceMonitorSpec } from '../../src/rendering/operations/objects/monitoring';
import { NetworkPolicySpec } from '../../src/rendering/operations/objects/network-policy';
import { serverOf } from '../../src/rendering/operations/servers';
import { toolhiveOperator } from '../../src/rendering/operator/operator';
import { checkExternalAuthConfig } from '../../src/rendering/policies/auth/external-auth-config';
import { checkOidcConfig } from '../../src/rendering/policies/auth/oidc';
import { checkAuthzConfig } from '../../src/rendering/policies/authz/authz-config';
import { checkTelemetryConfig } from '../../src/rendering/policies/telemetry';
import { checkToolConfig } from '../../src/rendering/policies/tools';
import { checkWebhookConfig } from '../../src/rendering/policies/webhooks';
import { registryApi } from '../../src/rendering/registry/api/registry-api';
import { mcpRegistry } from '../../src/rendering/registry/mcp-registry/mcp-registry';
import { mcpRemoteProxy } from '../../src/rendering/servers/mcp-remote-proxy/mcp-remote-proxy';
import { mcpServer } from '../../src/rendering/servers/mcp-server/mcp-server';
import { checkServerEntry } from '../../src/rendering/servers/mcp-server-entry';
import { ConstructOptions } from '../../src/resources/construct-options';
import { Catalog } from '../../src/resources/resource';

/** What a renderer takes for the spec of its kind. */
type SpecOf<W> = W extends Workload<any, infer Spec> ? Spec : never;
/** What a check takes for it. */
type Checked<Check extends (resource: any, ...others: any[]) => void> = Parameters<Check>[0]['spec'];

/** A line that compiles all the same would make the comment before it an error. */
test.each<[string, (read: (...values: unknown[]) => void) => void]>([
  [
    'in the spec that a renderer of servers reads',
    (read) => {
      const specs = {} as {
        mcpServer: SpecOf<typeof mcpServer>;
        mcpRemoteProxy: SpecOf<typeof mcpRemoteProxy>;
        virtualMcpServer: SpecOf<typeof virtualMcpServer>;
        embeddingServer: SpecOf<typeof embeddingServer>;
      };
      // @ts-expect-error -- sessionStorage
      read(specs.mcpServer?.sesionStorage);
      // @ts-expect-error -- remoteUrl
      read(specs.mcpRemoteProxy?.remoteURL);
      // @ts-expect-error -- incomingAuth
      read(specs.virtualMcpServer?.incomingAuht);
      // @ts-expect-error -- image
      read(specs.embeddingServer?.imgae);
    },
  ],
  [
    'in the spec that a renderer of registries or the operator reads',
    (read) => {
      const specs = {} as {
        mcpRegistry: SpecOf<typeof mcpRegistry>;
        registryApi: SpecOf<typeof registryApi>;
        registryCatalog: SpecOf<typeof registryCatalog>;
        toolhiveOperator: SpecOf<typeof toolhiveOperator>;
      };
      // @ts-expect-error -- configYAML
      read(specs.mcpRegistry?.configYaml);
      // @ts-expect-error -- migration
      read(specs.registryApi?.migraton);
      // @ts-expect-error -- catalogs
      read(specs.registryCatalog?.catalog);
      // @ts-expect-error -- storageVersionMigrator
      read(specs.toolhiveOperator?.storageVersionMigrater);
    },
  ],
  [
    'in the spec that the check of a configuration kind reads',
    (read) => {
      const specs = {} as {
        authz: Checked<typeof checkAuthzConfig>;
        externalAuth: Checked<typeof checkExternalAuthConfig>;
        oidc: Checked<typeof checkOidcConfig>;
        entry: Checked<typeof checkServerEntry>;
        telemetry: Checked<typeof checkTelemetryConfig>;
        tools: Checked<typeof checkToolConfig>;
        webhooks: Checked<typeof checkWebhookConfig>;
        compositeTool: Checked<typeof checkCompositeToolDefinition>;
      };
      // @ts-expect-error -- config
      read(specs.authz?.cofnig);
      // @ts-expect-error -- awsSts
      read(specs.externalAuth?.awsSTS);
      // @ts-expect-error -- inline
      read(specs.oidc?.inlined);
      // @ts-expect-error -- caBundleRef
      read(specs.entry?.caBundle);
      // @ts-expect-error -- prometheus
      read(specs.telemetry?.promeheus);
      // @ts-expect-error -- toolsFilter
      read(specs.tools?.toolFilter);
      // @ts-expect-error -- validating
      read(specs.webhooks?.validation);
      // @ts-expect-error -- steps
      read(specs.compositeTool?.stesp);
    },
  ],
  [
    'in the spec of what a reference leads to, and of a kind that is not known',
    (read) => {
      const catalog = { resource: () => undefined } as unknown as Catalog;
      // @ts-expect-error -- prometheus
      read(catalog.resource('MCPTelemetryConfig', 'ns', 'n')?.spec.promeheus);
      // @ts-expect-error -- nothing is known of it
      read(catalog.resource('MCPServer' as string, 'ns', 'n')?.spec.image);
    },
  ],
  [
    'in what constructs say beside the spec',
    (read) => {
      // @ts-expect-error -- exposure
      const wrong: ConstructOptions = { exposre: {} };
      const options: ConstructOptions = {};
      // @ts-expect-error -- availability
      read(wrong, options.availabilty);
      // @ts-expect-error -- minAvailable
      read(options.availability?.minAvailble);
      // @ts-expect-error -- exposeViaIngress
      read(options.exposure?.exposeViaIngres);
      // @ts-expect-error -- hostnames
      read(options.exposure?.exposeViaHttpRoute?.hostNames);
      // @ts-expect-error -- interval
      read(options.monitoring?.intervall);
      // @ts-expect-error -- externalHosts
      read(options.network?.externalHost);
      // @ts-expect-error -- volumeClaims
      read(options.backend?.volumes);
    },
  ],
  [
    'in what operations read',
    (read) => {
      const model = {} as Partial<OperationsModel>;
      // @ts-expect-error -- sessionAffinity
      read(model.resource?.spec.sesionAffinity);
      // @ts-expect-error -- servicePort
      read(model.server?.servicesPort);
      // @ts-expect-error -- callers
      read(model.topology?.caller);
      const part = optionPart({
        id: 'Ingress',
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        name: (name) => name,
        option: ({ exposure }) => exposure?.exposeViaIngress,
        // @ts-expect-error -- className
        body: ({ classname }) => ({ spec: { classname } }),
      });
      // @ts-expect-error -- the kind and the spec of a server
      read(part, () => serverOf({ kind: 'MCPServr', name: 'n', namespace: 'ns', spec: {} }));
    },
  ],
  [
    'in the objects that operations make',
    (read) => {
      const scale = { minReplicas: 1, maxReplicas: 2, cpuUtilization: 70, memoryUtilization: 0 };
      // @ts-expect-error -- minReplicas
      read(autoscalerSpec('w', scale).minReplica);
      // @ts-expect-error -- unhealthyPodEvictionPolicy
      read(disruptionBudgetSpec(1, {}).unhealthyPodPolicy);
      // @ts-expect-error -- endpoints
      read(serviceMonitorSpec({}).endpoint);
      // @ts-expect-error -- policyTypes
      const policy: NetworkPolicySpec = { podSelector: {}, policyType: ['Egress'] };
      // @ts-expect-error -- namespaceSelector
      const peer: Peer = { nameSpaceSelector: {} };
      read(policy, peer);
    },
  ],
])('a misspelt name does not compile %s', (_, readsThem) => {
  const read = jest.fn();
  readsThem(read);
  expect(read).toHaveBeenCalled();
});
