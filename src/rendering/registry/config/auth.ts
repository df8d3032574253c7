/** Rules about who may use the registry. */
import { httpAddress, isLoopback, isPrivate } from './places';
import { ConfigContext, repeated, requireField, warnOfIgnored, warnOfPlainHttp, warnOfRelativePath } from './rules';
import { Auth, Claims, Provider, Registry, ServerConfig, Source } from './shape';
import { fieldPath, Findings, shown } from '../../../findings';
import { discoveryDocumentProblem } from '../../../kubernetes/discovery-document';
import { withoutTrailing } from '../../../plain/trailing';

const MODES = ['anonymous', 'oauth'];
const ADDRESSES = ['jwksUrl', 'introspectionUrl'] as const;
/** Fields of a provider that name a file; the server doesn't start without it. */
export const PROVIDER_FILES = ['clientSecretFile', 'caCertPath', 'authTokenFile'] as const;

export function checkAuth(config: ServerConfig, findings: Findings, context: ConfigContext): void {
  const advice = 'use "oauth", or "anonymous" for development';
  if (!requireField(config, 'auth', '', findings, `set auth.mode; ${advice}`)) return;
  const { auth, sources } = config;
  if (!requireField(auth, 'mode', 'auth', findings, advice)) return;
  if (!MODES.includes(auth.mode)) {
    findings.error('auth.mode', `${shown(auth.mode)} is not allowed; ${advice}`);
  }
  checkPublicPaths(auth.publicPaths ?? [], findings);
  if (auth.mode === 'anonymous') checkAnonymous(auth, sources, findings);
  if (auth.mode === 'oauth') checkOAuth(auth, findings, context);
}

function checkAnonymous(auth: Auth, sources: readonly Source[] = [], findings: Findings): void {
  for (const key of ['authz', 'oauth'] as const) {
    if (auth[key]) warnOfIgnored(`auth.${key}`, 'in mode "anonymous" everybody may do everything', findings);
  }
  if (sources.some(({ managed }) => managed)) {
    findings.warning(
      'registry-anonymous-writes',
      'auth.mode',
      'anonymous lets everybody who reaches the server publish to its managed source; use "oauth"',
    );
  }
}

function checkOAuth({ oauth = {} }: Auth, findings: Findings, context: ConfigContext): void {
  if (!oauth.resourceUrl || !httpAddress(oauth.resourceUrl)) {
    findings.warning(
      'registry-resource-url-missing',
      'auth.oauth.resourceUrl',
      `${oauth.resourceUrl ? 'is no http address' : 'is not there'}, so clients can't find out whom to ask for a token; write the registry's public address`,
    );
  }
  const providers = oauth.providers ?? [];
  if (!providers.length) {
    requireField({}, 'providers', 'auth.oauth', findings, 'name at least one who issues tokens');
  }
  providers.forEach((provider, i) => {
    checkProvider(provider, fieldPath('auth.oauth.providers', i), findings, context);
  });
  repeated(
    providers.map(({ name }) => name),
    (name, i) =>
      findings.warning(
        'registry-provider-repeated',
        `auth.oauth.providers[${i}].name`,
        `${shown(name)} is another provider's name too, and logs won't tell them apart; rename one`,
      ),
  );
}

function checkProvider(provider: Provider, at: string, findings: Findings, { insecureUrl }: ConfigContext): void {
  requireField(provider, 'name', at, findings);
  requireField(provider, 'audience', at, findings, 'tokens must be made out to it');
  if (requireField(provider, 'issuerUrl', at, findings, 'write its https address')) {
    checkIssuer(provider.issuerUrl, provider.allowPrivateIP, `${at}.issuerUrl`, findings, insecureUrl);
  }
  for (const key of ADDRESSES) {
    const address = provider[key];
    if (!address) continue;
    if (!httpAddress(address)) {
      findings.error(`${at}.${key}`, `${shown(address)} must begin with https:// and have a host`);
    }
    warnOfPlainHttp(address, `${at}.${key}`, findings);
  }
  for (const key of PROVIDER_FILES) warnOfRelativePath(provider[key], `${at}.${key}`, findings);
  if (provider.introspectionUrl && !(provider.clientId && provider.clientSecretFile)) {
    findings.warning(
      'registry-introspection-without-client',
      `${at}.introspectionUrl`,
      'is asked without credentials, which issuers refuse, and then every opaque token is; give clientId and clientSecretFile',
    );
  }
}

function checkIssuer(
  issuerUrl: string,
  allowPrivateIP: boolean | undefined,
  field: string,
  findings: Findings,
  insecure = false,
): void {
  const address = httpAddress(issuerUrl);
  if (!address) {
    findings.error(field, `${shown(issuerUrl)} must be an absolute https address with a host`);
    return;
  }
  const isDocument = discoveryDocumentProblem(issuerUrl);
  if (isDocument) {
    findings.error(field, `${shown(issuerUrl)} ${isDocument}`);
    return;
  }
  if (address.protocol === 'http:' && !isLoopback(address.hostname) && !insecure) {
    findings.error(
      field,
      `${shown(issuerUrl)} must begin with https; plain http takes THV_REGISTRY_INSECURE_URL=true in the server's environment`,
    );
  } else if (isPrivate(address.hostname) && !allowPrivateIP) {
    findings.warning(
      'registry-private-issuer',
      field,
      `${shown(issuerUrl)} has a private address, which the server doesn't connect to, so it refuses every token; set allowPrivateIP: true`,
    );
  }
}

/** A path opens everything below it, for reading and for writing. The server's admin API is below /v1. */
function checkPublicPaths(paths: readonly string[], findings: Findings): void {
  paths.forEach((path, i) => {
    const field = fieldPath('auth.publicPaths', i);
    if (!path.startsWith('/')) {
      findings.error(field, `${shown(path)} must begin with a slash`);
    } else if (/^\/+(v1(\/.*)?)?$/.test(path)) {
      findings.warning(
        'registry-public-path',
        field,
        `${shown(path)} opens the admin API, with which everybody could then change sources, whatever authz says; name the registries alone, such as "/registry/default"`,
      );
    }
  });
}

/** Who may do what, as today's server has it: once clients log in, either no client has a role by default, or every client has all. */
export function checkRoles(config: ServerConfig, findings: Findings): void {
  const { auth = {}, sources, registries } = config;
  if (auth.mode !== 'oauth' || !auth.oauth?.providers?.length) return;
  if (auth.authz) {
    checkAuthz(auth, sources ?? [], registries ?? [], findings);
    return;
  }
  findings.warning(
    'registry-roles-open',
    'auth.authz',
    'is not there, and then every token of the issuers has all roles: whoever logs in may change sources, registries and entries; say who may, such as auth.authz.roles.superAdmin: [{sub: "..."}] (RegistryAuth.oauth: roles), and give sources and registries the claims of their readers',
  );
}

/** The server's paths of a registry's readers. */
const registryPath = (name: string) => `/registry/${name}`;

/** Whether the server lets in who has no token. */
function isPublic(path: string, publicPaths: readonly string[]): boolean {
  return publicPaths
    .map((open) => withoutTrailing(open, '/'))
    .some((open) => path === open || path.startsWith(`${open}/`));
}

function checkAuthz(
  { authz, publicPaths = [] }: Auth,
  sources: readonly Source[],
  registries: readonly Registry[],
  findings: Findings,
): void {
  for (const [role, rules] of Object.entries(authz?.roles ?? {})) {
    rules.forEach((rule, i) => {
      const field = `auth.authz.roles.${role}[${i}]`;
      if (Object.keys(rule).length || findings.errors.some((error) => error.field.startsWith(`${field}.`))) return;
      findings.error(field, 'is empty and matches nobody; name a claim and its value');
    });
  }
  const isOpen = ({ name }: Registry) => name !== undefined && isPublic(registryPath(name), publicPaths);
  sources.forEach((source, i) => {
    const readers = registries.filter((registry) => registry.sources?.some((name) => name === source.name));
    if (!readers.length || !readers.every(isOpen)) warnOfUntagged(source, fieldPath('sources', i), findings);
  });
  registries.forEach((registry, i) => {
    if (isOpen(registry)) warnOfUnfiltered(registry, sources, fieldPath('registries', i), findings);
    else warnOfUntagged(registry, fieldPath('registries', i), findings);
  });
}

const isTagged = ({ claims }: { readonly claims?: Claims }) => claims !== undefined && Object.keys(claims).length > 0;

function warnOfUntagged(item: Source | Registry, field: string, findings: Findings): void {
  if (isTagged(item)) return;
  findings.warning(
    'registry-authz-untagged',
    field,
    'has no claims, so with authz nobody but a superAdmin sees it; give it the claims that its readers have',
  );
}

/** The server reads no token below a public path, and without one it filters nothing. */
function warnOfUnfiltered(registry: Registry, sources: readonly Source[], field: string, findings: Findings): void {
  const names: readonly unknown[] = registry.sources ?? [];
  const kept = sources.filter(({ name, claims }) => names.includes(name) && isTagged({ claims }));
  if (!kept.length && !isTagged(registry)) return;
  const claims = isTagged(registry)
    ? 'its own claims'
    : `the claims of its sources ${kept.map(({ name }) => shown(name)).join(', ')}`;
  findings.warning(
    'registry-public-unfiltered',
    field,
    `is below a public path, where the server looks at no token and filters nothing: everybody sees all of it, whatever ${claims}; take the path out of auth.publicPaths, or name sources here that everybody may see`,
  );
}
