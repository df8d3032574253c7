/** Images, facts and recordings of a version are of one release: what is called 0.44.0 is what was released as v0.44.0. */
import { readFileSync } from 'node:fs';
import { fileOf, recordingsOf } from './recordings';
import { readCrd } from '../../scripts/crd-facts/crd-facts';
import { digestsOf, readRelease } from '../../scripts/crd-facts/release';
import { Findings } from '../../src/findings';
import { imagesOf, operatorImageOf, otherVersion, VERSION_NAMES } from '../../src/rendering/model/versions';
import { TOOLHIVE_KINDS } from '../../src/resources/crd';
import { hasKind, specSchema } from '../../src/resources/of-version';
import { checkSpec } from '../../src/resources/schema';
import { readVectors, VECTORS_OF } from '../rendering/vectors';
import { shared } from '../shared';

// It imports dynamically, which Jest can't; nothing is written here.
jest.mock('prettier', () => ({}));

/** ToolHive's programs, as images name them. */
const PROGRAMS = {
  proxyrunner: 'proxyRunner',
  vmcp: 'vmcp',
  operator: 'operator',
  'thv-registry-api': 'registryApi',
} as const;

/** Images of ToolHive's own programs in a text that are of another version. */
function foreignImages(text: string, version: (typeof VERSION_NAMES)[number]): string[] {
  const images = text.matchAll(
    /ghcr\.io\/stacklok\/(?:toolhive\/)?(proxyrunner|vmcp|operator|thv-registry-api):[\w.-]+/g,
  );
  return [...images]
    .filter(([image, name]) => otherVersion(PROGRAMS[name as keyof typeof PROGRAMS], image, version, ''))
    .map(([image]) => image);
}

test('an image of another version would be found', () => {
  const [proxy, registry] = ['toolhive/proxyrunner:v0.44.0', 'thv-registry-api:v1.5.1'].map(
    (it) => `ghcr.io/stacklok/${it}`,
  );
  expect(foreignImages(`image: ${proxy}\nvalue: ${registry}`, '0.63.0')).toEqual([proxy, registry]);
});

describe.each(VERSION_NAMES)('ToolHive %s', (version) => {
  const release = readRelease(version);

  test('has the images of its release', () => {
    const { proxyRunner, vmcp } = imagesOf(version);
    expect(release.tag).toBe(`v${version}`);
    expect([proxyRunner, vmcp, operatorImageOf(version)].map((image) => image.split(':')[1])).toEqual([
      release.tag,
      release.tag,
      release.tag,
    ]);
  });

  test('has tables that say what the CRDs of its release say', () => {
    const tables = TOOLHIVE_KINDS.filter((kind) => hasKind(kind, version)).map((kind) => ({
      kind,
      spec: specSchema(kind, version),
    }));
    expect(digestsOf(tables)).toEqual(release.crds);
  });

  test('has recordings whose images are its own', () => {
    const recorded = recordingsOf('cases', version).filter((recording) => recording.recorded === version);
    // A later version has those alone that it changes.
    expect(recorded.length).toBeGreaterThan(version === VERSION_NAMES[0] ? 50 : 0);
    for (const { name, folder } of recorded) {
      const text = readFileSync(`${folder}/expected.yaml`, 'utf8');
      expect({ name, foreign: foreignImages(text, version) }).toEqual({ name, foreign: [] });
    }
    expect(recorded.filter((recording) => foreignImages(fileOf(recording, 'args') ?? '', version).length)).toEqual([]);
  });

  const crds = shared(`toolhive-${version}`, 'crds');
  crds.tests('the CRDs beside the project', () => {
    test('are those that the tables were made of', () => {
      expect(digestsOf(crds.files.map(readCrd))).toEqual(release.crds);
    });
  });

  const chart = shared(version === '0.44.0' ? 'operator-chart' : `toolhive-${version}/operator-chart`);
  chart.tests('the chart beside the project', () => {
    test('brings the images of the release', () => {
      const printed = chart.files.filter((file) => /(?<!-values)\.yaml$/.test(file));
      expect(printed.length).toBeGreaterThan(0);
      for (const file of printed) {
        expect({ file, foreign: foreignImages(readFileSync(file, 'utf8'), version) }).toEqual({ file, foreign: [] });
      }
    });
  });
});

describe(`what the source of ToolHive ${VECTORS_OF} was asked`, () => {
  test.each(['mcp-server', 'virtual-mcp-server'])('is of that release: %s', (set) => {
    const unknown = readVectors(set).flatMap(({ name, resources }) =>
      resources
        .filter(({ kind }) => TOOLHIVE_KINDS.includes(kind))
        .flatMap(({ kind, spec }) => {
          const findings = new Findings();
          checkSpec(kind, VECTORS_OF, spec, findings);
          return findings.errors.map(({ field, message }) => `${name}: ${field}: ${message}`);
        }),
    );
    expect(unknown).toEqual([]);
  });
});
