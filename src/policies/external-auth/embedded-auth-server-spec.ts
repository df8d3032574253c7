/** The options of an embedded authorization server as the fields of the custom resource. */
import { EmbeddedAuthServerOptions, TokenLifespans } from './embedded-auth-server';
import { TrustedIssuer } from './trusted-issuer';
import { Obj } from '../../findings';
import { goDuration } from '../../pods/go-duration';
import { secretKey } from '../../pods/secret-values';
import { pruned } from '../../rendering/model/workload';

/** `embeddedAuthServer` of an MCPExternalAuthConfig. */
export function embeddedAuthServerSpec(options: EmbeddedAuthServerOptions): Obj {
  const { cimd, delegateClients, tokenLifespans } = options;
  return pruned({
    issuer: options.issuer,
    authorizationEndpointBaseUrl: options.authorizationEndpointBaseUrl,
    upstreamProviders: options.upstreamProviders.map((provider) => provider._toSpec()),
    signingKeySecretRefs: options.signingKeys?.map(secretKey),
    hmacSecretRefs: options.hmacSecrets?.map(secretKey),
    tokenLifespans: tokenLifespans && lifespansSpec(tokenLifespans),
    storage: options.storage?._toSpec(),
    baselineClientScopes: options.baselineClientScopes,
    cimd:
      cimd &&
      pruned({ enabled: true, cacheMaxSize: cimd.cacheMaxSize, cacheFallbackTtl: goDuration(cimd.cacheFallbackTtl) }),
    primaryUpstreamProvider: options.primaryUpstreamProvider,
    disableUpstreamTokenInjection: options.disableUpstreamTokenInjection,
    allowConfidentialClientRegistration: options.allowConfidentialClientRegistration,
    forceConfidentialRedirectUris: options.forceConfidentialRedirectUris,
    delegateClients: delegateClients?.map(({ clientSecret, ...client }) => ({
      ...client,
      clientSecretRef: secretKey(clientSecret),
    })),
    trustedIssuers: options.trustedIssuers?.map(trustedIssuerSpec),
    insecureAllowHTTP: options.insecureAllowHttp,
    insecureAllowConfidentialOverLoopbackHTTP: options.insecureAllowConfidentialOverLoopbackHttp,
  });
}

function lifespansSpec({ accessTokenLifespan, refreshTokenLifespan, authCodeLifespan }: TokenLifespans): Obj {
  return pruned({
    accessTokenLifespan: goDuration(accessTokenLifespan),
    refreshTokenLifespan: goDuration(refreshTokenLifespan),
    authCodeLifespan: goDuration(authCodeLifespan),
  });
}

function trustedIssuerSpec(issuer: TrustedIssuer): Obj {
  const { allowPrivateIps, insecureAllowHttp, jwtBearerGrant, ...members } = issuer;
  return pruned({
    ...members,
    allowPrivateIPs: allowPrivateIps,
    insecureAllowHTTP: insecureAllowHttp,
    jwtBearerGrant:
      jwtBearerGrant &&
      pruned({
        maxAssertionAge: goDuration(jwtBearerGrant.maxAssertionAge),
        subjectBindings: jwtBearerGrant.subjectBindings.map((binding) => ({ ...binding })),
        acceptedAudiences: jwtBearerGrant.acceptedAudiences,
      }),
  });
}
