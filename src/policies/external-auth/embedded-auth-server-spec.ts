/** The options of an embedded authorization server as the fields of the custom resource. */
import { DelegateClient } from './delegate-client';
import { EmbeddedAuthServerOptions, TokenLifespans } from './embedded-auth-server';
import { InboundGrants } from './inbound-grants';
import { JwtBearerGrant, TrustedIssuer } from './trusted-issuer';
import { defined, JsonObject, pruned } from '../../plain/objects';
import { caBundleRef } from '../../pods/ca-bundle';
import { goDuration } from '../../pods/go-duration';
import { secretKey } from '../../pods/secret-values';
import { limitSpec } from '../../servers/rate-limiting-spec';

/** `embeddedAuthServer` of an MCPExternalAuthConfig. */
export function embeddedAuthServerSpec(options: EmbeddedAuthServerOptions): JsonObject {
  const { cimd, inboundGrants, registrationRateLimit, tokenLifespans, tlsListener } = options;
  const spec = pruned({
    issuer: options.issuer,
    authorizationEndpointBaseUrl: options.authorizationEndpointBaseUrl,
    upstreamProviders: options.upstreamProviders?.map((provider) => provider._toSpec()),
    signingKeySecretRefs: options.signingKeys?.map(secretKey),
    hmacSecretRefs: options.hmacSecrets?.map(secretKey),
    tokenLifespans: tokenLifespans && lifespansSpec(tokenLifespans),
    storage: storageSpec(options),
    baselineClientScopes: options.baselineClientScopes,
    cimd:
      cimd &&
      pruned({ enabled: true, cacheMaxSize: cimd.cacheMaxSize, cacheFallbackTtl: goDuration(cimd.cacheFallbackTtl) }),
    primaryUpstreamProvider: options.primaryUpstreamProvider,
    disableUpstreamTokenInjection: options.disableUpstreamTokenInjection,
    allowConfidentialClientRegistration: options.allowConfidentialClientRegistration,
    forceConfidentialRedirectUris: options.forceConfidentialRedirectUris,
    allowPrivateKeyJWTRegistration: options.allowPrivateKeyJwtRegistration,
    delegateClients: options.delegateClients?.map(delegateClientSpec),
    trustedIssuers: options.trustedIssuers?.map(trustedIssuerSpec),
    insecureAllowHTTP: options.insecureAllowHttp,
    insecureAllowConfidentialOverLoopbackHTTP: options.insecureAllowConfidentialOverLoopbackHttp,
    registrationRateLimit: registrationRateLimit && limitSpec(registrationRateLimit),
    tlsListener: tlsListener && {
      certificateSecretRef: secretKey(tlsListener.certificate),
      privateKeySecretRef: secretKey(tlsListener.privateKey),
    },
  });
  return { ...spec, ...(inboundGrants && { inboundGrants: grantsSpec(inboundGrants) }) };
}

function storageSpec({ storage, maxRegisteredClients }: EmbeddedAuthServerOptions): JsonObject | undefined {
  const where = storage?._toSpec();
  if (maxRegisteredClients === undefined) return where;
  return { ...(where ?? { type: 'memory' }), maxDCRClients: maxRegisteredClients };
}

/** A grant without clients and policies is a grant. */
function grantsSpec({ tokenExchange, jwtBearer }: InboundGrants): JsonObject {
  return defined({
    tokenExchange:
      tokenExchange &&
      pruned({
        delegateClients: tokenExchange.delegateClients?.map(delegateClientSpec),
        issuerPolicies: tokenExchange.issuerPolicies?.map((policy) => pruned({ ...policy })),
      }),
    jwtBearer:
      jwtBearer &&
      pruned({
        issuerPolicies: jwtBearer.map(({ issuerRef, ...grant }) => ({ issuerRef, ...jwtBearerSpec(grant) })),
      }),
  });
}

function delegateClientSpec({ clientSecret, ...client }: DelegateClient): JsonObject {
  return { ...client, clientSecretRef: secretKey(clientSecret) };
}

function lifespansSpec({ accessTokenLifespan, refreshTokenLifespan, authCodeLifespan }: TokenLifespans): JsonObject {
  return pruned({
    accessTokenLifespan: goDuration(accessTokenLifespan),
    refreshTokenLifespan: goDuration(refreshTokenLifespan),
    authCodeLifespan: goDuration(authCodeLifespan),
  });
}

function trustedIssuerSpec(issuer: TrustedIssuer): JsonObject {
  const { allowPrivateIps, insecureAllowHttp, jwtBearerGrant, caBundle, ...members } = issuer;
  return pruned({
    ...members,
    allowPrivateIPs: allowPrivateIps,
    insecureAllowHTTP: insecureAllowHttp,
    caBundleRef: caBundleRef(caBundle),
    jwtBearerGrant: jwtBearerGrant && jwtBearerSpec(jwtBearerGrant),
  });
}

function jwtBearerSpec({ maxAssertionAge, subjectBindings, acceptedAudiences }: JwtBearerGrant): JsonObject {
  return pruned({
    maxAssertionAge: goDuration(maxAssertionAge),
    subjectBindings: subjectBindings.map((binding) => ({ ...binding })),
    acceptedAudiences,
  });
}
