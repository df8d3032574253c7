/**
 * The rules of image pull secrets, row by row: where the list comes from, and where it lands.
 * Rows: ToolHive's recorded behaviour, and the pull request that gave MCPRegistry its own list.
 */
import { Findings } from '../../../src/findings';
import { ManifestCatalog } from '../../../src/manifests/catalog';
import { Obj } from '../../../src/plain/objects';
import { DEFAULT_SETTINGS } from '../../../src/rendering/model/settings';
import { DEFAULT_VERSION } from '../../../src/rendering/model/versions';
import { mergeImagePullSecrets } from '../../../src/rendering/pod/image-pull-secrets';
import { checkResource, Rendering } from '../../../src/rendering/render';
import fc from '../../random';

const refs = (...names: string[]) => names.map((name) => ({ name }));
const template = (...names: string[]) => ({ spec: { imagePullSecrets: refs(...names) } });
const config = { configYAML: 'auth: {mode: anonymous}' };

/** Pod and ServiceAccounts of one resource, as far as pull secrets go. */
function lists(kind: string, spec: Obj, defaults: string[] = []) {
  const findings = new Findings();
  const checked = checkResource({ kind, name: 'x', namespace: 'ns', spec }, findings, DEFAULT_VERSION);
  const settings = { ...DEFAULT_SETTINGS, imagePullSecrets: defaults };
  const manifests: Obj[] = Rendering.of(checked, findings, new ManifestCatalog(), settings).manifests();
  const names = (list: Obj[] | undefined) => list?.map(({ name }) => name);
  const deployment = manifests.find((m) => m.kind === 'Deployment')!;
  const accounts = manifests.filter((m) => m.kind === 'ServiceAccount');
  return {
    pod: names(deployment.spec.template.spec.imagePullSecrets),
    accounts: Object.fromEntries(accounts.map((account) => [account.metadata.name, names(account.imagePullSecrets)])),
    warnings: findings.warnings.filter(({ id }) => id!.startsWith('pull-secrets')).map(({ message }) => message),
    patch: deployment.spec.template.spec.containers[0].args.find((arg: string) => arg.startsWith('--k8s-pod-patch=')),
    manifests,
  };
}

describe('MCPRegistry', () => {
  const registry = (spec: Obj, defaults?: string[]) => {
    const { pod, accounts, warnings } = lists('MCPRegistry', { ...config, ...spec }, defaults);
    return { pod, account: accounts['x-registry-api'], warnings: warnings.length };
  };

  test.each<[string, Obj, string[], string[] | undefined, string[] | undefined, number]>([
    ['no list: pod and account have none', {}, [], undefined, undefined, 0],
    ['explicit: both have it, in order', { imagePullSecrets: refs('b', 'a') }, [], ['b', 'a'], ['b', 'a'], 0],
    ['empty: as if absent', { imagePullSecrets: [] }, [], undefined, undefined, 0],
    [
      'pod template override: replaces the list on the pod only',
      { imagePullSecrets: refs('a'), podTemplateSpec: template('t') },
      [],
      ['t'],
      ['a'],
      1,
    ],
    [
      'pod template without the field: the list stays',
      { imagePullSecrets: refs('a'), podTemplateSpec: { spec: { nodeSelector: { disk: 'ssd' } } } },
      [],
      ['a'],
      ['a'],
      0,
    ],
    [
      'pod template with an empty list: the list stays',
      { imagePullSecrets: refs('a'), podTemplateSpec: template() },
      [],
      ['a'],
      ['a'],
      0,
    ],
    [
      'pod template only: the account has none, and a warning says so',
      { podTemplateSpec: template('t') },
      [],
      ['t'],
      undefined,
      1,
    ],
    ['duplicates: the first counts', { imagePullSecrets: refs('a', 'b', 'a') }, [], ['a', 'b'], ['a', 'b'], 0],
    ['inherited defaults come after the own list', { imagePullSecrets: refs('a') }, ['d'], ['a', 'd'], ['a', 'd'], 0],
    [
      'inherited defaults that are in the own list count once',
      { imagePullSecrets: refs('d', 'a') },
      ['d', 'e'],
      ['d', 'a', 'e'],
      ['d', 'a', 'e'],
      0,
    ],
    ['inherited defaults alone', {}, ['d'], ['d'], ['d'], 0],
    [
      'inherited defaults and a template list: the template has the pod',
      { podTemplateSpec: template('t') },
      ['d'],
      ['t'],
      ['d'],
      1,
    ],
    [
      'a template list that the account has too gives no warning',
      { imagePullSecrets: refs('a', 'b'), podTemplateSpec: template('b') },
      [],
      ['b'],
      ['a', 'b'],
      0,
    ],
  ])('%s', (_, spec, defaults, pod, account, warnings) => {
    expect(registry(spec, defaults)).toEqual({ pod, account, warnings });
  });

  test('the warning names the secrets, the consequence and the way out', () => {
    expect(lists('MCPRegistry', { ...config, podTemplateSpec: template('t') }).warnings).toEqual([
      '"t" reaches the pod only, not its ServiceAccount, through which GKE, OpenShift and EKS pull images; name it in spec.imagePullSecrets as well',
    ]);
  });

  test('rotation: a changed list changes pod and ServiceAccount together', () => {
    const before = registry({ imagePullSecrets: refs('old') });
    const after = registry({ imagePullSecrets: refs('new') });
    expect([before.pod, before.account]).toEqual([['old'], ['old']]);
    expect([after.pod, after.account]).toEqual([['new'], ['new']]);
  });
});

describe('MCPServer', () => {
  const own = (...names: string[]) => ({
    image: 'i',
    resourceOverrides: { proxyDeployment: { imagePullSecrets: refs(...names) } },
  });

  test('the list is on the proxy pod and on both ServiceAccounts', () => {
    const { pod, accounts } = lists('MCPServer', own('a', 'b'), ['d']);
    expect(pod).toEqual(['a', 'b', 'd']);
    expect(accounts).toEqual({ 'x-proxy-runner': ['a', 'b', 'd'], 'x-sa': ['a', 'b', 'd'] });
  });

  test('inherited defaults alone reach all three', () => {
    const { pod, accounts } = lists('MCPServer', { image: 'i' }, ['d']);
    expect([pod, ...Object.values(accounts)]).toEqual([['d'], ['d'], ['d']]);
  });

  test('an empty list is the same as none', () => {
    const { pod, accounts } = lists('MCPServer', own());
    expect([pod, ...Object.values(accounts)]).toEqual([undefined, undefined, undefined]);
  });

  test('rotation changes pod and both ServiceAccounts together', () => {
    const { pod, accounts } = lists('MCPServer', own('new'));
    expect([pod, ...Object.values(accounts)]).toEqual([['new'], ['new'], ['new']]);
  });

  test("with the user's own ServiceAccount none is made for the server, and the proxy keeps the list", () => {
    const { pod, accounts } = lists('MCPServer', { ...own('a'), serviceAccount: 'mine' });
    expect(pod).toEqual(['a']);
    expect(accounts).toEqual({ 'x-proxy-runner': ['a'] });
  });

  test("a pod template is the MCP server's, not the proxy's: its list travels in the pod patch", () => {
    const { pod, accounts, patch, warnings } = lists('MCPServer', { ...own('a'), podTemplateSpec: template('t') });
    expect(warnings).toEqual([expect.stringContaining('"t" reaches the pod only, not its ServiceAccount')]);
    expect(pod).toEqual(['a']);
    expect(accounts['x-sa']).toEqual(['a']);
    expect(JSON.parse(patch.slice('--k8s-pod-patch='.length)).spec.imagePullSecrets).toEqual(refs('t'));
  });
});

describe('every list', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 6 });

  test('has no name twice, keeps the order, begins with the own list, and is never empty', () => {
    fc.assert(
      fc.property(names, names, (own, defaults) => {
        const merged = mergeImagePullSecrets(refs(...own), defaults)?.map(({ name }) => name);
        const want = [...new Set([...own, ...defaults])].filter(Boolean);
        expect(merged).toEqual(want.length ? want : undefined);
      }),
    );
  });

  test('is absent, not empty, wherever a manifest could carry it', () => {
    fc.assert(
      fc.property(fc.constantFrom('MCPServer', 'MCPRegistry'), fc.boolean(), (kind, explicit) => {
        const list = explicit ? { imagePullSecrets: [] } : {};
        const spec =
          kind === 'MCPServer' ? { image: 'i', resourceOverrides: { proxyDeployment: list } } : { ...config, ...list };
        expect(JSON.stringify(lists(kind, spec).manifests)).not.toContain('imagePullSecrets');
      }),
    );
  });
});
