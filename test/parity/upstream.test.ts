/** ToolHive's own example manifests, read from beside the project; without them these tests are skipped. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { problemLine } from '../../src/manifests/problem';
import { ManifestDocument, readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { isToolhive } from '../../src/manifests/to-resource';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { shared } from '../shared';

const upstream = shared('upstream-examples');

const examples = upstream.files
  .map((folder) => ({ name: basename(folder), text: readFileSync(join(folder, 'input.yaml'), 'utf8') }))
  .map(({ name, text }) => ({ name, documents: readManifests(text, name) }))
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

upstream.tests("upstream's own manifests", () => {
  test.each(examples.filter(({ name }) => !MISSING[name]))('$name renders', ({ documents }) => {
    const { errors, documents: made } = rendered(documents);
    expect(errors).toEqual([]);
    for (const { document, manifests } of made) {
      expect(manifests?.length ?? 0).toBeGreaterThanOrEqual(OBJECTS[document.value.kind!] ?? 0);
    }
  });

  test.each(Object.entries(MISSING))('%s is refused, for what it does not bring', (name, message) => {
    const { documents } = examples.find((example) => example.name === name)!;
    expect(rendered(documents).errors).toEqual([expect.stringMatching(message)]);
  });
});
