/**
 * Every field of the registry server's configuration, v1.5.1, and its type.
 * Source: toolhive-registry-server internal/config/config.go and internal/telemetry/config.go.
 */

/** The type of a field. Claims are a map of the user's own keys, each with a text or a list of texts. */
export type Shape =
  | { readonly type: 'text' | 'duration' | 'integer' | 'number' | 'flag' | 'claims' }
  | { readonly type: 'list'; readonly items: Shape }
  | {
      readonly type: 'map';
      readonly fields: Readonly<Record<string, Shape>>;
      /** Fields that servers before had here and today's ignores, with what to do instead. */
      readonly former: Readonly<Record<string, string>>;
    };

/** A map of the user's own keys. */
export type Claims = Readonly<Record<string, string | readonly string[]>>;

interface Scalars {
  readonly text: string;
  readonly duration: string;
  readonly integer: number;
  readonly number: number;
  readonly flag: boolean;
  readonly claims: Claims;
}

/** What is read by a shape. Every field of a map may be absent. */
export type Value<S> = S extends { readonly type: 'list'; readonly items: infer Items }
  ? readonly Value<Items>[]
  : S extends { readonly type: 'map'; readonly fields: infer Fields }
    ? { readonly [Field in keyof Fields]?: Value<Fields[Field]> }
    : S extends { readonly type: infer Type extends keyof Scalars }
      ? Scalars[Type]
      : never;

export const text = { type: 'text' } as const;
export const duration = { type: 'duration' } as const;
export const integer = { type: 'integer' } as const;
const number = { type: 'number' } as const;
export const flag = { type: 'flag' } as const;
const claims = { type: 'claims' } as const;
export const list = <Items extends Shape>(items: Items) => ({ type: 'list', items }) as const;
export const map = <Fields extends Readonly<Record<string, Shape>>>(
  fields: Fields,
  former: Readonly<Record<string, string>> = {},
) => ({ type: 'map', fields, former }) as const;

const included = map({ include: list(text), exclude: list(text) });
export const filter = map({ names: included, tags: included });
export const syncPolicy = map({ interval: duration });

export const git = map({
  repository: text,
  branch: text,
  tag: text,
  commit: text,
  path: text,
  auth: map({ username: text, passwordFile: text }),
});

const FORMAT = { format: "drop it: every source is in the official registry's format" };
const PASSWORD = 'drop it, and give the password in a pgpass file (PGPASSFILE) or THV_REGISTRY_DATABASE_PASSWORD';

const source = map(
  {
    name: text,
    git,
    api: map({ endpoint: text, timeout: duration }),
    file: map({ path: text, url: text, data: text, timeout: duration }),
    managed: map({}),
    kubernetes: map({ namespaces: list(text) }, { claimMapping: 'drop it' }),
    syncPolicy,
    filter,
    claims,
  },
  FORMAT,
);

export const provider = map({
  name: text,
  issuerUrl: text,
  audience: text,
  jwksUrl: text,
  clientId: text,
  clientSecretFile: text,
  introspectionUrl: text,
  caCertPath: text,
  authTokenFile: text,
  allowPrivateIP: flag,
});

const role = list(claims);

const auth = map({
  mode: text,
  publicPaths: list(text),
  oauth: map({ resourceUrl: text, realm: text, providers: list(provider) }, { scopesSupported: 'drop it' }),
  authz: map({ roles: map({ superAdmin: role, manageSources: role, manageRegistries: role, manageEntries: role }) }),
});

const database = map(
  {
    host: text,
    port: integer,
    user: text,
    migrationUser: text,
    database: text,
    password: text,
    migrationPassword: text,
    dynamicAuth: map({ awsRdsIam: map({ region: text }) }),
    sslMode: text,
    maxOpenConns: integer,
    maxIdleConns: integer,
    connMaxLifetime: duration,
    maxMetaSize: integer,
  },
  { passwordFile: PASSWORD, migrationPasswordFile: PASSWORD },
);

export const telemetry = map({
  enabled: flag,
  serviceName: text,
  serviceVersion: text,
  endpoint: text,
  insecure: flag,
  tracing: map({ enabled: flag, sampling: number }),
  metrics: map({ enabled: flag }),
});

const audit = map({
  enabled: flag,
  logFile: text,
  eventTypes: list(text),
  excludeEventTypes: list(text),
  includeRequestData: flag,
  maxDataSize: integer,
});

/** The whole file. */
export const CONFIG_SHAPE = map(
  {
    sources: list(source),
    registries: list(map({ name: text, sources: list(text), claims }, FORMAT)),
    auth,
    database,
    telemetry,
    audit,
  },
  {
    registryName: 'drop it: each of registries has its name',
    fileStorage: 'drop it: what was synced is in the database',
  },
);

/** A configuration as the server understands it. */
export type ServerConfig = Value<typeof CONFIG_SHAPE>;
export type Source = Value<typeof source>;
export type Registry = NonNullable<ServerConfig['registries']>[number];
export type Provider = Value<typeof provider>;
export type Auth = Value<typeof auth>;
export type Database = Value<typeof database>;
export type Telemetry = Value<typeof telemetry>;
export type Audit = Value<typeof audit>;
