import { readVectors, renderCase, Vector } from './vectors';
import { Obj } from '../../src/findings';
import { Manifest } from '../../src/rendering/workload';

/** What ToolHive's own code makes of a VirtualMCPServer, and what its server says to the configuration. */
interface VirtualVector extends Vector {
  readonly virtual: {
    readonly data: Record<string, string>;
    readonly configMapAnnotations: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly podAnnotations: Record<string, string>;
    readonly replicas?: number;
    readonly args: string[];
    readonly serviceAccount: string;
    readonly imagePullSecrets?: Obj[];
    readonly service: Record<string, string>;
    readonly rules?: Obj[];
    readonly refusedByServer?: string;
  };
}

const vectors = readVectors<VirtualVector>('virtual-mcp-server');
const accepted = vectors.filter(({ refused }) => refused === undefined);
const refused = vectors.filter((vector) => vector.refused !== undefined);

const of = (manifests: readonly Manifest[], kind: string) => manifests.find((m) => m.kind === kind);

/** Server-side apply refuses a variable that is listed twice, as the operator lists it for two who need it. */
function once(env: readonly Obj[]): Obj[] {
  return [...new Map(env.map((variable) => [variable.name, variable])).values()];
}

/** Here the server misses a secret, and says so with the first request only. */
const REFUSED_LATER = ['inline-member-xaa', 'inline-member-xaa-issuing'];

describe("what ToolHive's own code makes of the same resources", () => {
  test.each(accepted)('$name: configuration, pod and Service, texts byte for byte', (vector) => {
    const { errors, manifests, warnings } = renderCase(vector, 'VirtualMCPServer');
    expect(errors).toEqual([]);
    const { virtual, env, volumes, mounts } = vector;
    const configMap = of(manifests, 'ConfigMap')!;
    expect(configMap.data).toEqual(virtual.data);
    expect(configMap.metadata.annotations).toEqual(virtual.configMapAnnotations);
    const { metadata, spec } = of(manifests, 'Deployment')!;
    const { spec: pod, ...template } = spec.template;
    const container = pod.containers.find(({ name }: Obj) => name === 'vmcp');
    expect(metadata.annotations).toEqual(virtual.annotations);
    expect(spec.replicas).toEqual(virtual.replicas);
    expect(template.metadata.annotations).toEqual(virtual.podAnnotations);
    expect(container.args).toEqual(virtual.args);
    expect(container.env).toEqual(once(env!));
    expect(container.volumeMounts).toEqual(mounts);
    expect(pod.volumes).toEqual(volumes);
    expect(pod.serviceAccountName).toEqual(virtual.serviceAccount);
    expect(pod.imagePullSecrets).toEqual(virtual.imagePullSecrets);
    expect(of(manifests, 'Service')!.spec).toMatchObject(virtual.service);
    expect(of(manifests, 'Role')?.rules).toEqual(virtual.rules);
    const refusals = warnings.filter((warning) => warning.startsWith('refused-by-proxy'));
    if (virtual.refusedByServer || REFUSED_LATER.includes(vector.name)) expect(refusals).not.toEqual([]);
    else expect(refusals).toEqual([]);
  });
});

describe("what ToolHive's own code refuses", () => {
  test.each(refused)('$name: $refused', (vector) => {
    expect(renderCase(vector, 'VirtualMCPServer').errors).not.toEqual([]);
  });
});

test('both are of a good number', () => {
  expect(accepted.length).toBeGreaterThan(250);
  expect(refused.length).toBeGreaterThan(50);
});
