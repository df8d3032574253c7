/** An entry, and what was given for it, to the construct that runs it. */
import type { EnvValue, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CatalogRemoteProxyProps, CatalogServerProps, CatalogValues } from './catalog-server-props';
import { Container, Entry, Permissions, Remote } from './entry';
import { knownToolsOf } from './known-tools-of';
import { listingOf } from './listing-of';
import { ReadEntry } from './read-catalog';
import { fieldOf, Given, resolve, Resolved, Value } from './resolve';
import { transportNamed } from './transports';
import { shown } from '../findings';
import { plus } from '../pods/plus';
import { refused } from '../props/language';
import { recordWarnings } from '../scope-warnings';
import { McpProtocol, RemoteTransport } from '../servers/enums';
import { McpRemoteProxy } from '../servers/mcp-remote-proxy';
import { McpServer } from '../servers/mcp-server';
import { PermissionProfile } from '../servers/permission-profile';
import { WarningId } from '../warning-ids';

/** Props of either sort, as far as catalogues have something to do with them. */
type AnyProps = CatalogValues &
  Partial<Pick<CatalogServerProps, 'env'>> &
  Partial<Pick<CatalogRemoteProxyProps, 'headers' | 'secretHeaders' | 'externalAuth'>> & {
    readonly transport?: string;
  };

const WHERE_VALUES_GO =
  'what the catalogue asks for goes into props: secrets and values by its names; omit leaves a name unset';

/**
 * Makes the server of an image.
 *
 * @throws when something is missing, with all that is
 */
export function makeServer(scope: Construct, id: string, read: ReadEntry, props: CatalogServerProps): McpServer {
  const { container, remote } = read.entry;
  if (remote) throw refused(refusalOf(scope, read, ['it is a remote server, so call remoteProxy instead of server']));
  const resolved = resolvedOf(scope, read, props, mountProblems(read.entry, props));
  const { env, ...given } = serverProps(props);
  const { env: variables, ...own } = containerProps(container!, resolved, props);
  const all = { ...shared(read.entry, props), ...own, ...given, env: { ...variables, ...env } };
  return recorded(new McpServer(scope, id, all), read, props);
}

/**
 * Makes the proxy before a remote server.
 *
 * @throws when something is missing, with all that is
 */
export function makeRemoteProxy(
  scope: Construct,
  id: string,
  read: ReadEntry,
  props: CatalogRemoteProxyProps,
): McpRemoteProxy {
  const { container, remote } = read.entry;
  if (container) throw refused(refusalOf(scope, read, ['it is an image, so call server instead of remoteProxy']));
  const resolved = resolvedOf(scope, read, props);
  const { headers, secretHeaders, ...given } = serverProps(props);
  const { plain, secret, ...own } = remoteProps(remote!, resolved, props);
  const sent = { headers: { ...plain, ...headers }, secretHeaders: { ...secret, ...secretHeaders } };
  return recorded(
    new McpRemoteProxy(scope, id, { ...shared(read.entry, props), ...own, ...given, ...sent }),
    read,
    props,
  );
}

/** @throws with all that is missing or wrong */
function resolvedOf(scope: Construct, read: ReadEntry, props: AnyProps, others: readonly string[] = []): Resolved {
  const { entry } = read;
  const given = givenOf(entry, props);
  const resolved = resolve(entry, given);
  const problems = [
    ...entry.refusals.filter(({ omit }) => omit === undefined || !given.omit.has(omit)).map(({ message }) => message),
    ...others,
    ...transportProblems(entry, props),
    ...('problems' in resolved ? resolved.problems : []),
  ];
  if (problems.length || 'problems' in resolved) {
    throw refused(refusalOf(scope, read, problems, WHERE_VALUES_GO));
  }
  return resolved;
}

/** The props that are the server's own. */
function serverProps<T extends CatalogValues>({ secrets, secretsFrom, values, omit, ...own }: T) {
  return own;
}

/** What catalogues say about servers of both sorts. */
function shared(entry: Entry, props: AnyProps) {
  const listing = listingOf(entry);
  return {
    ...(listing && { listing }),
    // A client of SSE keeps a connection, whatever the catalogue says about it.
    ...(entry.isStateless && transportOf(entry, props) !== 'sse' && { protocol: McpProtocol.STATELESS }),
    ...(entry.proxyPort !== undefined && { proxyPort: entry.proxyPort }),
    ...(entry.tools.length && { knownTools: knownToolsOf(entry) }),
  };
}

function recorded<T extends Construct>(server: T, read: ReadEntry, props: AnyProps): T {
  recordWarnings(server, warningsOf(read, props));
  return server;
}

function givenOf({ inputs }: Entry, props: AnyProps): Given {
  const { secrets = {}, secretsFrom, values = {}, omit = [], env = {}, headers = {}, secretHeaders = {} } = props;
  const said = new Set([...Object.keys(env), ...Object.keys(headers), ...Object.keys(secretHeaders)]);
  const required = inputs.filter(({ name, isSecret, isRequired }) => isSecret && isRequired && !said.has(name));
  const names = [...Object.keys(secrets), ...(secretsFrom ? required.map(({ name }) => name) : [])];
  return { secrets: new Set(names), values: new Map(Object.entries(values)), omit: new Set(omit), said };
}

function transportOf({ container, remote }: Entry, { transport }: AnyProps): string | undefined {
  return transport ?? (container ?? remote)?.transport;
}

/** What the catalogue wants of the machine that it runs on. */
function mountProblems(
  { container }: Entry,
  { volumes = [], writablePaths = [], omit = [] }: CatalogServerProps,
): string[] {
  const mounted = [...volumes.map(({ path }) => path), ...writablePaths];
  const problems = (container?.mounts ?? [])
    .filter((path) => !omit.includes(path) && !mounted.some((other) => path === other || path.startsWith(`${other}/`)))
    .map(
      (path) =>
        `volumes: the catalogue wants files of the machine that it runs on at ${shown(path)}, which a pod has not; mount a volume there, list the path in writablePaths where the server only writes, or name it in omit`,
    );
  if (container?.permissions?.isPrivileged && !omit.includes('privileged')) {
    problems.push(
      'permissions.privileged: the catalogue wants a privileged container; name "privileged" in omit to run it without, or give a podTemplateSpec with it',
    );
  }
  return problems;
}

function transportProblems(entry: Entry, props: AnyProps): string[] {
  const spoken = transportOf(entry, props);
  if (spoken !== undefined && !transportNamed(spoken)) {
    return [`transport: ${shown(spoken)} is none that ToolHive speaks: stdio, sse, streamable-http; give transport`];
  }
  if (!entry.remote || spoken !== 'stdio') return [];
  return ['transport: a remote server speaks sse or streamable-http, not stdio; give transport'];
}

function refusalOf(
  scope: Construct,
  { entry, where }: ReadEntry,
  problems: readonly string[],
  ...advice: readonly string[]
): string {
  const lines = [...problems, ...advice].map((line) => `  ${line}`);
  return [`[${scope.node.path}] McpCatalog: ${shown(entry.name)} (${where}) can't be made as it is:`, ...lines].join(
    '\n',
  );
}

function containerProps(
  { image, transport, port, permissions }: Container,
  { args, env }: Resolved,
  props: CatalogServerProps,
) {
  return {
    image,
    transport: transportNamed(transport),
    ...(port !== undefined && { mcpPort: port }),
    ...(args.length && { args }),
    ...(permissions?.network && { permissionProfile: profileOf(permissions) }),
    env: envOf(env, props),
  };
}

function remoteProps({ transport }: Remote, { url, headers }: Resolved, props: CatalogRemoteProxyProps) {
  const plain: Record<string, string> = {};
  const secret: Record<string, SecretValue> = {};
  for (const [name, value] of headers) {
    if ('text' in value) plain[name] = value.text;
    else secret[name] = secretOf(value.secret, props);
  }
  return { remoteUrl: url ?? '', transport: transportNamed(transport) as unknown as RemoteTransport, plain, secret };
}

function envOf(env: ReadonlyMap<string, Value>, props: CatalogServerProps): Record<string, EnvValue> {
  const { EnvValue: values } = plus();
  return Object.fromEntries(
    [...env].map(([name, value]) => [
      name,
      'text' in value ? values.fromValue(value.text) : values.fromSecretValue(secretOf(value.secret, props)),
    ]),
  );
}

function secretOf(name: string, { secrets = {}, secretsFrom }: CatalogValues): SecretValue {
  const given = (Object.hasOwn(secrets, name) && secrets[name]) || (secretsFrom && { secret: secretsFrom, key: name });
  if (!given) throw refused(`${fieldOf({ name, isSecret: true })}: is missing`);
  return given;
}

function profileOf({ name, read, write, network }: Permissions): PermissionProfile {
  const { allowAll, hosts, ports } = network!;
  const isPlain = name === undefined && !read.length && !write.length && !hosts.length && !ports.length;
  if (isPlain) return allowAll ? PermissionProfile.network() : PermissionProfile.none();
  return PermissionProfile.allow({
    name,
    read: read.length ? [...read] : undefined,
    write: write.length ? [...write] : undefined,
    insecureAllowAll: allowAll || undefined,
    allowHost: hosts.length ? [...hosts] : undefined,
    allowPort: ports.length ? [...ports] : undefined,
  });
}

function warningsOf({ entry, where, unknown }: ReadEntry, props: AnyProps): { id: WarningId; message: string }[] {
  const warnings: { id: WarningId; message: string }[] = [];
  if (unknown.length) {
    warnings.push({
      id: 'catalog-field-unknown',
      message: `${where}: ${unknown.join(', ')}: not known to this library, so nothing is made of it; see whether the server needs it`,
    });
  }
  if (entry.isDeprecated) {
    warnings.push({
      id: 'catalog-deprecated',
      message: `${where}: the catalogue calls ${shown(entry.name)} deprecated`,
    });
  }
  const sent = Object.keys({ ...props.headers, ...props.secretHeaders, ...props.secrets });
  if (entry.remote && entry.oauth && !props.externalAuth && !sent.length) {
    warnings.push({
      id: 'catalog-remote-login',
      message: `${where}: ${shown(entry.name)} asks its callers to log in, and the proxy passes on what clients send; give externalAuth, or a token in secretHeaders`,
    });
  }
  return warnings;
}
