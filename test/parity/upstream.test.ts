/** ToolHive's own example manifests, read from beside the project; without them these tests are skipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { isToolhive } from '../../src/manifests/to-resource';
import { DEFAULT_SETTINGS } from '../../src/rendering/settings';

const FOLDER = resolve(__dirname, '../../../shared/upstream-examples');
const READY = [
  'MCPServer',
  'MCPRemoteProxy',
  'MCPServerEntry',
  'MCPGroup',
  'MCPRegistry',
  'MCPToolConfig',
  'MCPOIDCConfig',
  'MCPAuthzConfig',
  'MCPExternalAuthConfig',
  'MCPTelemetryConfig',
  'MCPWebhookConfig',
];

const examples = (existsSync(FOLDER) ? readdirSync(FOLDER) : []).map((name) => ({
  name,
  documents: readManifests(readFileSync(join(FOLDER, name, 'input.yaml'), 'utf8'), name),
}));
const ready = examples.filter(
  ({ documents }) =>
    documents.some(({ value }) => isToolhive(value)) &&
    documents.every(({ value }) => !isToolhive(value) || READY.includes(value.kind)),
);

(examples.length ? describe : describe.skip)("upstream's own manifests", () => {
  test('of servers and registries are all found', () => {
    expect(ready.length).toBeGreaterThanOrEqual(19);
  });

  // A table must not be empty, even where its tests are skipped.
  test.each(ready.length ? ready : [{ name: 'none', documents: [] }])('$name renders', ({ documents }) => {
    const { problems, documents: rendered } = renderManifests(documents, {
      namespace: 'ns',
      settings: DEFAULT_SETTINGS,
    });
    expect(problems.filter(({ severity }) => severity === 'error').map(problemLine)).toEqual([]);
    for (const { document, manifests } of rendered) {
      const makesObjects = ['MCPServer', 'MCPRemoteProxy', 'MCPRegistry'].includes(document.value.kind);
      expect(manifests?.length ?? 0).toBeGreaterThanOrEqual(makesObjects ? 6 : 0);
    }
  });
});
