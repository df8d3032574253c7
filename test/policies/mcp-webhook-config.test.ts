import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  McpServer,
  McpWebhookConfig,
  McpWebhookConfigProps,
  McpWebhook,
  McpWebhookFailurePolicy,
  McpWebhookTls,
} from '../../src';
import { chartIn, eachOptionCounts, objects, runConfigOf } from '../util';

function guarded(props: McpWebhookConfigProps): Chart {
  const chart = chartIn();
  new McpServer(chart, 's', { image: 'i', webhooks: new McpWebhookConfig(chart, 'hooks', props) });
  return chart;
}

const secret = kplus.Secret.fromSecretName(chartIn(), 'secret', 'hooks');
const base: McpWebhook = { name: 'policy', url: 'https://policy.example.com' };
const certificate = { clientCert: { secret, key: 'tls.crt' }, clientKey: { secret, key: 'tls.key' } };

describe('a webhook', () => {
  const options: Required<McpWebhook> = {
    name: 'other',
    url: 'https://other.example.com',
    timeout: Duration.seconds(5),
    failurePolicy: McpWebhookFailurePolicy.IGNORE,
    tlsConfig: { ca: { secret, key: 'ca' } },
    hmacSecret: { secret, key: 'hmac' },
  };
  eachOptionCounts(base, options, (webhook) => Testing.synth(guarded({ validating: [webhook] })));

  const tls: Required<McpWebhookTls> = { ca: { secret, key: 'ca' }, insecureSkipVerify: true, ...certificate };
  eachOptionCounts<McpWebhookTls>({}, tls, (tlsConfig) =>
    Testing.synth(guarded({ validating: [{ ...base, tlsConfig }] })),
  );

  test('gets its secrets as files', () => {
    const chart = guarded({ mutating: [{ ...base, tlsConfig: certificate, hmacSecret: { secret, key: 'hmac' } }] });
    const [{ tls_config: config, hmac_secret_ref: hmac }] = runConfigOf(chart, 's').mutating_webhooks;
    const { volumeMounts } = objects(chart)['Deployment/s'].spec.template.spec.containers[0];
    const mounted = volumeMounts.map(({ mountPath }: any) => mountPath);
    expect(mounted).toEqual(expect.arrayContaining([config.client_cert_path, config.client_key_path, hmac]));
  });

  test.each<[string, McpWebhook, string]>([
    ['plain HTTP', { ...base, url: 'http://policy' }, 'validating[0].url: "http://policy" must use HTTPS'],
    ['a timeout that is too long', { ...base, timeout: Duration.minutes(1) }, '"1m" must be from "1s" to "30s"'],
    ['a timeout that is too short', { ...base, timeout: Duration.millis(5) }, '"5ms" must be from "1s" to "30s"'],
  ])('fails with %s', (_, webhook, message) => {
    expect(() => guarded({ validating: [webhook] })).toThrow(message);
  });
});

test('mutating webhooks come before validating ones', () => {
  const { middleware_configs: chain } = runConfigOf(guarded({ validating: [base], mutating: [base] }), 's');
  const types = chain.map(({ type }: any) => type);
  expect(types.indexOf('mutating-webhook')).toBeLessThan(types.indexOf('validating-webhook'));
});

test('fails without any webhook', () => {
  expect(() => guarded({})).toThrow('at least one validating or mutating webhook must be defined');
});
