/** What `render` says of inputs that people reported. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

function said(name: string): string[] {
  const text = readFileSync(join(__dirname, '..', 'faults', 'public', name), 'utf8');
  return renderManifests(readManifests(text, name), { namespace: 'ns', settings: DEFAULT_SETTINGS }).problems.map(
    problemLine,
  );
}

test('a format that is left over from the older registry server is warned of, and no error', () => {
  const lines = said('02-registry-format-field.yaml');
  expect(lines.filter((line) => line.includes('error'))).toEqual([]);
  expect(lines).toContainEqual(expect.stringMatching(/warning.*sources\[0\]\.format/));
});

test('a registry below a public path is said to be seen by everybody', () => {
  expect(said('03-registry-public-path.yaml')).toContainEqual(
    expect.stringMatching(/warning.*registries\[1\].*everybody sees all of it.*\[registry-public-unfiltered\]/),
  );
});

test('policies that can never match are warned of, each by what is wrong with it', () => {
  const policies = said('08-cedar-never-matches.yaml').filter((line) => line.includes('policies['));
  expect(policies).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/policies\[0\].*backend-a.*vmcp-main/),
      expect.stringMatching(/policies\[1\].*call-tool.*call_tool.*\[cedar-leaves-open\]/),
      expect.stringMatching(/policies\[2\].*\[cedar-never-matches\]/),
    ]),
  );
});
