import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cron, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  DeployTarget,
  LockedTools,
  McpGroup,
  McpRemoteProxy,
  McpServer,
  ToolhivePlatform,
  ToolLock,
  ToolLockProps,
  VirtualMcpServer,
} from '../../src';
import { toolHashes, toolLockText } from '../../src/tools/tool-lock';
import { serve, TOOLS } from '../tools/mcp-servers';
import { chartIn, objects } from '../util';

const folder = mkdtempSync(join(tmpdir(), 'tool-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const lock = LockedTools.fromText(toolLockText(toolHashes(TOOLS)));

const image = 'node:22-alpine';

function lockIn(chart = chartIn(), props: Partial<ToolLockProps> = {}): ToolLock {
  const server = new McpServer(chart, 'github', { image: 'i' });
  return new ToolLock(chart, 'lock', { server, lock, image, ...props });
}

function podOf(chart: ReturnType<typeof chartIn>) {
  return objects(chart)['CronJob/lock'].spec.jobTemplate.spec.template.spec;
}

test('is a CronJob with the lock, and a script that asks the server', () => {
  const chart = chartIn();
  lockIn(chart);
  const { 'CronJob/lock': cronJob, 'ConfigMap/lock': configMap } = objects(chart);
  expect(configMap.data['tools.lock.json']).toBe(toolLockText(toolHashes(TOOLS)));
  expect(cronJob.metadata).toMatchObject({ namespace: 'ns', labels: { 'app.kubernetes.io/instance': 'lock' } });
  expect(cronJob.spec).toMatchObject({
    ...{ schedule: '0 * * * *', concurrencyPolicy: 'Forbid', failedJobsHistoryLimit: 3 },
    jobTemplate: {
      spec: {
        backoffLimit: 3,
        podFailurePolicy: {
          rules: [{ action: 'FailJob', onExitCodes: { containerName: 'tool-lock', operator: 'In', values: [1] } }],
        },
      },
    },
  });
});

test('runs a pod that may do nothing else', () => {
  const chart = chartIn();
  lockIn(chart);
  expect(podOf(chart)).toEqual({
    ...{ restartPolicy: 'Never', automountServiceAccountToken: false },
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        ...{ name: 'tool-lock', image, command: ['node', '/tool-lock/check.js'] },
        env: [{ name: 'TOOL_LOCK_URL', value: 'http://mcp-github-proxy.ns.svc.cluster.local:8080/mcp' }],
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        securityContext: {
          ...{ privileged: false, runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000 },
          ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
          ...{ seccompProfile: { type: 'RuntimeDefault' }, capabilities: { drop: ['ALL'] } },
        },
        volumeMounts: [{ name: 'lock', mountPath: '/tool-lock', readOnly: true }],
      },
    ],
    volumes: [{ name: 'lock', configMap: { name: 'lock' } }],
  });
});

test('leaves users and groups to OpenShift', () => {
  const chart = chartIn(Testing.app(), { platform: ToolhivePlatform.OPENSHIFT });
  lockIn(chart);
  expect(JSON.stringify(podOf(chart))).not.toMatch(/runAsUser|runAsGroup|fsGroup/);
});

test('takes a schedule, a token, pull secrets, resources and a name', () => {
  const chart = chartIn(Testing.app(), { imagePullSecrets: [kplus.Secret.fromSecretName(chartIn(), 's', 'shared')] });
  const secret = kplus.Secret.fromSecretName(chart, 'token', 'github-token');
  lockIn(chart, {
    schedule: Cron.daily(),
    token: { secret, key: 'token' },
    imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'own', 'own')],
    resources: { memory: { limit: Size.mebibytes(128) } },
    name: 'other',
  });
  const { spec } = objects(chart)['CronJob/other'];
  const pod = spec.jobTemplate.spec.template.spec;
  expect(spec.schedule).toBe('0 0 * * *');
  expect(pod.imagePullSecrets).toEqual([{ name: 'own' }, { name: 'shared' }]);
  expect(pod.containers[0].env[1]).toEqual({
    ...{ name: 'TOOL_LOCK_TOKEN', valueFrom: { secretKeyRef: { name: 'github-token', key: 'token' } } },
  });
  expect(pod.containers[0].resources).toEqual({ limits: { memory: '128Mi' } });
  expect(chart.requiredSecrets().map(({ name }) => name)).toContain('github-token');
});

test('pulls its image from the mirror', () => {
  const chart = chartIn(Testing.app(), { imageRegistry: 'mirror.example.com' });
  lockIn(chart);
  expect(podOf(chart).containers[0].image).toBe('mirror.example.com/library/node:22-alpine');
});

test.each([DeployTarget.WORKLOADS, DeployTarget.CUSTOM_RESOURCES])('asks servers of every kind: %s', (target) => {
  const chart = chartIn(Testing.app(), { target });
  const group = new McpGroup(chart, 'g');
  const proxy = new McpRemoteProxy(chart, 'proxy', { remoteUrl: 'https://mcp.example.com/mcp', group });
  const gateway = new VirtualMcpServer(chart, 'gateway', { group });
  const imported = McpServer.fromMcpServerName(chart, 'imported', 'there');
  for (const server of [proxy, gateway, imported]) {
    new ToolLock(chart, `lock-${server.node.id}`, { server, lock, image });
    const { env } = objects(chart)[`CronJob/lock-${server.node.id}`].spec.jobTemplate.spec.template.spec.containers[0];
    expect(env).toEqual([{ name: 'TOOL_LOCK_URL', value: server.url }]);
  }
});

test('is the lock of a file', () => {
  const file = join(folder, 'file.json');
  writeFileSync(file, toolLockText(toolHashes(TOOLS)));
  expect(LockedTools.fromFile(file).names).toEqual(['get', 'search']);
});

describe('fails', () => {
  const path = (text: string) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    return file;
  };

  test.each<[string, () => LockedTools, string]>([
    [
      'without its lock',
      () => LockedTools.fromFile('none.json'),
      'LockedTools: "none.json" can\'t be read: ENOENT; write it',
    ],
    ['with no JSON', () => LockedTools.fromFile(path('x\u001b')), 'is no JSON: '],
    [
      'with a lock of images',
      () => LockedTools.fromText('{"images":{}}'),
      'LockedTools: is no lock of tools; write it',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test.each<[string, Partial<ToolLockProps>, string]>([
    ['with an image that is none', { image: 'Not An Image' }, 'image: '],
    ['with a name too long for its Jobs', { name: 'n'.repeat(53) }, 'must be no longer than 52 characters'],
    ['with an address for a server', { server: 'http://x' as any }, 'server: '],
    ['with a path for a lock', { lock: 'tools.lock.json' as any }, 'lock: '],
  ])('%s', (_, props, message) => {
    expect(() => lockIn(chartIn(), props)).toThrow(message);
    expect(() => lockIn(chartIn(), props)).toThrow('[chart/lock] ToolLock "');
  });
});

describe('the script', () => {
  const chart = chartIn();
  const { node } = lockIn(chart);
  expect(node).toBeDefined();
  const { data } = objects(chart)['ConfigMap/lock'];
  for (const [name, text] of Object.entries<string>(data)) writeFileSync(join(folder, name), text);

  function check(env: Record<string, string>): Promise<{ status: number; output: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [join(folder, 'check.js')], { env }, (error, stdout, stderr) => {
        resolve({ status: Number(error?.code ?? 0), output: stdout + stderr });
      });
    });
  }

  test.each(['json', 'stream', 'sse'] as const)('succeeds where nothing moved: %s', async (way) => {
    const { url, asked } = await serve({ way });
    expect(await check({ TOOL_LOCK_URL: url, TOOL_LOCK_TOKEN: 'abc' })).toEqual({
      ...{ status: 0, output: `${url}: all 2 tools are as in the lock\n` },
    });
    expect(asked[0].headers.authorization).toBe('Bearer abc');
  });

  test('fails where something moved, and says what', async () => {
    const { url } = await serve({
      tools: [{ ...TOOLS[0], description: 'Searches, and tells others' }, { name: 'new' }],
    });
    const { status, output } = await check({ TOOL_LOCK_URL: url });
    expect(status).toBe(1);
    expect(output).toBe(
      [
        `${url}: tool "search" is not what it was: its description, schema or hints changed`,
        `${url}: tool "new" is new`,
        `${url}: tool "get" is gone`,
        '',
      ].join('\n'),
    );
  });

  test('fails with another status where the server does not answer, so that the Job tries again', async () => {
    const { url } = await serve({ intercept: (_, response) => Boolean(response.writeHead(503).end()) });
    expect(await check({ TOOL_LOCK_URL: url })).toEqual({ status: 2, output: `${url} answered with status 503\n` });
  });

  test('tells no token', async () => {
    const { url } = await serve({
      intercept: ({ headers }, response) => {
        const error = { message: headers.authorization };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 0, error }));
        return true;
      },
    });
    const { output } = await check({ TOOL_LOCK_URL: url, TOOL_LOCK_TOKEN: 'a-token-of-somebody' });
    expect(output).toBe(`${url} refused: Bearer *** (undefined)\n`);
  });
});
