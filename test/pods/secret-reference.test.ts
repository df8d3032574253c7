import { App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { McpServer, SecretReference } from '../../src';
import { chartIn, objects } from '../util';

const image = 'registry.example.com/mcp:1';

test('a Secret is referred to as often as it is needed', () => {
  const chart = chartIn();
  const env = {
    USER: SecretReference.named(chart, 'database').envValue('user'),
    PASSWORD: SecretReference.named(chart, 'database').envValue('password'),
  };
  new McpServer(chart, 's', { image, env, imagePullSecrets: [SecretReference.named(chart, 'regcred')] });
  const plain = chartIn();
  const secret = kplus.Secret.fromSecretName(plain, 'secret', 'database');
  new McpServer(plain, 's', {
    image,
    env: { USER: secret.envValue('user'), PASSWORD: secret.envValue('password') },
    imagePullSecrets: [kplus.Secret.fromSecretName(plain, 'pull', 'regcred')],
  });
  expect(objects(chart)).toEqual(objects(plain));
});

test('it is the same each time, and another in another scope', () => {
  const chart = chartIn();
  expect(SecretReference.named(chart, 'a')).toBe(SecretReference.named(chart, 'a'));
  expect(SecretReference.named(chart, 'a')).not.toBe(SecretReference.named(chart, 'b'));
  expect(SecretReference.named(new App(), 'a')).toMatchObject({ name: 'a', kind: 'Secret' });
});

test('a key is the Secret and the name of the key', () => {
  const chart = chartIn();
  expect(SecretReference.key(chart, 'a', 'k')).toEqual({ secret: SecretReference.named(chart, 'a'), key: 'k' });
});
