/**
 * Who has to have signed an image, as admission controllers write it. Sources of the forms: kyverno.io/v1, spec.rules[].verifyImages;
 * policy.sigstore.dev/v1beta1; and for the identity, Fulcio's docs/oidc.md: for GitHub it is repository, workflow and ref.
 */
import { CatalogProvenance } from './provenance';
import { imageParts } from '../kubernetes/image-reference';
import { JsonObject, pruned } from '../plain/objects';

/** The identity in a signer's certificate, exactly or as a pattern. */
export interface Signer {
  readonly issuer: string;
  readonly subject?: string;
  readonly subjectRegExp?: string;
  /** Short, for names. */
  readonly label: string;
}

/** Images that the same signers sign. */
export interface SignedImages {
  /** Full names without tag and digest, or patterns of such. */
  readonly repositories: readonly string[];
  /** One of them is enough. */
  readonly signers: readonly Signer[];
}

/** Where Sigstore's public instance has its root of trust. Controllers know no other by themselves. */
const PUBLIC_ROOT = 'tuf-repo-cdn.sigstore.dev';
const REKOR = 'https://rekor.sigstore.dev';
const FULCIO = 'https://fulcio.sigstore.dev';

/** The signer of a provenance, or what is missing in it. */
export function signerOf(provenance: CatalogProvenance): Signer | { readonly problem: string } {
  const { sigstoreUrl = PUBLIC_ROOT, repositoryUri, repositoryRef, signerIdentity, certIssuer } = provenance;
  if (sigstoreUrl.replace(/^https:\/\//, '').replace(/\/$/, '') !== PUBLIC_ROOT) {
    return {
      problem: `sigstoreUrl ${JSON.stringify(sigstoreUrl)} is not Sigstore's public instance, and the controller has to be given its root of trust first; write this policy by hand`,
    };
  }
  if (!certIssuer) return { problem: 'certIssuer is missing, so anybody could have signed' };
  if (!signerIdentity) return { problem: 'signerIdentity is missing, so anybody could have signed' };
  const repository = repositoryUri?.replace(/\/$/, '').replace(/\.git$/, '');
  if (!/^https?:\/\//.test(signerIdentity) && !signerIdentity.startsWith('/')) {
    return { issuer: certIssuer, subject: signerIdentity, label: labelOf(signerIdentity) };
  }
  if (signerIdentity.startsWith('/') && !repository) {
    return { problem: 'repositoryUri is missing, to which signerIdentity belongs' };
  }
  const workflow = signerIdentity.startsWith('/') ? `${repository}${signerIdentity}` : signerIdentity;
  const label = labelOf(repository ?? signerIdentity);
  const [path, ref = repositoryRef] = workflow.split('@', 2);
  if (!ref) return { issuer: certIssuer, subjectRegExp: `^${escaped(path)}@.+$`, label };
  if (ref.startsWith('refs/')) return { issuer: certIssuer, subject: `${path}@${ref}`, label };
  return { issuer: certIssuer, subjectRegExp: `^${escaped(path)}@refs/(heads|tags)/${escaped(ref)}$`, label };
}

/** What a Kubernetes name can hold of owner and repository. */
function labelOf(text: string): string {
  const parts = text
    .replace(/^https?:\/\/[^/]*\/?/, '')
    .split('/')
    .slice(0, 2)
    .join('-');
  return (
    parts
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40)
      .replace(/-$/, '') || 'signer'
  );
}

/** As Go's regular expressions take it literally. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** An image whose signer is known. */
export interface SignedImage {
  readonly image: string;
  readonly signer: Signer;
}

/** An image's full name, without tag and digest. */
export function repositoryOf(image: string): string {
  const { registry, repository } = imageParts(image);
  return `${registry}/${repository}`;
}

const idOf = ({ issuer, subject, subjectRegExp }: Signer) => JSON.stringify([issuer, subject, subjectRegExp]);

/** Puts images with the same signers together: an image may have several, of which each is enough. */
export function grouped(images: readonly SignedImage[]): SignedImages[] {
  const signers = new Map<string, Map<string, Signer>>();
  for (const { image, signer } of images) {
    const name = repositoryOf(image);
    const known = signers.get(name) ?? new Map();
    signers.set(name, known.set(idOf(signer), signer));
  }
  const groups = new Map<string, { repositories: string[]; signers: Signer[] }>();
  for (const [repository, own] of [...signers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ids = [...own.keys()].sort();
    const key = ids.join();
    const group = groups.get(key) ?? { repositories: [], signers: ids.map((id) => own.get(id)!) };
    groups.set(key, group);
    group.repositories.push(repository);
  }
  return [...groups.values()];
}

/** Names for groups, after the first signer of each, no name twice. */
export function namesOf(groups: readonly SignedImages[]): string[] {
  const taken = new Map<string, number>();
  return groups.map(({ signers: [{ label }] }) => {
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    return count === 1 ? label : `${label}-${count}`;
  });
}

export interface PolicyOptions {
  /** Whether signatures are Sigstore bundles. */
  readonly isBundle: boolean;
  /** Whether pods are admitted anyway, and reported. */
  readonly isAudit: boolean;
}

const identityOf = ({ issuer, subject, subjectRegExp }: Signer) => pruned({ issuer, subject, subjectRegExp });

/** With any tag or digest, and no repository whose name only begins so. */
const references = (repository: string) => [`${repository}:*`, `${repository}@*`];

/** The spec of a namespaced Policy of Kyverno. */
export function kyvernoSpec(groups: readonly SignedImages[], { isBundle, isAudit }: PolicyOptions): JsonObject {
  const names = namesOf(groups);
  return {
    // Signatures are in a registry: an image that is running already is not asked for again and again.
    background: false,
    webhookConfiguration: { timeoutSeconds: 30 },
    rules: groups.map(({ repositories, signers }, i) => ({
      name: `signed-by-${names[i]}`,
      match: { any: [{ resources: { kinds: ['Pod'] } }] },
      verifyImages: [
        {
          ...(isBundle && { type: 'SigstoreBundle' }),
          imageReferences: repositories.flatMap(kyvernoNames).flatMap(references),
          failureAction: isAudit ? 'Audit' : 'Enforce',
          // Kyverno refuses to change pods that it only reports.
          mutateDigest: !isAudit,
          verifyDigest: !isAudit,
          required: true,
          attestors: [
            {
              count: 1,
              entries: signers.map((signer) => ({ keyless: { ...identityOf(signer), rekor: { url: REKOR } } })),
            },
          ],
        },
      ],
    })),
  };
}

/** Docker Hub's own images are known to Kyverno without the folder that the registry keeps them in. */
function kyvernoNames(repository: string): string[] {
  const official = /^docker\.io\/library\/(.*)$/.exec(repository)?.[1];
  return official === undefined ? [repository] : [repository, `docker.io/${official}`];
}

/** The spec of a ClusterImagePolicy of Sigstore's policy-controller: one for each group. */
export function sigstoreSpec(
  { repositories, signers }: SignedImages,
  { isBundle, isAudit }: PolicyOptions,
): JsonObject {
  return {
    ...(isAudit && { mode: 'warn' }),
    images: repositories
      .map((repository) => repository.replace(/^docker\.io\//, 'index.docker.io/'))
      .flatMap(references)
      .map((glob) => ({ glob })),
    authorities: signers.map((signer) => ({
      name: signer.label,
      keyless: { url: FULCIO, identities: [identityOf(signer)] },
      ctlog: { url: REKOR },
      ...(isBundle && { signatureFormat: 'bundle' }),
    })),
  };
}
