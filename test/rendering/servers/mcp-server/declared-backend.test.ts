/** Declared backends against what ToolHive's real proxy made for the same resources when it ran. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Findings } from '../../../../src/findings';
import { ManifestCatalog } from '../../../../src/manifests/catalog';
import { readManifests } from '../../../../src/manifests/read';
import { isToolhive, toResource } from '../../../../src/manifests/to-resource';
import { Obj } from '../../../../src/plain/objects';
import { DEFAULT_SETTINGS } from '../../../../src/rendering/model/settings';
import { DEFAULT_VERSION } from '../../../../src/rendering/model/versions';
import { Manifest } from '../../../../src/rendering/model/workload';
import { checkResource, Rendering } from '../../../../src/rendering/render';
import { casesOf } from '../../../parity/compare';

const CASES = resolve(__dirname, '../../../parity/cases');
const recordings = casesOf('cases').filter((name) => existsSync(join(CASES, name, 'runtime.yaml')));

const documents = (name: string, file: string) =>
  readManifests(readFileSync(join(CASES, name, file), 'utf8'), file).map(({ value }) => value as Obj);

/** The objects of the case's MCPServer, its backend declared with nothing that the recorded one had not. */
function declared(name: string): Manifest[] {
  const catalog = new ManifestCatalog();
  const findings = new Findings();
  const checked = documents(name, 'input.yaml')
    .filter(isToolhive)
    .map((manifest) => {
      const read = toResource(manifest, `case-${name}`, findings)!;
      const extras = read.kind === 'MCPServer' ? { backend: { probes: {}, volumeClaims: [] } } : undefined;
      return checkResource({ ...read, extras }, findings, DEFAULT_VERSION);
    });
  checked.forEach((resource) => catalog.add(resource));
  const server = checked.find(({ kind }) => kind === 'MCPServer')!;
  const rendering = Rendering.of(server, findings, catalog, DEFAULT_SETTINGS);
  expect(findings.errors).toEqual([]);
  return rendering.manifests();
}

/** What the API server adds, in a recording of what it has stored. */
const API_DEFAULTS: Record<string, unknown> = {
  internalTrafficPolicy: 'Cluster',
  podManagementPolicy: 'OrderedReady',
  revisionHistoryLimit: 10,
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  sessionAffinity: 'None',
};
const DEFAULT_OBJECTS = ['updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'serviceAccount'];

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, member]) =>
      API_DEFAULTS[key] !== member &&
      !DEFAULT_OBJECTS.includes(key) &&
      !(key === 'resources' && !Object.keys(member).length) &&
      // The one zero value that a user gave: the API server doesn't store it.
      !(key === 'value' && member === ''),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutDefaults(member)]));
}

const byName = (objects: readonly Obj[]) =>
  Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, withoutDefaults(object)]));

test('there are recordings', () => expect(recordings.length).toBeGreaterThan(10));

test.each(recordings)(
  '%s: StatefulSet and Services are those that the proxy made, so a switch restarts no server',
  (name) => {
    const recorded = documents(name, 'runtime.yaml');
    const [stateful] = recorded.filter(({ kind }) => kind === 'StatefulSet');
    // One replica is the API server's default, and the recording doesn't tell.
    const isDefault = stateful.spec.replicas === 1;
    if (isDefault) delete stateful.spec.replicas;
    const own = declared(name).filter(({ kind, metadata }) =>
      recorded.some((o) => o.kind === kind && o.metadata.name === metadata.name),
    );
    expect(byName(own)).toEqual(byName(recorded));
  },
);

test.each(recordings)('%s: the proxy has no rights, no token and no word to say to Kubernetes', (name) => {
  const objects = declared(name);
  const kinds = objects.map(({ kind }) => kind);
  expect(kinds).not.toContain('Role');
  expect(kinds).not.toContain('RoleBinding');
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map((account) => account.automountServiceAccountToken)).toEqual(accounts.map(() => false));
  const { spec } = objects.find(({ kind }) => kind === 'Deployment')!.spec.template;
  expect(spec.automountServiceAccountToken).toBe(false);
  expect(spec.containers[0].args).toEqual(['run', '--foreground=true', 'placeholder-for-remote-proxy']);
});
