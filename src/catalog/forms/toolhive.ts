/**
 * ToolHive's own catalogue, and what it adds to an official entry: the same members. Source: publisher-provided.schema.json
 * of stacklok/toolhive-core, and pkg/registry/data of stacklok/toolhive for the older form.
 */
import { CatalogProvenance } from '../../images/provenance';
import { isObject } from '../../plain/objects';
import { Tool, toolHints } from '../../tools/tool';
import { Argument, Container, Entry, Input, OAuth, Permissions, Refusal, Remote, Setting } from '../entry';
import { Fields, SAID } from '../fields';

/** What ToolHive says about a server, other than how it is started. */
export type Extension = Pick<Entry, 'tier' | 'isDeprecated' | 'tags' | 'tools' | 'isStateless'> & {
  readonly provenance?: CatalogProvenance;
  readonly oauth?: OAuth;
  readonly permissions?: Permissions;
  readonly args: readonly string[];
  readonly proxyPort?: number;
};

/** Reads what the older form and the extension have in common. */
export function readExtension(fields: Fields): Extension {
  fields.aside(SAID, 'metadata', 'customMetadata', 'dockerTags', 'overview');
  const status = fields.text('status', 'entry.isDeprecated');
  return {
    tier: fields.text('tier', 'entry.tier'),
    isDeprecated: status?.toLowerCase() === 'deprecated',
    tags: fields.texts('tags', 'entry.tags'),
    tools: readToolList(fields),
    isStateless: fields.flag('stateless', 'protocol'),
    provenance: readProvenance(fields.map('provenance')),
    oauth: readOAuth(fields.map('oauthConfig')),
    permissions: readPermissions(fields.map('permissions')),
    args: fields.texts('args', 'args'),
    proxyPort: fields.port('proxyPort', 'proxyPort'),
  };
}

/** Names, and of some more than that. A document may have a name twice. */
function readToolList(fields: Fields): Tool[] {
  const defined = fields.list('toolDefinitions').map((item): Tool => {
    const annotations = toolHints(item.peek('annotations'));
    const inputSchema = item.peek('inputSchema');
    const tool = {
      name: item.required('name', 'entry.tools'),
      description: item.text('description', 'entry.tools'),
      ...(annotations && { annotations }),
      ...(isObject(inputSchema) && { inputSchema }),
    };
    item.allAside('entry.tools');
    return tool;
  });
  const named = fields.texts('tools', 'entry.tools').map((name): Tool => ({ name }));
  // A map keeps the place of the first, and takes the value of the last.
  const all = new Map([...named, ...defined].filter(({ name }) => name).map((tool) => [tool.name, tool]));
  return [...all.values()];
}

/** An image of the older form. */
export function readContainer(name: string, fields: Fields): Entry {
  const extension = readExtension(fields);
  const inputs = fields.list('envVars').map((item) => readVariable(item, 'variable'));
  const container: Container = {
    image: fields.required('image', 'image'),
    transport: fields.required('transport', 'transport'),
    port: fields.port('targetPort', 'mcpPort'),
    args: extension.args.map((text): Argument => ({ value: [text] })),
    env: inputs.map(settingOf),
    permissions: extension.permissions,
    mounts: mountsOf(extension.permissions),
  };
  const said = common(name, fields, extension);
  fields.end();
  return { ...said, container, inputs };
}

/** A remote server of the older form. */
export function readRemote(name: string, fields: Fields): Entry {
  const extension = readExtension(fields);
  const headers = fields.list('headers').map((item) => readVariable(item, 'header'));
  const variables = fields.list('envVars').map((item) => readVariable(item, 'variable'));
  const remote: Remote = {
    url: [fields.required('url', 'remoteUrl')],
    transport: fields.required('transport', 'transport'),
    headers: headers.map(settingOf),
  };
  const said = common(name, fields, extension);
  fields.end();
  return { ...said, remote, inputs: headers, refusals: variables.map(noVariable) };
}

/** A remote server has no environment; what its variables are for, only its documents tell. */
export function noVariable({ name }: Input): Refusal {
  const message = `the variable ${name} of a remote server has no place in a cluster; give what it stands for as a header, in secretHeaders or headers, and name it in omit`;
  return { message, omit: name };
}

/** A variable or header whose value is its input's. */
export function settingOf({ name, isSecret }: Input): Setting {
  return { name, isSecret, value: [{ input: name }] };
}

/** Permissions of the file system are folders of the machine that ToolHive's own command line runs on. */
export function mountsOf(permissions: Permissions | undefined): string[] {
  return permissions ? [...permissions.read, ...permissions.write] : [];
}

function common(name: string, fields: Fields, extension: Extension): Omit<Entry, 'container' | 'remote' | 'inputs'> {
  const { tier, isDeprecated, tags, tools, isStateless, provenance, oauth, proxyPort } = extension;
  fields.aside(SAID, 'name');
  return {
    ...{ name, tier, isDeprecated, tags, tools, isStateless, provenance, oauth, proxyPort },
    title: fields.text('title', 'entry.title'),
    description: fields.text('description', 'entry.description'),
    repository: fields.text('repositoryUrl', 'entry.repository'),
    refusals: [],
  };
}

function readVariable(fields: Fields, kind: Input['kind']): Input {
  const input: Input = {
    kind,
    name: fields.required('name', 'input.name'),
    description: fields.text('description', 'input.description'),
    isRequired: fields.flag('required', 'input.isRequired'),
    isSecret: fields.flag('secret', 'input.isSecret'),
    default: fields.scalar('default', 'input.default'),
    choices: fields.has('choices') ? fields.texts('choices', 'input.choices') : undefined,
  };
  fields.end();
  return input;
}

function readPermissions(fields: Fields | undefined): Permissions | undefined {
  if (!fields) return undefined;
  const network = fields.map('network');
  const outbound = network?.map('outbound');
  const permissions: Permissions = {
    name: fields.text('name', 'permissionProfile.name'),
    read: fields.texts('read', 'volumes'),
    write: fields.texts('write', 'volumes'),
    isPrivileged: fields.flag('privileged', 'refused'),
    network: outbound && {
      allowAll: outbound.flag('insecureAllowAll', 'permissionProfile.insecureAllowAll'),
      hosts: outbound.texts('allowHost', 'permissionProfile.allowHost'),
      ports: outbound.ports('allowPort', 'permissionProfile.allowPort'),
    },
  };
  for (const part of [outbound, network, fields]) part?.end();
  return permissions;
}

function readProvenance(fields: Fields | undefined): CatalogProvenance | undefined {
  if (!fields) return undefined;
  const place = 'entry.provenance';
  const provenance: CatalogProvenance = {
    sigstoreUrl: fields.text('sigstoreUrl', place),
    repositoryUri: fields.text('repositoryUri', place),
    repositoryRef: fields.text('repositoryRef', place),
    signerIdentity: fields.text('signerIdentity', place),
    runnerEnvironment: fields.text('runnerEnvironment', place),
    certIssuer: fields.text('certIssuer', place),
  };
  fields.aside(SAID, 'attestation');
  fields.end();
  return provenance;
}

function readOAuth(fields: Fields | undefined): OAuth | undefined {
  if (!fields) return undefined;
  const place = 'entry.oauth';
  const oauth: OAuth = {
    issuer: fields.text('issuer', place),
    authorizeUrl: fields.text('authorizeUrl', place),
    tokenUrl: fields.text('tokenUrl', place),
    clientId: fields.text('clientId', place),
    scopes: fields.texts('scopes', place),
  };
  // What only a client on somebody's machine does.
  fields.aside('is for the client that logs in', 'usePkce', 'oauthParams', 'callbackPort', 'resource');
  fields.end();
  return oauth;
}
