import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CatalogEntry } from './catalog-entry';
import { shown } from '../findings';
import { CatalogProvenance } from '../images/provenance';
import { grouped, kyvernoSpec, namesOf, repositoryOf, SignedImage, signerOf, sigstoreSpec } from '../images/signatures';
import { isImage } from '../kubernetes/image-reference';
import { isDnsSubdomain } from '../kubernetes/names';
import { Manifest } from '../kubernetes/objects';
import { checkNew } from '../props/check-new';
import { refused } from '../props/language';
import { imageRewrite } from '../rendering/model/images';
import { settingsOf } from '../synthesis/scope-settings';
import { ToolhiveObject } from '../synthesis/toolhive-object';

/** Admission controllers that verify signatures of images. */
export enum ImagePolicyEngine {
  /** Kyverno 1.13 or newer: one Policy, for the namespace of the chart. */
  KYVERNO = 'kyverno',
  /** Sigstore's policy-controller: a ClusterImagePolicy for each signer, which belongs to the whole cluster. */
  SIGSTORE_CLUSTER = 'sigstore-cluster',
}

/** How signatures are stored. */
export enum SignatureFormat {
  /** As cosign did before version 3: a tag next to the image. */
  COSIGN = 'cosign',
  /** Sigstore bundles that refer to the image, as cosign writes them from version 3 on. */
  BUNDLE = 'bundle',
}

/** An image that is in no catalogue, and who signs it. */
export interface PolicyImage {
  /** Which image, such as `ghcr.io/stacklok/toolhive/proxyrunner`. The policy is for all its tags and digests. */
  readonly image: string;

  /** Who builds it. */
  readonly provenance: CatalogProvenance;
}

/** Props of an ImagePolicy: which images, and who has to have signed them. */
export interface ImagePolicyProps {
  /**
   * Entries of a catalogue, whose provenance says who signs their images.
   *
   * @default - none
   */
  readonly servers?: CatalogEntry[];

  /**
   * Other images.
   *
   * @default - none
   */
  readonly images?: PolicyImage[];

  /**
   * Which controller verifies the signatures. It is not installed here.
   *
   * @default ImagePolicyEngine.KYVERNO
   */
  readonly engine?: ImagePolicyEngine;

  /**
   * How the signatures are stored.
   *
   * @default SignatureFormat.COSIGN
   */
  readonly format?: SignatureFormat;

  /**
   * Whether pods with unsigned images start anyway, and are only reported.
   *
   * @default false
   */
  readonly auditOnly?: boolean;

  /**
   * Overrides the name of the policy.
   *
   * @default - the id
   */
  readonly name?: string;
}

/**
 * A policy by which the cluster starts an image only if the right workflow has built and signed it.
 *
 * The identity is that of the catalogue's provenance: repository, workflow, and the issuer of the certificate. With
 * `imageRegistry`, the images are those of the mirror, to which signatures have to be copied as well (`cosign copy`).
 *
 * @example
 * const catalog = McpCatalog.fromFile('registry.json');
 * catalog.server(chart, 'fetch');
 * new ImagePolicy(chart, 'signed-servers', { servers: [catalog.entry('fetch')] });
 */
export class ImagePolicy extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  /**
   * @param scope a chart, or a construct in one
   * @param id default of the name
   * @param props images and their signers
   * @throws when there is no image, or it isn't known who signs one; the message has all of them
   */
  constructor(scope: Construct, id: string, props: ImagePolicyProps) {
    checkNew('ImagePolicy', new.target, arguments);
    super(scope, id);
    this.name = props.name ?? id;
    const wrong = isDnsSubdomain(this.name);
    if (wrong) throw this.error([`name: ${shown(this.name)} is no name that Kubernetes takes: it ${wrong}`]);
    const { engine = ImagePolicyEngine.KYVERNO, format, auditOnly: isAudit = false } = props;
    const images = this.signedImages(props);
    const options = { isBundle: format === SignatureFormat.BUNDLE, isAudit };
    const signed = grouped(images);
    // By the settings of the end: a mirror may be set later.
    const groups = () => signed.map((group) => ({ ...group, repositories: this.pulled(group.repositories) }));
    if (engine === ImagePolicyEngine.KYVERNO) {
      const namespace = Chart.of(this).namespace ?? 'default';
      this.add('Resource', 'kyverno.io/v1', 'Policy', this.name, () => kyvernoSpec(groups(), options), namespace);
      return;
    }
    const names = namesOf(signed);
    names.forEach((label, i) => {
      const name = `${this.name}-${label}`;
      this.add(label, 'policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', name, () =>
        sigstoreSpec(groups()[i], options),
      );
    });
  }

  private signedImages({ servers = [], images = [] }: ImagePolicyProps): SignedImage[] {
    const given = [
      ...servers.map(({ name, image, provenance }, i) => ({ field: `servers[${i}]`, name, image, provenance })),
      ...images.map(({ image, provenance }, i) => ({ field: `images[${i}]`, name: image, image, provenance })),
    ];
    const problems: string[] = [];
    const signed: SignedImage[] = [];
    for (const { field, name, image, provenance } of given) {
      const signer = provenance ? signerOf(provenance) : { problem: 'the catalogue has no provenance of it' };
      const wrong = image === undefined ? 'is a remote server, which has no image' : isImage(image);
      if (wrong !== undefined || image === undefined) problems.push(`${field}: ${shown(name)} ${wrong}`);
      else if ('problem' in signer) problems.push(`${field}: ${shown(name)}: ${signer.problem}`);
      else signed.push({ image, signer });
    }
    if (!given.length) problems.push('there is no image in servers or images, so the policy would be for none');
    if (problems.length) throw this.error(problems);
    return signed;
  }

  private pulled(repositories: readonly string[]): string[] {
    const rewrite = imageRewrite(settingsOf(this).rendering);
    return rewrite
      ? [...new Set(repositories.map((repository) => repositoryOf(rewrite(repository))))]
      : [...repositories];
  }

  private add(
    id: string,
    apiVersion: string,
    kind: string,
    name: string,
    spec: () => object,
    namespace?: string,
  ): void {
    // A Policy may change pods, but not what GitOps and ToolHive's proxy compare: Deployments and StatefulSets.
    const annotations = namespace ? { 'pod-policies.kyverno.io/autogen-controllers': 'none' } : undefined;
    const metadata = { name, ...(namespace && { namespace }), ...(annotations && { annotations }) };
    const manifest = (): Manifest => ({ apiVersion, kind, metadata, spec: spec() });
    new ToolhiveObject(this, id, { apiVersion, kind, name, namespace, manifest });
  }

  private error(problems: readonly string[]): Error {
    const lines = problems.map((problem) => `[${this.node.path}] ImagePolicy "${this.name}": ${problem}`);
    return refused(lines.join('\n'));
  }
}
