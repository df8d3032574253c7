/**
 * A field that nothing reads is accepted and dropped in silence. Here every spec that is rendered notes what is read of
 * it, for all recorded inputs and for a construct of every kind with all that it has; and every field of the CRDs has to
 * stand in the code of rendering by its name.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judgedApp } from '../../scripts/judges/app';
import { Obj } from '../../src/plain/objects';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';
import { Rendering } from '../../src/rendering/render';
import { TOOLHIVE_KINDS } from '../../src/resources/crd';
import { specSchema, VersionSchema as Schema } from '../../src/resources/of-version';
import { Catalog, Resource } from '../../src/resources/resource';
import { renderCase } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';

/** Paths of fields, such as `MCPServer.env[].name`; a key that the user chose is `*`. */
class Record {
  readonly given = new Set<string>();
  readonly read = new Set<string>();

  /** A view of a value that notes what is read of it. */
  watched<T>(value: T, path: string, schema?: Schema): T {
    if (typeof value !== 'object' || value === null) return value;
    const views = new Map<PropertyKey, unknown>();
    return new Proxy(value, {
      get: (target, key, receiver) => {
        const member = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol' || (Array.isArray(target) && !/^\d+$/.test(key))) return member;
        const at = this.pathOf(path, key, target, schema);
        this.read.add(at.path);
        if (!views.has(key)) views.set(key, this.watched(member, at.path, at.schema));
        return views.get(key);
      },
    });
  }

  note(value: unknown, path: string, schema?: Schema): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      const at = this.pathOf(path, key, value, schema);
      if (member === undefined) continue;
      this.given.add(at.path);
      this.note(member, at.path, at.schema);
    }
  }

  private pathOf(path: string, key: string, holder: object, schema?: Schema): { path: string; schema?: Schema } {
    if (Array.isArray(holder)) return { path: `${path}[]`, schema: schema?.items };
    const known = schema?.properties?.[key];
    if (!known && schema?.additionalProperties) return { path: `${path}.*`, schema: schema.additionalProperties };
    return { path: `${path}.${key}`, schema: known };
  }

  /** The outermost of what was given and never read. */
  unread(): string[] {
    const unread = [...this.given].filter((path) => !this.read.has(path)).sort();
    return unread.filter((path) => !unread.some((other) => path !== other && path.startsWith(other)));
  }
}

const schemaOf = (kind: string) => (TOOLHIVE_KINDS.includes(kind) ? specSchema(kind, DEFAULT_VERSION) : undefined);

/** Notes what rendering reads while something runs. */
function recordOf(run: () => void, plant?: (spec: Obj) => Obj): string[] {
  const record = new Record();
  const views = new Map<Obj, Resource>();
  const watch = (resource: Resource): Resource => {
    const { kind, spec } = resource;
    if (!views.has(spec)) {
      const seen = plant ? plant(spec) : spec;
      record.note(seen, kind, schemaOf(kind));
      views.set(spec, { ...resource, spec: record.watched(seen, kind, schemaOf(kind)) });
    }
    return views.get(spec)!;
  };
  const { of } = Rendering;
  const spy = jest.spyOn(Rendering, 'of').mockImplementation((checked, findings, catalog, settings) => {
    const watching: Catalog = Object.create(catalog, {
      resource: {
        value: (...named: Parameters<Catalog['resource']>) => {
          const found = catalog.resource(...named);
          return found && watch(found);
        },
      },
      resources: { value: (...kind: Parameters<Catalog['resources']>) => catalog.resources(...kind).map(watch) },
    });
    return of.call(Rendering, watch(checked), findings, watching, settings);
  });
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    run();
    return record.unread();
  } finally {
    spy.mockRestore();
    quiet.mockRestore();
  }
}
/** Given in the inputs, and read by nothing that renders. */
const UNREAD: Readonly<{ [path: string]: string }> = {
  'MCPExternalAuthConfig.embeddedAuthServer.primaryUpstreamProvider':
    'the operator reads it of virtual servers alone, whose policies are about one of several logins',
  'MCPExternalAuthConfig.xaa.scopes[]': 'written as a whole',
  'MCPGroup.description': 'for people; no object has a place for it',
  'MCPOIDCConfig.kubernetesServiceAccount.serviceAccount': 'a warning says that ToolHive reads it nowhere',
  'MCPRemoteProxy.authServerRef.kind': 'one kind is possible, which the CRD says',
  'MCPServer.authServerRef.kind': 'one kind is possible, which the CRD says',
  'MCPServerEntry.allowPrivateEndpoint': 'what checks the address reads it, before rendering',
  'RegistryApi.serviceAccountAnnotations.*': 'written as a whole',
  'ToolhiveOperator.imageDiscovery': 'decides whether there is an object at all, before rendering',
  'VirtualMCPServer.config.passthroughHeaders[]': 'written as a whole, where spec.passthroughHeaders has none',
  'VirtualMCPServer.config.telemetry': 'the operator writes it anew, and a warning says so',
};

/** Fields of the CRDs whose names don't stand in `src/rendering`. */
const UNNAMED: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /\.obo\./, why: 'another build of ToolHive has it; the type is refused' },
  { path: /\.(spiffeTrustDomains|spiffeClientAuth)\[\]\./, why: 'the operator refuses every one, and so do we' },
  { path: /\.proxyDeployment\.(affinity|tolerations\[\])\./, why: 'written into the pod as a whole' },
  {
    path: /^VirtualMCPServer\.config\.(outgoingAuth|telemetry)\./,
    why: 'the operator writes it anew, and a warning says so',
  },
];

/** What `render` makes of all recorded inputs, and constructs of every kind. */
function renderEverything(): void {
  for (const recording of recordingsOf('cases')) JSON.stringify(renderCase(recording).documents);
  judgedApp();
}

/** A key of the user's own is no field. */
const asListed = (path: string) => path.replace(/^(RegistryApi\.serviceAccountAnnotations)\..+$/, '$1.*');

test('every field that is given is read, or stands here with the reason', () => {
  expect(recordOf(renderEverything).map(asListed)).toEqual(Object.keys(UNREAD));
});

test('fails for a field that is given and that nothing reads', () => {
  const planted = (spec: Obj) => ({ ...spec, sessionTls: { caBundle: 'ca' } });
  const unread = recordOf(
    () => void renderCase(recordingsOf('cases').find(({ name }) => name === 'mcpserver-minimal')!),
    planted,
  );
  expect(unread).toContain('MCPServer.sessionTls');
});

const SOURCE = resolve(__dirname, '../../src/rendering');

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : [path];
  });
}

/** Paths of the fields below a schema whose names are none of those words. */
function unnamed(schema: Schema, path: string, words: ReadonlySet<string>): string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [
      ...(words.has(name) ? [] : [`${path}.${name}`]),
      ...unnamed(member, `${path}.${name}`, words),
    ]),
    ...(schema.items ? unnamed(schema.items, `${path}[]`, words) : []),
    ...(schema.additionalProperties ? unnamed(schema.additionalProperties, `${path}.*`, words) : []),
  ];
}

describe('every field of the CRDs', () => {
  const words = new Set(
    sourceFiles(SOURCE).flatMap((file) => readFileSync(file, 'utf8').match(/[A-Za-z_$][\w$]*/g) ?? []),
  );

  const withoutKnown = (paths: string[]) => paths.filter((path) => !UNNAMED.some((known) => known.path.test(path)));

  test('stands in rendering by its name, or here with the reason', () => {
    const paths = TOOLHIVE_KINDS.flatMap((kind) => unnamed(specSchema(kind, DEFAULT_VERSION), kind, words));
    expect(withoutKnown(paths)).toEqual([]);
    for (const known of UNNAMED) expect(paths).toContainEqual(expect.stringMatching(known.path));
  });

  test('fails for a field of a newer CRD that nobody knows', () => {
    const { properties } = specSchema('MCPServer', DEFAULT_VERSION);
    const newer = { properties: { ...properties, tlsOfNobody: { properties: { trustedRootsOfNobody: {} } } } };
    expect(withoutKnown(unnamed(newer, 'MCPServer', words))).toEqual([
      'MCPServer.tlsOfNobody',
      'MCPServer.tlsOfNobody.trustedRootsOfNobody',
    ]);
  });
});
