import { accountFiles, FileMount, fileVolumes } from '../../../../src/rendering/registry/api/files';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const secret = (path: string, key = 'k'): FileMount => ({ path, secret: { name: 's', key } });

test('no files need no volume', () => {
  expect(fileVolumes([])).toEqual({ volumes: [], volumeMounts: [] });
});

test('files of one folder share a volume, wherever each comes from', () => {
  const files = [
    secret('/etc/x/token', 'tok'),
    { path: '/etc/x/ca.crt', configMap: { name: 'c', key: 'bundle' } },
    { path: '/etc/x/account', token: true },
  ];
  expect(fileVolumes(files)).toEqual({
    volumes: [
      {
        name: 'files',
        projected: {
          defaultMode: 0o440,
          sources: [
            { secret: { name: 's', items: [{ key: 'tok', path: 'token' }] } },
            { configMap: { name: 'c', items: [{ key: 'bundle', path: 'ca.crt' }] } },
            { serviceAccountToken: { path: 'account', expirationSeconds: 3607 } },
          ],
        },
      },
    ],
    volumeMounts: [{ name: 'files', mountPath: '/etc/x', readOnly: true }],
  });
});

test('each folder has a volume of its own, in the order in which files were named', () => {
  const { volumes, volumeMounts } = fileVolumes([secret('/b/1'), secret('/a/1'), secret('/b/2')]);
  expect(volumeMounts.map(({ name, mountPath }) => [name, mountPath])).toEqual([
    ['files', '/b'],
    ['files-2', '/a'],
  ]);
  expect(volumes.map(({ projected }) => projected?.sources?.length)).toEqual([2, 1]);
});

test('the folder is mounted, not the file, so that a changed Secret is seen', () => {
  expect(fileVolumes([secret('/etc/x/token')]).volumeMounts[0]).not.toHaveProperty('subPath');
});

test('anybody in the pod may read where no group can be given to files', () => {
  expect(fileVolumes([secret('/a/b')], 0o444).volumes[0].projected?.defaultMode).toBe(0o444);
});

test("files of a ServiceAccount are its token and the cluster's authority, each once", () => {
  expect(accountFiles([`${ACCOUNT}/token`, `${ACCOUNT}/ca.crt`, `${ACCOUNT}/token`])).toEqual([
    { path: `${ACCOUNT}/token`, token: true },
    { path: `${ACCOUNT}/ca.crt`, configMap: { name: 'kube-root-ca.crt', key: 'ca.crt' } },
  ]);
});

test.each(['/etc/x/token', `${ACCOUNT}/other`, `${ACCOUNT}/sub/token`])('%s is no file of a ServiceAccount', (path) => {
  expect(accountFiles([path])).toEqual([]);
});
