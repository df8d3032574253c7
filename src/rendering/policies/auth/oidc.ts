/**
 * Authentication: the OpenID Connect provider that a proxy trusts, from an MCPOIDCConfig and the reference to it.
 * Source: ToolHive cmd/thv-operator/pkg/oidc/resolver.go, controllerutil/oidc.go, controllers/mcpoidcconfig_controller.go.
 */
import { audienceProblem, issuerProblem } from './known-issuers';
import { Findings, shown } from '../../../findings';
import { urlParts } from '../../../go/url';
import { discoveryDocumentProblem } from '../../../kubernetes/discovery-document';
import { Resource } from '../../../resources/resource';
import { McpOidcConfigSpec } from '../../../resources/spec';
import { KubernetesServiceAccount, McpOidcConfigInline } from '../../../resources/spec/mcpoidcconfig';
import { OidcConfigRef } from '../../../resources/spec/shared';
import { resolve } from '../../model/references';
import { warnWithoutEffect } from '../../model/without-effect';
import { Context } from '../../model/workload';
import { checkCaContent } from '../../pod/known-content';
import { Mount, SecretKeyRef } from '../../pod/mounts';
import { caBundleMounts, caBundlePath, checkCaBundle, OIDC_CA } from '../ca-bundle';

const CLUSTER_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
const CLUSTER_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The result of a reference to an MCPOIDCConfig. */
export interface Oidc {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly introspectionUrl: string;
  readonly clientId: string;
  /** The provider's client secret, if it has one; the name of the variable for it is the workload's. */
  readonly clientSecret?: SecretKeyRef;
  /** Path of the certificates that the provider is trusted by. */
  readonly caPath: string;
  readonly tokenPath: string;
  /** Whether files of the pod's ServiceAccount are read. */
  readonly needsAccount: boolean;
  readonly resourceUrl: string;
  /** Whether the provider's keys may be fetched from a private address. */
  readonly allowPrivateIp: boolean;
  /** The same, for the metadata of the protected resource. A RunConfig has no member for it. */
  readonly resourceAllowPrivateIp: boolean;
  readonly insecureAllowHttp: boolean;
  readonly scopes?: readonly string[];
  readonly mounts: readonly Mount[];
}

/** Warns of invalid certificates, where their ConfigMap is known. */
export function checkOidcConfigContent({ namespace, spec }: Resource<McpOidcConfigSpec>, context: Context): void {
  checkCaContent(spec.inline?.caBundleRef, 'spec.inline.caBundleRef', namespace, context);
}

/** Checks an MCPOIDCConfig on its own. */
export function checkOidcConfig({ spec }: Resource<McpOidcConfigSpec>, findings: Findings): void {
  const { inline, kubernetesServiceAccount } = spec;
  if (inline) {
    checkProviderUrl(inline.issuer, inline.insecureAllowHTTP, 'spec.inline.issuer', findings);
    checkIssuer(inline.issuer, 'spec.inline.issuer', findings);
    const never = issuerProblem(inline.issuer);
    if (never) {
      findings.warning(
        'oidc-issuer-mismatch',
        'spec.inline.issuer',
        `${shown(inline.issuer)} is the issuer of no token, so every client is refused: ${never}`,
      );
    }
    checkProviderUrl(inline.jwksUrl, inline.insecureAllowHTTP, 'spec.inline.jwksUrl', findings);
    checkCaBundle(OIDC_CA, inline.caBundleRef, 'spec.inline.caBundleRef', findings);
  }
  if (kubernetesServiceAccount?.issuer) {
    checkIssuer(kubernetesServiceAccount.issuer, 'spec.kubernetesServiceAccount.issuer', findings);
  }
  for (const field of ['serviceAccount', 'namespace'] as const) {
    if (!kubernetesServiceAccount?.[field]) continue;
    warnWithoutEffect(
      `spec.kubernetesServiceAccount.${field}`,
      "has no effect: ToolHive doesn't read it, and lets in every ServiceAccount with a token for the audience; say in an authorization policy who may do what",
      findings,
    );
  }
}

/** Refuses a discovery document in place of its issuer. */
export function checkIssuer(url: string, field: string, findings: Findings): void {
  const wrong = discoveryDocumentProblem(url);
  if (wrong) findings.error(field, `${shown(url)} ${wrong}`);
}

function checkProviderUrl(url: string | undefined, allowHttp: boolean, field: string, findings: Findings): void {
  if (!url) return;
  const { scheme, host } = urlParts(url);
  if (!scheme || !host) {
    findings.error(
      field,
      `${shown(url)} has no scheme or no host; write a whole URL such as "https://sso.example.com"`,
    );
  } else if (scheme === 'http' && !allowHttp) {
    findings.error(
      field,
      `${shown(url)} is plain HTTP, where tokens can be read on the way; use HTTPS, or set insecureAllowHTTP for development`,
    );
  } else if (scheme !== 'http' && scheme !== 'https') {
    findings.error(field, `${shown(url)} must begin with https:// (or http://, with insecureAllowHTTP)`);
  }
}

/** The workload that refers to the provider. */
export interface OidcUser {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  /** Address of its Service, for the advice on the resource URL. */
  readonly serviceUrl: string;
  /** Whether it issues the tokens itself, and then for any audience. */
  readonly isIssuer?: boolean;
}

/** Follows an `oidcConfigRef`; undefined where it is absent or wrong. */
export function oidcOf(
  reference: OidcConfigRef | undefined,
  field: string,
  user: OidcUser,
  { catalog, findings }: Context,
): Oidc | undefined {
  if (!reference) return undefined;
  const { namespace } = user;
  const config = resolve({ kind: 'MCPOIDCConfig', name: reference.name, namespace, field }, catalog, findings);
  if (!config) return undefined;
  const common = {
    audience: reference.audience,
    scopes: reference.scopes,
    resourceUrl: reference.resourceUrl || defaultResourceUrl(user, `${field}.resourceUrl`, findings),
  };
  const { type, inline, kubernetesServiceAccount } = config.spec;
  if (type === 'inline' && !user.isIssuer) warnOfAudience(reference.audience, inline!.issuer, user, field, findings);
  const provider = type === 'inline' ? inlineProvider(inline!) : clusterProvider(kubernetesServiceAccount!);
  return Object.assign(provider, common);
}

/** Providers give tokens for what is registered with them, which an address in the cluster hardly is. */
function warnOfAudience(
  audience: string,
  issuer: string,
  { serviceUrl }: OidcUser,
  field: string,
  findings: Findings,
): void {
  const never = audience && audienceProblem(audience, issuer);
  if (never) {
    findings.warning(
      'oidc-audience-mismatch',
      `${field}.audience`,
      `${shown(audience)} is in no token, so every client is refused: ${never}`,
    );
    return;
  }
  if (
    !audience ||
    urlParts(audience).host !== urlParts(serviceUrl).host ||
    urlParts(issuer).hostname.endsWith('.svc.cluster.local')
  ) {
    return;
  }
  findings.warning(
    'oidc-audience-in-cluster',
    `${field}.audience`,
    `${shown(audience)} is an address in the cluster, and tokens of ${shown(issuer)} are made out to what is registered there; give the audience that its tokens have ("aud"), or the resourceUrl that clients use`,
  );
}

/** What the operator takes where a workload names no resource URL: the address of no Service. */
export function operatorResourceUrl({ name, namespace, port }: Pick<OidcUser, 'name' | 'namespace' | 'port'>): string {
  return `http://${name}.${namespace}.svc.cluster.local:${port}`;
}

function defaultResourceUrl(user: OidcUser, field: string, findings: Findings): string {
  const url = operatorResourceUrl(user);
  findings.warning(
    'oidc-resource-url-no-service',
    field,
    `is not given, and ToolHive's default ${url} is the address of no Service, so clients can't find the metadata; give the URL that clients use, or ${user.serviceUrl}`,
  );
  return url;
}

type Provider = Omit<Oidc, 'audience' | 'scopes' | 'resourceUrl'>;

function inlineProvider(inline: McpOidcConfigInline): Provider {
  return {
    issuer: inline.issuer,
    jwksUrl: inline.jwksUrl ?? '',
    introspectionUrl: inline.introspectionUrl ?? '',
    clientId: inline.clientId ?? '',
    clientSecret: inline.clientSecretRef,
    caPath: caBundlePath(OIDC_CA, inline.caBundleRef) ?? '',
    tokenPath: inline.jwksAuthTokenPath ?? '',
    needsAccount: false,
    allowPrivateIp: inline.jwksAllowPrivateIP,
    resourceAllowPrivateIp: inline.protectedResourceAllowPrivateIP,
    insecureAllowHttp: inline.insecureAllowHTTP,
    mounts: caBundleMounts(OIDC_CA, inline.caBundleRef),
  };
}

/** The cluster's own issuer, asked with the proxy's own token. */
function clusterProvider({
  issuer,
  jwksUrl,
  introspectionUrl,
  useClusterAuth = true,
}: KubernetesServiceAccount): Provider {
  return {
    issuer: issuer || 'https://kubernetes.default.svc',
    jwksUrl: jwksUrl ?? '',
    introspectionUrl: introspectionUrl ?? '',
    clientId: '',
    caPath: useClusterAuth ? CLUSTER_CA : '',
    tokenPath: useClusterAuth ? CLUSTER_TOKEN : '',
    needsAccount: useClusterAuth,
    allowPrivateIp: useClusterAuth,
    resourceAllowPrivateIp: false,
    insecureAllowHttp: false,
    mounts: [],
  };
}

/** `oidc_config` of a RunConfig. Its members are always written, and named as in Go. */
export type OidcRunConfig = ReturnType<typeof oidcRunConfig>;

export function oidcRunConfig(oidc: Oidc, scopes: readonly string[] | undefined) {
  return {
    Issuer: oidc.issuer,
    Audience: oidc.audience,
    JWKSURL: oidc.jwksUrl,
    ClientID: oidc.clientId,
    ClientSecret: '',
    CACertPath: oidc.caPath,
    AuthTokenFile: oidc.tokenPath,
    AllowPrivateIP: oidc.allowPrivateIp,
    InsecureAllowHTTP: oidc.insecureAllowHttp,
    IntrospectionURL: oidc.introspectionUrl,
    ResourceURL: oidc.resourceUrl,
    Scopes: scopes ?? null,
  };
}
