import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Testing } from 'cdk8s';
import { Assertions, NetworkPlace } from 'cdk8s-toolhive';
import { Servers } from '../servers.js';

const servers = new Servers(Testing.app(), 'servers');
const objects = Testing.synth(servers);
const assertions = Assertions.of(servers);

test('every ServiceAccount pulls images with our Secret', () => {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  assert.ok(accounts.length > 0);
  for (const { imagePullSecrets } of accounts) assert.deepEqual(imagePullSecrets, [{ name: 'regcred' }]);
});

test('clients reach the fetch server on port 8080', () => {
  const fetch = NetworkPlace.deployment({ name: 'fetch', namespace: 'toolhive' });
  assertions.canReach({ from: NetworkPlace.pods({ namespace: 'agents' }), to: fetch, port: 8080 });
  assertions.hasObject({ kind: 'Service', name: 'mcp-fetch-proxy', like: { spec: { ports: [{ port: 8080 }] } } });
});

test('nothing is doubtful', () => {
  assertions.hasNoWarnings();
});
