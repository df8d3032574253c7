/** ToolHive's own example manifests, read from beside the project; without them these tests are skipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemLine } from '../../src/manifests/problem';
import { ManifestDocument, readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { isToolhive } from '../../src/manifests/to-resource';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

const FOLDER = resolve(__dirname, '../../../shared/upstream-examples');

const examples = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  .map((name) => ({
    name,
    documents: readManifests(readFileSync(join(FOLDER, name, 'input.yaml'), 'utf8'), name),
  }))
  .filter(({ documents }) => documents.some(({ value }) => isToolhive(value)));

/** What they refer to and don't bring. */
const MISSING: Record<string, RegExp> = {
  'ex-virtual-mcps-vmcp-inline-incoming-auth': /there is no MCPOIDCConfig "inline-auth-oidc-config"/,
  'ex-virtual-mcps-vmcp-production-full': /there is no MCPOIDCConfig "production-oidc-config"/,
};

/** Kinds that make at least as many objects. */
const OBJECTS: Record<string, number> = {
  MCPServer: 6,
  MCPRemoteProxy: 6,
  MCPRegistry: 6,
  VirtualMCPServer: 6,
  EmbeddingServer: 2,
};

function rendered(documents: readonly ManifestDocument[]) {
  const result = renderManifests(documents, { namespace: 'ns', settings: DEFAULT_SETTINGS, discovery: 'cluster' });
  return { ...result, errors: result.problems.filter(({ severity }) => severity === 'error').map(problemLine) };
}

(examples.length ? describe : describe.skip)("upstream's own manifests", () => {
  // A table must not be empty, even where its tests are skipped.
  const complete = examples.filter(({ name }) => !MISSING[name]);
  test.each(complete.length ? complete : [{ name: 'none', documents: [] }])('$name renders', ({ documents }) => {
    const { errors, documents: made } = rendered(documents);
    expect(errors).toEqual([]);
    for (const { document, manifests } of made) {
      expect(manifests?.length ?? 0).toBeGreaterThanOrEqual(OBJECTS[document.value.kind] ?? 0);
    }
  });

  test.each(Object.entries(MISSING))('%s is refused, for what it does not bring', (name, message) => {
    const { documents } = examples.find((example) => example.name === name)!;
    expect(rendered(documents).errors).toEqual([expect.stringMatching(message)]);
  });
});
