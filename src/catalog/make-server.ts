/** An entry, and what was given for it, to the construct that runs it. */
import type { EnvValue, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CatalogServerProps } from './catalog-server-props';
import { Container, Entry, Permissions, Remote } from './entry';
import { ReadEntry } from './read-catalog';
import { fieldOf, Given, resolve, Resolved, Value } from './resolve';
import { transportNamed } from './transports';
import { shown } from '../findings';
import { plus } from '../pods/plus';
import { propsOf } from '../props/read-table';
import { recordWarnings } from '../scope-warnings';
import { McpProtocol, RemoteTransport } from '../servers/enums';
import { McpRemoteProxy } from '../servers/mcp-remote-proxy';
import { McpServer } from '../servers/mcp-server';
import { PermissionProfile } from '../servers/permission-profile';
import { WarningId } from '../warning-ids';

/** What is no prop of the server's own. */
const OF_THE_CATALOGUE = ['secrets', 'secretsFrom', 'values', 'omit'] as const;

/**
 * Makes the server.
 *
 * @throws when something is missing, with all that is
 */
export function makeServer(
  scope: Construct,
  id: string,
  read: ReadEntry,
  props: CatalogServerProps,
): McpServer | McpRemoteProxy {
  const { entry } = read;
  const given = givenOf(entry, props);
  const resolved = resolve(entry, given);
  const problems = [
    ...entry.refusals.filter(({ omit }) => omit === undefined || !given.omit.has(omit)).map(({ message }) => message),
    ...problemsOf(entry, props, given),
    ...('problems' in resolved ? resolved.problems : []),
  ];
  if (problems.length || 'problems' in resolved) throw new Error(refusalOf(scope, read, problems));

  const own: Record<string, unknown> = { ...props };
  for (const name of OF_THE_CATALOGUE) delete own[name];
  const shared = {
    // What speaks SSE keeps a connection, whatever the catalogue says of it.
    ...(entry.isStateless && transportOf(entry, props) !== 'sse' && { protocol: McpProtocol.STATELESS }),
    ...(entry.proxyPort !== undefined && { proxyPort: entry.proxyPort }),
  };
  const server = entry.container
    ? new McpServer(scope, id, { ...shared, ...containerProps(entry.container, resolved, props), ...own })
    : new McpRemoteProxy(scope, id, {
        ...shared,
        ...remoteProps(entry.remote!, resolved, props),
        ...own,
      });
  recordWarnings(server, warningsOf(read, props));
  return server;
}

function givenOf({ inputs }: Entry, props: CatalogServerProps): Given {
  const { secrets = {}, secretsFrom, values = {}, omit = [], env = {}, headers = {}, secretHeaders = {} } = props;
  const said = new Set([...Object.keys(env), ...Object.keys(headers), ...Object.keys(secretHeaders)]);
  const required = inputs.filter(({ name, isSecret, isRequired }) => isSecret && isRequired && !said.has(name));
  const names = [...Object.keys(secrets), ...(secretsFrom ? required.map(({ name }) => name) : [])];
  return { secrets: new Set(names), values: new Map(Object.entries(values)), omit: new Set(omit), said };
}

function transportOf({ container, remote }: Entry, { transport }: CatalogServerProps): string | undefined {
  return transport ?? (container ?? remote)?.transport;
}

function problemsOf(entry: Entry, props: CatalogServerProps, { omit }: Given): string[] {
  const { container, remote } = entry;
  const { volumes = [], writablePaths = [] } = props;
  const made = container ? 'McpServerProps' : 'McpRemoteProxyProps';
  const known = new Set<string>([...OF_THE_CATALOGUE, ...propsOf(made).map(({ name }) => name)]);
  const foreign = Object.entries(props).filter(([name, value]) => value !== undefined && !known.has(name));
  const mounted = [...volumes.map(({ path }) => path), ...writablePaths];
  const mounts = (container?.mounts ?? [])
    .filter((path) => !omit.has(path) && !mounted.some((other) => path === other || path.startsWith(`${other}/`)))
    .map(
      (path) =>
        `volumes: the catalogue wants files of the machine that it runs on at ${shown(path)}, which a pod has not; mount a volume there, list the path in writablePaths where the server only writes, or name it in omit`,
    );
  const what = container ? 'an image, which McpServer runs' : 'a remote server, which McpRemoteProxy stands before';
  const problems = [
    ...mounts,
    ...foreign.map(([name]) => `${name}: it is ${what}, and that has no such prop; leave it out`),
  ];
  if (container?.permissions?.isPrivileged && !omit.has('privileged')) {
    problems.push(
      'permissions.privileged: the catalogue wants a privileged container; name "privileged" in omit to run it without, or give a podTemplateSpec with it',
    );
  }
  const spoken = transportOf(entry, props);
  if (spoken !== undefined && !transportNamed(spoken)) {
    problems.push(
      `transport: ${shown(spoken)} is none that ToolHive speaks: stdio, sse, streamable-http; give transport`,
    );
  } else if (remote && spoken === 'stdio') {
    problems.push('transport: a remote server speaks sse or streamable-http, not stdio; give transport');
  }
  return problems;
}

function refusalOf(scope: Construct, { entry, where }: ReadEntry, problems: readonly string[]): string {
  const lines = problems.map((problem) => `  ${problem}`);
  return [
    `[${scope.node.path}] McpCatalog: ${shown(entry.name)} (${where}) can't be made as it is:`,
    ...lines,
    `  what the catalogue asks for goes into props: secrets and values by its names; omit leaves a name unset`,
  ].join('\n');
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
    env: { ...envOf(env, props), ...props.env },
  };
}

function remoteProps({ transport }: Remote, { url, headers }: Resolved, props: CatalogServerProps) {
  const plain: Record<string, string> = {};
  const secret: Record<string, SecretValue> = {};
  for (const [name, value] of headers) {
    if ('text' in value) plain[name] = value.text;
    else secret[name] = secretOf(value.secret, props);
  }
  const own = { headers: { ...plain, ...props.headers }, secretHeaders: { ...secret, ...props.secretHeaders } };
  return { remoteUrl: url ?? '', transport: transportNamed(transport) as unknown as RemoteTransport, ...own };
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

function secretOf(name: string, { secrets = {}, secretsFrom }: CatalogServerProps): SecretValue {
  const given = (Object.hasOwn(secrets, name) && secrets[name]) || (secretsFrom && { secret: secretsFrom, key: name });
  if (!given) throw new Error(`${fieldOf({ name, isSecret: true })}: is missing`);
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

function warningsOf(
  { entry, where, unknown }: ReadEntry,
  props: CatalogServerProps,
): { id: WarningId; message: string }[] {
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
