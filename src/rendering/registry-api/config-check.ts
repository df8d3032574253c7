/**
 * What the registry server refuses in its configuration when it starts. Its own checks stop at the first error; these
 * report all. Source: toolhive-registry-server v1.5.1, internal/config/config.go.
 */
import { parseDocument } from 'yaml';
import { fieldPath, Findings, Obj, shown } from '../../findings';
import { isObject } from '../../kubernetes/go-json';
import { isDnsLabel } from '../../kubernetes/names';

/** Id of the warning about an MCPRegistry whose configuration the server refuses; the operator never looks into it. */
export const REFUSED_BY_SERVER = 'registry-config-refused-by-server';

const SOURCE_KINDS = ['git', 'api', 'file', 'managed', 'kubernetes'];
/** Kinds whose content is fetched again and again. */
const POLLED = ['git', 'api', 'file'];
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];
const GO_DURATION = /^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/;

/** Reads a configuration's text; what isn't YAML, or no map, is an error. */
export function parseConfig(text: string, findings: Findings): Obj | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length) {
    findings.error('', `is not YAML: ${document.errors[0].message}`);
    return undefined;
  }
  const config = document.toJS();
  if (isObject(config)) return config;
  findings.error('', `must be a map with sources, registries, database and auth, not ${shown(config)}`);
  return undefined;
}

/** Whether the server will ask the Kubernetes API for its servers, which takes a token and a Role. */
export function hasKubernetesSource(config: Obj | undefined): boolean {
  return (
    Array.isArray(config?.sources) && config.sources.some((source: unknown) => isObject(source) && source.kubernetes)
  );
}

/** @param insecureUrl whether the server will run with THV_REGISTRY_INSECURE_URL, and takes issuers at plain http */
export function checkConfig(config: Obj, findings: Findings, insecureUrl = false): void {
  if (config.registryName !== undefined || config.registries?.some?.((r: Obj) => r?.format !== undefined)) {
    findings.error(
      'registryName',
      'is of the registry server before 1.0; describe sources, and registries that name them',
    );
  }
  const sources = checkSources(config.sources, findings);
  checkRegistries(config.registries, sources, findings);
  checkDatabase(config.database, findings);
  checkAuth(config.auth, findings, insecureUrl);
}

function checkSources(given: unknown, findings: Findings): Set<string> {
  const names = new Set<string>();
  let managed = 0;
  for (const [source, at] of items(given, 'sources', 'at least one source must be configured', findings)) {
    const { name, filter } = source;
    const wrong = typeof name === 'string' ? isDnsLabel(name) : 'is required';
    if (!name || wrong) {
      findings.error(`${at}.name`, name ? `${shown(name)}: ${wrong}` : 'is required; give the source a name');
    } else if (names.has(name)) {
      findings.error(`${at}.name`, `${shown(name)} stands in the list twice; rename one`);
    }
    names.add(name);
    const kinds = SOURCE_KINDS.filter((kind) => source[kind] !== undefined && source[kind] !== null);
    if (kinds.length !== 1) {
      findings.error(
        at,
        `must have exactly one of ${SOURCE_KINDS.join(', ')}, not ${kinds.length ? kinds.join(' and ') : 'none'}`,
      );
      continue;
    }
    const [kind] = kinds;
    if (kind === 'managed' && ++managed > 1) findings.error(at, 'is a second managed source; the server takes one');
    if (POLLED.includes(kind)) checkInterval(source.syncPolicy?.interval, `${at}.syncPolicy.interval`, findings);
    checkSourceKind(kind, source[kind], `${at}.${kind}`, findings);
    if (filter !== undefined && !isObject(filter)) {
      findings.error(`${at}.filter`, `must be a map, not ${shown(filter)}`);
    }
  }
  return names;
}

function checkSourceKind(kind: string, settings: Obj, at: string, findings: Findings): void {
  if (!isObject(settings)) {
    findings.error(at, `must be a map, not ${shown(settings)}`);
  } else if (kind === 'git') {
    if (!settings.repository) findings.error(`${at}.repository`, 'is required');
    const versions = ['branch', 'tag', 'commit'].filter((v) => settings[v]);
    if (versions.length > 1) {
      findings.error(
        at,
        `only one of branch, tag and commit may be given, not ${versions.join(' and ')}; the server would stay empty`,
      );
    }
    const { username, passwordFile } = settings.auth ?? {};
    if (settings.auth && (!username || !passwordFile)) {
      findings.error(`${at}.auth`, 'needs both username and passwordFile');
    } else if (passwordFile && !passwordFile.startsWith('/')) {
      findings.error(`${at}.auth.passwordFile`, `${shown(passwordFile)} must be an absolute path`);
    }
  } else if (kind === 'api') {
    if (!settings.endpoint) {
      findings.error(`${at}.endpoint`, 'is required');
    } else if (!/^https?:\/\//.test(settings.endpoint)) {
      findings.error(`${at}.endpoint`, `${shown(settings.endpoint)} must begin with http:// or https://`);
    }
  } else if (kind === 'file') {
    const places = ['path', 'url'].filter((place) => settings[place]);
    if (settings.data !== undefined) {
      findings.error(`${at}.data`, 'is refused by the server; give path or url');
    } else if (places.length !== 1) {
      findings.error(at, `must have exactly one of path and url, not ${places.length ? 'both' : 'none'}`);
    } else if (settings.url && !/^https?:\/\/[^/]/.test(settings.url)) {
      findings.error(`${at}.url`, `${shown(settings.url)} must be an absolute http or https address`);
    }
  }
}

function checkInterval(interval: unknown, at: string, findings: Findings): void {
  if (interval === undefined || interval === null || interval === '') {
    findings.error(at, 'is required; write a duration such as "30m"');
  } else if (!GO_DURATION.test(String(interval)) && String(interval) !== '0') {
    findings.error(
      at,
      `${shown(interval)} is no duration; write one with the units s, m and h, such as "30m" (there is no d)`,
    );
  }
}

function checkRegistries(given: unknown, sources: ReadonlySet<string>, findings: Findings): void {
  const names = new Set<string>();
  for (const [registry, at] of items(given, 'registries', 'at least one registry must be configured', findings)) {
    if (!registry.name) {
      findings.error(`${at}.name`, 'is required; clients find the registry at /registry/NAME');
    } else if (names.has(registry.name)) {
      findings.error(`${at}.name`, `${shown(registry.name)} stands in the list twice; rename one`);
    }
    names.add(registry.name);
    const used = typeof registry.sources === 'string' ? registry.sources.split(',') : registry.sources;
    if (!Array.isArray(used) || !used.length) {
      findings.error(`${at}.sources`, 'must name at least one source');
      continue;
    }
    used.forEach((source, i) => {
      if (!sources.has(source)) {
        findings.error(
          fieldPath(`${at}.sources`, i),
          `references unknown source ${shown(source)}; known: ${[...sources].join(', ') || 'none'}`,
        );
      }
    });
  }
}

function checkDatabase(database: unknown, findings: Findings): void {
  if (!isObject(database)) {
    findings.error('database', 'is required; the server keeps its data in PostgreSQL');
    return;
  }
  for (const field of ['host', 'port', 'user', 'database']) {
    if (!database[field]) findings.error(`database.${field}`, 'is required');
  }
  const port = Number(database.port);
  if (database.port && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    findings.error('database.port', `${shown(database.port)} must be a whole number from 1 to 65535`);
  }
  if (database.host && /[@/?#\s]/.test(database.host)) {
    findings.error('database.host', `${shown(database.host)} must be a host name alone`);
  }
  if (database.sslMode !== undefined && !SSL_MODES.includes(database.sslMode)) {
    findings.error('database.sslMode', `${shown(database.sslMode)} is not allowed; use one of ${SSL_MODES.join(', ')}`);
  }
}

function checkAuth(auth: unknown, findings: Findings, insecureUrl: boolean): void {
  if (!isObject(auth)) {
    findings.error('auth', 'is required; set auth.mode to "oauth", or to "anonymous" for development');
    return;
  }
  if (auth.mode !== 'anonymous' && auth.mode !== 'oauth') {
    findings.error(
      'auth.mode',
      `${auth.mode === undefined ? 'is required' : `${shown(auth.mode)} is not allowed`}; use "anonymous" or "oauth"`,
    );
  }
  if (auth.mode !== 'oauth') return;
  const names = new Set();
  for (const [provider, at] of items(
    auth.oauth?.providers,
    'auth.oauth.providers',
    'at least one provider must be configured',
    findings,
  )) {
    for (const field of ['name', 'issuerUrl', 'audience']) {
      if (!provider[field]) findings.error(`${at}.${field}`, 'is required');
    }
    if (provider.issuerUrl && !insecureUrl && !isSafeIssuer(provider.issuerUrl)) {
      findings.error(`${at}.issuerUrl`, `${shown(provider.issuerUrl)} must be an absolute https address`);
    }
    names.add(provider.name);
  }
}

function isSafeIssuer(url: string): boolean {
  return /^https:\/\/[^/]/.test(url) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(url);
}

/** The maps of a list, each with its place; anything else is reported. */
function items(given: unknown, field: string, whenEmpty: string, findings: Findings): [Obj, string][] {
  if (!Array.isArray(given) || !given.length) {
    findings.error(field, whenEmpty);
    return [];
  }
  return given.flatMap((item, i): [Obj, string][] => {
    const at = fieldPath(field, i);
    if (isObject(item)) return [[item, at]];
    findings.error(at, `must be a map, not ${shown(item)}`);
    return [];
  });
}
