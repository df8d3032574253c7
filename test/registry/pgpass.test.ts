import { Chart, Testing } from 'cdk8s';
import { configIn, DATABASE, made, madeWithJobs, podOf, registryIn, secretIn } from './util';
import { RegistryDatabase, RegistryMigration, RegistryPgpassOptions, ToolhivePlatform } from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

const pgpassIn = (chart: Chart) => ({ secret: secretIn(chart, 'pgpass'), key: 'file' });
const configWith = (chart: Chart, options?: Partial<RegistryPgpassOptions>) =>
  configIn(chart, { database: RegistryDatabase.pgpass({ ...DATABASE, pgpass: pgpassIn(chart), ...options }) });
const podWith = (options?: Partial<RegistryPgpassOptions>) =>
  podOf(made((chart) => ({ config: configWith(chart, options) }))['Deployment/r']);

describe('a pgpass file', () => {
  test("is mounted for the pod's group, and no init container has to copy it", () => {
    const pod = podWith();
    expect(pod).not.toHaveProperty('initContainers');
    expect(pod.securityContext.fsGroup).toBe(65535);
    expect(pod.volumes).toContainEqual({
      name: 'pgpass',
      secret: { secretName: 'pgpass', defaultMode: 0o440, items: [{ key: 'file', path: 'pgpass' }] },
    });
  });

  test('is mounted the same on OpenShift, which gives each pod a group of its own', () => {
    const chart = chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT });
    registryIn(chart, { config: configWith(chart) });
    const pod = podOf(objects(chart)['Deployment/r']);
    expect(pod.securityContext).not.toHaveProperty('fsGroup');
    expect(pod.volumes.find(({ name }: Obj) => name === 'pgpass').secret.defaultMode).toBe(0o440);
  });
});

describe('an init container, where the group has no effect,', () => {
  const pod = podWith({ initContainer: true });
  const [init] = pod.initContainers;

  test('copies the file to where the server looks for it, and makes it private', () => {
    expect(init.image).toBe('docker.io/library/busybox:1.37.0');
    expect(init.command).toEqual([
      'sh',
      '-c',
      'cp -f /pgpass-secret/pgpass /secrets/pgpass && chmod 0600 /secrets/pgpass',
    ]);
    const [server] = pod.containers;
    expect(server.env).toContainEqual({ name: 'PGPASSFILE', value: '/secrets/pgpass' });
    expect(server.volumeMounts).toContainEqual({ name: 'pgpass', mountPath: '/secrets', readOnly: true });
    expect(init.volumeMounts).toContainEqual({ name: 'pgpass', mountPath: '/secrets' });
  });

  test('alone sees the Secret, whose file everybody may read there; the copy is in memory', () => {
    expect(pod.volumes.filter(({ name }: Obj) => name.startsWith('pgpass'))).toEqual([
      {
        name: 'pgpass-secret',
        secret: { secretName: 'pgpass', defaultMode: 0o444, items: [{ key: 'file', path: 'pgpass' }] },
      },
      { name: 'pgpass', emptyDir: { medium: 'Memory' } },
    ]);
    const mounts = pod.containers.flatMap(({ volumeMounts }: Obj) => volumeMounts);
    expect(mounts.map(({ name }: Obj) => name)).not.toContain('pgpass-secret');
  });

  test("runs as the server's user, as hardened as the server", () => {
    expect(init.securityContext).toEqual(pod.containers[0].securityContext);
    expect(init.securityContext).not.toHaveProperty('runAsUser');
    expect(pod.securityContext.runAsUser).toBe(65535);
  });

  test('copies for the migration Job as well', () => {
    const { job } = madeWithJobs((chart) => ({
      config: configWith(chart, { initContainer: true }),
      migration: RegistryMigration.job(),
    }));
    expect(podOf(job).initContainers[0]).toEqual(init);
  });

  test('stays when the construct names another Secret', () => {
    const other = made((chart) => ({
      config: configWith(chart, { initContainer: true }),
      pgpassSecret: { secret: secretIn(chart, 'other'), key: 'pgpass' },
    }));
    const { initContainers, volumes } = podOf(other['Deployment/r']);
    expect(initContainers).toHaveLength(1);
    expect(volumes.find(({ name }: Obj) => name === 'pgpass-secret').secret.secretName).toBe('other');
  });

  test('takes another image', () => {
    const { initContainers } = podWith({ initContainer: true, initContainerImage: 'mirror/busybox:1' });
    expect(initContainers[0].image).toBe('mirror/busybox:1');
  });

  test('fails on an image with white space', () => {
    const chart = chartIn();
    const config = configWith(chart, { initContainer: true, initContainerImage: 'a b' });
    expect(() => registryIn(chart, { config })).toThrow('initContainerImage: "a b" contains white space');
    expect(Testing.synth(chart)).toEqual([]);
  });
});
