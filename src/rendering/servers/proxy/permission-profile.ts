/**
 * Permission profiles as a RunConfig carries them: the built-in ones, and one read from a ConfigMap of the app.
 *
 * The operator looks for a ConfigMap's profile on its own disk and therefore always fails; here the content is at
 * hand. Sources: ToolHive pkg/runner/config_builder.go (loadPermissionProfile, processVolumeMounts), package permissions.
 */
import { Findings, shown } from '../../../findings';
import { goStruct } from '../../../go/struct';
import { JsonObject } from '../../../plain/objects';
import { withoutTrailing } from '../../../plain/trailing';
import { Catalog } from '../../../resources/resource';
import { PermissionProfile } from '../../../resources/spec/mcpserver';

/** Directory in the proxy where a profile from a ConfigMap is mounted. */
export const PROFILE_DIRECTORY = '/etc/toolhive/profiles';

export interface LoadedProfile {
  /** `permission_profile_name_or_path`; absent when the resource names no profile. */
  readonly nameOrPath?: string;
  readonly profile: Profile;
}

/** Where a server may go. */
interface Outbound {
  readonly insecure_allow_all?: boolean;
  readonly allow_host?: readonly string[];
  readonly allow_port?: readonly number[];
}

/** A profile as the RunConfig has it. */
export interface Profile extends JsonObject {
  readonly name?: string;
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly network?: JsonObject & { readonly outbound?: Outbound };
  readonly privileged?: unknown;
}

/** Built-in profiles by what they may be called. `stdio` is an old name that the runner still takes. */
const BUILTIN: Record<string, Profile> = {
  none: builtin('none', false),
  stdio: builtin('none', false),
  network: builtin('network', true),
};

function builtin(name: string, allowAll: boolean): Profile {
  return { name, network: { outbound: goStruct({ insecure_allow_all: allowAll }), inbound: {} } };
}

/** The runner's default. */
export const DEFAULT_PROFILE = BUILTIN.network;

/** The profile that `spec.permissionProfile` asks for. */
export function loadPermissionProfile(
  reference: PermissionProfile | undefined,
  namespace: string,
  catalog: Catalog,
  findings: Findings,
): LoadedProfile | undefined {
  if (!reference) return { profile: DEFAULT_PROFILE };
  const { type, name, key } = reference;
  if (type === 'builtin') {
    if (Object.hasOwn(BUILTIN, name)) return { nameOrPath: name, profile: BUILTIN[name] };
    findings.error(
      'spec.permissionProfile.name',
      `${shown(name)} is no built-in profile; use "none" or "network", or give your own with type "configmap"`,
    );
    return undefined;
  }
  if (!key) {
    findings.error(
      'spec.permissionProfile.key',
      `is required with type "configmap"; name the key of ConfigMap ${shown(name)} that holds the profile`,
    );
    return undefined;
  }
  const text = catalog.configMap(namespace, name)?.data[key];
  if (text === undefined) {
    findings.error(
      'spec.permissionProfile',
      `the profile is read when rendering, but key ${shown(key)} of ConfigMap ${shown(name)} (namespace ${shown(namespace)}) is not among the input; ` +
        'add the ConfigMap',
    );
    return undefined;
  }
  const profile = parseProfile(text, `ConfigMap ${shown(name)}, key ${shown(key)}`, findings);
  return profile && { nameOrPath: `${PROFILE_DIRECTORY}/${key}`, profile };
}

const KNOWN: Record<string, readonly string[]> = {
  '': ['name', 'read', 'write', 'network', 'privileged'],
  network: ['mode', 'outbound', 'inbound'],
  'network.outbound': ['insecure_allow_all', 'allow_host', 'allow_port'],
  'network.inbound': ['allow_host'],
};

/** Reads a profile's JSON into the order that Go writes it in. */
function parseProfile(text: string, where: string, findings: Findings): Profile | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (e) {
    findings.error(
      'spec.permissionProfile',
      `${where}: is not JSON (${(e as Error).message}); a permission profile is a JSON document`,
    );
    return undefined;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    findings.error('spec.permissionProfile', `${where}: must be a JSON object, not ${shown(given)}`);
    return undefined;
  }
  const before = findings.errors.length;
  const part = (value: unknown, path: string): JsonObject | undefined => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) {
      findings.error(
        'spec.permissionProfile',
        `${where}: ${path || 'the profile'} must be an object, not ${shown(value)}`,
      );
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (!KNOWN[path].includes(key)) {
        findings.error(
          'spec.permissionProfile',
          `${where}: ${shown(key)} is not a field of ${path || 'a profile'}; known: ${KNOWN[path].join(', ')}`,
        );
      }
    }
    return value as JsonObject;
  };
  const profile = part(given, '')!;
  const network = part(profile.network, 'network');
  const outbound = part(network?.outbound, 'network.outbound');
  const inbound = part(network?.inbound, 'network.inbound');
  const list = <Item>(value: unknown, path: string, type: 'string' | 'number'): Item[] | undefined => {
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === type)) return [...value];
    findings.error('spec.permissionProfile', `${where}: ${path} must be a list of ${type}s, not ${shown(value)}`);
    return undefined;
  };
  const loaded = goStruct({
    name: profile.name as string | undefined,
    read: list<string>(profile.read, 'read', 'string'),
    write: list<string>(profile.write, 'write', 'string'),
    network:
      network &&
      goStruct({
        mode: network.mode,
        outbound:
          outbound &&
          goStruct({
            insecure_allow_all: outbound.insecure_allow_all as boolean | undefined,
            allow_host: list<string>(outbound.allow_host, 'network.outbound.allow_host', 'string'),
            allow_port: list<number>(outbound.allow_port, 'network.outbound.allow_port', 'number'),
          }),
        inbound: inbound && goStruct({ allow_host: list(inbound.allow_host, 'network.inbound.allow_host', 'string') }),
      }),
    privileged: profile.privileged,
  });
  return findings.errors.length > before ? undefined : loaded;
}

/** Adds `hostPath:mountPath[:ro]` volumes to what the profile may read or write; a target that is taken is skipped. */
export function withVolumes(profile: Profile, volumes: readonly string[]): Profile {
  const read: string[] = [...(profile.read ?? [])];
  const write: string[] = [...(profile.write ?? [])];
  const targets = new Set([...read, ...write].map(mountTarget));
  for (const volume of volumes) {
    const readOnly = volume.endsWith(':ro');
    const mount = readOnly ? volume.slice(0, -':ro'.length) : volume;
    if (targets.has(mountTarget(mount))) continue;
    targets.add(mountTarget(mount));
    (readOnly ? read : write).push(mount);
  }
  const { name, network, privileged } = profile;
  return goStruct({ name, read, write, network, privileged });
}

function mountTarget(mount: string): string {
  const target = mount.slice(mount.lastIndexOf(':') + 1);
  return target.length > 1 ? withoutTrailing(target, '/') : target;
}
