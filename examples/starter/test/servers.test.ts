import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Testing } from 'cdk8s';
import { Servers } from '../servers.js';

const objects = Testing.synth(new Servers(Testing.app(), 'servers'));
const find = (kind: string, name: string) => objects.find((o) => o.kind === kind && o.metadata.name === name);

test('every ServiceAccount pulls images with our Secret', () => {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  assert.ok(accounts.length > 0);
  for (const { imagePullSecrets } of accounts) assert.deepEqual(imagePullSecrets, [{ name: 'regcred' }]);
});

test('clients reach the fetch server on port 8080', () => {
  assert.equal(find('Service', 'mcp-fetch-proxy').spec.ports[0].port, 8080);
});
