/** An entry, in the words of catalogues, as a resource of the app: what all files have in common that list servers. */
import { About } from './making';
import { settle, Settled } from './settle';
import { Entry, Permissions } from '../../catalog/entry';
import { listingOf } from '../../catalog/listing-of';
import { isObject, JsonObject } from '../../plain/objects';
import { ServerListing } from '../../servers/server-listing';
import { Path } from '../comments';
import { call, Expression, list, member, object, scalar } from '../expression';

/** What a file has about a server and no catalogue has. */
export interface Beside {
  /** Where the server is in the file. */
  readonly path: string;
  /** Comments for variables and headers, by name. */
  readonly remarks?: ReadonlyMap<string, string>;
  /** Files of variables. */
  readonly envFiles?: readonly string[];
  readonly writablePaths?: readonly string[];
  readonly namespace?: string;
  /** More of the spec. */
  readonly spec?: JsonObject;
  readonly metadata?: JsonObject;
}

/** Writes the server; or leaves it out, reports why, and gives false. */
export function writeEntry(about: About, entry: Entry, beside: Beside): boolean {
  const { path, namespace, remarks = new Map<string, string>(), envFiles = [], writablePaths = [] } = beside;
  const name = about.making.name(entry.name, namespace);
  const secret = `${name}-secrets`;
  const settled = settle(entry, secret);
  if ('refusals' in settled) {
    about.leave(path, entry.name, settled.refusals.join('; '));
    return false;
  }
  const { kind, spec, keys, unset } = settled;
  const files = envFiles.map((file, i) => {
    const number = envFiles.length > 1 ? `-${i + 1}` : '';
    return { name: `${name}-env${number}`, keys: [], envFile: file };
  });
  const isMade = about.make({
    kind,
    name,
    namespace,
    path,
    spec: merged({ ...spec, ...(files.length && { podTemplateSpec: withVariablesOf(files) }) }, beside.spec),
    called: entry.name,
    metadata: beside.metadata,
    comments: [...aboutServer(about, entry, path), ...aboutSettings(settled, remarks)],
    props: propsOf(entry, settled, writablePaths),
    decides: decidedBy(settled, beside),
  });
  if (!isMade) return false;
  if (keys.length) about.need({ name: secret, namespace, keys });
  files.forEach((file) => about.need({ ...file, namespace }));
  sayMore(about, entry, beside);
  if (spec.allowPrivateEndpoint) {
    about.say(
      'warning',
      path,
      entry.name,
      'its address is a private one, and allowPrivateEndpoint lets the proxy use it; see whether the cluster reaches it',
    );
  }
  if (unset.length) {
    about.say(
      'note',
      path,
      entry.name,
      `stays without ${unset.map((input) => input.name).join(', ')}, which it need not have`,
    );
  }
  return true;
}

/** Both; lists one after the other. */
function merged(spec: JsonObject, more: JsonObject = {}): JsonObject {
  const added = Object.entries(more).map(([key, value]): [string, unknown] => {
    const own = spec[key];
    if (Array.isArray(own) && Array.isArray(value)) return [key, [...own, ...value]];
    return [key, isObject(own) && isObject(value) ? merged(own, value) : value];
  });
  return { ...spec, ...Object.fromEntries(added) };
}

/** Fields that a construct may set to another value. Its own resource URL is the address of a Service, unlike the operator's. */
function decidedBy({ permissions }: Settled, { writablePaths = [], spec = {} }: Beside): string[] {
  const oidc = spec.oidcConfigRef as JsonObject | undefined;
  return [
    ...(permissions ? ['permissionProfile'] : []),
    ...(writablePaths.length ? ['podTemplateSpec'] : []),
    ...(oidc && oidc.resourceUrl === undefined ? ['oidcConfigRef'] : []),
  ];
}

/** All variables of Secrets that are made of files. */
function withVariablesOf(files: readonly { readonly name: string }[]): JsonObject {
  const envFrom = files.map(({ name }) => ({ secretRef: { name } }));
  return { spec: { containers: [{ name: 'mcp', envFrom }] } };
}

function sayMore(
  about: About,
  { name, container, refusals, isDeprecated, oauth, remote }: Entry,
  { path }: Beside,
): void {
  const say = (message: string) => about.say('warning', path, name, message);
  for (const { message, omit } of refusals) if (omit !== undefined) say(message.replace(/,? and name .* in omit/, ''));
  const { mounts = [] } = container ?? {};
  if (mounts.length) {
    say(
      `wants files of the machine that it runs on at ${mounts.join(', ')}; mount volumes there with the prop volumes`,
    );
  }
  if (container?.permissions?.isPrivileged) say('wants a privileged container, and gets none; see podTemplateSpec');
  if (isDeprecated) say('its catalogue calls it deprecated');
  if (remote && oauth && !remote.headers.length) {
    say(
      'asks its callers to log in, and the proxy passes on what clients send; give externalAuth, or a token in secretHeaders',
    );
  }
}

type Remark = { readonly path: Path; readonly text: string };

function aboutServer(about: About, { description }: Entry, path: string): Remark[] {
  const from = { path: [], text: `From ${about.file}${path && `, ${path}`}.` };
  return description === undefined ? [from] : [{ path: [], text: description }, from];
}

function aboutSettings({ places }: Settled, remarks: ReadonlyMap<string, string>): Remark[] {
  const all: [string, Path][] = [...places, ['remoteUrl', ['spec', 'remoteUrl']], ['image', ['spec', 'image']]];
  return all.flatMap(([name, path]): Remark[] => {
    const text = path[1] === 'secrets' ? undefined : remarks.get(name);
    return text === undefined ? [] : [{ path, text }];
  });
}

function propsOf(entry: Entry, { permissions }: Settled, writablePaths: readonly string[]) {
  const { isStateless, container, remote, tools } = entry;
  const transport = (container ?? remote)?.transport;
  const listing = listingOf(entry);
  const found: Record<string, Expression> = {};
  if (permissions) found.permissionProfile = profileOf(permissions);
  if (writablePaths.length) found.writablePaths = list(writablePaths.map(scalar));
  if (isStateless && transport !== 'sse') found.protocol = member('McpProtocol', 'STATELESS');
  if (tools.length) found.knownTools = call('KnownTools', 'of', list(tools.map(({ name }) => scalar(name))));
  if (listing) found.listing = listingCode(listing);
  return found;
}

function listingCode({ tags, provenance, ...said }: ServerListing): Expression {
  const scalars = (members: object) =>
    Object.fromEntries(Object.entries(members).map(([key, value]) => [key, scalar(value)]));
  return object({
    ...scalars(said),
    tags: tags && list(tags.map(scalar)),
    provenance: provenance && object(scalars(provenance)),
  });
}

function profileOf({ name, network }: Permissions): Expression {
  const { allowAll, hosts, ports } = network!;
  if (allowAll && !hosts.length && !ports.length) return call('PermissionProfile', 'network');
  const options = object({
    name: name === undefined ? undefined : scalar(name),
    insecureAllowAll: allowAll ? scalar(true) : undefined,
    allowHost: hosts.length ? list(hosts.map(scalar)) : undefined,
    allowPort: ports.length ? list(ports.map(scalar)) : undefined,
  });
  return call('PermissionProfile', 'allow', options);
}
