/** What a registry server needs around it, by its configuration: files, addresses, rights. */
import { PROVIDER_FILES } from './auth';
import { LegacyConfig } from './legacy';
import { folderOf, httpAddress, isAbsolute, portOf } from './places';
import { Database, Provider, ServerConfig, Source } from './shape';

/** A file that the configuration names. */
export interface NamedFile {
  readonly path: string;
  /** The field that names it. */
  readonly field: string;
}

/** Warnings about the database of a configuration. */
export type CheckedDatabase = Database & Required<Pick<Database, 'host' | 'port' | 'user' | 'database'>>;

/** A host that the server connects to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** The field that names it. */
  readonly field: string;
  readonly isDatabase?: boolean;
  /** Whether it probably has a private address, whatever its name. */
  readonly isPrivate?: boolean;
}

export interface RegistryNeeds {
  /** Files that the server reads. */
  readonly files: readonly NamedFile[];
  /** Folder of the audit log, which has to exist and be writable. */
  readonly logFolder?: string;
  /** Namespaces whose ToolHive resources are listed, each once. An empty text is a source that names none. */
  readonly watchedNamespaces: readonly string[];
  readonly destinations: readonly Destination[];
  /** `database` of the configuration, if it has one. */
  readonly database?: CheckedDatabase;
  /** Region that AWS gives the database's tokens for; "detect" where AWS is asked for it. */
  readonly awsRegion?: string;
  /** Public address of the registry, as it is published to clients. */
  readonly resourceUrl?: string;
  readonly exportsTelemetry: boolean;
  /** Whether /metrics is served on the internal port. */
  readonly servesMetrics: boolean;
}

/** Where the server sends telemetry by default. */
const TELEMETRY_ENDPOINT = 'localhost:4318';

/** @param config a configuration as `checkConfig` gives it */
export function needsOf(config: ServerConfig | LegacyConfig): RegistryNeeds {
  const { auth = {}, database, telemetry = {}, audit = {} }: ServerConfig = config;
  // What is a source today was a registry for the older server.
  const list = 'sources' in config ? 'sources' : 'registries';
  const sources: readonly Source[] = ('sources' in config ? config.sources : config.registries) ?? [];
  const providers = auth.mode === 'oauth' ? (auth.oauth?.providers ?? []) : [];
  const namespaces = sources.flatMap(({ kubernetes }) =>
    kubernetes ? (kubernetes.namespaces?.length ? kubernetes.namespaces : ['']) : [],
  );
  return {
    files: filesOf(list, sources, providers),
    ...(audit.logFile && { logFolder: folderOf(audit.logFile) }),
    watchedNamespaces: [...new Set(namespaces)],
    destinations: [
      ...(database?.host && database.port
        ? [{ host: database.host, port: database.port, field: 'database.host', isDatabase: true, isPrivate: true }]
        : []),
      ...destinationsOf(list, sources, providers),
      ...(telemetry.enabled ? [hostAndPort(telemetry.endpoint || TELEMETRY_ENDPOINT, 'telemetry.endpoint')] : []),
    ],
    database: database as CheckedDatabase | undefined,
    awsRegion: database?.dynamicAuth?.awsRdsIam?.region,
    resourceUrl: auth.mode === 'oauth' ? auth.oauth?.resourceUrl : undefined,
    exportsTelemetry: telemetry.enabled === true,
    servesMetrics: telemetry.enabled === true && telemetry.metrics?.enabled === true,
  };
}

function filesOf(list: string, sources: readonly Source[], providers: readonly Provider[]): NamedFile[] {
  const inSources = sources.flatMap(({ git, file }, i) => [
    { path: git?.auth?.passwordFile, field: `${list}[${i}].git.auth.passwordFile` },
    { path: file?.path, field: `${list}[${i}].file.path` },
  ]);
  const inProviders = providers.flatMap((provider, i) =>
    PROVIDER_FILES.map((key) => ({ path: provider[key], field: `auth.oauth.providers[${i}].${key}` })),
  );
  return [...inSources, ...inProviders].flatMap(({ path, field }) =>
    path && isAbsolute(path) ? [{ path, field }] : [],
  );
}

function destinationsOf(list: string, sources: readonly Source[], providers: readonly Provider[]): Destination[] {
  const addresses: (readonly [string | undefined, string, boolean?])[] = [
    ...sources.flatMap(({ git, api, file }, i): (readonly [string | undefined, string])[] => [
      [git?.repository, `${list}[${i}].git.repository`],
      [api?.endpoint, `${list}[${i}].api.endpoint`],
      [file?.url, `${list}[${i}].file.url`],
    ]),
    ...providers.flatMap((provider, i) =>
      (['issuerUrl', 'jwksUrl', 'introspectionUrl'] as const).map(
        (key) =>
          [
            // With the keys' own address, the issuer is never asked for it.
            key === 'issuerUrl' && provider.jwksUrl ? undefined : provider[key],
            `auth.oauth.providers[${i}].${key}`,
            provider.allowPrivateIP,
          ] as const,
      ),
    ),
  ];
  return addresses.flatMap(([text, field, isPrivate]) => {
    const address = text && httpAddress(text);
    return address ? [{ host: address.hostname, port: portOf(address), field, isPrivate }] : [];
  });
}

function hostAndPort(text: string, field: string): Destination {
  const [, host, port] = /^(.*?)(?::(\d+))?$/s.exec(text)!;
  return { host, port: Number(port ?? 4318), field };
}
