/**
 * What versions of ToolHive do differently: one row for each difference. Rendering reads the member of `Behaviour` that
 * a row makes, and never asks for a version. When the oldest version leaves the window, rows whose change it was go, and
 * the compiler names every place that still reads them.
 *
 * Fields, limits, rules and defaults of custom resources are listed by version in `resources/crd`, images in `versions.ts`.
 */
import { VersionName } from './versions';
import { isBefore, VERSION_NAMES } from '../../resources/versions';

/** One difference. */
interface Row<T> {
  /** What it is, and what it means for what is rendered. */
  readonly what: string;
  /** What the oldest version of the window does. */
  readonly first: T;
  /** What later ones do, the oldest first. */
  readonly changes: readonly Change<T>[];
}

interface Change<T> {
  readonly since: VersionName;
  /** Where it was seen: the recordings of that version, its CRDs, its chart, or ToolHive's source at its tag. */
  readonly source: string;
  readonly now: T;
}

function row<T>(what: string, first: T, ...changes: Change<T>[]): Row<T> {
  return { what, first, changes };
}

/** Where Role rules of an MCPServer's proxy let it attach to pods. */
type Attaching = 'always' | 'stdio';

const ROWS = {
  proxyAttaches: row<Attaching>(
    'The Role of an MCP server’s proxy allows to attach to pods for every transport, or for stdio alone',
    'always',
    {
      since: '0.63.0',
      source: 'recordings: mcpserver-minimal, mcpserver-streamable-http, mcpserver-sse',
      now: 'stdio',
    },
  ),
  hardenedProxyRole: row<'source' | 'operator'>(
    'What the Role of a proxy grants where pods are hardened: what its program asks for by its source, or, where nobody ' +
      'outside has that source, what the operator grants',
    'source',
    { since: '0.63.0', source: 'no source of that version was published', now: 'operator' },
  ),
  permissionProfileCounts: row('Whether permissionProfile of an MCPServer reaches the run config of its proxy', true, {
    since: '0.63.0',
    source: 'recordings: mcpserver-permission-*, and its CRD: "has no effect"',
    now: false,
  }),
  authNamesItsIssuer: row(
    'Whether the auth middleware of a proxy is given the issuer of the authorization server that is embedded in it',
    false,
    {
      since: '0.63.0',
      source: 'recordings: mcpserver-authserver-ref-minimal, mcpremoteproxy-authserver-ref',
      now: true,
    },
  ),
  redisPasswordForAll: row(
    'Whether the password of the default Redis reaches proxies of servers, or virtual servers alone',
    false,
    { since: '0.63.0', source: 'recordings: default-redis-secret-env', now: true },
  ),
  defaultRedisSpeaksTls: row('Whether the default Redis can be one that speaks TLS', false, {
    since: '0.63.0',
    source: 'its chart, and recordings: default-redis-tls-env, default-redis-tls-ca-env',
    now: true,
  }),
  secretsHaveManyKeys: row('Whether an MCPServer may name several keys of one Secret in secrets', false, {
    since: '0.63.0',
    source: 'its CRD, and recordings: mcpserver-secrets-one-secret-two-keys',
    now: true,
  }),
  volumesHash: row('Whether the Deployment of a virtual server carries a hash of its volumes and mounts', false, {
    since: '0.63.0',
    source: 'recordings: vmcp-minimal, vmcp-many-volumes',
    now: true,
  }),
  backendsTellStatus: row('Whether backends that a virtual server lists tell whether their workload was ready', true, {
    since: '0.63.0',
    source: 'recordings: vmcp-outgoing-inline',
    now: false,
  }),
  registryResourceIsDeprecated: row('Whether ToolHive has said that it will remove the resource MCPRegistry', false, {
    since: '0.63.0',
    source: 'what its operator logs of each one, as recorded in mcpregistry-*',
    now: true,
  }),
  proxyMetricsPort: row<number | undefined>(
    'Where proxies of servers serve metrics: on a port of their own, or on that of their clients',
    undefined,
    {
      since: '0.63.0',
      source:
        'ToolHive’s source at e25de16c, between the two: pkg/diagnostics; the CRD: prometheus.metricsOnTransportPort',
      now: 9464,
    },
  ),
};

/** What a version does, by difference. */
export type Behaviour = {
  readonly [Member in keyof typeof ROWS]: (typeof ROWS)[Member] extends Row<infer T> ? T : never;
};

/** What a difference is about, for documents. */
export const CHANGES: Readonly<Record<keyof Behaviour, Row<unknown>>> = ROWS;

function fold(version: VersionName): Behaviour {
  const members = Object.entries<Row<unknown>>(CHANGES).map(([member, { first, changes }]) => {
    const made = changes.filter(({ since }) => !isBefore(version, since));
    return [member, made.length ? made[made.length - 1].now : first];
  });
  return Object.freeze(Object.fromEntries(members));
}

const folded = new Map(VERSION_NAMES.map((version) => [version, fold(version)]));

/** What a version does where versions differ. */
export function behaviourOf(version: VersionName): Behaviour {
  return folded.get(version)!;
}
