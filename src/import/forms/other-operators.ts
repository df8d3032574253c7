/**
 * MCPServers of other operators. Sources: kmcp's api/v1alpha1/mcpserver_types.go (kagent-dev/kmcp), and the API reference of
 * kubernetes-sigs/mcp-lifecycle-operator (docs, mcp.x-k8s.io/v1alpha1).
 */
import { launched } from './launcher';
import { About } from './making';
import { Leaf, Part } from './part';
import { writeEntry } from './write-entry';
import { Entry, Setting } from '../../catalog/entry';
import { isObject, JsonObject, pruned } from '../../plain/objects';

const PATH = 'ToolHive asks at /mcp; see McpBackend for another path';

/** What clusters write into metadata. */
const OF_THE_CLUSTER = [
  ...['creationTimestamp', 'deletionTimestamp', 'finalizers', 'generation', 'managedFields', 'ownerReferences'],
  ...['resourceVersion', 'selfLink', 'uid'],
];

/** `kagent.dev` MCPServer. */
export function readKmcp(root: Part, about: About): void {
  const { name, namespace } = nameOf(root);
  const spec = root.part('spec');
  const deployment = spec?.part('deployment');
  const http = spec?.part('httpTransport');
  spec?.skip('stdioTransport');
  spec?.leave('is for clients', 'timeout');
  path(http);
  http?.leave('the proxy speaks plain HTTP to its server', 'tls');
  const transport = spec?.text('transportType') ?? 'stdio';
  const isStdio = transport === 'stdio';
  if (!isStdio && transport !== 'http') return about.leave('spec', name, 'its transportType is neither stdio nor http');
  const own = deployment?.number('port');
  const port = http?.number('targetPort') ?? own;
  const command = deployment?.leaf('cmd');
  const args = deployment?.texts('args') ?? [];
  const launch = command && launched(command, args);
  const given = deployment?.text('image');
  const image = given ?? about.making.imageFor(name);
  if (!spec || !deployment || image === undefined) {
    const build =
      launch && 'package' in launch ? `: build one with \`thv build --tag IMAGE ${launch.package}\`, push it` : '';
    about.leave('spec', name, `it names no image${build}, and import again with --image ${name}=IMAGE`);
    return;
  }
  deployment.leave('is a container of kmcp alone', 'initContainer');
  deployment.leave('give it with the prop serviceAccount', 'serviceAccount');
  const { container, pod } = podOf(deployment);
  const rest = given === undefined && launch && 'package' in launch ? launch.args : args;
  const program = given === undefined || !command ? {} : { command: [command.text] };
  write(
    about,
    root,
    { name, namespace },
    {
      image,
      transport: isStdio ? 'stdio' : 'streamable-http',
      port: isStdio || port === 8080 ? undefined : port,
      args: rest,
      env: deployment
        .textMap('env')
        .map(([variable, { text }]) => ({ name: variable, value: [text], isSecret: false })),
      container: { ...program, ...container, ...envFrom(deployment) },
      pod: { ...pod, ...sidecars(deployment) },
      metadata: pruned({ labels: textsOf(deployment, 'labels'), annotations: textsOf(deployment, 'annotations') }),
      backendReplicas: deployment.number('replicas'),
    },
  );
}

/** `mcp.x-k8s.io` MCPServer. */
export function readLifecycle(root: Part, about: About): void {
  const { name, namespace } = nameOf(root);
  const spec = root.part('spec');
  const source = spec?.part('source');
  if (source?.text('type') !== 'ContainerImage') source?.leave('is none but ContainerImage that is known', 'type');
  const image = source?.part('containerImage')?.text('ref');
  const config = spec?.part('config');
  const runtime = spec?.part('runtime');
  if (!config || !image) return about.leave('spec', name, 'it names no image in source.containerImage.ref');
  path(config);
  const port = config.number('port');
  const env = config.parts('env');
  const isPlain = (item: Part) => item.has('value');
  const security = runtime?.part('security');
  const health = runtime?.part('health');
  const storage = config.parts('storage').map(mountOf);
  write(
    about,
    root,
    { name, namespace },
    {
      image,
      transport: 'streamable-http',
      port: port === 8080 ? undefined : port,
      args: config.texts('arguments'),
      env: env
        .filter(isPlain)
        .map((item) => ({ name: item.text('name') ?? '', value: [item.text('value') ?? ''], isSecret: false })),
      container: pruned({
        env: env.filter((item) => !isPlain(item)).map(whole),
        envFrom: config.any('envFrom'),
        resources: runtime?.any('resources'),
        securityContext: security?.any('securityContext'),
        livenessProbe: health?.any('livenessProbe'),
        readinessProbe: health?.any('readinessProbe'),
        volumeMounts: storage.map(({ mount }) => mount),
      }),
      pod: pruned({
        serviceAccountName: security?.any('serviceAccountName'),
        securityContext: security?.any('podSecurityContext'),
        volumes: storage.map(({ volume }) => volume),
      }),
      metadata: {},
      backendReplicas: runtime?.number('replicas'),
    },
  );
}

interface Server {
  readonly image: string;
  readonly transport: string;
  readonly port?: number;
  readonly args: readonly Leaf[];
  readonly env: readonly Setting[];
  /** Parts of the pod template: the container, the pod, and its metadata. */
  readonly container: JsonObject;
  readonly pod: JsonObject;
  readonly metadata: JsonObject;
  readonly backendReplicas?: number;
}

function write(
  about: About,
  root: Part,
  { name, namespace }: { name: string; namespace?: string },
  { image, transport, port, args, env, container, pod, metadata, backendReplicas }: Server,
): void {
  const containers = Object.keys(container).length ? [{ name: 'mcp', ...container }] : [];
  const template = pruned({ metadata, spec: pruned({ containers, ...pod }) });
  const entry: Entry = {
    ...{ name, isDeprecated: false, tags: [], tools: [], isStateless: false, refusals: [], inputs: [] },
    container: { image, transport, port, args: args.map(({ text }) => ({ value: [text] })), env, mounts: [] },
  };
  const spec = pruned({
    podTemplateSpec: template,
    backendReplicas: backendReplicas === 1 ? undefined : backendReplicas,
  });
  writeEntry(about, entry, { path: '', namespace, spec });
  about.list(root.value, '', name);
}

function path(part: Part | undefined): void {
  if (part?.raw('path') === '/mcp') part.skip('path');
  else part?.leave(PATH, 'path');
}

/** Name and namespace; labels and annotations were the other operator's. */
function nameOf(root: Part): { name: string; namespace?: string } {
  root.skip('apiVersion', 'kind', 'status');
  const metadata = root.part('metadata');
  const name = metadata?.text('name') ?? 'server';
  const namespace = metadata?.text('namespace');
  metadata?.leave('give it with addResourceMetadata', 'labels', 'annotations');
  metadata?.skip(...OF_THE_CLUSTER);
  return { name, namespace };
}

function podOf(deployment: Part): { container: JsonObject; pod: JsonObject } {
  const configMaps = deployment.parts('configMapRefs').map((ref) => ref.text('name') ?? '');
  // kmcp mounts them below /configmaps.
  const mounts = configMaps.map((name) => ({ name: `cm-${name}`, mountPath: `/configmaps/${name}`, readOnly: true }));
  const volumes = configMaps.map((name) => ({ name: `cm-${name}`, configMap: { name } }));
  return {
    container: pruned({
      resources: deployment.any('resources'),
      securityContext: deployment.any('securityContext'),
      imagePullPolicy: deployment.any('imagePullPolicy'),
      volumeMounts: [...mounts, ...listOf(deployment.any('volumeMounts'))],
    }),
    pod: pruned({
      serviceAccountName: deployment.any('serviceAccountName'),
      securityContext: deployment.any('podSecurityContext'),
      imagePullSecrets: deployment.any('imagePullSecrets'),
      tolerations: deployment.any('tolerations'),
      affinity: deployment.any('affinity'),
      nodeSelector: deployment.any('nodeSelector'),
      volumes: [...volumes, ...listOf(deployment.any('volumes'))],
    }),
  };
}

/** kmcp takes all of a Secret for variables. */
function envFrom(deployment: Part): JsonObject {
  const refs = deployment.parts('secretRefs').map((ref) => ({ secretRef: { name: ref.text('name') } }));
  return refs.length ? { envFrom: refs } : {};
}

function sidecars(deployment: Part): JsonObject {
  deployment.leave('say it in podTemplateSpec, beside the container mcp', 'sidecars');
  return {};
}

function textsOf(part: Part, key: string): JsonObject {
  return Object.fromEntries(part.textMap(key).map(([name, { text }]) => [name, text]));
}

function mountOf(storage: Part, index: number): { mount: JsonObject; volume: JsonObject } {
  const name = `storage-${index}`;
  const source = storage.part('source');
  const kinds = { ConfigMap: 'configMap', Secret: 'secret', EmptyDir: 'emptyDir' };
  if (!Object.hasOwn(kinds, source?.text('type') ?? '')) source?.leave('is no storage that is known', 'type');
  const permissions = storage.text('permissions') ?? 'ReadOnly';
  if (!['ReadOnly', 'ReadWrite'].includes(permissions)) storage.leave('is read-only here', 'permissions');
  const members = ['configMap', 'secret', 'emptyDir'].map((key) => [key, source?.any(key)] as const);
  const said = Object.fromEntries(members.filter(([, value]) => value !== undefined));
  return {
    mount: { name, mountPath: storage.text('path'), ...(permissions !== 'ReadWrite' && { readOnly: true }) },
    volume: { name, ...(Object.keys(said).length ? said : { emptyDir: {} }) },
  };
}

function whole(part: Part): JsonObject {
  for (const key of part.keys()) part.any(key);
  return part.value;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
