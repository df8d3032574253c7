/**
 * Every field of the CRDs has a typed prop, or stands here with the reason. A field has one where a construct with
 * everything writes it, or where `import` makes a prop of it.
 */
import { App } from 'cdk8s';
import { everything } from '../../scripts/judges/app';
import { authServers } from '../../scripts/judges/auth-servers';
import { DeployTarget, Toolhive } from '../../src';
import { isObject, Obj } from '../../src/plain/objects';
import { TOOLHIVE_KINDS } from '../../src/resources/crd';
import { specSchema, VersionSchema } from '../../src/resources/of-version';
import { VERSION_NAMES } from '../../src/resources/versions';
import { saidBy, samples } from '../import/table-fields';
import { objectsIn } from '../yaml';

const NEWEST = VERSION_NAMES[VERSION_NAMES.length - 1];

/** Paths of all fields below a schema, such as `env[].name`; a key that the user chooses is `*`. */
function fieldsOf({ properties = {}, items, additionalProperties }: VersionSchema, path: string): string[] {
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      `${path}.${name}`,
      ...fieldsOf(field, `${path}.${name}`),
    ]),
    ...(items ? fieldsOf(items, `${path}[]`) : []),
    ...(additionalProperties ? fieldsOf(additionalProperties, `${path}.*`) : []),
  ];
}

/** Paths of the fields that a value has, in the same way. */
function givenIn(value: unknown, path: string, schema?: VersionSchema): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => givenIn(item, `${path}[]`, schema?.items));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const field = schema?.properties?.[key];
    const at = !field && schema?.additionalProperties ? `${path}.*` : `${path}.${key}`;
    return [at, ...givenIn(member, at, field ?? schema?.additionalProperties)];
  });
}

const isBelow = (path: string, other: string) => path.startsWith(other) && /^[.[]/.test(path.slice(other.length));

/** The outermost fields that no prop says. A field that is said as a whole, such as a reference, is said with all below it. */
function unsaid(kind: string, said: ReadonlySet<string>): string[] {
  const all = [...said];
  const whole = all.filter((path) => !all.some((other) => isBelow(other, path)));
  const missing = fieldsOf(specSchema(kind, NEWEST), kind).filter(
    (path) => !said.has(path) && !whole.some((one) => isBelow(path, one)),
  );
  return missing.filter((path) => !missing.some((other) => isBelow(path, other)));
}

/** Why no prop says a field. */
const WITHOUT_PROP: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /\.(spiffeTrustDomains|inboundGrants\.spiffeClientAuth)$/, why: 'the operator refuses every form of it' },
  { path: /^MCPExternalAuthConfig\.obo$/, why: 'another build of ToolHive has it; the type is refused' },
  { path: /\.xaa\.subjectTokenType$/, why: 'one value is possible, and it is the one that holds without it' },
  {
    path: /\.(configMapRef|pgpassSecretRef)\.optional$/,
    why: 'what is missing there is an error in any case',
  },
  { path: /\.kubernetesServiceAccount\.(namespace|serviceAccount)$/, why: 'ToolHive reads it nowhere' },
  {
    path: /\.authzConfig\.inline\.primaryUpstreamProvider$/,
    why: 'authServer says it for virtual servers; others have one',
  },
  { path: /^MCPServer\.permissionProfile\.key$/, why: 'PermissionProfile.fromConfigMap, which no operator can read' },
  { path: /^MCPServer\.volumes$/, why: 'host paths; `volumes` takes all kinds, and goes into the pod template' },
  {
    path: /^VirtualMCPServer\.config\.(backends|groupRef|incomingAuth|name|outgoingAuth|sessionStorage|telemetry)$/,
    why: 'the operator writes it anew, from fields that have props',
  },
  { path: /^VirtualMCPServer\.config\.passthroughHeaders$/, why: 'the older place of spec.passthroughHeaders' },
];
const isKnown = (path: string) => WITHOUT_PROP.some((known) => known.path.test(path));

/** Outermost fields that `import` reads in a way that the table does not show. A line may go, and none may come. */
const READ_OTHERWISE: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /^MCP(AuthzConfig|ExternalAuthConfig|OIDCConfig)\.type$/, why: 'the factory that the table calls says it' },
  { path: /^MCPOIDCConfig\.kubernetesServiceAccount$/, why: 'a factory without arguments' },
  { path: /\.authzConfig$/, why: 'becomes McpAuthz, policies and all' },
  { path: /\.headerForward$/, why: 'becomes two props, one with Secrets' },
  { path: /^MCPServer\.(env|secrets)$/, why: 'become one prop' },
  { path: /^MCPRegistry\.(volumes|volumeMounts)$/, why: 'become files of the configuration' },
  { path: /^VirtualMCPServer\.(config|embeddingServerRef)$/, why: 'become props of their own, such as the optimizer' },
];

/** The outermost fields of a kind that no line of the table of `import` reads. */
function withoutImport(kind: string, said: readonly string[]): string[] {
  const isOutermost = (path: string) => /^\w+\.\w+$/.test(path);
  return unsaid(kind, new Set(said)).filter((path) => isOutermost(path) && !isKnown(path));
}

describe('every field', () => {
  const made: Record<string, string[]> = {};
  const importedOf = (kind: string) => samples(specSchema(kind, NEWEST)).flatMap((spec) => saidBy(kind, spec));
  const withoutProp = (kind: string) => unsaid(kind, new Set([...(made[kind] ?? []), ...importedOf(kind)]));

  beforeAll(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const app = new App();
    Toolhive.configure(app, { target: DeployTarget.CUSTOM_RESOURCES });
    everything(app, true);
    authServers(app);
    for (const { kind, spec } of objectsIn(app.synthYaml()) as Obj[]) {
      if (TOOLHIVE_KINDS.includes(kind)) (made[kind] ??= []).push(...givenIn(spec, kind, specSchema(kind, NEWEST)));
    }
  });

  test.each(TOOLHIVE_KINDS)('of %s has a prop, or stands here with the reason', (kind) => {
    expect(withoutProp(kind).filter((path) => !isKnown(path))).toEqual([]);
  });

  test.each(TOOLHIVE_KINDS)('of %s that lies outermost is read by import, or stands here with the reason', (kind) => {
    const missing = withoutImport(kind, importedOf(kind));
    expect(missing.filter((path) => !READ_OTHERWISE.some((other) => other.path.test(path)))).toEqual([]);
  });

  test('fails for one that the table of import does not read', () => {
    const others = importedOf('MCPServer').filter((path) => path !== 'MCPServer.trustProxyHeaders');
    expect(withoutImport('MCPServer', others)).toContain('MCPServer.trustProxyHeaders');
  });

  test('that stands here is one', () => {
    const without = TOOLHIVE_KINDS.flatMap((kind) => withoutProp(kind));
    for (const { path } of WITHOUT_PROP) expect(without).toContainEqual(expect.stringMatching(path));
    const otherwise = TOOLHIVE_KINDS.flatMap((kind) => withoutImport(kind, importedOf(kind)));
    for (const { path } of READ_OTHERWISE) expect(otherwise).toContainEqual(expect.stringMatching(path));
  });

  test('fails for one that nothing says', () => {
    const others = made.MCPServer.filter((path) => path !== 'MCPServer.endpointPrefix');
    expect(unsaid('MCPServer', new Set(others))).toContain('MCPServer.endpointPrefix');
    expect(unsaid('MCPGroup', new Set())).toEqual(['MCPGroup.description']);
  });
});
