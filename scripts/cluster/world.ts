/** What servers need around them: a client, an issuer of tokens, webhooks, a collector, a remote MCP server and Redis. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, ISSUER } from './cluster';
import { REDIS_IMAGE, TEST_IMAGE } from './images';
import { kubectl } from './kubectl';
import { NAMESPACE_OF_WORLD } from './names';
import { Obj } from '../../src/plain/objects';

/** The password of Redis. */
export const REDIS_PASSWORD = 'redis-password';

/** What requests to the webhooks are signed with. */
export const WEBHOOK_SECRET = 'the-secret-of-the-webhooks-of-the-test';

/** A Deployment of one pod, with a Service if it has ports. */
export interface Workload {
  readonly image?: string;
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
  readonly ports?: readonly number[];
  readonly tls?: boolean;
  /** A file of a ConfigMap. */
  readonly file?: { readonly configMap: string; readonly key: string; readonly path: string };
}

/** Makes the world, and waits for it. @returns the certificate that its TLS is to be trusted by */
export async function makeWorld(): Promise<string> {
  const { ca, certificate, key } = certificates();
  const cluster = new Cluster('world', ca);
  await cluster.makeNamespace();
  const trust = { NODE_EXTRA_CA_CERTS: '/tls/ca.crt' };
  const workloads: Record<string, Workload> = {
    client: { command: ['sleep', 'infinity'], env: trust, tls: true },
    issuer: { command: ['node', '/app/issuer.mjs'], env: { ISSUER }, ports: [8443, 8080], tls: true },
    webhooks: {
      command: ['node', '/app/webhooks.mjs'],
      env: { HMAC_SECRET: WEBHOOK_SECRET },
      ports: [8443],
      tls: true,
    },
    collector: { command: ['node', '/app/collector.mjs'], ports: [4318] },
    remote: { command: ['node', '/app/mcp-server.mjs'], env: { MCP_TRANSPORT: 'streamable-http' }, ports: [8080] },
    redis: {
      image: REDIS_IMAGE,
      command: [
        'redis-server',
        '--requirepass',
        REDIS_PASSWORD,
        '--save',
        '',
        '--dir',
        '/tmp',
        '--protected-mode',
        'no',
      ],
      ports: [6379],
    },
  };
  tls = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': ca };
  await cluster.apply([tlsSecret(NAMESPACE_OF_WORLD)]);
  await addToWorld(workloads);
  return ca;
}

let tls: Record<string, string> = {};

/** The certificate of everything in the world, with its key, and what it is trusted by. */
export function tlsSecret(namespace: string, name = 'tls'): Obj {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace },
    stringData: tls,
  };
}

/** Makes workloads, and waits for them. @param namespace where, if not in the world; it has a `tlsSecret` */
export async function addToWorld(
  workloads: Readonly<Record<string, Workload>>,
  namespace = NAMESPACE_OF_WORLD,
): Promise<void> {
  const items = Object.entries(workloads)
    .flatMap(([name, workload]) => objectsOf(name, workload))
    .map((object: Obj) => ({ ...object, metadata: { ...object.metadata, namespace } }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubectl(['apply', '--server-side', '-f', '-'], list);
  await Promise.all(
    Object.keys(workloads).map((name) =>
      kubectl(['-n', namespace, 'rollout', 'status', '--timeout=180s', `deploy/${name}`]),
    ),
  );
}

function objectsOf(name: string, { image = TEST_IMAGE, command, env = {}, ports = [], tls, file }: Workload): Obj[] {
  const volumes: { name: string; path: string; source: Obj; subPath?: string }[] = [
    { name: 'tmp', path: '/tmp', source: { emptyDir: {} } },
    ...(file
      ? [{ name: 'file', path: file.path, source: { configMap: { name: file.configMap } }, subPath: file.key }]
      : []),
    ...(tls ? [{ name: 'tls', path: '/tls', source: { secret: { secretName: 'tls' } } }] : []),
  ];
  const pod = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: {
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name,
        image,
        imagePullPolicy: 'IfNotPresent',
        command,
        env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: volumes.map(({ name: volume, path, subPath }) => ({ name: volume, mountPath: path, subPath })),
        ...(ports.length && { readinessProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 2 } }),
      },
    ],
    volumes: volumes.map((volume) => ({ name: volume.name, ...volume.source })),
  };
  const labels = { app: name };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    },
    ...(ports.length
      ? [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name },
            spec: { selector: labels, ports: ports.map((port) => ({ name: `p-${port}`, port })) },
          },
        ]
      : []),
  ];
}

/** An authority for one run, and a certificate of it for everything in the world. */
function certificates(): { ca: string; certificate: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-test-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      '/CN=cluster test',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    );
    writeFileSync(
      join(folder, 'names'),
      `basicConstraints=CA:FALSE\nsubjectAltName=DNS:*.${NAMESPACE_OF_WORLD}.svc.cluster.local\n`,
    );
    openssl('req', ...newKey, '-subj', '/CN=world', '-keyout', 'tls.key', '-out', 'tls.csr');
    openssl(
      'x509',
      '-req',
      '-in',
      'tls.csr',
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'names',
      '-out',
      'tls.crt',
    );
    return { ca: read('ca.crt'), certificate: read('tls.crt'), key: read('tls.key') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
