import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { POD_SCHEMA_VERSION } from '../../src/kubernetes/pod-schema';
import { KUBERNETES_VERSIONS, kubernetesVersions } from '../../src/kubernetes/versions';

const ROOT = resolve(__dirname, '..', '..');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { oldest, newest } = KUBERNETES_VERSIONS;

test('the range has every version between its ends', () => {
  expect(kubernetesVersions()).toEqual(['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37']);
});

test('the table of pods is of a version in the range', () => {
  expect(kubernetesVersions()).toContain(POD_SCHEMA_VERSION);
});

test('README says the range', () => {
  const [, heads, row] = /## Compatibility\n\n\| (.*) \|\n.*\n\| (.*) \|\n/.exec(textOf('README.md'))!;
  const column = heads.split(' | ').indexOf('Kubernetes');
  expect(row.split(' | ')[column]).toBe(`${oldest} to ${newest}`);
});

/** Of the past, and a struct of cdk8s-plus-28, which is named after its version. */
const OTHER_VERSIONS = /^docs\/releases\/|^src\/pods\/pod-template\.ts$/;

test('documents, examples and comments name no version of Kubernetes outside of it', () => {
  const files = [
    'README.md',
    ...['docs', 'examples', 'src'].flatMap((folder) =>
      (readdirSync(join(ROOT, folder), { recursive: true }) as string[]).map((file) => join(folder, file)),
    ),
  ].filter((file) => /\.(md|ts)$/.test(file) && !/node_modules/.test(file) && !OTHER_VERSIONS.test(file));
  const named = files.flatMap((file) =>
    [...textOf(file).matchAll(/Kubernetes (?:version )?(1\.\d\d)\b/g)].map(([, version]) => ({ file, version })),
  );
  expect(named.filter(({ version }) => !kubernetesVersions().includes(version))).toEqual([]);
});
