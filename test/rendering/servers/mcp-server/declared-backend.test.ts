/** Declared backends against what ToolHive's real proxy made for the same resources when it ran. */
import { Findings } from '../../../../src/findings';
import { ManifestCatalog } from '../../../../src/manifests/catalog';
import { readManifests } from '../../../../src/manifests/read';
import { isToolhive, toResource } from '../../../../src/manifests/to-resource';
import { Obj } from '../../../../src/plain/objects';
import { settingsFor } from '../../../../src/rendering/model/settings';
import { VERSION_NAMES } from '../../../../src/rendering/model/versions';
import { checkResource, Rendering } from '../../../../src/rendering/render';
import { fileOf, Recording, recordingsOf } from '../../../parity/recordings';

/** What the proxy made was recorded where it could start. One that speaks over stdio can't be declared. */
const recordings = VERSION_NAMES.flatMap((version) => recordingsOf('cases', version)).filter(
  (recording) => fileOf(recording, 'runtime.yaml') && !isStdio(recording),
);

function isStdio(recording: Recording): boolean {
  const server = documents(recording, 'input.yaml').find(({ kind }) => kind === 'MCPServer');
  return (server?.spec.transport ?? 'stdio') === 'stdio';
}

function documents(recording: Recording, file: string): Obj[] {
  return readManifests(fileOf(recording, file)!, file).map(({ value }) => value as Obj);
}

/** The objects of the case's MCPServers, their backends declared with nothing that the recorded ones had not. */
function declared(recording: Recording): Obj[] {
  const { name, version } = recording;
  const catalog = new ManifestCatalog();
  const findings = new Findings();
  const checked = documents(recording, 'input.yaml')
    .filter(isToolhive)
    .map((manifest) => {
      const read = toResource(manifest, `case-${name}`, findings)!;
      const constructOptions = read.kind === 'MCPServer' ? { backend: { probes: {}, volumeClaims: [] } } : undefined;
      return checkResource({ ...read, constructOptions }, findings, version);
    });
  checked.forEach((resource) => catalog.add(resource));
  for (const object of documents(recording, 'input.yaml').filter(({ kind }) => kind === 'ConfigMap')) {
    catalog.addConfigMap(`case-${name}`, object.metadata.name, object);
  }
  const servers = checked.filter(({ kind }) => kind === 'MCPServer');
  const renderings = servers.map((server) => Rendering.of(server, findings, catalog, settingsFor(version)));
  expect(findings.errors).toEqual([]);
  return renderings.flatMap((rendering) => rendering.manifests());
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
  '$version $name: StatefulSet and Services are those that the proxy made, so a switch restarts no server',
  (recording) => {
    const recorded = documents(recording, 'runtime.yaml');
    for (const { spec } of recorded.filter(({ kind }) => kind === 'StatefulSet')) {
      // One replica is the API server's default, and the recording doesn't tell.
      if (spec.replicas === 1) delete spec.replicas;
    }
    const own = declared(recording).filter(({ kind, metadata }) =>
      recorded.some((o) => o.kind === kind && o.metadata.name === metadata.name),
    );
    expect(byName(own)).toEqual(byName(recorded));
  },
);

test.each(recordings)(
  '$version $name: the proxy has no rights, no token and no word to say to Kubernetes',
  (recording) => {
    const objects = declared(recording);
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds).not.toContain('Role');
    expect(kinds).not.toContain('RoleBinding');
    const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map((account) => account.automountServiceAccountToken)).toEqual(accounts.map(() => false));
    const { spec } = objects.find(({ kind }) => kind === 'Deployment')!.spec.template;
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.containers[0].args).toEqual(['run', '--foreground=true', 'placeholder-for-remote-proxy']);
  },
);
