/** Who built an image, for verification with Sigstore. */
export interface CatalogProvenance {
  /**
   * Host of Sigstore's root of trust.
   *
   * @default - the catalogue does not say
   */
  readonly sigstoreUrl?: string;

  /**
   * Repository that the image was built from.
   *
   * @default - the catalogue does not say
   */
  readonly repositoryUri?: string;

  /**
   * Branch or tag that it was built from.
   *
   * @default - the catalogue does not say
   */
  readonly repositoryRef?: string;

  /**
   * Workflow that signed it.
   *
   * @default - the catalogue does not say
   */
  readonly signerIdentity?: string;

  /**
   * Where the workflow ran.
   *
   * @default - the catalogue does not say
   */
  readonly runnerEnvironment?: string;

  /**
   * Issuer of the signer's certificate.
   *
   * @default - the catalogue does not say
   */
  readonly certIssuer?: string;
}
