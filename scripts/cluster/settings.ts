/** Constructs that many topics want, with what the test's world has. */
import { strict as assert } from 'node:assert';
import { Size } from 'cdk8s';
import { ConfigMap, ContainerResources, Cpu } from 'cdk8s-plus-28';
import { Cluster, ISSUER, REDIS } from './cluster';
import { TEST_IMAGE } from './images';
import { REDIS_PASSWORD } from './world';
import {
  McpOidcConfig,
  McpServer,
  McpServerProps,
  OidcProvider,
  SecretReference,
  SessionStorage,
  ToolhiveChart,
} from '../../src';
import { Obj } from '../../src/plain/objects';

/** Little, so that many pods have room on a small node. */
export const SMALL: ContainerResources = {
  cpu: { request: Cpu.millis(10) },
  memory: { request: Size.mebibytes(32), limit: Size.mebibytes(512) },
};

/** An MCP server of the test's image. */
export function server(chart: ToolhiveChart, name: string, props: Partial<McpServerProps> = {}): McpServer {
  return new McpServer(chart, name, { image: TEST_IMAGE, resources: SMALL, proxyResources: SMALL, ...props });
}

/** Whose tokens are accepted: the issuer of the test's world, trusted by a ConfigMap of the chart. */
export function issuer(chart: ToolhiveChart, { ca }: Cluster): McpOidcConfig {
  const configMap = new ConfigMap(chart, 'ca', { metadata: { name: 'ca' }, data: { 'ca.crt': ca } });
  return new McpOidcConfig(chart, 'sso', {
    provider: OidcProvider.issuer({
      issuer: ISSUER,
      jwksAllowPrivateIp: true,
      protectedResourceAllowPrivateIp: true,
      caBundle: { configMap, key: 'ca.crt' },
    }),
  });
}

/** A Secret that the documents require. */
export function secret({ namespace }: Cluster, name: string, stringData: Record<string, string>): Obj {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

/** Sessions in the Redis of the test's world. Its Secret is `redisSecret`. */
export function redisSessions(chart: ToolhiveChart): SessionStorage {
  return SessionStorage.redis(REDIS, { password: SecretReference.key(chart, 'redis', 'password') });
}

/** What `redisSessions` refers to. */
export function redisSecret(cluster: Cluster): Obj {
  return secret(cluster, 'redis', { password: REDIS_PASSWORD });
}

/** Claims of a token in an Authorization header. */
export function claimsIn(authorization = ''): Record<string, unknown> {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\./.exec(authorization) ?? [];
  assert.ok(payload, `no token in ${JSON.stringify(authorization)}`);
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
