import { App, Chart, Testing } from 'cdk8s';
import {
  CatalogProvenance,
  ImagePolicy,
  ImagePolicyEngine,
  ImagePolicyProps,
  McpCatalog,
  SignatureFormat,
  ToolhiveApp,
  ToolhiveChart,
} from '../../src';
import { chartIn } from '../util';

const ISSUER = 'https://token.actions.githubusercontent.com';
const acme: CatalogProvenance = {
  sigstoreUrl: 'tuf-repo-cdn.sigstore.dev',
  repositoryUri: 'https://github.com/acme/mcp.servers',
  signerIdentity: '/.github/workflows/release.yml',
  certIssuer: ISSUER,
};
const other: CatalogProvenance = { ...acme, repositoryUri: 'https://github.com/other/servers' };

function policies(props: ImagePolicyProps, chart: ToolhiveChart = chartIn()): any[] {
  new ImagePolicy(chart, 'signed', props);
  return Testing.synth(chart);
}

const image = (name: string, provenance = acme) => ({ image: name, provenance });
const identityOf = (provenance: CatalogProvenance) => {
  const [policy] = policies({ images: [image('ghcr.io/a/b', provenance)] });
  const { issuer, rekor, ...identity } = policy.spec.rules[0].verifyImages[0].attestors[0].entries[0].keyless;
  expect([issuer, rekor]).toEqual([ISSUER, { url: 'https://rekor.sigstore.dev' }]);
  return identity;
};

test('is one Policy of Kyverno in the namespace, with a rule for each signer', () => {
  const images = [image('ghcr.io/a/z:1'), image('ghcr.io/a/b@sha256:00'), image('quay.io/c/d', other)];
  const [policy, ...rest] = policies({ images });
  expect(rest).toEqual([]);
  expect(policy).toMatchObject({
    apiVersion: 'kyverno.io/v1',
    kind: 'Policy',
    metadata: { name: 'signed', namespace: 'ns' },
  });
  expect(policy.spec.rules).toMatchObject([
    {
      name: 'signed-by-acme-mcp-servers',
      match: { any: [{ resources: { kinds: ['Pod'] } }] },
      verifyImages: [
        {
          imageReferences: ['ghcr.io/a/b:*', 'ghcr.io/a/b@*', 'ghcr.io/a/z:*', 'ghcr.io/a/z@*'],
          failureAction: 'Enforce',
          required: true,
        },
      ],
    },
    { name: 'signed-by-other-servers', verifyImages: [{ imageReferences: ['quay.io/c/d:*', 'quay.io/c/d@*'] }] },
  ]);
});

test.each<[string, CatalogProvenance, object]>([
  [
    'any branch or tag',
    acme,
    { subjectRegExp: '^https://github\\.com/acme/mcp\\.servers/\\.github/workflows/release\\.yml@.+$' },
  ],
  [
    'one ref',
    { ...acme, repositoryRef: 'refs/heads/main' },
    { subject: 'https://github.com/acme/mcp.servers/.github/workflows/release.yml@refs/heads/main' },
  ],
  [
    'a branch or tag of a name',
    { ...acme, repositoryRef: 'v1.0' },
    {
      subjectRegExp:
        '^https://github\\.com/acme/mcp\\.servers/\\.github/workflows/release\\.yml@refs/(heads|tags)/v1\\.0$',
    },
  ],
  [
    'a workflow of another repository',
    { ...acme, signerIdentity: 'https://github.com/acme/build/.github/workflows/b.yml@refs/tags/v2' },
    { subject: 'https://github.com/acme/build/.github/workflows/b.yml@refs/tags/v2' },
  ],
  ['a person', { certIssuer: ISSUER, signerIdentity: 'dev@example.com' }, { subject: 'dev@example.com' }],
])('the identity is that of the provenance: %s', (_, provenance, identity) => {
  expect(identityOf(provenance)).toEqual(identity);
});

test('an identity that ends in nothing of the repository does not match another one', () => {
  const { subjectRegExp } = identityOf(acme) as { subjectRegExp: string };
  const signed = (subject: string) => new RegExp(subjectRegExp).test(subject);
  expect(signed('https://github.com/acme/mcp.servers/.github/workflows/release.yml@refs/tags/v1')).toBe(true);
  expect(signed('https://github.com/acme/mcpxservers/.github/workflows/release.yml@refs/tags/v1')).toBe(false);
  expect(signed('https://evil.example/https://github.com/acme/mcp.servers/.github/workflows/release.yml@x')).toBe(
    false,
  );
});

test('an image with two signers is good with either', () => {
  const [policy] = policies({ images: [image('ghcr.io/a/b:1'), image('ghcr.io/a/b:2', other)] });
  const [{ attestors }] = policy.spec.rules[0].verifyImages;
  expect(policy.spec.rules).toHaveLength(1);
  expect(attestors).toMatchObject([{ count: 1, entries: [{}, {}] }]);
});

test("Docker Hub's images are meant by all of their names", () => {
  const [policy] = policies({ images: [image('mcp/time'), image('postgres:17')] });
  expect(policy.spec.rules[0].verifyImages[0].imageReferences).toEqual([
    ...['docker.io/library/postgres:*', 'docker.io/library/postgres@*', 'docker.io/postgres:*', 'docker.io/postgres@*'],
    ...['docker.io/mcp/time:*', 'docker.io/mcp/time@*'],
  ]);
});

test('comes from the mirror as the images do, which may be set later', () => {
  const chart = chartIn(Testing.app(), { imageRegistry: 'mirror.example.com/cache' });
  const [policy] = policies({ images: [image('ghcr.io/a/b:1')] }, chart);
  expect(policy.spec.rules[0].verifyImages[0].imageReferences).toEqual([
    'mirror.example.com/cache/a/b:*',
    'mirror.example.com/cache/a/b@*',
  ]);
});

test('only reports with auditOnly, and reads bundles', () => {
  const [policy] = policies({ images: [image('a/b')], auditOnly: true, format: SignatureFormat.BUNDLE });
  expect(policy.spec.rules[0].verifyImages[0]).toMatchObject({
    type: 'SigstoreBundle',
    failureAction: 'Audit',
    mutateDigest: false,
    verifyDigest: false,
  });
});

describe("with Sigstore's policy-controller", () => {
  const engine = ImagePolicyEngine.SIGSTORE_CLUSTER;

  test('is a ClusterImagePolicy for each signer, in no namespace', () => {
    const found = policies({ engine, images: [image('mcp/time'), image('quay.io/c/d', other)] });
    expect(found.map(({ metadata }) => metadata)).toEqual([
      { name: 'signed-acme-mcp-servers' },
      { name: 'signed-other-servers' },
    ]);
    expect(found[0]).toEqual({
      apiVersion: 'policy.sigstore.dev/v1beta1',
      kind: 'ClusterImagePolicy',
      metadata: { name: 'signed-acme-mcp-servers' },
      spec: {
        images: [{ glob: 'index.docker.io/mcp/time:*' }, { glob: 'index.docker.io/mcp/time@*' }],
        authorities: [
          {
            name: 'acme-mcp-servers',
            keyless: {
              url: 'https://fulcio.sigstore.dev',
              identities: [
                {
                  issuer: ISSUER,
                  subjectRegExp: '^https://github\\.com/acme/mcp\\.servers/\\.github/workflows/release\\.yml@.+$',
                },
              ],
            },
            ctlog: { url: 'https://rekor.sigstore.dev' },
          },
        ],
      },
    });
  });

  test('warns with auditOnly, and reads bundles', () => {
    const [policy] = policies({ engine, images: [image('a/b')], auditOnly: true, format: SignatureFormat.BUNDLE });
    expect(policy.spec).toMatchObject({ mode: 'warn', authorities: [{ signatureFormat: 'bundle' }] });
  });
});

test.each([
  ['an App', App],
  ['a ToolhiveApp', ToolhiveApp],
])('%s writes it', (_, Class) => {
  const app = new Class({ outdir: Testing.app().outdir });
  new ImagePolicy(new Chart(app, 'c', { namespace: 'ns' }), 'p', { images: [image('a/b')] });
  expect(app.synthYaml()).toContain('kind: Policy');
});

describe('fails', () => {
  const catalog = McpCatalog.fromText(
    JSON.stringify({
      servers: { plain: { image: 'a/plain:1.0', transport: 'stdio' } },
      remote_servers: { far: { url: 'https://mcp.example.com', transport: 'sse' } },
    }),
  );

  test('without images', () => {
    expect(() => policies({})).toThrow('there is no image in servers or images, so the policy would be for none');
  });

  test('with all entries of which nobody knows who signs them', () => {
    expect(() => policies({ servers: [catalog.entry('plain'), catalog.entry('far')] })).toThrow(
      '[chart/signed] ImagePolicy "signed": servers[0]: "plain": the catalogue has no provenance of it\n' +
        '[chart/signed] ImagePolicy "signed": servers[1]: "far" is a remote server, which has no image',
    );
  });

  test.each<[CatalogProvenance, string]>([
    [{ ...acme, sigstoreUrl: 'tuf-repo.github.com' }, "is not Sigstore's public instance"],
    [{ ...acme, certIssuer: undefined }, 'certIssuer is missing, so anybody could have signed'],
    [{ ...acme, signerIdentity: undefined }, 'signerIdentity is missing, so anybody could have signed'],
    [{ ...acme, repositoryUri: undefined }, 'repositoryUri is missing'],
  ])('with %j', (provenance, message) => {
    expect(() => policies({ images: [image('a/b', provenance)] })).toThrow(message);
  });

  test('with a wrong image and a wrong name', () => {
    expect(() => policies({ images: [image('A B')] })).toThrow('images[0]: "A B" contains white space');
    expect(() => policies({ images: [image('a/b')], name: 'My Policy' })).toThrow('name: "My Policy" is no name');
  });
});
