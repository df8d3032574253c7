import { Obj } from '../../../src/plain/objects';
import { readVectors, renderCase, Vector } from '../vectors';

/** What ToolHive's own code makes of an MCPServer. */
interface ServerVector extends Vector {
  readonly runConfig?: Obj;
}

const vectors = readVectors<ServerVector>('mcp-server');
const accepted = vectors.filter(({ refused }) => refused === undefined);
const refused = vectors.filter((vector) => vector.refused !== undefined);

describe("what ToolHive's own code makes of the same resources", () => {
  test.each(accepted)('$name: RunConfig, variables, volumes and mounts, each in its order', (vector) => {
    const { errors, manifests } = renderCase(vector, 'MCPServer');
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
    expect(renderCase(vector, 'MCPServer').errors).not.toEqual([]);
  });
});

test('both are of a good number', () => {
  expect(accepted.length).toBeGreaterThan(50);
  expect(refused.length).toBeGreaterThan(40);
});
