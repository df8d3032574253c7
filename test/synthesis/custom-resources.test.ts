import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv, { ValidateFunction } from 'ajv';
import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { everything } from '../../scripts/judges/app';
import {
  DeployTarget,
  EmbeddingServer,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  McpTools,
  McpTransport,
  PermissionProfile,
  PodSecurity,
  PodTemplate,
  RegistryApi,
  RegistryAuth,
  RegistryConfig,
  RegistryDatabase,
  RegistrySource,
  Toolhive,
  ToolhiveChart,
  ToolhiveVersion,
  VirtualMcpServer,
} from '../../src';
import { Findings } from '../../src/findings';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { isToolhive } from '../../src/manifests/to-resource';
import { Obj } from '../../src/plain/objects';
import { CONFIG_HASH } from '../../src/rendering/model/checksums';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { checkSpec } from '../../src/resources/schema';
import { settingsOf } from '../../src/synthesis/scope-settings';
import { shared } from '../shared';
import { chartIn, objects } from '../util';
import { objectsIn } from '../yaml';

const target = DeployTarget.CUSTOM_RESOURCES;
const image = 'registry.example.com/mcp:1';

test('a server is its custom resource, with what the props say and no more', () => {
  const chart = chartIn(undefined, { target, podSecurity: PodSecurity.OPERATOR });
  new McpServer(chart, 's', { image, proxyPort: 8081 });
  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'toolhive.stacklok.dev/v1beta1',
      kind: 'MCPServer',
      metadata: { name: 's', namespace: 'ns' },
      spec: { image, proxyPort: 8081 },
    },
  ]);
});

test('null in a pod template stays: in a merge patch it takes something away', () => {
  const chart = chartIn(undefined, { target: DeployTarget.CUSTOM_RESOURCES });
  const containers = [{ name: 'toolhive', livenessProbe: null }];
  new McpRemoteProxy(chart, 'r', {
    remoteUrl: 'https://mcp.example.com',
    podTemplateSpec: PodTemplate.fromJson({ spec: { containers } }),
  });
  expect(objects(chart)['MCPRemoteProxy/r'].spec.podTemplateSpec.spec.containers[0]).toHaveProperty(
    'livenessProbe',
    null,
  );
});

test('references stay references', () => {
  const chart = chartIn(undefined, { target });
  const group = new McpGroup(chart, 'g');
  new McpServer(chart, 's', { image, group, tools: McpTools.allow('read') });
  const made = objects(chart);
  expect(Object.keys(made).sort()).toEqual(['MCPGroup/g', 'MCPServer/s', 'MCPToolConfig/s-tools']);
  expect(made['MCPServer/s'].spec).toMatchObject({ groupRef: { name: 'g' }, toolConfigRef: { name: 's-tools' } });
  expect(made['MCPGroup/g'].spec).toEqual({});
});

test('the target of the nearest scope holds: app, chart or one construct', () => {
  const app = Testing.app();
  Toolhive.configure(app, { target });
  const back = new ToolhiveChart(app, 'back', { namespace: 'ns', target: DeployTarget.WORKLOADS });
  new McpServer(back, 'a', { image });
  const chart = new ToolhiveChart(app, 'chart', { namespace: 'ns' });
  new McpServer(chart, 'b', { image });
  expect(Object.keys(objects(chart))).toEqual(['MCPServer/b']);
  expect(Object.keys(objects(back))).toContain('Deployment/a');
});

test('what has no custom resource is there all the same', () => {
  const chart = chartIn(undefined, { target });
  const database = RegistryDatabase.pgpass({
    host: 'postgres',
    database: 'registry',
    user: 'app',
    pgpass: { secret: kplus.Secret.fromSecretName(chart, 'pgpass', 'pgpass'), key: 'pgpass' },
  });
  const config = RegistryConfig.fromParts({
    sources: [RegistrySource.managed({ name: 'own' })],
    database,
    auth: RegistryAuth.anonymous(),
  });
  const registry = new RegistryApi(chart, 'r', { config });
  expect(registry.deployment.kind).toBe('Deployment');
});

test('objects that the operator makes are undefined, and the custom resource is the default child', () => {
  const chart = chartIn(undefined, { target });
  const server = new McpServer(chart, 's', { image, transport: McpTransport.SSE });
  expect([server.deployment, server.service, server.statefulSet]).toEqual([undefined, undefined, undefined]);
  expect(server.node.defaultChild).toMatchObject({ kind: 'MCPServer' });
  expect(new EmbeddingServer(chart, 'e').statefulSet).toBeUndefined();
});

test('fails with what a custom resource has no way to say', () => {
  const chart = chartIn(undefined, { target, toolhiveVersion: ToolhiveVersion.V0_44_0 });
  const permissionProfile = PermissionProfile.allow({ allowHost: ['example.com'] });
  expect(() => new McpServer(chart, 's', { image, permissionProfile })).toThrow(
    "permissionProfile: ToolHive's operator can't read a profile from a ConfigMap",
  );
});

test('what is known by name alone may be in the cluster, unlike without an operator', () => {
  const withImports = (props: object): Chart => {
    const chart = chartIn(undefined, props);
    const config = McpOidcConfig.fromMcpOidcConfigName(chart, 'oidc', 'sso');
    new McpRemoteProxy(chart, 'p', {
      remoteUrl: 'https://mcp.example.com/mcp',
      oidc: { config },
      externalAuth: McpExternalAuthConfig.fromMcpExternalAuthConfigName(chart, 'auth', 'token'),
    });
    new VirtualMcpServer(chart, 'v', { group: McpGroup.fromMcpGroupName(chart, 'group', 'tools') });
    return chart;
  };
  const chart = withImports({ target });
  expect(objects(chart)['MCPRemoteProxy/p'].spec).toMatchObject({
    oidcConfigRef: { name: 'sso' },
    externalAuthConfigRef: { name: 'token' },
  });
  expect(chart.node.root.node.findAll().flatMap((c) => c.node.validate())).toEqual([]);
  expect(() => objects(withImports({}))).toThrow('there is no MCPOIDCConfig "sso"');
});

test('inherited pull secrets stand in the resource, for an operator that may not know them', () => {
  const app = Testing.app();
  const chart = chartIn(app, {
    target,
    podSecurity: PodSecurity.OPERATOR,
    imagePullSecrets: [kplus.Secret.fromSecretName(app, 'regcred', 'regcred')],
  });
  const own = [kplus.Secret.fromSecretName(app, 'own', 'own')];
  new McpServer(chart, 's', { image, imagePullSecrets: own });
  new EmbeddingServer(chart, 'e');
  const made = objects(chart);
  expect(made['MCPServer/s'].spec.resourceOverrides).toEqual({
    proxyDeployment: { imagePullSecrets: [{ name: 'own' }, { name: 'regcred' }] },
  });
  expect(made['EmbeddingServer/e'].spec.podTemplateSpec.spec.imagePullSecrets).toEqual([{ name: 'regcred' }]);
});

const EXAMPLES = resolve(__dirname, '../../examples');

test('images come from the mirror, the one that nobody named among them', () => {
  const chart = chartIn(undefined, { target, imageRegistry: 'mirror.example.com' });
  new McpServer(chart, 's', { image });
  new EmbeddingServer(chart, 'e');
  const made = objects(chart);
  expect(made['MCPServer/s'].spec.image).toBe('mirror.example.com/mcp:1');
  expect(made['EmbeddingServer/e'].spec.image).toBe(
    'mirror.example.com/huggingface/text-embeddings-inference:cpu-latest',
  );
});

/** Apps to emit both ways. */
const APPS: [string, (app: App) => void][] = [
  ...readdirSync(EXAMPLES)
    // A profile with hosts is nothing that the operator can read.
    .filter((file) => file.endsWith('.ts') && !['main.ts', 'isolated.ts'].includes(file))
    .map((file): [string, (app: App) => void] => {
      const [build] = Object.values<(app: App) => void>(jest.requireActual(join(EXAMPLES, file)));
      return [file, build];
    }),
  ['of all that the judges see', (app) => everything(app, true)],
];

function synthesized(build: (app: App) => void, to: DeployTarget): App {
  const app = Testing.app();
  Toolhive.configure(app, { target: to });
  build(app);
  return app;
}

const idOf = ({ apiVersion, kind, metadata }: Obj) => [apiVersion, kind, metadata.namespace, metadata.name].join(' ');

const generationOf = ({ metadata: { name } }: Obj) => name.startsWith('everything-') && { generation: 2 };

/** What an operator with a chart's settings would make of all custom resources of the app. */
function renderedFor(chart: Chart, manifests: readonly Obj[]): Map<string, Obj> {
  // The cluster counts generations; a construct is told which one to write.
  const counted = (value: Obj) => ({ ...value, metadata: { ...value.metadata, ...generationOf(value) } });
  const documents = manifests.flatMap((value, i) => readManifests(JSON.stringify(counted(value)), `manifest ${i}`));
  const { documents: made, problems } = renderManifests(documents, {
    namespace: 'default',
    settings: settingsOf(chart).rendering,
    discovery: 'static',
  });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const all: readonly Obj[] = made.flatMap(({ document, manifests: m = [document.value] }): readonly Obj[] => m);
  return new Map(all.map((o) => [idOf(o), o]));
}

describe.each(APPS)('the app %s', (_, build) => {
  const custom = synthesized(build, target);
  const emitted = custom.charts.flatMap((chart) => Testing.synth(chart));

  test('rendered from its custom resources, is what it is without an operator, but for the Roles, which grant less, and the wait at the end', () => {
    for (const chart of synthesized(build, DeployTarget.WORKLOADS).charts) {
      const rendered = renderedFor(chart, emitted);
      for (const object of Testing.synth(chart)) {
        const same = rendered.get(idOf(object));
        if (object.kind === 'Role') expect(rightsOf(same!)).toEqual(expect.arrayContaining(rightsOf(object)));
        else expect(withoutWait(withoutEmpty(same))).toEqual(withoutWait(withoutEmpty(object)));
      }
    }
  });

  test('says what the tables of the CRDs know, and no more', () => {
    for (const resource of emitted.filter(isToolhive)) {
      const findings = new Findings();
      checkSpec(resource.kind, DEFAULT_VERSION, resource.spec, findings);
      expect([idOf(resource), findings.errors]).toEqual([idOf(resource), []]);
    }
  });

  const crds = shared('toolhive-0.63.0/crds');
  crds.tests("in the eyes of ToolHive's own schemas", () => {
    test('has no field that they do not know', () => {
      const validators = crdValidators(crds.files);
      for (const resource of emitted.filter(isToolhive)) {
        const validate = validators.get(`${resource.kind} ${resource.apiVersion}`)!;
        expect([idOf(resource), validate(resource), validate.errors]).toEqual([idOf(resource), true, null]);
      }
    });
  });
});

/**
 * cdk8s drops what is null. An MCPRegistry's hash is one of its spec, into which inherited pull secrets are written for
 * the operator.
 */
function withoutEmpty(value: unknown): [Obj] {
  const isDropped = (key: string, member: unknown) => member === null || key === CONFIG_HASH;
  return JSON.parse(
    JSON.stringify([value], (key, member) => {
      if (Array.isArray(member)) return member.filter((item) => !isSecretHeader(item));
      return isDropped(key, member) ? undefined : member;
    }),
  );
}

/** Only constructs have proxies wait before they stop. Kubernetes itself gives a pod 30 seconds for it. */
function withoutWait([object]: [Obj]): Obj {
  const pod = object.kind === 'Deployment' && object.spec.template.spec;
  if (!pod) return object;
  pod.terminationGracePeriodSeconds ??= 30;
  for (const container of pod.containers) {
    pod.terminationGracePeriodSeconds -= container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    delete container.lifecycle;
  }
  return object;
}

/** Only constructs hand secret headers on to a collector. */
function isSecretHeader(member: any): boolean {
  return /^(?:TOOLHIVE_OTEL_HEADER_|OTEL_EXPORTER_OTLP_HEADERS$)/.test(member?.name);
}

function rightsOf({ rules }: Obj): string[] {
  return rules.flatMap(({ resources, verbs }: Obj) =>
    resources.flatMap((resource: string) => verbs.map((verb: string) => `${verb} ${resource}`)),
  );
}

/** The schema of each version of each CRD. */
function crdValidators(files: readonly string[]): Map<string, ValidateFunction> {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, code: { optimize: false } });
  return new Map(
    files
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => objectsIn(readFileSync(file, 'utf8')))
      .filter((crd) => crd?.kind === 'CustomResourceDefinition')
      .flatMap(({ spec }) =>
        spec.versions.map((version: Obj) => [
          `${spec.names.kind} ${spec.group}/${version.name}`,
          ajv.compile(closed(version.schema.openAPIV3Schema, true)),
        ]),
      ),
  );
}

/** A schema that refuses members that it doesn't know, as strict field validation does. */
function closed(schema: Obj, isRoot = false): Obj {
  const { properties, items, additionalProperties } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] || additionalProperties || !properties;
  const int = schema['x-kubernetes-int-or-string'] ? { type: ['integer', 'string'] } : {};
  return {
    ...schema,
    ...int,
    // A class of characters that JavaScript doesn't know.
    ...(schema.pattern && { pattern: schema.pattern.replaceAll('[:space:]', '\\s') }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries<Obj>(properties).map(([key, s]) => [key, isRoot && key === 'metadata' ? {} : closed(s)]),
      ),
    }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(!isOpen && { additionalProperties: false }),
  };
}
