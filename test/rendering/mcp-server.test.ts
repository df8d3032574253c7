import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Findings, Obj } from '../../src/findings';
import { ManifestCatalog } from '../../src/manifests/catalog';
import { checkResource, Rendering } from '../../src/rendering/render';
import { DEFAULT_SETTINGS } from '../../src/rendering/settings';
import { Manifest } from '../../src/rendering/workload';
import { Resource } from '../../src/resources/resource';

/** A case of scripts/operator-facts, and what ToolHive's own code makes of it. */
interface Vector {
  readonly name: string;
  readonly resources: readonly { kind: string; name: string; spec: Obj; data: Record<string, string> }[];
  readonly refused?: string;
  readonly runConfig?: Obj;
  readonly env?: Obj[];
  readonly volumes?: Obj[];
  readonly mounts?: Obj[];
}

const vectors: Vector[] = JSON.parse(readFileSync(join(__dirname, 'vectors', 'mcp-server.json'), 'utf8'));

function render({ resources }: Vector): { errors: string[]; manifests: Manifest[] } {
  const catalog = new ManifestCatalog();
  const errors: string[] = [];
  let server: { resource: Resource; findings: Findings } | undefined;
  for (const { kind, name, spec, data } of resources) {
    if (kind === 'ConfigMap') {
      catalog.addConfigMap('ns', name, { data });
      continue;
    }
    const findings = new Findings();
    const resource = checkResource({ kind, name, namespace: 'ns', spec }, findings);
    catalog.add({ ...resource, isRefused: findings.errors.length > 0 });
    if (kind === 'MCPServer') server = { resource, findings };
    else errors.push(...findings.errors.map(({ message }) => message));
  }
  if (!server) return { errors, manifests: [] };
  const rendering = Rendering.of(server.resource, server.findings, catalog, DEFAULT_SETTINGS);
  errors.push(...server.findings.errors.map(({ message }) => message));
  return { errors, manifests: errors.length ? [] : rendering.manifests() };
}

const accepted = vectors.filter(({ refused }) => refused === undefined);
const refused = vectors.filter((vector) => vector.refused !== undefined);

describe("what ToolHive's own code makes of the same resources", () => {
  test.each(accepted)('$name: RunConfig, variables, volumes and mounts, each in its order', (vector) => {
    const { errors, manifests } = render(vector);
    expect(errors).toEqual([]);
    const configMap = manifests.find(({ metadata }) => metadata.name === 's-runconfig')!;
    const { volumes, containers } = manifests.find(({ kind }) => kind === 'Deployment')!.spec.template.spec;
    // Texts, because the order of members enters the checksum.
    expect(JSON.stringify(JSON.parse(configMap.data['runconfig.json']), null, 1)).toBe(
      JSON.stringify(vector.runConfig, null, 1),
    );
    expect(volumes).toEqual(vector.volumes);
    expect(containers[0].volumeMounts).toEqual(vector.mounts);
    expect(containers[0].env).toEqual(vector.env);
  });
});

describe("what ToolHive's own code refuses", () => {
  test.each(refused)('$name: $refused', (vector) => {
    expect(render(vector).errors).not.toEqual([]);
  });
});

test('both are of a good number', () => {
  expect(accepted.length).toBeGreaterThan(50);
  expect(refused.length).toBeGreaterThan(40);
});
